using Expo.Core.Jobs;
using Microsoft.Extensions.Time.Testing;

namespace Expo.Core.Tests.Jobs;

public sealed class RushHourTests
{
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_has_time_waits_until_nobody_has_called_for_a_while()
    {
        var rush = new RushHour(_clock);
        Assert.True(rush.WaitAsync(TimeSpan.FromMinutes(1), Ct).IsCompleted);
        rush.Busy();
        var waiting = rush.WaitAsync(TimeSpan.FromMinutes(1), Ct);

        _clock.Advance(RushHour.Quiet - TimeSpan.FromMilliseconds(1));
        rush.Busy();
        _clock.Advance(RushHour.Quiet - TimeSpan.FromMilliseconds(1));
        Assert.True(rush.IsOn);
        Assert.False(waiting.IsCompleted);

        await PassAsync(waiting);
        Assert.False(rush.IsOn);
    }

    [Fact]
    public async Task A_rush_without_end_holds_nobody_back_for_longer_than_agreed()
    {
        var rush = new RushHour(_clock);
        rush.Busy();
        var waiting = rush.WaitAsync(TimeSpan.FromSeconds(5), Ct);
        var begun = _clock.GetTimestamp();

        while (!waiting.IsCompleted)
        {
            rush.Busy();
            _clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        Assert.True(rush.IsOn);
        Assert.True(_clock.GetElapsedTime(begun) >= TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_stop_ends_the_waiting()
    {
        var rush = new RushHour(_clock);
        rush.Busy();
        using var stop = new CancellationTokenSource();
        var waiting = rush.WaitAsync(TimeSpan.FromMinutes(1), stop.Token);

        await stop.CancelAsync();

        await waiting.WaitAsync(TimeSpan.FromSeconds(30), Ct);
    }

    private async Task PassAsync(Task waiting)
    {
        while (!waiting.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }
    }
}
