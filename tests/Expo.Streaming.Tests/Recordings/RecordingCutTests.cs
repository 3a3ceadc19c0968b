using System.Net;
using System.Net.Http.Headers;
using Expo.Streaming.Ingest;
using Expo.Streaming.Recordings;
using Expo.Streaming.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Expo.Streaming.Tests.Recordings;

public sealed class RecordingCutTests
{
    private static readonly TimeSpan Fragment = TimeSpan.FromMilliseconds(Clips.Options.FragmentMilliseconds);

    [Fact]
    public async Task A_cut_begins_at_the_key_frame_before_the_mark_and_leaves_out_what_the_encoder_did_not_send()
    {
        await using var clips = new Clips();
        await clips.RecordAsync(TimeSpan.Zero, 12);
        await clips.RecordAsync(TimeSpan.FromSeconds(20), 10);

        var cut = (await clips.CutAsync(3.5, 25))!;

        Assert.Equal(["540p", "270p", "audio"], cut.Renditions.Select(r => r.Name));
        Assert.Equal([Clips.Nine.AddSeconds(2), Clips.Nine.AddSeconds(20)], cut.Spans.Select(s => Rounded(s.Start)));
        Near(TimeSpan.FromSeconds(10), cut.Spans[0].Duration);
        Near(TimeSpan.FromSeconds(5), cut.Spans[1].Duration);
        foreach (var rendition in cut.Renditions)
        {
            for (var span = 0; span < cut.Spans.Length; span++)
            {
                Near(cut.Spans[span].Duration, TimeSpan.FromTicks(rendition.Files[span].Segments.Sum(s => s.Duration.Ticks)));
            }
        }

        Assert.Equal(cut.ToJson(), (await clips.CutAsync(3.5, 25))!.ToJson());
        Assert.Equal(cut.ToJson(), RecordingCut.FromJson(cut.ToJson()).ToJson());
    }

    [Fact]
    public void A_playlist_s_target_is_no_shorter_than_any_segment_as_players_round_it()
    {
        var rendition = new CutRendition("540p", "avc1", 960, 540, 25, 1, 1, [new CutFile(1, 0, 2, [new CutSegment(1, TimeSpan.FromSeconds(2)), new CutSegment(1, TimeSpan.FromSeconds(2.5))])]);
        var cut = new RecordingCut("main", Clips.Nine, Clips.Nine.AddSeconds(4.5), [new CutSpan("a", Clips.Nine, TimeSpan.FromSeconds(4.5))], [rendition]);

        Assert.Contains("#EXT-X-TARGETDURATION:3\n", VodPlaylist.Media(cut, rendition), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(2, 0)]
    [InlineData(7.25, 5.25)]
    [InlineData(15, 10)]
    [InlineData(21, 11)]
    [InlineData(90, 15)]
    public async Task A_moment_of_the_day_has_its_place_in_the_recording(double second, double place)
    {
        var cut = new RecordingCut("main", Clips.Nine.AddSeconds(2), Clips.Nine.AddSeconds(25),
        [
            new CutSpan("a", Clips.Nine.AddSeconds(2), TimeSpan.FromSeconds(10)), new CutSpan("b", Clips.Nine.AddSeconds(20), TimeSpan.FromSeconds(5)),
        ], []);

        Assert.Equal(TimeSpan.FromSeconds(place), cut.PlaceOf(Clips.Nine.AddSeconds(second)));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Nothing_between_the_marks_is_no_recording()
    {
        await using var clips = new Clips();
        await clips.RecordAsync(TimeSpan.Zero, 3);

        Assert.Null(await clips.CutAsync(-60, -1));
        Assert.Null(await clips.CutAsync(10, 60));
    }

    [Fact]
    public async Task Four_hours_are_cut_in_a_moment()
    {
        await using var clips = new Clips();
        foreach (var (rendition, init) in new[] { ("540p", Fakes.Video), ("270p", Fakes.Video), ("audio", Fakes.Audio) })
        {
            using var file = new ArchiveFile(clips.Paths.Media("main", "20230314T130000000Z-00aa", rendition), await RealInitAsync(init));
            foreach (var fragment in Fakes.Pictures(5 * 4 * 3600))
            {
                file.Append(fragment with { StartsWithKeyFrame = fragment.StartsWithKeyFrame || rendition == "audio" }, Clips.Nine + fragment.Start);
            }
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var cut = (await clips.CutAsync(10, 4 * 3600))!;

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Near(TimeSpan.FromSeconds((4 * 3600) - 9), cut.Duration);
        Assert.Equal(2399, cut.Renditions[0].Files[0].Segments.Length);
    }

    /// <summary>An init segment that can be read, of the kind that is wanted.</summary>
    private static async Task<InitSegment> RealInitAsync(InitSegment kind)
    {
        await using var clips = new Clips();
        await clips.RecordAsync(TimeSpan.Zero, 1);
        return (await clips.TrackAsync(kind == Fakes.Video ? "270p" : "audio")).Init;
    }

    [Fact]
    public async Task A_recording_plays_without_an_error_and_is_as_long_as_it_says()
    {
        await using var clips = new Clips();
        await clips.RecordAsync(TimeSpan.Zero, 12);
        await clips.RecordAsync(TimeSpan.FromSeconds(20), 10);
        var cut = (await clips.CutAsync(3.5, 25))!;
        await using var site = await SiteAsync(clips.Archive, cut);

        foreach (var rendition in cut.Renditions)
        {
            var address = $"{site.Urls.First()}/{rendition.Name}.m3u8";
            Assert.Equal("", await Tool.DecodeAsync(address, "-v", "error"));
            var seconds = double.Parse((await Tool.ProbeAsync(address, "format=duration")).Split('=')[1]);
            Assert.Equal(rendition.Files.Sum(f => f.Segments.Sum(s => s.Duration.TotalSeconds)), seconds, 0.01);

            for (var span = 0; span < cut.Spans.Length; span++)
            {
                var file = $"{site.Urls.First()}/{rendition.Name}-{span}.mp4";
                Assert.Equal("", await Tool.DecodeAsync(file));
            }
        }

        Assert.Contains("codec_name=h264", await Tool.ProbeAsync($"{site.Urls.First()}/master.m3u8", "stream=codec_name"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_bytes_of_the_cut_can_be_asked_for()
    {
        await using var clips = new Clips();
        await clips.RecordAsync(TimeSpan.Zero, 12);
        var cut = (await clips.CutAsync(4.5, 7))!;
        await using var site = await SiteAsync(clips.Archive, cut);
        using var client = new HttpClient { BaseAddress = new Uri(site.Urls.First()) };
        var archived = await File.ReadAllBytesAsync(clips.MediaPath("540p"), TestContext.Current.CancellationToken);
        var file = cut.Renditions[0].Files[0];
        byte[] expected = [.. archived[..file.InitLength], .. archived[(int)file.Offset..(int)(file.Offset + file.Length)]];

        var whole = await client.GetByteArrayAsync("/540p-0.mp4", TestContext.Current.CancellationToken);
        var across = await RangeAsync(client, file.InitLength - 10, file.InitLength + 9);
        var tail = await RangeAsync(client, null, 100);
        var beyond = await RangeAsync(client, expected.Length, expected.Length + 100);

        Assert.Equal(expected, whole);
        Assert.True(expected.Length < archived.Length);
        Assert.Equal((HttpStatusCode.PartialContent, $"bytes {file.InitLength - 10}-{file.InitLength + 9}/{expected.Length}"), (across.Code, across.Range));
        Assert.Equal(expected[(file.InitLength - 10)..(file.InitLength + 10)], across.Bytes);
        Assert.Equal(expected[^100..], tail.Bytes);
        Assert.Equal((HttpStatusCode.RequestedRangeNotSatisfiable, $"bytes */{expected.Length}"), (beyond.Code, beyond.Range));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/540p-1.mp4", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_download_begins_at_zero_and_any_range_of_it_is_the_same_file()
    {
        await using var clips = new Clips();
        await clips.RecordAsync(TimeSpan.Zero, 12);
        var cut = (await clips.CutAsync(4.5, 11))!;
        await using var site = await SiteAsync(clips.Archive, cut);
        using var client = new HttpClient { BaseAddress = new Uri(site.Urls.First()) };

        foreach (var rendition in cut.Renditions)
        {
            var (name, length) = RecordingMedia.Download(rendition, 0);
            var whole = await client.GetByteArrayAsync(name, TestContext.Current.CancellationToken);
            var pieces = new List<byte>();
            for (var at = 0; at < whole.Length; at += 10_007)
            {
                pieces.AddRange((await RangeAsync(client, at, at + 10_006, "/" + name)).Bytes);
            }

            Assert.Equal(length, whole.Length);
            Assert.Equal(whole, pieces);
            Assert.Equal("", await Tool.DecodeAsync($"{site.Urls.First()}/{name}"));
            var probed = await Tool.ProbeAsync($"{site.Urls.First()}/{name}", "format=start_time,duration");
            Assert.StartsWith("start_time=0.000000|", probed, StringComparison.Ordinal);
            Near(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(double.Parse(probed.Split('=')[2])));
        }
    }

    [Fact]
    public async Task A_recording_has_a_still_picture()
    {
        await using var clips = new Clips();
        await clips.RecordAsync(TimeSpan.Zero, 4);
        await using var site = await SiteAsync(clips.Archive, (await clips.CutAsync(0, 4))!);

        for (var time = 0; time < 2; time++)
        {
            Assert.Equal("codec_name=mjpeg|width=960|height=540", await Tool.ProbeAsync($"{site.Urls.First()}/poster.jpg", "stream=codec_name,width,height"));
        }
    }

    private static async Task<(HttpStatusCode Code, string? Range, byte[] Bytes)> RangeAsync(
        HttpClient client, long? from, long? to, string path = "/540p-0.mp4")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Range = new RangeHeaderValue(from, to);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, answer.Content.Headers.ContentRange?.ToString(), await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<WebApplication> SiteAsync(Archive archive, RecordingCut cut)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var media = new RecordingMedia(archive, new Posters(new OptionsWrapper<StreamingOptions>(Clips.Options), archive));
        app.MapGet("/{name}", (HttpContext http, string name) => media.ServeAsync(http, cut, name, isPublic: true));
        await app.StartAsync();
        return app;
    }

    private static DateTimeOffset Rounded(DateTimeOffset at) => new((at.UtcTicks + (TimeSpan.TicksPerMillisecond / 2)) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);

    private static void Near(TimeSpan expected, TimeSpan actual) =>
        Assert.True((expected - actual).Duration() <= Fragment, $"{actual} is more than one fragment off {expected}");
}
