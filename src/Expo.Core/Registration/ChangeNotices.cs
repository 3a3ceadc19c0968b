using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>
/// Tells everybody who has starred what a release changed: one letter for each person, whatever happened since the release
/// that the person knows. Safe to run twice and in several places at once.
/// </summary>
public sealed class ChangeNotices(ExpoStore store, JobBell bell, TimeProvider clock)
{
    /// <summary>What changes is told at least this long before the session begins, or at once, however long the pause is.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(30);

    private const int PeopleAtOnce = 200;

    /// <summary>A release was made: leaves the telling for when it is due. Of one that is not the last any more the next one's telling tells.</summary>
    public async Task PlanAsync(ProgrammeReleased made, CancellationToken ct)
    {
        var job = Job.For(new TellOfChanges(made.ConferenceId, made.ReleaseId), clock.GetUtcNow());
        var due = await store.ReadAsync(async db =>
            await PendingChanges.ReadAsync(db, made.ConferenceId, job.CreatedAt, ct) is { } pending && pending.Last.Id == made.ReleaseId ? await pending.DueAsync(db, ct) : (DateTimeOffset?)null);
        if (due is null)
        {
            return;
        }

        job.DueAt = due.Value;
        await store.ChangeAsync<Done>(
            async db =>
            {
                if (!await db.Jobs.AnyAsync(j => j.Kind == job.Kind && j.Payload == job.Payload, ct))
                {
                    db.Jobs.Add(job);
                }

                return Done.It;
            },
            ct);
    }

    /// <summary>Does not wait for the pause to be over.</summary>
    public async Task<Result<Done>> TellNowAsync(Actor by, int conferenceId, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return StarRefusals.NotOrganiser;
        }

        var result = await store.ChangeAsync<Done>(
            async db =>
            {
                if (await PendingChanges.ReadAsync(db, conferenceId, clock.GetUtcNow(), ct) is not { } pending || !await Wanting(db, pending).AnyAsync(ct))
                {
                    return StarRefusals.NothingWaits;
                }

                db.Jobs.Add(Job.For(new TellOfChanges(conferenceId, pending.Last.Id), clock.GetUtcNow()));
                db.RegistrationLog.Add(new RegistrationLogLine { ConferenceId = conferenceId, At = clock.GetUtcNow(), By = by.Name, Text = $"Had people told at once of what release {pending.Last.Number} changed." });
                return Done.It;
            },
            ct);
        if (!result.IsRefused)
        {
            bell.Ring();
        }

        return result;
    }

    /// <summary>Leaves the letters. A release that is not the last any more is told of together with the last one.</summary>
    /// <returns>How many people.</returns>
    public async Task<int> TellAsync(TellOfChanges what, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await store.ReadAsync(db => PendingChanges.ReadAsync(db, what.ConferenceId, now, ct)) is not { } pending || pending.Last.Id != what.ReleaseId)
        {
            return 0;
        }

        await AcceptWhatIsTheSameAsync(pending, ct);
        var told = 0;
        for (var after = 0; ;)
        {
            var people = await store.ReadAsync(db => Wanting(db, pending).Where(id => id > after).Order().Take(PeopleAtOnce).ToListAsync(ct));
            if (people.Count == 0)
            {
                break;
            }

            told += (await store.ChangeAsync<int>(db => TellAsync(db, people, pending, now, ct), ct)).Value;
            after = people[^1];
        }

        if (told > 0)
        {
            bell.Ring();
        }

        return told;
    }

    /// <summary>Numbers of the registered people who have starred something that changed since the release that they know.</summary>
    internal static IQueryable<int> Wanting(ExpoDb db, PendingChanges pending)
    {
        var stars = pending.Changes.Where(known => known.Value.Count > 0).Select(known =>
        {
            var (release, sessions) = (known.Key, known.Value.Keys.ToList());
            return db.SavedSessions.Where(s => s.KnownReleaseId == release && sessions.Contains(s.SessionId)).Select(s => s.AttendeeId);
        }).Aggregate((IQueryable<int>?)null, (all, some) => all is null ? some : all.Union(some)) ?? db.SavedSessions.Where(s => false).Select(s => s.AttendeeId);
        return db.Attendees.Where(a => a.State != AttendeeState.Cancelled && a.Email != "" && stars.Contains(a.Id)).Select(a => a.Id);
    }

    // Nobody is told of what is as it was; the next release is then held beside this one.
    private async Task AcceptWhatIsTheSameAsync(PendingChanges pending, CancellationToken ct)
    {
        foreach (var (release, changes) in pending.Changes)
        {
            var (changed, last) = (changes.Keys.ToList(), pending.Last.Id);
            await store.ReadAsync(db => db.SavedSessions.Where(s => s.KnownReleaseId == release && !changed.Contains(s.SessionId)).ExecuteUpdateAsync(set => set.SetProperty(s => s.KnownReleaseId, last), ct));
        }
    }

    private static async Task<Result<int>> TellAsync(ExpoDb db, List<int> ids, PendingChanges pending, DateTimeOffset now, CancellationToken ct)
    {
        // Written before it is read: whoever does the same elsewhere waits here and then finds it done; an erasure comes before or after.
        await db.Attendees.Where(a => ids.Contains(a.Id) && a.State != AttendeeState.Cancelled && a.Email != "").ExecuteUpdateAsync(set => set.SetProperty(a => a.CalendarKey, a => a.CalendarKey), ct);
        var people = await db.Attendees.Where(a => ids.Contains(a.Id) && a.State != AttendeeState.Cancelled && a.Email != "").ToDictionaryAsync(a => a.Id, a => a.NormalisedEmail, ct);
        var (asked, known) = (people.Keys.ToList(), pending.Changes.Keys.ToList());
        var changed = (await db.SavedSessions.Where(s => asked.Contains(s.AttendeeId) && known.Contains(s.KnownReleaseId)).ToListAsync(ct))
            .Where(s => pending.Of(s) is not null).GroupBy(s => s.AttendeeId).ToList();
        var letters = (await db.Outbox.Where(l => l.Template == ChangeLetterWriter.Template && l.Version == pending.Last.Id && asked.Select(id => (long)id).Contains(l.SubjectId) && l.Recipient != "").ToListAsync(ct))
            .ToDictionary(l => (int)l.SubjectId);
        foreach (var person in changed.Where(p => !letters.ContainsKey(p.Key)))
        {
            letters[person.Key] = new OutboxLetter
            {
                Template = ChangeLetterWriter.Template, Recipient = people[person.Key], SubjectId = person.Key, Version = pending.Last.Id, CreatedAt = now, DueAt = now, UnsubscribeToken = Unsubscribing.NewToken(),
            };
            db.Outbox.Add(letters[person.Key]);
        }

        await db.SaveChangesAsync(ct);
        foreach (var star in changed.SelectMany(p => p))
        {
            db.ChangeNotices.Add(new ChangeNotice
            {
                AttendeeId = star.AttendeeId, SessionId = star.SessionId, FromReleaseId = star.KnownReleaseId, ReleaseId = pending.Last.Id, Text = pending.Of(star)!, At = now, OutboxLetterId = letters[star.AttendeeId].Id,
            });
            star.KnownReleaseId = pending.Last.Id;
        }

        return changed.Count;
    }
}
