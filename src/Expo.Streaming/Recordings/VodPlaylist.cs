using System.Globalization;
using System.Text;
using Expo.Streaming.Origin;

namespace Expo.Streaming.Recordings;

/// <summary>From a cut to its playlists: byte ranges (RFC 8216 4.3.2.2) of one file for each span.</summary>
internal static class VodPlaylist
{
    public static string Master(RecordingCut cut) => MasterPlaylist.Write(cut.Renditions.Select(r =>
        new Variant($"{r.Name}.m3u8", r.Codecs, r.Width, r.Height, r.FrameRate, r.Peak, r.Average)));

    public static string Media(RecordingCut cut, CutRendition rendition)
    {
        var target = rendition.Files.SelectMany(f => f.Segments).Select(s => (int)Math.Round(s.Duration.TotalSeconds, MidpointRounding.AwayFromZero)).Append(1).Max();
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:8\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-TARGETDURATION:{target}\n#EXT-X-MEDIA-SEQUENCE:0\n");
        for (var i = 0; i < rendition.Files.Length; i++)
        {
            var (file, name) = (rendition.Files[i], FileName(rendition, i));
            text.Append(i > 0 ? "#EXT-X-DISCONTINUITY\n" : "");
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-MAP:URI=\"{name}\",BYTERANGE=\"{file.InitLength}@0\"\n");
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-PROGRAM-DATE-TIME:{cut.Spans[i].Start.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\n");
            long offset = file.InitLength;
            foreach (var segment in file.Segments)
            {
                text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{segment.Duration.TotalSeconds:0.000000},\n");
                text.Append(CultureInfo.InvariantCulture, $"#EXT-X-BYTERANGE:{segment.Length}@{offset}\n{name}\n");
                offset += segment.Length;
            }
        }

        return text.Append("#EXT-X-ENDLIST\n").ToString();
    }

    public static string FileName(CutRendition rendition, int span) => string.Create(CultureInfo.InvariantCulture, $"{rendition.Name}-{span}.mp4");
}
