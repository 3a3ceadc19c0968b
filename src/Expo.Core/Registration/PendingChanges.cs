using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>The last release beside the older ones that people know whose stars are older.</summary>
/// <param name="Last">The release that the public sees.</param>
/// <param name="Sentences">By the number of an older release, then of a session: what whoever knows that release should hear.</param>
internal sealed record PendingChanges(Release Last, IReadOnlyDictionary<int, Dictionary<int, string>> Sentences)
{
    /// <summary>What whoever has this star should hear, or null.</summary>
    public string? Of(SavedSession star) => Sentences.GetValueOrDefault(star.KnownReleaseId)?.GetValueOrDefault(star.SessionId);

    /// <param name="db">Read only.</param>
    /// <param name="conferenceId">Whose releases.</param>
    /// <param name="attendeeId">Only the releases that this person knows; null for everybody's.</param>
    /// <param name="now">What is over by then is left out.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <returns>Null before the first release.</returns>
    public static async Task<PendingChanges?> ReadAsync(ExpoDb db, int conferenceId, int? attendeeId, DateTimeOffset now, CancellationToken ct)
    {
        if (await ReleaseDesk.WholeAsync(db.Releases.Current(conferenceId), ct) is not { } last)
        {
            return null;
        }

        // Only older ones: of a release that was made while this is read, its own job tells.
        var older = db.Releases.Where(r => r.ConferenceId == conferenceId && r.Number < last.Number);
        var known = await older.Where(r => db.SavedSessions.Any(s => s.KnownReleaseId == r.Id && (attendeeId == null || s.AttendeeId == attendeeId))).Select(r => r.Id).ToListAsync(ct);
        var sentences = new Dictionary<int, Dictionary<int, string>>();
        foreach (var id in known)
        {
            sentences[id] = new ReleaseDiff((await ReleaseDesk.WholeAsync(db.Releases.Where(r => r.Id == id), ct))!, last).Sentences(now);
        }

        return new PendingChanges(last, sentences);
    }
}
