using Expo.Streaming.Ingest;
using Expo.Streaming.Tests.Running;

namespace Expo.Streaming.Tests.Ingest;

public sealed class IngestTests
{
    [Fact]
    public async Task Without_ffmpeg_the_host_runs_and_says_that_streaming_is_off()
    {
        await using var host = await StreamHost.StartAsync(new() { ["Streaming:FfmpegPath"] = "/nowhere/ffmpeg" });

        await Until.TrueAsync(() => host.Status.Ingest.Detail == IngestStatus.FfmpegMissing, "it says so", 10);

        Assert.Equal(IngestPhase.Off, host.Status.Ingest.Phase);
    }

    [Fact]
    public async Task Switched_off_it_says_so()
    {
        await using var host = await StreamHost.StartAsync(new() { ["Streaming:Enabled"] = "false" });

        Assert.Equal((IngestPhase.Off, IngestStatus.SwitchedOff), (host.Status.Ingest.Phase, host.Status.Ingest.Detail));
    }

    [Fact]
    public async Task Only_a_caller_with_the_passphrase_gets_in()
    {
        await using var host = await StreamHost.StartAsync(new()
        {
            ["Streaming:Passphrase"] = "a-good-long-secret", ["Streaming:IngestAddress"] = "127.0.0.1",
        });
        await using (var stranger = new TestEncoder(host.Port, "a-wrong-long-secret"))
        {
            await Until.TrueAsync(() => stranger.HasExited, "the stranger is refused");
        }

        Assert.Equal(IngestPhase.WaitingForEncoder, host.Status.Ingest.Phase);

        await using var encoder = new TestEncoder(host.Port, "a-good-long-secret");
        await host.SegmentsAsync(1);
    }

    [Fact]
    public async Task An_encoder_without_sound_is_told_apart()
    {
        await using var host = await StreamHost.StartAsync();
        await using var encoder = new TestEncoder(host.Port, sound: false);

        await Until.TrueAsync(() => host.Status.Ingest is { Phase: IngestPhase.Restarting, Detail: { } d } && d.Contains("sound", StringComparison.Ordinal), "it says what is missing");
    }

    [Fact]
    public async Task A_host_that_stops_takes_its_ffmpeg_along()
    {
        await using var host = await StreamHost.StartAsync();
        await using var encoder = new TestEncoder(host.Port);
        await host.SegmentsAsync(1);
        using var ffmpeg = System.Diagnostics.Process.GetProcessById(host.Get<IngestSupervisor>().Find("main")!.ProcessId!.Value);

        await host.StopAsync();

        await Until.TrueAsync(() => ffmpeg.HasExited, "ffmpeg has ended", 5);
    }

    [Fact]
    public void After_faults_the_pauses_grow_up_to_a_limit_and_begin_anew_after_a_good_run()
    {
        var backoff = new Backoff();

        var pauses = Enumerable.Range(0, 8).Select(_ => backoff.After(TimeSpan.Zero).TotalSeconds).ToList();

        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 10, 10], pauses);
        Assert.Equal(0.25, backoff.After(TimeSpan.FromMinutes(1)).TotalSeconds);
    }

    [Fact]
    public void The_clock_of_a_run_settles_half_a_second_after_the_first_rush()
    {
        var nine = new DateTimeOffset(2023, 3, 14, 13, 0, 0, TimeSpan.Zero);
        var clock = new EpochClock();
        var fragments = Fakes.Pictures(13, from: 0).ToList();

        fragments.Take(10).ToList().ForEach(f => clock.Observe(nine.AddSeconds(2), f));
        fragments.Skip(10).Take(2).ToList().ForEach(f => clock.Observe(nine + f.End, f));
        var early = clock.Settled;
        clock.Observe(nine + fragments[12].End, fragments[12]);

        Assert.Equal((null, nine), (early, clock.Settled));
    }

    [Fact]
    public void The_clock_of_a_run_that_keeps_making_good_its_delay_settles_after_four_seconds()
    {
        var nine = new DateTimeOffset(2023, 3, 14, 13, 0, 0, TimeSpan.Zero);
        var clock = new EpochClock();
        var fragments = Fakes.Pictures(60, from: 0).ToList();

        fragments.ForEach(f => clock.Observe(nine.AddSeconds(10) + (f.End * 0.75), f));

        // The first came at 10.15 s, so the one at 14.2 s settles it: its end is at 5.6 s of the run.
        Assert.Equal(8.6, (clock.Settled!.Value - nine).TotalSeconds, 3);
    }

    [Fact]
    public void The_clock_of_a_run_follows_the_fragment_that_came_soonest()
    {
        var nine = new DateTimeOffset(2023, 3, 14, 13, 0, 0, TimeSpan.Zero);
        var clock = new EpochClock();
        var fragments = Fakes.Pictures(3).ToList();

        clock.Observe(nine.AddSeconds(3), fragments[0]);
        clock.Observe(nine.AddSeconds(1.5), fragments[1]);
        var settled = clock.WallOf(TimeSpan.FromSeconds(1));
        clock.Observe(nine.AddSeconds(9), fragments[2]);

        Assert.Equal(nine.AddSeconds(1.1), settled);
        Assert.Equal(TimeSpan.FromSeconds(0.0002), clock.WallOf(TimeSpan.FromSeconds(1)) - settled);
    }
}
