namespace Expo.Core.Jobs;

/// <summary>
/// The moments in which many askers wait for the database's one writer. Whoever serves them says so with each transaction;
/// whoever has time, such as the workers for letters and jobs, holds back until it is quiet again.
/// </summary>
public sealed class RushHour(TimeProvider clock)
{
    /// <summary>A rush is over when nobody has called for this long.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(100);

    private long _calledAt = long.MinValue;

    public bool IsOn => Volatile.Read(ref _calledAt) is var called && called != long.MinValue && clock.GetElapsedTime(called) < Quiet;

    /// <summary>Others wait in line behind what is being written now. Costs next to nothing; call it as often as it is so.</summary>
    public void Busy() => Volatile.Write(ref _calledAt, clock.GetTimestamp());

    /// <summary>Waits until the rush is over, and not longer than this, so that a rush without end stops nothing. A stop ends the waiting.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        var begun = clock.GetTimestamp();
        while (IsOn && clock.GetElapsedTime(begun) < atMost && !ct.IsCancellationRequested)
        {
            await Task.Delay(LookAgainAfter, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
