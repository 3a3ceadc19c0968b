using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Expo.Streaming.Tests.Running;

/// <summary>A clock that stands still and notes every pause that somebody makes by it.</summary>
internal sealed class PauseClock : FakeTimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _pauses = new();

    public IReadOnlyList<TimeSpan> Pauses => [.. _pauses];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (period == Timeout.InfiniteTimeSpan && dueTime != Timeout.InfiniteTimeSpan)
        {
            _pauses.Enqueue(dueTime);
        }

        return timer;
    }
}
