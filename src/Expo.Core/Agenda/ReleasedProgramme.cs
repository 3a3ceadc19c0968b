using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

/// <summary>What happened to a session, as it is now.</summary>
internal sealed record SessionMarks(SessionState State, DateTimeOffset? WentLiveAt, DateTimeOffset? EndedAt);

/// <summary>A release joined with what is live and over at this moment: all that the public may know of the programme.</summary>
internal sealed class ReleasedProgramme(Release? release, IReadOnlyDictionary<int, Stage> stages, IReadOnlyDictionary<int, SessionMarks> marks)
{
    private static readonly SessionMarks Unmarked = new(SessionState.Planned, null, null);

    /// <summary>The current release of a conference. A release does not change but by an erasure, so one that was read already need not be read again.</summary>
    /// <param name="known">Read before, if anything.</param>
    public static async Task<(ReleasedProgramme Programme, Release? Release)> ReadAsync(ExpoDb db, int conferenceId, Release? known, CancellationToken ct)
    {
        // An erasure takes the text and the portrait of a person out of releases: what was read before is then read again.
        var current = await db.Releases.Current(conferenceId).Select(r => new { r.Id, Told = r.Speakers.Sum(s => s.Biography.Length + (s.PortraitId == null ? 0 : 1)) }).FirstOrDefaultAsync(ct);
        var release = current is null ? null
            : known?.Id == current.Id && known.Speakers.Sum(s => s.Biography.Length + (s.PortraitId is null ? 0 : 1)) == current.Told ? known
            : await ReleaseDesk.WholeAsync(db.Releases.Where(r => r.Id == current.Id), ct);
        if (release is null)
        {
            return (new(null, new Dictionary<int, Stage>(), new Dictionary<int, SessionMarks>()), null);
        }

        var stages = await db.Stages.AsNoTracking().Where(s => s.ConferenceId == conferenceId).ToDictionaryAsync(s => s.Id, ct);
        var marks = await db.Sessions.Where(s => s.ConferenceId == conferenceId && s.State != SessionState.Planned)
            .Select(s => new { s.Id, s.State, s.WentLiveAt, s.EndedAt }).ToDictionaryAsync(s => s.Id, s => new SessionMarks(s.State, s.WentLiveAt, s.EndedAt), ct);
        return (new(release, stages, marks), release);
    }

    /// <summary>Sessions by start, with stage and speakers: objects of the caller's own.</summary>
    public List<Session> Sessions()
    {
        if (release is null)
        {
            return [];
        }

        var people = release.Speakers.ToDictionary(s => s.SpeakerId, s => Speaker.Of(s, release.ConferenceId));
        var places = new Dictionary<(int, string), Stage>();
        List<Session> sessions = [];
        foreach (var row in release.Sessions.OrderBy(s => s.StartsAt).ThenBy(s => s.SessionId))
        {
            if (!places.TryGetValue((row.StageId, row.StageName), out var stage))
            {
                places[(row.StageId, row.StageName)] = stage = Named(stages[row.StageId], row.StageName);
            }

            var session = Session.Of(row, release.ConferenceId, stage, marks.GetValueOrDefault(row.SessionId, Unmarked));
            session.Speakers.AddRange(row.Speakers.Select(s => people[s.SpeakerId]).OrderBy(p => p.Name, StringComparer.InvariantCultureIgnoreCase));
            session.Speakers.ForEach(p => p.Sessions.Add(session));
            sessions.Add(session);
        }

        return sessions;
    }

    private static Stage Named(Stage stage, string name) => new() { Id = stage.Id, ConferenceId = stage.ConferenceId, Slug = stage.Slug, Name = name, Position = stage.Position };
}
