namespace Expo.Streaming.Tests.Running;

/// <summary>The system's clock, which somebody sets.</summary>
internal sealed class SetClock : TimeProvider
{
    private long _ticks;

    public void Move(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ticks));
}
