namespace Expo.Streaming.Ingest;

/// <summary>How long to wait after a fault: longer each time, up to a limit, and from the start again after a good while.</summary>
internal sealed class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Good = TimeSpan.FromSeconds(20);

    private TimeSpan _next = First;

    /// <summary>After a run that ended well.</summary>
    public void Reset() => _next = First;

    /// <param name="ran">How long the run that failed had been receiving.</param>
    public TimeSpan After(TimeSpan ran)
    {
        var wait = ran >= Good ? First : _next;
        _next = wait * 2 < Most ? wait * 2 : Most;
        return wait;
    }
}
