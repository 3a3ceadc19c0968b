using System.Collections.Immutable;

namespace Expo.Streaming.Origin;

/// <summary>
/// What a rendition's playlist lists at one moment; never changed once made. <c>DiscontinuitySequence</c> counts the discontinuities
/// that have left the list (RFC 8216 4.3.3.3).
/// </summary>
public sealed record RenditionWindow(ImmutableArray<Segment> Segments, long DiscontinuitySequence, int TargetDuration)
{
    public long MediaSequence => Segments.IsEmpty ? 0 : Segments[0].Number;

    /// <summary>The same without the segments that the public may not see, which are its first ones.</summary>
    internal RenditionWindow Behind(Curtain curtain)
    {
        var hidden = Segments.TakeWhile(s => !curtain.Shows(s)).ToList();
        return this with { Segments = Segments.RemoveRange(0, hidden.Count), DiscontinuitySequence = DiscontinuitySequence + hidden.Count(s => s.IsDiscontinuity) };
    }
}
