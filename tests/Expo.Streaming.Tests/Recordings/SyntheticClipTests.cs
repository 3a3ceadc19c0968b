using Expo.Core.Data;
using Expo.Core.Data.Demo;
using Expo.Core.Jobs;
using Expo.Core.Publishing;
using Expo.Streaming.Ingest;
using Expo.Streaming.Recordings;
using Expo.Streaming.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Streaming.Tests.Recordings;

public sealed class SyntheticClipTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clip_that_broke_off_is_made_again_and_not_taken_for_the_whole()
    {
        // The first run sends one second of the three and dies.
        using var ffmpeg = await FakeFfmpeg.CreateAsync(FakeFfmpeg.Count +
            """
            [ $n -eq 1 ] || exec ffmpeg "$@"
            for a in "$@"; do shift; [ "$a" != 3 ] || a=1; set -- "$@" "$a"; done
            ffmpeg "$@"
            exit 1
            """);
        await using var host = await StreamHost.StartAsync(new() { ["Streaming:Enabled"] = "false", ["Streaming:FfmpegPath"] = ffmpeg.Path });
        var session = await SessionRecorderTests.AddAsync(host, lasted: TimeSpan.FromSeconds(3));
        var (recorder, job) = (Recorder(host), Job.For(new RecordDemoSessions([session]), Clips.Nine));

        await Assert.ThrowsAsync<InvalidOperationException>(() => recorder.HandleAsync(job, Ct));
        await recorder.HandleAsync(job, Ct);
        await SessionRecorderTests.AllJobsAsync(host);

        var recording = await host.Get<ExpoStore>().ReadAsync(db => db.Recordings.AsNoTracking().SingleAsync(Ct));
        Assert.Equal(RecordingState.Published, recording.State);
        Assert.InRange(recording.Duration.TotalSeconds, 2.5, 3.5);
        Assert.Single(Directory.GetDirectories(Path.Combine(host.Directory, "media", "archive", "main")));
    }

    [Fact]
    public async Task A_clip_that_could_not_be_written_is_a_fault_even_when_ffmpeg_is_content()
    {
        using var ffmpeg = await FakeFfmpeg.CreateAsync("ffmpeg \"$@\"\nexit 0");
        await using var clips = new Clips();
        var folder = Directory.GetParent(clips.Paths.Epoch("main", "any"))!;
        Directory.CreateDirectory(folder.Parent!.FullName);
        await File.WriteAllTextAsync(folder.FullName, "in the way", Ct);

        await Assert.ThrowsAnyAsync<Exception>(() => Clip(clips, ffmpeg).RecordAsync("main", Clips.Nine, TimeSpan.FromSeconds(2), Ct));
    }

    [Fact]
    public async Task Without_ffmpeg_the_demo_s_recordings_are_put_off_and_not_given_up()
    {
        await using var host = await StreamHost.StartAsync(new() { ["Streaming:Enabled"] = "false", ["Streaming:FfmpegPath"] = "/nowhere/ffmpeg" });
        var session = await SessionRecorderTests.AddAsync(host, lasted: TimeSpan.FromSeconds(1));
        var began = TimeProvider.System.GetUtcNow();

        await Recorder(host).HandleAsync(Job.For(new RecordDemoSessions([session, 99]), Clips.Nine), Ct);

        var left = await host.Get<ExpoStore>().ReadAsync(db => db.Jobs.AsNoTracking().SingleAsync(Ct));
        Assert.Equal((nameof(RecordDemoSessions), $$"""{"SessionIds":[{{session}},99]}"""), (left.Kind, left.Payload));
        Assert.InRange(left.DueAt - began, TimeSpan.FromMinutes(5), TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task No_clip_is_made_where_the_room_is_kept_for_the_database()
    {
        await using var clips = new Clips();
        clips.Drive.FreeGigabytes = 0.5;
        clips.Space.Look();

        Assert.False(await new SyntheticClip(new OptionsWrapper<StreamingOptions>(Clips.Options), clips.Archive, TimeProvider.System)
            .RecordAsync("main", Clips.Nine, TimeSpan.FromSeconds(1), Ct));
    }

    [Fact]
    public async Task An_ffmpeg_that_cannot_write_text_makes_the_clip_without()
    {
        using var ffmpeg = await FakeFfmpeg.CreateAsync(
            """
            case "$*" in *drawtext*) echo "[lavfi @ 0x55c0] [error] No such filter: 'drawtext'" >&2; exit 1 ;; esac
            exec ffmpeg "$@"
            """);
        await using var clips = new Clips();

        Assert.True(await Clip(clips, ffmpeg).RecordAsync("main", Clips.Nine, TimeSpan.FromSeconds(2), Ct));

        Assert.InRange((await clips.CutAsync(0, 2))!.Duration.TotalSeconds, 1.5, 2.5);
    }

    [Fact]
    public void A_font_of_Windows_is_named_in_a_way_that_a_filter_can_read()
    {
        var arguments = FfmpegCommand.Clip(Clips.Options, Clips.Nine, TimeSpan.FromSeconds(1), @"C:\Windows\Fonts\arial.ttf", [1, 2, 3]);

        Assert.Contains(arguments, a => a.Contains(@"drawtext=fontfile='C\:/Windows/Fonts/arial.ttf':text=", StringComparison.Ordinal));
    }

    private static SyntheticClip Clip(Clips clips, FakeFfmpeg ffmpeg) =>
        new(new OptionsWrapper<StreamingOptions>(new StreamingOptions { FfmpegPath = ffmpeg.Path }), clips.Archive, TimeProvider.System);

    private static DemoRecorder Recorder(StreamHost host) => host.Get<IEnumerable<IJobHandler>>().OfType<DemoRecorder>().Single();
}
