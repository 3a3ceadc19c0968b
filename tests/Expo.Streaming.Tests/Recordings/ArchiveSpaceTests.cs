using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Streaming.Recordings;
using Expo.Streaming.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Expo.Streaming.Tests.Recordings;

public sealed class ArchiveSpaceTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_warns_then_keeps_the_rest_for_the_database_and_begins_again_with_some_room_to_spare()
    {
        await using var clips = new Clips();
        var (clock, log) = (new FakeTimeProvider(Clips.Nine), new LogLines());
        using var space = clips.Drive.Watch(clips.Paths, clock, log);

        var seen = new List<(Room, int Minute)>();
        foreach (var free in new[] { 5.1, 4.9, 1.0, 0.9, 1.9, 2.0, 5.0 })
        {
            clips.Drive.FreeGigabytes = free;
            space.Look();
            seen.Add((space.Status.Room, (int)(space.Status.Since - Clips.Nine).TotalMinutes));
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([(Room.Enough, 0), (Room.Low, 1), (Room.Low, 1), (Room.Kept, 3), (Room.Kept, 3), (Room.Low, 5), (Room.Enough, 6)], seen);
        Assert.Equal([LogLevel.Warning, LogLevel.Error, LogLevel.Warning, LogLevel.Information], log.All.Select(l => l.Level));
    }

    [Fact]
    public async Task What_lasts_is_logged_again_after_a_while()
    {
        await using var clips = new Clips();
        var (clock, log) = (new FakeTimeProvider(Clips.Nine), new LogLines());
        using var space = clips.Drive.Watch(clips.Paths, clock, log);
        clips.Drive.FreeGigabytes = 0.5;

        for (var minute = 0; minute <= 20; minute++)
        {
            space.Look();
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(3, log.All.Count(l => l.Level == LogLevel.Error));
    }

    [Fact]
    public async Task A_stage_that_is_not_live_says_it_too()
    {
        await using var clips = new Clips();
        clips.Drive.FreeGigabytes = 3;
        clips.Space.Look();
        var low = clips.Archive.Status("main");
        clips.Drive.FreeGigabytes = 0.5;
        clips.Space.Look();
        var kept = clips.Archive.Status("main");

        Assert.Equal((null, "Only 3.0 GB are free on the disk of the recordings. Free some space: recording stops below 1.0 GB."), (low.Problem, low.Warning));
        Assert.Equal(
            "Nothing is being recorded. Only 0.5 GB are free on the disk of the recordings, and these are kept for what else is written there. "
            + "Free some space: recording begins again by itself at 2.0 GB.",
            kept.Problem);
        Assert.NotNull(kept.ProblemSince);
    }

    [Fact]
    public async Task On_a_disk_that_fills_up_the_live_stream_and_the_database_go_on_and_recording_begins_again_by_itself()
    {
        var drive = new FakeDrive();
        await using var host = await StreamHost.StartAsync(services: s => s.AddSingleton<IDrive>(drive));
        var session = await SessionRecorderTests.AddAsync(host);
        var space = host.Get<ArchiveSpace>();
        await using var encoder = new TestEncoder(host.Port);
        await host.SegmentsAsync(1);

        drive.FreeGigabytes = 0.9;
        space.Look();
        await Until.TrueAsync(() => host.Status.Archive is { Problem: not null, LostFragments: > 0 }, "it says what is lost");
        await host.Get<Archive>().FlushAsync("main", Ct);
        var written = host.Status.Archive.WrittenBytes;
        var segments = host.Broadcast!.Renditions[0].Window.Segments.Length;
        await host.SegmentsAsync(segments + 2);
        Assert.True(host.Status.IsLive);
        Assert.False((await host.Get<AgendaService>().GoLiveAsync(Actor.System, session, Ct)).IsRefused);
        await host.Get<Archive>().FlushAsync("main", Ct);
        Assert.Equal(written, host.Status.Archive.WrittenBytes);

        drive.FreeGigabytes = 9;
        space.Look();
        await Until.TrueAsync(() => host.Status.Archive is { Problem: null } a && a.WrittenBytes > written, "it records again");
        await host.SegmentsAsync(segments + 5);
        await host.Get<Archive>().FlushAsync("main", Ct);

        var cut = (await host.Get<RecordingCutter>().CutAsync("main", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Ct))!;
        Assert.Equal(2, cut.Spans.Length);
        Assert.True(cut.Spans[1].Start - cut.Spans[0].Start - cut.Spans[0].Duration > TimeSpan.FromSeconds(2), "The hole is not there.");
    }

    [Fact]
    public async Task A_real_drive_tells_its_room_also_of_a_folder_that_is_not_there_yet()
    {
        await using var clips = new Clips();

        Assert.True(new SystemDrive().FreeBytes(Path.Combine(clips.Paths.Archive, "not", "yet")) > 0);
    }
}
