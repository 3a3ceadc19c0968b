using System.Globalization;
using System.Text;

namespace Expo.Streaming.Origin;

/// <summary>One line of a master playlist. Bandwidths are bits a second; a frame rate or size of 0 is sound alone.</summary>
internal sealed record Variant(string Uri, string Codecs, int Width, int Height, double FrameRate, long Peak, long Average);

/// <summary>From variants to the text of the master playlist (RFC 8216 4.3.4), the same for live streams and recordings.</summary>
internal static class MasterPlaylist
{
    public static string Write(IEnumerable<Variant> variants)
    {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:8\n");
        foreach (var variant in variants)
        {
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-STREAM-INF:BANDWIDTH={variant.Peak},AVERAGE-BANDWIDTH={variant.Average},CODECS=\"{variant.Codecs}\"");
            if (variant.Height > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $",RESOLUTION={variant.Width}x{variant.Height},FRAME-RATE={variant.FrameRate:0.000}");
            }

            text.Append(CultureInfo.InvariantCulture, $"\n{variant.Uri}\n");
        }

        return text.ToString();
    }

    /// <summary>Null until every rendition has an init segment and something to play.</summary>
    public static string? Write(StageBroadcast broadcast) =>
        broadcast.HasSegments ? Write(broadcast.Renditions.Select(Variant)) : null;

    private static Variant Variant(RenditionBroadcast rendition)
    {
        var init = rendition.Init!.Init;
        var played = rendition.Window.Segments.Where(s => !s.IsGap).ToList();
        var measured = played.Count > 0 ? played.Max(s => s.Bandwidth) : 0;
        var seconds = played.Sum(s => s.Duration.TotalSeconds);
        var average = seconds > 0 ? played.Sum(s => s.Length) * 8 / seconds : rendition.PromisedBandwidth;
        return new Variant(
            $"{rendition.Name}/live.m3u8", init.Codecs, init.Lead.Width, init.Lead.Height,
            init.Lead.Height > 0 ? Math.Round(rendition.FrameRate, 3) : 0,
            (long)Math.Ceiling(Math.Max(measured, rendition.PromisedBandwidth)), (long)Math.Ceiling(average));
    }
}
