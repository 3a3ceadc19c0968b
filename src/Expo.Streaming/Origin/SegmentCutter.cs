using Expo.Streaming.Ingest;

namespace Expo.Streaming.Origin;

/// <summary>
/// Decides where a rendition's segments begin: pictures at their key frames, sound alone on the same grid of time. A segment never
/// grows past what EXT-X-TARGETDURATION promises (RFC 8216 4.3.3.1: rounded, it is at most that), key frame or not.
/// </summary>
internal sealed class SegmentCutter(bool hasVideo, TimeSpan segment, TimeSpan fragment)
{
    private readonly TimeSpan _longest = TimeSpan.FromSeconds(Rounded(segment) + 0.5) - TimeSpan.FromMilliseconds(1);
    private TimeSpan? _origin;
    private TimeSpan _start;
    private int _cuts;

    public int TargetDuration { get; } = (int)Rounded(segment);

    /// <summary>True when this fragment begins a new segment, the first one included.</summary>
    public bool Cuts(Fragment next)
    {
        if (_origin is not { } origin)
        {
            _origin = _start = next.Start;
            return true;
        }

        var onGrid = hasVideo
            ? next.StartsWithKeyFrame && next.Start - _start >= segment / 2
            : next.Start >= origin + (segment * (_cuts + 1)) - (fragment / 2);
        if (!onGrid && next.End - _start <= _longest)
        {
            return false;
        }

        _start = next.Start;
        _cuts++;
        return true;
    }

    private static double Rounded(TimeSpan length) => Math.Round(length.TotalSeconds, MidpointRounding.AwayFromZero);
}
