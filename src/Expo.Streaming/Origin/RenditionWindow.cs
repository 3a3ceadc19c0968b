using System.Collections.Immutable;

namespace Expo.Streaming.Origin;

/// <summary>
/// What a rendition's playlist lists at one moment; never changed once made. <c>DiscontinuitySequence</c> counts the discontinuities
/// that have left the list (RFC 8216 4.3.3.3).
/// </summary>
public sealed record RenditionWindow(ImmutableArray<Segment> Segments, long DiscontinuitySequence, int TargetDuration)
{
    public long MediaSequence => Segments.IsEmpty ? 0 : Segments[0].Number;
}
