namespace Expo.Streaming.Live;

/// <summary>How often one connection may ask for what costs a reading: so many at once, and then one in each <paramref name="every"/>. Used by one call at a time.</summary>
internal sealed class CallBudget(TimeProvider clock, int atOnce, TimeSpan every)
{
    // Not the time of day: when that is set back, nobody shall have to wait for it.
    private readonly long _begun = clock.GetTimestamp();
    private TimeSpan _spentUntil;

    public bool Take()
    {
        var now = clock.GetElapsedTime(_begun);
        var until = (_spentUntil > now ? _spentUntil : now) + every;
        if (until - now > every * atOnce)
        {
            return false;
        }

        _spentUntil = until;
        return true;
    }
}
