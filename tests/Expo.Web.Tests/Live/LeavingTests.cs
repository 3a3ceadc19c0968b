using Expo.Streaming.Live;
using Expo.Testing;
using Microsoft.Extensions.Logging;

namespace Expo.Web.Tests.Live;

public sealed class LeavingTests
{
    [Fact]
    public async Task Who_leaves_while_joining_is_not_counted_and_is_no_fault()
    {
        var faults = new Faults();
        await using var host = await LiveHost.StartAsync(log: faults);

        for (var i = 0; i < 200; i++)
        {
            using var viewer = await DeafViewer.ConnectAsync(host.Address);
            await viewer.JoinAsync("isotopes", times: 3);
        }

        await using (await (await new LiveViewer(host.Address).ConnectAsync()).JoinAsync())
        {
            await Eventually.TrueAsync(() => Task.FromResult(host.Audience.Of(1) == 1));
        }

        await Eventually.TrueAsync(() => Task.FromResult(host.Audience.Of(1) == 0));
        Assert.Equal("", string.Join(Environment.NewLine, faults.Written.Distinct()));
    }

    [Fact]
    public void A_clock_that_is_set_back_makes_nobody_wait()
    {
        var clock = new SetBack();
        var budget = new CallBudget(clock, atOnce: 1, TimeSpan.FromSeconds(1));
        var first = budget.Take();
        var tooSoon = budget.Take();
        (clock.Passed, clock.Back) = (TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

        Assert.Equal((true, false, true), (first, tooSoon, budget.Take()));
    }

    /// <summary>A time of day that can be set back, over a stopwatch that only goes on.</summary>
    private sealed class SetBack : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public TimeSpan Back { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;

        public override DateTimeOffset GetUtcNow() => Samples.Opening + Passed - Back;
    }

    private sealed class Faults : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _written = new();

        public IReadOnlyCollection<string> Written => _written;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                _written.Enqueue($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}
