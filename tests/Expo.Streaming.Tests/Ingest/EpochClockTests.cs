using Expo.Streaming.Ingest;
using Expo.Streaming.Tests.Running;

namespace Expo.Streaming.Tests.Ingest;

public sealed class EpochClockTests
{
    private static readonly DateTimeOffset Nine = new(2023, 3, 14, 13, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(12)]
    [InlineData(4.5)]
    [InlineData(-4.5)]
    [InlineData(-3600)]
    public void A_jump_that_stays_for_five_seconds_is_told(double seconds)
    {
        var clock = Steady(out var fragments);

        fragments.Take(25).ToList().ForEach(f => clock.Observe(Nine.AddSeconds(seconds) + f.End, f));
        var early = clock.Jump;
        fragments.Skip(25).Take(1).ToList().ForEach(f => clock.Observe(Nine.AddSeconds(seconds) + f.End, f));

        Assert.Equal((null, TimeSpan.FromSeconds(seconds), Nine), (early, clock.Jump, clock.Settled));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public void Dates_that_are_a_little_wrong_are_no_jump(double seconds)
    {
        var clock = Steady(out var fragments);

        fragments.ForEach(f => clock.Observe(Nine.AddSeconds(seconds) + f.End, f));

        Assert.Null(clock.Jump);
    }

    [Theory]
    [InlineData(15, 0)]
    [InlineData(15, 0.5)]
    [InlineData(15, 0.85)]
    public void What_comes_late_and_catches_up_is_no_jump(double late, double pace)
    {
        var clock = Steady(out var fragments);

        foreach (var fragment in fragments)
        {
            var soonest = Nine + fragment.End;
            var caughtUp = Nine + fragments[0].Start + TimeSpan.FromSeconds(late) + ((fragment.End - fragments[0].Start) * pace);
            clock.Observe(soonest > caughtUp ? soonest : caughtUp, fragment);
        }

        Assert.Null(clock.Jump);
    }

    [Fact]
    public void A_delay_that_grows_slowly_is_no_jump()
    {
        var clock = Steady(out var fragments);

        fragments.ForEach(f => clock.Observe(Nine + f.End + ((f.End - fragments[0].Start) * 0.1), f));

        Assert.Null(clock.Jump);
    }

    /// <summary>A clock that has run for six seconds without a fault, and three minutes of what comes next.</summary>
    private static EpochClock Steady(out List<Fragment> next)
    {
        var clock = new EpochClock();
        var all = Fakes.Pictures(930).ToList();
        all.Take(30).ToList().ForEach(f => clock.Observe(Nine + f.End, f));
        next = all[30..];
        return clock;
    }
}
