using System.Globalization;
using Expo.Core.Publishing;
using Expo.Streaming.Recordings;

namespace Expo.Web.Publishing;

/// <summary>One file that can be taken home.</summary>
/// <param name="Name">What it is, in words.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Bytes">How large it is.</param>
internal sealed record RecordingDownload(string Name, string Address, long Bytes)
{
    public string Size => Bytes >= 1_000_000_000
        ? (Bytes / 1_000_000_000d).ToString("0.0 'GB'", CultureInfo.InvariantCulture)
        : Math.Max(0.1, Bytes / 1_000_000d).ToString("0.0 'MB'", CultureInfo.InvariantCulture);
}

/// <summary>Where a recording and its media are.</summary>
internal static class RecordingAddresses
{
    public static string Page(string slug) => $"/recordings/{slug}";

    /// <summary>The page, beginning at a place.</summary>
    public static string Page(string slug, TimeSpan at) => string.Create(CultureInfo.InvariantCulture, $"/recordings/{slug}?t={(long)at.TotalSeconds}");

    public static string Playlist(Recording recording) => Media(recording, "master.m3u8");

    /// <summary>A still picture for the player before it plays.</summary>
    public static string Poster(Recording recording) => Media(recording, RecordingMedia.PosterName);

    /// <summary>The largest picture as MP4, for browsers without HLS and for downloads. One for each run of the encoder.</summary>
    public static IReadOnlyList<RecordingDownload> Downloads(Recording recording)
    {
        var cut = RecordingCut.FromJson(recording.Manifest);
        if (cut.Renditions.IsDefaultOrEmpty)
        {
            return [];
        }

        var best = cut.Renditions.MaxBy(r => r.Height)!;
        var kind = best.Height > 0 ? $"MP4, {best.Height}p" : "MP4, sound only";
        return
        [
            .. best.Files.Select((_, i) => new RecordingDownload(
                best.Files.Length == 1 ? kind : $"Part {i + 1} of {best.Files.Length}, {kind}",
                Media(recording, RecordingMedia.Download(best, i).Name),
                RecordingMedia.Download(best, i).Length)),
        ];
    }

    private static string Media(Recording recording, string name) => RecordingEndpoints.MediaUrl(recording.Slug, recording.CutNumber, name);
}
