namespace Expo.Streaming.Ingest;

/// <summary>
/// Says at which wall-clock time a moment of the stream happened. The fragment that took the shortest way is the truest one, so an
/// early arrival moves the clock at once; late ones, which may be jitter or a slow encoder's clock, only by a thousandth. What ffmpeg
/// held back while it looked at its input comes first and in a rush, too late by up to some seconds; the clock settles after it.
/// Once settled it only watches for a jump, which leaves all dates of the run wrong: the source stood still and ffmpeg closed the gap,
/// or the host's clock was set.
/// </summary>
internal sealed class EpochClock
{
    private const int SlewPerMille = 1;
    private static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan SettlesAfter = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SettlesAtTheLatest = TimeSpan.FromSeconds(4);

    // More than ffmpeg holds back at the start, so that a run never counts as a jump from its own beginning.
    private static readonly TimeSpan JumpsFrom = TimeSpan.FromSeconds(4);

    // What only came late makes good within this time, or is on its way to.
    private static readonly TimeSpan StaysFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Nearer = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Farther = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private DateTimeOffset? _began;
    private DateTimeOffset? _origin;
    private DateTimeOffset? _settled;
    private (DateTimeOffset At, DateTimeOffset Origin) _calm;
    private DateTimeOffset _seen;
    private (DateTimeOffset At, TimeSpan Gap)? _away;
    private TimeSpan? _jump;

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

    /// <summary>
    /// By how much the run's dates have become wrong, above zero when they are too early. Null while they hold, and while it may be that
    /// fragments only come late.
    /// </summary>
    public TimeSpan? Jump
    {
        get
        {
            lock (_lock)
            {
                return _jump;
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

            if (_settled is { } settled)
            {
                Watch(arrival, seen - settled, seen - _seen);
            }

            _seen = seen;
        }
    }

    // A jump comes from one fragment to the next and stays. A delay that grows slowly or is made good is none, else a machine that has
    // too much to do would end its runs again and again.
    private void Watch(DateTimeOffset arrival, TimeSpan gap, TimeSpan step)
    {
        if (gap.Duration() < JumpsFrom)
        {
            _away = null;
        }
        else if (_away is not { } away)
        {
            _away = step.Duration() >= JumpsFrom / 2 && step > TimeSpan.Zero == gap > TimeSpan.Zero ? (arrival, gap) : null;
        }
        else if (gap.Duration() < away.Gap.Duration() - Nearer || (gap - away.Gap).Duration() > Farther)
        {
            _away = (arrival, gap);
        }
        else if (arrival - away.At >= StaysFor)
        {
            _jump ??= away.Gap;
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
