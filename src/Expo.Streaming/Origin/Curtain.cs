namespace Expo.Streaming.Origin;

/// <summary>
/// What of a stage's stream the public may see: the whole segments from the moment a session went live until a while after its end, and no end while
/// it is live. Sessions that follow one another within that while are one showing.
/// </summary>
internal sealed record Curtain(int? SessionId, DateTimeOffset From, DateTimeOffset? Until)
{
    public static readonly Curtain Closed = new(null, DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
    public static readonly Curtain AlwaysOpen = new(null, DateTimeOffset.MinValue, null);

    public bool IsOpenAt(DateTimeOffset moment) => Until is not { } until || moment < until;

    public bool Shows(Segment segment) => segment.Start >= From && IsOpenAt(segment.Start);
}
