using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

/// <summary>Somebody who gives a talk that joins the programme.</summary>
/// <param name="Email">As typed; the same person in two talks is found by account or address.</param>
internal sealed record JoiningSpeaker(string Name, string Company, string Country, string Biography, int? AccountId, string Email);

/// <summary>A talk that joins the working copy of the programme and has neither time nor stage.</summary>
internal sealed record JoiningTalk(int ConferenceId, string Title, string Summary, string Topic, TimeSpan Length, IReadOnlyList<JoiningSpeaker> Speakers);

/// <summary>Makes sessions that wait to be placed, inside the transaction of whoever confirms a talk, and lets latecomers join them.</summary>
internal static class UnplacedSessions
{
    /// <summary>What an unplaced session has for a length, where nobody said another.</summary>
    public static readonly TimeSpan StandInLength = TimeSpan.FromMinutes(25);

    private const int LongestSlug = 80;
    private const int LongestSummary = 4000;

    /// <summary>Stands where a session without a time has its start: the first morning, so that any zone can say it.</summary>
    public static DateTimeOffset StandInStart(Conference conference) => EventTime.In(conference.WorkingTimeZone).At(conference.FirstDay, new TimeOnly(9, 0)).ToUniversalTime();

    /// <summary>The session and its speakers, saved, in the order in which they were handed in. Null when the event has no stage yet, for every session stands on one.</summary>
    public static async Task<(Session Session, IReadOnlyList<Speaker> Speakers)?> AddAsync(ExpoDb db, JoiningTalk talk, DateTimeOffset now, CancellationToken ct)
    {
        var conference = await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == talk.ConferenceId, ct);
        if (await db.Stages.Where(s => s.ConferenceId == talk.ConferenceId).OrderBy(s => s.Position).Select(s => (int?)s.Id).FirstOrDefaultAsync(ct) is not { } stage)
        {
            return null;
        }

        var begin = StandInStart(conference);
        var taken = await db.Sessions.Select(s => s.Slug).ToHashSetAsync(ct);
        var session = new Session
        {
            ConferenceId = talk.ConferenceId, StageId = stage, Slug = Slugs.Free(Slugs.From(talk.Title, LongestSlug), "talk", taken), Title = talk.Title, Summary = talk.Summary[..Math.Min(talk.Summary.Length, LongestSummary)],
            IsPlaced = false, StartsAt = begin, EndsAt = begin + talk.Length, Topics = talk.Topic.Length == 0 ? [] : [talk.Topic], ChangedAt = now,
        };
        var speakers = await SpeakersAsync(db, talk.ConferenceId, talk.Speakers, ct);
        session.Speakers.AddRange(speakers.Distinct());
        db.Sessions.Add(session);
        await db.SaveChangesAsync(ct);
        return (session, speakers);
    }

    /// <summary>Adds somebody who joins a talk that is in the programme already, saved.</summary>
    public static async Task<Speaker> JoinAsync(ExpoDb db, int sessionId, JoiningSpeaker joining, DateTimeOffset now, CancellationToken ct)
    {
        // The event first, like every change of the working copy; whoever edits the session at the same moment is told.
        await db.Conferences.LockAsync(await db.Sessions.Where(s => s.Id == sessionId).Select(s => s.ConferenceId).FirstAsync(ct), ct);
        await db.Sessions.Where(s => s.Id == sessionId).ExecuteUpdateAsync(set => set.SetProperty(s => s.Revision, s => s.Revision + 1).SetProperty(s => s.ChangedAt, now), ct);
        var session = await db.Sessions.Include(s => s.Speakers).FirstAsync(s => s.Id == sessionId, ct);
        var speaker = (await SpeakersAsync(db, session.ConferenceId, [joining], ct))[0];
        if (!session.Speakers.Contains(speaker))
        {
            session.Speakers.Add(speaker);
        }

        await db.SaveChangesAsync(ct);
        return speaker;
    }

    /// <summary>Their rows, in the order in which they were handed in: those that are known by account or address, and new ones.</summary>
    private static async Task<List<Speaker>> SpeakersAsync(ExpoDb db, int conferenceId, IReadOnlyList<JoiningSpeaker> joiningSpeakers, CancellationToken ct)
    {
        var slugs = await db.Speakers.Select(s => s.Slug).ToHashSetAsync(ct);
        var people = await db.Speakers.Where(s => s.ConferenceId == conferenceId && (s.AccountId != null || s.Email != null)).ToListAsync(ct);
        var speakers = new List<Speaker>();
        foreach (var joining in joiningSpeakers)
        {
            var known = people.FirstOrDefault(p => (joining.AccountId is not null && p.AccountId == joining.AccountId) || string.Equals(p.Email, joining.Email, StringComparison.OrdinalIgnoreCase));
            if (known is null)
            {
                known = new Speaker
                {
                    ConferenceId = conferenceId, Slug = Slugs.Free(Slugs.From(joining.Name, LongestSlug), "speaker", slugs), Name = joining.Name, Company = joining.Company, Country = joining.Country, Biography = joining.Biography,
                    AccountId = joining.AccountId, Email = joining.Email,
                };
                slugs.Add(known.Slug);
                people.Add(known);
                db.Speakers.Add(known);
            }

            speakers.Add(known);
        }

        return speakers;
    }
}
