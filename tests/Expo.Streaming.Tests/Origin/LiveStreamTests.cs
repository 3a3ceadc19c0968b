using System.Globalization;
using System.Net;
using Expo.Streaming.Ingest;
using Expo.Streaming.Tests.Running;

namespace Expo.Streaming.Tests.Origin;

public sealed class LiveStreamTests
{
    [Fact]
    public async Task What_an_encoder_sends_plays_without_an_error()
    {
        await using var host = await StreamHost.StartAsync();
        using (var early = await host.Client.GetAsync("/streams/main/master.m3u8", TestContext.Current.CancellationToken))
        {
            Assert.Equal((HttpStatusCode.NotFound, "no-store"), (early.StatusCode, early.Headers.CacheControl?.ToString()));
        }

        await using var encoder = new TestEncoder(host.Port);
        await host.SegmentsAsync(4);

        var master = await host.TextAsync("/streams/main/master.m3u8");
        var probed = await Tool.ProbeAsync(host.Url("/streams/main/540p/live.m3u8"), "stream=codec_name,width,height,r_frame_rate");
        Assert.Equal("codec_name=h264|width=960|height=540|r_frame_rate=25/1\ncodec_name=aac|r_frame_rate=0/0", Distinct(probed));
        Assert.Matches(
            """^#EXTM3U\n#EXT-X-VERSION:8\n#EXT-X-STREAM-INF:BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=960x540,FRAME-RATE=25.000\n540p/live.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+,CODECS="avc1.640015,mp4a.40.2",RESOLUTION=480x270,FRAME-RATE=25.000\n270p/live.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+,CODECS="mp4a.40.2"\naudio/live.m3u8\n$""",
            master);
        foreach (var rendition in new[] { "540p", "270p", "audio" })
        {
            Assert.Equal("", await Tool.DecodeAsync(host.Url($"/streams/main/{rendition}/live.m3u8"), "-t", "4"));
        }

        Assert.Equal(IngestPhase.Receiving, host.Status.Ingest.Phase);
        Assert.True(host.Status.IsLive);
    }

    [Fact]
    public async Task An_encoder_that_stops_and_returns_is_a_discontinuity()
    {
        await using var host = await StreamHost.StartAsync();
        await using (new TestEncoder(host.Port))
        {
            await host.SegmentsAsync(2);
        }

        await Until.TrueAsync(() => host.Status.Ingest.Phase == IngestPhase.WaitingForEncoder, "the encoder is missed", 15);
        var before = host.Broadcast!.Renditions[0].Window.Segments.Length;
        await using var again = new TestEncoder(host.Port);
        await host.SegmentsAsync(before + 2);

        foreach (var rendition in new[] { "540p", "270p", "audio" })
        {
            var playlist = await host.TextAsync($"/streams/main/{rendition}/live.m3u8");
            Assert.Equal(1, Count(playlist, "#EXT-X-DISCONTINUITY\n"));
            Assert.Equal(2, Count(playlist, "#EXT-X-MAP:"));
            Assert.Equal("", await Tool.DecodeAsync(host.Url($"/streams/main/{rendition}/live.m3u8"), "-v", "error", "-live_start_index", "0", "-t", "6"));
        }

        var starts = host.Broadcast.Renditions.Select(r => r.Window.Segments.First(s => s.IsDiscontinuity).Number).Distinct();
        Assert.Single(starts);
    }

    [Fact]
    public async Task A_killed_ffmpeg_is_started_again_and_the_stream_goes_on()
    {
        await using var host = await StreamHost.StartAsync();
        await using (new TestEncoder(host.Port))
        {
            await host.SegmentsAsync(1);
            var ingest = host.Get<IngestSupervisor>().Find("main")!;
            var first = ingest.ProcessId!.Value;

            System.Diagnostics.Process.GetProcessById(first).Kill();

            await Until.TrueAsync(() => ingest.ProcessId is { } now && now != first, "a new ffmpeg");
        }

        await using var encoder = new TestEncoder(host.Port);
        await Until.TrueAsync(() => host.Broadcast!.Renditions.All(r => r.Window.Segments.Any(s => s.IsDiscontinuity)), "the stream goes on");
    }

    internal static int Count(string text, string part) => text.Split(part).Length - 1;

    private static string Distinct(string lines) =>
        string.Join('\n', lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct());
}
