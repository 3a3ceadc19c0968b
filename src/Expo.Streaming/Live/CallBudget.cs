namespace Expo.Streaming.Live;

/// <summary>How often one connection may ask for what costs a reading: so many at once, and then one in each <paramref name="every"/>. Used by one call at a time.</summary>
internal sealed class CallBudget(TimeProvider clock, int atOnce, TimeSpan every)
{
    private DateTimeOffset _spentUntil;

    public bool Take()
    {
        var now = clock.GetUtcNow();
        var until = (_spentUntil > now ? _spentUntil : now) + every;
        if (until - now > every * atOnce)
        {
            return false;
        }

        _spentUntil = until;
        return true;
    }
}
