using Expo.Core.Agenda;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Data.Demo;

/// <summary>Left for the demo sessions that are over: whoever has a stream makes a recording for the first and leaves the rest as a job again.</summary>
public sealed record RecordDemoSessions(IReadOnlyList<int> SessionIds);

/// <summary>The demo conference. Laid once into an empty database, and laid around today again when its live session is long past.</summary>
public sealed class DemoData(ExpoStore store, TimeProvider clock)
{
    public const string MainStage = "main";
    public const string TimeZone = "America/New_York";
    public const int SeatsInTheRoom = 400;

    private static readonly TimeSpan Stale = TimeSpan.FromHours(1);

    /// <summary>True when the demo was laid now, false when it stood already.</summary>
    public async Task<bool> SeedAsync(CancellationToken ct)
    {
        var result = await store.ChangeAsync<bool>(
            async db =>
            {
                await DemoAccounts.AddRolesAsync(db, ct);
                if (await db.Conferences.AnyAsync(ct))
                {
                    await LayAgainAsync(db, ct);
                    return false;
                }

                await DemoAccounts.AddAsync(db, ct);
                await LayAsync(db, ct);
                return true;
            },
            ct);
        return result.Value;
    }

    private async Task LayAsync(ExpoDb db, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var time = EventTime.In(TimeZone);
        var schedule = DemoSchedule.Around(now, time);
        var conference = new Conference
        {
            Slug = "forced-labor-technical-expo",
            Name = "Forced Labor Technical Expo",
            Tagline = "Nineteen companies show the tools they use to find forced labor in supply chains. Sit in the room, or watch and ask from anywhere.",
            TimeZone = TimeZone,
            Venue = "Potomac Hall",
            City = "Washington, DC",
            VenueNote = "Demo venue, step-free",
            FirstDay = schedule.FirstDay,
            LastDay = schedule.FirstDay.AddDays(1),
            IsDemo = true,
        };
        db.Conferences.Add(conference);
        await db.SaveChangesAsync(ct);

        var stage = new Stage { ConferenceId = conference.Id, Slug = MainStage, Name = "Main stage" };
        db.Add(stage);
        await DemoRegistration.AddAsync(db, conference, now, ct);
        await AddSessionsAsync(db, conference, stage, schedule, time, ct);
        await ReleaseDesk.ReleaseAllAsync(db, conference, "First program", now, ct);
        await DemoSubmissions.AddAsync(db, conference, now, ct);
        await DemoReviews.AddAsync(db, conference, now, ct);
    }

    private async Task AddSessionsAsync(ExpoDb db, Conference conference, Stage stage, DemoSchedule schedule, EventTime time, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var speakerAccount = await db.Accounts.Where(a => a.Email == "speaker@expo.example").Select(a => (int?)a.Id).FirstOrDefaultAsync(ct);
        var people = new Dictionary<string, Speaker>();
        var over = new List<int>();
        for (var day = 0; day < 2; day++)
        {
            var slots = DemoSchedule.Day(day);
            for (var index = 0; index < slots.Count; index++)
            {
                var slot = slots[index];
                var (startsAt, endsAt) = schedule.Times(day, slot, time);
                var session = new Session
                {
                    ConferenceId = conference.Id,
                    StageId = stage.Id,
                    Slug = slot.Slug,
                    Title = slot.Title,
                    Summary = slot.Summary,
                    Kind = slot.Kind,
                    StartsAt = startsAt,
                    EndsAt = endsAt,
                    ChangedAt = now,
                    Topics = [.. slot.Topics ?? []],
                };
                foreach (var person in slot.People ?? [])
                {
                    session.Speakers.Add(people.TryGetValue(person.Slug, out var known) ? known : people[person.Slug] = Person(person, conference, speakerAccount));
                }

                Play(session, (day, index), schedule);
                db.Sessions.Add(session);
                await db.SaveChangesAsync(ct);
                if (session.State == SessionState.Ended)
                {
                    await DemoQuestions.AddAnsweredAsync(db, session, ct);
                    over.Add(session.Id);
                }
            }
        }

        db.Jobs.Add(Job.For(new RecordDemoSessions(over), now));
        await db.SaveChangesAsync(ct);
    }

    private static Speaker Person(DemoPerson person, Conference conference, int? speakerAccount) => new()
    {
        ConferenceId = conference.Id,
        Slug = person.Slug,
        Name = person.Name,
        Company = person.Company,
        Country = person.Country,
        Biography = person.Biography,
        AccountId = person.Slug == "ingrid-solvang" ? speakerAccount : null,
    };

    private static void Play(Session session, (int Day, int Index) place, DemoSchedule schedule)
    {
        var live = (schedule.LiveDay, schedule.LiveIndex);
        if (!session.HasPage || place.CompareTo(live) > 0)
        {
            return;
        }

        session.GoLive(session.StartsAt);
        if (place != live)
        {
            session.End(session.EndsAt);
        }
    }

    /// <summary>A demo that was started days ago would show nothing live: move the whole plan so that it is today again.</summary>
    private async Task LayAgainAsync(ExpoDb db, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var conference = await db.Conferences.FirstAsync(ct);
        var sessions = await db.Sessions.Where(s => s.ConferenceId == conference.Id).OrderBy(s => s.StartsAt).ToListAsync(ct);
        var placed = sessions.FindAll(s => s.IsPlaced);
        var current = placed.Find(s => s.State == SessionState.Live)
            ?? placed.Find(s => s.State == SessionState.Planned && s.HasPage);
        if (conference.IsDemo)
        {
            await DemoSubmissions.StayOpenAsync(db, conference, now, ct);
        }

        if (!conference.IsDemo || current is null || now < current.EndsAt + Stale)
        {
            return;
        }

        // To five minutes, so that the agenda keeps round times. A day may run past midnight then; a fresh demo never does.
        var fiveMinutes = TimeSpan.FromMinutes(5).Ticks;
        var by = TimeSpan.FromTicks((now - TimeSpan.FromMinutes(10) - current.StartsAt).Ticks / fiveMinutes * fiveMinutes);
        foreach (var session in sessions)
        {
            session.ShiftBy(by);
            session.Revision++;
            session.ChangedAt = now;
        }

        var time = EventTime.In(conference.WorkingTimeZone);
        conference.FirstDay = time.Day(placed[0].StartsAt);
        conference.LastDay = time.Day(placed[^1].StartsAt);
        if (await db.RegistrationSettings.FirstOrDefaultAsync(s => s.ConferenceId == conference.Id, ct) is { AccommodationsBy: not null } settings)
        {
            settings.AccommodationsBy = DemoRegistration.AccommodationsBy(conference);
        }

        await db.SaveChangesAsync(ct);
        await ReleaseDesk.ReleaseAllAsync(db, conference, $"Laid around {time.Full(now)}", now, ct);
    }
}
