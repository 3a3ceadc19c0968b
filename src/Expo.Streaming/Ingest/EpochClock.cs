namespace Expo.Streaming.Ingest;

/// <summary>
/// Says at which wall-clock time a moment of the stream happened. The fragment that took the shortest way is the truest one, so an
/// early arrival moves the clock at once; late ones, which may be jitter or a slow encoder's clock, only by a thousandth.
/// </summary>
internal sealed class EpochClock
{
    private const int SlewPerMille = 1;

    private readonly Lock _lock = new();
    private DateTimeOffset? _origin;

    public void Observe(DateTimeOffset arrival, Fragment fragment)
    {
        lock (_lock)
        {
            var seen = arrival - fragment.End;
            if (_origin is not { } origin || seen < origin)
            {
                _origin = seen;
                return;
            }

            var most = fragment.Duration * SlewPerMille / 1000;
            var late = seen - origin;
            _origin = origin + (late < most ? late : most);
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
