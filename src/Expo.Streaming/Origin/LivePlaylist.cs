using System.Globalization;
using System.Text;

namespace Expo.Streaming.Origin;

/// <summary>From a window to the text of its media playlist (RFC 8216 4.3.3). A pure function; nothing else writes these tags.</summary>
internal static class LivePlaylist
{
    public static string Write(RenditionWindow window)
    {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:8\n");
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-TARGETDURATION:{window.TargetDuration}\n");
        if (window.Segments.All(s => s.IsIndependent))
        {
            text.Append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-MEDIA-SEQUENCE:{window.MediaSequence}\n");
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-DISCONTINUITY-SEQUENCE:{window.DiscontinuitySequence}\n");
        string? epoch = null;
        foreach (var segment in window.Segments)
        {
            if (segment.IsDiscontinuity)
            {
                text.Append("#EXT-X-DISCONTINUITY\n");
            }

            if (segment.Epoch != epoch)
            {
                epoch = segment.Epoch;
                text.Append(CultureInfo.InvariantCulture, $"#EXT-X-MAP:URI=\"{epoch}-init.mp4\"\n");
            }

            text.Append(segment.IsGap ? "#EXT-X-GAP\n" : "");
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-PROGRAM-DATE-TIME:{segment.Start.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\n");
            text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{segment.Duration.TotalSeconds:0.000000},\n{segment.Name}\n");
        }

        return text.ToString();
    }
}
