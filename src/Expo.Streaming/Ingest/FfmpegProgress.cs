using System.Globalization;

namespace Expo.Streaming.Ingest;

/// <summary>The latest figures of a running ffmpeg, from its <c>-progress</c> report once a second.</summary>
public sealed record FfmpegProgress(long Frames, long Dropped, double Speed)
{
    internal static readonly FfmpegProgress None = new(0, 0, 0);

    /// <summary>Takes one <c>key=value</c> line; lines it does not know change nothing.</summary>
    internal FfmpegProgress With(string line)
    {
        var (key, value) = line.IndexOf('=') is var at and > 0 ? (line[..at], line[(at + 1)..].Trim()) : ("", "");
        return key switch
        {
            "frame" when long.TryParse(value, CultureInfo.InvariantCulture, out var frames) => this with { Frames = frames },
            "drop_frames" when long.TryParse(value, CultureInfo.InvariantCulture, out var dropped) => this with { Dropped = dropped },
            "speed" when double.TryParse(value.TrimEnd('x'), CultureInfo.InvariantCulture, out var speed) => this with { Speed = speed },
            _ => this,
        };
    }
}
