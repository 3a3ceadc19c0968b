using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>The last release beside the older ones that people know whose stars are older.</summary>
/// <param name="Last">The release that the public sees.</param>
/// <param name="Changes">By the number of an older release, then of a session: what whoever knows that release should hear.</param>
internal sealed record PendingChanges(Release Last, IReadOnlyDictionary<int, Dictionary<int, StarChange>> Changes)
{
    /// <summary>What whoever has this star should hear, or null.</summary>
    public string? Of(SavedSession star) => Changes.GetValueOrDefault(star.KnownReleaseId)?.GetValueOrDefault(star.SessionId)?.Text;

    /// <summary>
    /// When people should be told: the event's pause after the first release that they were not told of, so that further
    /// releases do not put it off, and <see cref="ChangeNotices.Ahead"/> of the first session that it concerns. Not before the last release.
    /// </summary>
    public async Task<DateTimeOffset> DueAsync(ExpoDb db, CancellationToken ct)
    {
        var pause = TimeSpan.FromMinutes(await db.Conferences.Where(c => c.Id == Last.ConferenceId).Select(c => c.NoticeAfterMinutes).FirstAsync(ct));
        var known = Changes.Keys.ToList();
        var stars = (await db.SavedSessions.Where(s => known.Contains(s.KnownReleaseId) && db.Attendees.Any(a => a.Id == s.AttendeeId && a.State != AttendeeState.Cancelled && a.Email != ""))
            .Select(s => new { s.KnownReleaseId, s.SessionId }).Distinct().ToListAsync(ct)).FindAll(s => Changes[s.KnownReleaseId].ContainsKey(s.SessionId));
        if (stars.Count == 0)
        {
            return Last.ReleasedAt + pause;
        }

        var untold = stars.Select(s => s.KnownReleaseId).Distinct().ToList();
        var oldest = await db.Releases.Where(r => untold.Contains(r.Id)).MinAsync(r => r.Number, ct);
        var first = await db.Releases.Where(r => r.ConferenceId == Last.ConferenceId && r.Number > oldest).OrderBy(r => r.Number).Select(r => r.ReleasedAt).FirstAsync(ct);
        DateTimeOffset[] limits = [first + pause, stars.Min(s => Changes[s.KnownReleaseId][s.SessionId].StartsAt) - ChangeNotices.Ahead];
        return limits.Min() is var due && due < Last.ReleasedAt ? Last.ReleasedAt : due;
    }

    /// <param name="db">Read only.</param>
    /// <param name="conferenceId">Whose releases.</param>
    /// <param name="now">What is over by then is left out.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <returns>Null before the first release.</returns>
    public static async Task<PendingChanges?> ReadAsync(ExpoDb db, int conferenceId, DateTimeOffset now, CancellationToken ct) =>
        await ReleaseDesk.WholeAsync(db.Releases.Current(conferenceId), ct) is { } last ? await ReadAsync(db, last, null, now, ct) : null;

    /// <param name="db">Read only.</param>
    /// <param name="last">The last release, whole.</param>
    /// <param name="attendeeId">Only the releases that this person knows; null for everybody's.</param>
    /// <param name="now">What is over by then is left out.</param>
    /// <param name="ct">Ends the reading.</param>
    public static async Task<PendingChanges> ReadAsync(ExpoDb db, Release last, int? attendeeId, DateTimeOffset now, CancellationToken ct)
    {
        // Only older ones: of a release that was made while this is read, its own job tells.
        var older = db.Releases.Where(r => r.ConferenceId == last.ConferenceId && r.Number < last.Number);
        var known = await older.Where(r => db.SavedSessions.Any(s => s.KnownReleaseId == r.Id && (attendeeId == null || s.AttendeeId == attendeeId))).Select(r => r.Id).ToListAsync(ct);
        var changes = new Dictionary<int, Dictionary<int, StarChange>>();
        foreach (var id in known)
        {
            changes[id] = new ReleaseDiff((await ReleaseDesk.WholeAsync(db.Releases.Where(r => r.Id == id), ct))!, last).Changes(now);
        }

        return new PendingChanges(last, changes);
    }
}
