using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Expo.Streaming.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Expo.Streaming.Tests.Origin;

public sealed class OriginEndpointsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2023, 3, 14, 13, 0, 0, TimeSpan.Zero));
    private StreamHost _host = null!;
    private string _segment = "";
    private byte[] _bytes = [];

    public async ValueTask InitializeAsync()
    {
        _host = await StreamHost.StartAsync(
            new() { ["Streaming:Enabled"] = "false", ["Streaming:CorsOrigins:0"] = "https://www.example.org" },
            services: s => s.AddSingleton<TimeProvider>(_clock));
        var stage = _host.Get<Expo.Streaming.Origin.StageBroadcasts>().For("main");
        var clock = Fakes.ClockFrom(_clock.GetUtcNow());
        foreach (var (rendition, init, fragments) in new[]
        {
            (0, Fakes.Video, Fakes.Pictures(30)), (1, Fakes.Video, Fakes.Pictures(30)), (2, Fakes.Audio, Fakes.Sounds(29)),
        })
        {
            stage.Open(rendition, "20230314T130000000Z-00aa", init, clock);
            fragments.ToList().ForEach(f => stage.Append(rendition, f));
        }

        var segment = stage.Renditions[0].Window.Segments[0];
        _segment = $"/streams/main/540p/{segment.Name}";
        _bytes = [.. segment.Fragments.SelectMany(f => f)];
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_segment_is_kept_for_a_year_and_the_playlist_for_a_second()
    {
        var segment = await AskAsync(_segment);
        var init = await AskAsync("/streams/main/540p/20230314T130000000Z-00aa-init.mp4");
        var playlist = await AskAsync("/streams/main/540p/live.m3u8");
        var master = await AskAsync("/streams/main/master.m3u8");

        Assert.Equal((HttpStatusCode.OK, "video/iso.segment", "public, max-age=31536000, immutable"), segment.Head);
        Assert.Equal(_bytes, segment.Bytes);
        Assert.Equal((HttpStatusCode.OK, "video/mp4", "public, max-age=31536000, immutable"), init.Head);
        Assert.Equal((HttpStatusCode.OK, "application/vnd.apple.mpegurl", "public, max-age=1"), playlist.Head);
        Assert.Equal((HttpStatusCode.OK, "application/vnd.apple.mpegurl", "public, max-age=1"), master.Head);
    }

    [Fact]
    public async Task Whether_a_stage_is_on_air_is_an_answer_and_no_error()
    {
        _host.Get<Expo.Streaming.Origin.StageBroadcasts>().For("second");

        var main = await AskAsync("/streams/main/status.json");
        var second = await AskAsync("/streams/second/status.json");

        Assert.Equal((HttpStatusCode.OK, "application/json", "public, max-age=1"), main.Head);
        Assert.Equal(("{\"onAir\":true}", "{\"onAir\":false}"), (Encoding.UTF8.GetString(main.Bytes), Encoding.UTF8.GetString(second.Bytes)));
    }

    [Fact]
    public async Task Off_the_air_there_is_no_playlist_and_what_it_listed_can_still_be_fetched()
    {
        _clock.Advance(TimeSpan.FromSeconds(16));

        Assert.Equal((HttpStatusCode.NotFound, null, "no-store"), (await AskAsync("/streams/main/540p/live.m3u8")).Head);
        Assert.Equal((HttpStatusCode.NotFound, null, "no-store"), (await AskAsync("/streams/main/master.m3u8")).Head);
        Assert.Equal("{\"onAir\":false}", Encoding.UTF8.GetString((await AskAsync("/streams/main/status.json")).Bytes));
        Assert.Equal(_bytes, (await AskAsync(_segment)).Bytes);
    }

    [Theory]
    [InlineData("/streams/main/540p/20230314T130000000Z-00aa-99.m4s")]
    [InlineData("/streams/main/540p/20230314T130000000Z-00bb-init.mp4")]
    [InlineData("/streams/main/999p/live.m3u8")]
    [InlineData("/streams/other/master.m3u8")]
    [InlineData("/streams/other/status.json")]
    [InlineData("/streams/..%2F..%2Fetc/master.m3u8")]
    public async Task What_is_not_there_is_not_kept(string path) =>
        Assert.Equal((HttpStatusCode.NotFound, null, "no-store"), (await AskAsync(path)).Head);

    [Theory]
    [InlineData(2, 5, 206, "bytes 2-5/10")]
    [InlineData(3, null, 206, "bytes 3-9/10")]
    [InlineData(null, 4, 206, "bytes 6-9/10")]
    [InlineData(0, 500, 206, "bytes 0-9/10")]
    [InlineData(10, 20, 416, "bytes */10")]
    public async Task A_range_of_a_segment_can_be_asked_for(int? from, int? to, int status, string range)
    {
        var answer = await AskAsync(_segment, r => r.Headers.Range = new RangeHeaderValue(from, to));

        Assert.Equal((status, range), ((int)answer.Head.Code, answer.Range));
        if (status == 206)
        {
            var expected = from is null ? _bytes[^to!.Value..] : _bytes[from.Value..Math.Min(10, (to ?? 9) + 1)];
            Assert.Equal(expected, answer.Bytes);
        }
    }

    [Fact]
    public async Task A_known_segment_is_not_sent_again()
    {
        var first = await AskAsync(_segment);

        var again = await AskAsync(_segment, r => r.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(first.Tag!)));
        var changed = await AskAsync(_segment, r =>
        {
            r.Headers.Range = new RangeHeaderValue(0, 1);
            r.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue("\"other\""));
        });

        Assert.Equal((HttpStatusCode.NotModified, 0), (again.Head.Code, again.Bytes.Length));
        Assert.Equal((HttpStatusCode.OK, 10), (changed.Head.Code, changed.Bytes.Length));
    }

    [Fact]
    public async Task Head_says_the_length_and_sends_nothing()
    {
        var answer = await AskAsync(_segment, r => r.Method = HttpMethod.Head);

        Assert.Equal((HttpStatusCode.OK, 0, 10L), (answer.Head.Code, answer.Bytes.Length, answer.Length));
    }

    [Fact]
    public async Task Head_knows_no_ranges()
    {
        var answer = await AskAsync(_segment, r =>
        {
            r.Method = HttpMethod.Head;
            r.Headers.Range = new RangeHeaderValue(2, 5);
        });

        Assert.Equal((HttpStatusCode.OK, 10L, null), (answer.Head.Code, answer.Length, answer.Range));
    }

    [Theory]
    [InlineData("https://www.example.org", "https://www.example.org")]
    [InlineData("https://evil.example", null)]
    public async Task Only_the_configured_pages_may_play(string origin, string? allowed)
    {
        Assert.Equal(allowed, (await AskAsync(_segment, r => r.Headers.Add("Origin", origin))).AllowOrigin);
        Assert.Equal(allowed, (await AskAsync("/streams/main/999p/live.m3u8", r => r.Headers.Add("Origin", origin))).AllowOrigin);
    }

    private sealed record Answer(
        (HttpStatusCode Code, string? Type, string? Cache) Head, byte[] Bytes, long? Length, string? Tag, string? Range, string? AllowOrigin);

    private async Task<Answer> AskAsync(string path, Action<HttpRequestMessage>? with = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        with?.Invoke(request);
        using var answer = await _host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new Answer(
            (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, Cache(answer)), bytes, answer.Content.Headers.ContentLength,
            answer.Headers.ETag?.ToString(), answer.Content.Headers.ContentRange?.ToString(),
            answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) ? origins.Single() : null);
    }

    private static string? Cache(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Cache-Control", out var values) ? string.Join(", ", values) : null;
}
