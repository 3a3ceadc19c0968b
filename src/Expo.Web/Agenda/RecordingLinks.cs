using Expo.Core.Data;
using Expo.Core.Publishing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Web.Agenda;

/// <summary>Where a published recording is, and its playing time.</summary>
public sealed record RecordingLink(string Slug, TimeSpan Duration)
{
    public string Address => $"/recordings/{Slug}";

    /// <summary>"24:51", or "1:04:51" when it is longer than an hour.</summary>
    public string Length => Duration.ToString(Duration.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Published recordings by session.</summary>
internal sealed class RecordingLinks(ExpoStore store)
{
    public async Task<IReadOnlyDictionary<int, RecordingLink>> PublishedAsync(int conferenceId, CancellationToken ct) =>
        await store.ReadAsync(db => db.Recordings
            .Where(r => r.State == RecordingState.Published && r.Session!.ConferenceId == conferenceId)
            .Select(r => new { r.SessionId, r.Slug, r.DurationMs })
            .ToDictionaryAsync(r => r.SessionId, r => new RecordingLink(r.Slug, TimeSpan.FromMilliseconds(r.DurationMs)), ct));
}
