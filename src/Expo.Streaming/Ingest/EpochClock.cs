namespace Expo.Streaming.Ingest;

/// <summary>
/// Says at which wall-clock time a moment of the stream happened. The fragment that took the shortest way is the truest one, so an
/// early arrival moves the clock at once; late ones, which may be jitter or a slow encoder's clock, only by a thousandth. What ffmpeg
/// held back while it looked at its input comes first and in a rush, too late by up to some seconds; the clock settles after it.
/// </summary>
internal sealed class EpochClock
{
    private const int SlewPerMille = 1;
    private static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan SettlesAfter = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SettlesAtTheLatest = TimeSpan.FromSeconds(4);

    private readonly Lock _lock = new();
    private DateTimeOffset? _began;
    private DateTimeOffset? _origin;
    private DateTimeOffset? _settled;
    private (DateTimeOffset At, DateTimeOffset Origin) _calm;

    /// <summary>
    /// The wall-clock time of media time zero for all segments of the run, which never moves again. Null until fragments have ceased to
    /// come sooner and sooner.
    /// </summary>
    public DateTimeOffset? Settled
    {
        get
        {
            lock (_lock)
            {
                return _settled;
            }
        }
    }

    public void Observe(DateTimeOffset arrival, Fragment fragment)
    {
        lock (_lock)
        {
            var seen = arrival - fragment.End;
            if (_origin is not { } origin || seen < origin)
            {
                _origin = seen;
            }
            else
            {
                var most = fragment.Duration * SlewPerMille / 1000;
                var late = seen - origin;
                _origin = origin + (late < most ? late : most);
            }

            if (_began is null || _calm.Origin - seen > Jitter)
            {
                _calm = (arrival, seen);
            }

            _began ??= arrival;
            if (arrival - _calm.At >= SettlesAfter || arrival - _began >= SettlesAtTheLatest)
            {
                _settled ??= _origin;
            }
        }
    }

    /// <summary>The run has ended: what is known by now has to do.</summary>
    public void Settle()
    {
        lock (_lock)
        {
            _settled ??= _origin;
        }
    }

    public DateTimeOffset WallOf(TimeSpan media)
    {
        lock (_lock)
        {
            return (_origin ?? throw new InvalidOperationException("No fragment has been seen.")) + media;
        }
    }
}
