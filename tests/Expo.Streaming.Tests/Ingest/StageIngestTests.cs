using Expo.Streaming.Ingest;
using Expo.Streaming.Origin;
using Expo.Streaming.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Expo.Streaming.Tests.Ingest;

public sealed class StageIngestTests : IAsyncDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly Clips _clips = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly LogLines _log = new();

    [Fact]
    public async Task What_ffmpeg_says_is_told_without_the_passphrase()
    {
        using var ffmpeg = await FakeFfmpeg.CreateAsync(
            """
            for a in "$@"; do case $a in srt:*) echo "[error] $a and a&b=c d+%secret: Address already in use" >&2 ;; esac; done
            exit 1
            """);
        var ingest = Ingest(ffmpeg, passphrase: "a&b=c d+%secret");

        await ingest.RunOnceAsync(Ct);

        var (_, text) = Assert.Single(_log.All, l => l.Level == LogLevel.Error);
        Assert.Contains("passphrase=*** and ***: Address already in use", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, "Operation timed out", 0, IngestPhase.WaitingForEncoder)]
    [InlineData(10, "Die Wartezeit ist abgelaufen", 0, IngestPhase.WaitingForEncoder)]
    [InlineData(10, "Address already in use", 0.25, IngestPhase.Restarting)]
    [InlineData(12, "Stream map '0:a:0' matches no streams.", 0.25, IngestPhase.Restarting)]
    [InlineData(2, "Operation timed out", 0.25, IngestPhase.Restarting)]
    [InlineData(12, "Invalid data found when processing input", 0.25, IngestPhase.Restarting)]
    public async Task Nobody_has_called_is_judged_by_how_long_it_took_unless_the_words_tell_of_a_caller(int seconds, string words, double wait, IngestPhase phase)
    {
        using var ffmpeg = await FakeFfmpeg.CreateAsync(FakeFfmpeg.WaitForGo + $"echo \"[error] srt://127.0.0.1:9710: {words}\" >&2\nexit 1");
        var ingest = Ingest(ffmpeg);

        var run = ingest.RunOnceAsync(Ct);
        await Until.TrueAsync(() => ingest.ProcessId is not null, "it listens");
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        ffmpeg.Go();

        Assert.Equal((TimeSpan.FromSeconds(wait), phase), (await run, ingest.Status.Phase));
        Assert.Equal(phase == IngestPhase.Restarting ? 1 : 0, _log.All.Count(l => l.Level == LogLevel.Error));
    }

    [Theory]
    [InlineData("[mpegts @ 0x55d0c8a3f2c0] [warning] PES packet size mismatch")]
    [InlineData("[in#0 @ 0x55d0c8a3f2c0] [error] Could not find codec parameters for stream 0")]
    public async Task An_encoder_that_calls_late_and_sends_what_cannot_be_read_is_told(string line)
    {
        using var ffmpeg = await FakeFfmpeg.CreateAsync(FakeFfmpeg.WaitForGo + $"echo '{line}' >&2\necho '[error] Input/output error' >&2\nexit 1");
        var ingest = Ingest(ffmpeg);

        var run = ingest.RunOnceAsync(Ct);
        await Until.TrueAsync(() => ingest.ProcessId is not null, "it listens");
        _clock.Advance(TimeSpan.FromSeconds(12));
        ffmpeg.Go();

        Assert.Equal((TimeSpan.FromSeconds(0.25), IngestPhase.Restarting), (await run, ingest.Status.Phase));
        Assert.Contains("MPEG-TS", ingest.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_run_that_ended_well_the_pauses_begin_anew()
    {
        using var ffmpeg = await FakeFfmpeg.CreateAsync(FakeFfmpeg.Count +
            """
            [ $n -eq 3 ] || { echo "[error] crashed" >&2; exit 1; }
            while [ "$1" != -filter_complex ]; do shift; done
            exec ffmpeg -v error -nostdin -y -f lavfi -i 'testsrc2=s=320x180:r=25:d=2[out0];sine=f=300:d=2[out1]' "$@"
            """);
        var ingest = Ingest(ffmpeg);

        var pauses = new List<double>();
        for (var run = 0; run < 4; run++)
        {
            pauses.Add((await ingest.RunOnceAsync(Ct)).TotalSeconds);
        }

        Assert.Equal([0.25, 0.5, 0, 0.25], pauses);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(-20)]
    public async Task A_run_whose_clock_jumps_is_ended_and_the_next_one_is_dated_anew(int seconds)
    {
        using var ffmpeg = await FakeFfmpeg.CreateAsync(
            """
            while [ "$1" != -filter_complex ]; do shift; done
            exec ffmpeg -v error -y -re -f lavfi -i 'testsrc2=s=320x180:r=25[out0];sine=f=300[out1]' "$@"
            """);
        var clock = new SetClock();
        var options = new StreamingOptions { FfmpegPath = ffmpeg.Path };
        var broadcast = new StageBroadcast("main", options, clock);
        var ingest = new StageIngest(options, 9710, broadcast, _clips.Archive.For("main"), clock, _log);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var first = ingest.RunOnceAsync(Ct);
        await Until.TrueAsync(() => broadcast.HasSegments, "the first run is seen");
        var epoch = broadcast.Renditions[0].Init!.Epoch;
        clock.Move(TimeSpan.FromSeconds(seconds));
        var wait = await first.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        var second = ingest.RunOnceAsync(stop.Token);
        await Until.TrueAsync(() => broadcast.Renditions[0].Window.Segments is [.., var s] && s.Epoch != epoch, "the second run is seen");
        var behind = clock.GetUtcNow() - broadcast.Renditions[0].Window.Segments[^1].Start;
        await stop.CancelAsync();
        await second;

        Assert.Equal(TimeSpan.Zero, wait);
        Assert.InRange(behind, TimeSpan.Zero, TimeSpan.FromSeconds(6));
        var (level, text) = Assert.Single(_log.All, l => l.Level > LogLevel.Information);
        Assert.Equal(LogLevel.Warning, level);
        Assert.EndsWith($"jumped by {seconds} s", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_ended_with_a_fault_of_ours_keeps_its_files_and_the_next_has_its_own()
    {
        using var ffmpeg = await FakeFfmpeg.CreateAsync(
            """
            while [ "$1" != -filter_complex ]; do shift; done
            exec ffmpeg -v error -nostdin -y -f lavfi -i 'testsrc2=s=320x180:r=25:d=4[out0];sine=f=300:d=4[out1]' "$@"
            """);
        var clock = new FaultyClock();
        var options = new StreamingOptions { FfmpegPath = ffmpeg.Path };
        var ingest = new StageIngest(options, 9710, new StageBroadcast("main", options, clock), _clips.Archive.For("main"), clock, _log);

        clock.FailAt = 20;
        await Assert.ThrowsAsync<InvalidOperationException>(() => ingest.RunOnceAsync(Ct));
        await _clips.Archive.FlushAsync("main", Ct);
        var before = _clips.Paths.Epochs("main");
        await ingest.RunOnceAsync(Ct);
        await _clips.Archive.FlushAsync("main", Ct);

        Assert.Single(before);
        Assert.Equal(2, _clips.Paths.Epochs("main").Count);
    }

    [Fact]
    public async Task An_ffmpeg_that_crashes_is_started_again_after_pauses_that_grow()
    {
        using var ffmpeg = await FakeFfmpeg.CreateAsync("echo '[error] crashed' >&2\nexit 139");
        var clock = new PauseClock();
        await using var host = await StreamHost.StartAsync(
            new() { ["Streaming:FfmpegPath"] = ffmpeg.Path }, services: s => s.AddSingleton<TimeProvider>(clock));

        for (var crash = 1; crash <= 8; crash++)
        {
            await Until.TrueAsync(() => clock.Pauses.Count == crash, $"pause {crash}");
            Assert.Equal(IngestPhase.Restarting, host.Status.Ingest.Phase);
            clock.Advance(clock.Pauses[^1]);
        }

        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 10, 10], clock.Pauses.Take(8).Select(p => p.TotalSeconds));
    }

    [Fact]
    public async Task An_ffmpeg_without_SRT_is_said_once_and_streaming_is_off_until_there_is_another()
    {
        using var ffmpeg = await FakeFfmpeg.CreateAsync(FakeFfmpeg.Count +
            $"""
            [ $n -lt 3 ] || [ -e go ] || {FakeFfmpeg.WaitForGo}
            echo "[error] srt://127.0.0.1:9710?mode=listener: Protocol not found" >&2
            echo "[error] Did you mean file:srt://127.0.0.1:9710?mode=listener?" >&2
            exit 1
            """);
        var ingest = Ingest(ffmpeg);

        var waits = new[] { await ingest.RunOnceAsync(Ct), await ingest.RunOnceAsync(Ct) };
        var said = ingest.Status;
        var third = ingest.RunOnceAsync(Ct);
        await Until.TrueAsync(() => ingest.ProcessId is not null, "it is tried again");
        var during = ingest.Status;
        ffmpeg.Go();
        await third;

        Assert.Equal([TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30)], waits);
        Assert.Equal(IngestPhase.Off, said.Phase);
        Assert.Contains("SRT", said.Detail, StringComparison.Ordinal);
        Assert.Equal((said, said), (during, ingest.Status));
        Assert.Single(_log.All, l => l.Level == LogLevel.Error);
    }

    /// <summary>Cannot tell the time once: the time that it is asked with this number.</summary>
    private sealed class FaultyClock : TimeProvider
    {
        private int _asked;

        public int FailAt { get; set; }

        public override DateTimeOffset GetUtcNow() =>
            Interlocked.Increment(ref _asked) == FailAt ? throw new InvalidOperationException("no time") : base.GetUtcNow();
    }

    public ValueTask DisposeAsync() => _clips.DisposeAsync();

    private StageIngest Ingest(FakeFfmpeg ffmpeg, string? passphrase = null)
    {
        var options = new StreamingOptions { FfmpegPath = ffmpeg.Path, Passphrase = passphrase };
        return new StageIngest(options, 9710, new StageBroadcast("main", options, _clock), _clips.Archive.For("main"), _clock, _log);
    }
}
