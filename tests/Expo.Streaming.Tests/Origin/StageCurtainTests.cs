using System.Net;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Streaming.Ingest;
using Expo.Streaming.Origin;
using Expo.Streaming.Tests.Running;
using Expo.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Expo.Streaming.Tests.Origin;

public sealed class StageCurtainTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2023, 3, 14, 13, 0, 0, TimeSpan.Zero));
    private StreamHost _host = null!;
    private int _first;
    private int _second;

    public async ValueTask InitializeAsync()
    {
        _host = await StreamHost.StartAsync(new() { ["Streaming:Enabled"] = "false", ["Streaming:ShowBetweenSessions"] = "false" }, services: s => s.AddSingleton<TimeProvider>(_clock));
        await using var db = _host.Get<ExpoDbFactory>().CreateDbContext();
        var (first, second) = (Samples.Session("first"), Samples.Session("second"));
        db.AddRange(first, second);
        await db.SaveChangesAsync(Ct);
        await _host.Get<ExpoStore>().ReleaseAsync();
        (_first, _second) = (first.Id, second.Id);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task An_encoder_alone_shows_nothing()
    {
        Send("a", 5);

        Assert.Equal(Hidden, await SeenAsync());
        Assert.Equal((false, true), (_host.Status.IsLive, _host.Status.IsReceived));
    }

    [Fact]
    public async Task A_stage_is_shown_from_the_moment_a_session_goes_live_and_a_while_after_its_end()
    {
        Send("a", 5);
        var beforehand = Address(0);
        await GoLiveAsync(_first);
        Assert.Equal((Hidden, HttpStatusCode.NotFound), (await SeenAsync(), await StatusAsync(beforehand)));

        Send("b", 2);
        Assert.Equal(Shown, await SeenAsync());
        var list = await _host.TextAsync("/streams/main/540p/live.m3u8");
        Assert.Equal((0, 2), (LiveStreamTests.Count(list, "\na-"), LiveStreamTests.Count(list, "\nb-")));
        Assert.Contains($"#EXT-X-MEDIA-SEQUENCE:{_host.Broadcast!.Renditions[0].Window.Segments[5].Number}\n#EXT-X-DISCONTINUITY-SEQUENCE:0\n#EXT-X-DISCONTINUITY\n", list, StringComparison.Ordinal);

        await EndAsync(_first);
        for (var seconds = 0; seconds < 28; seconds += 4)
        {
            Send($"c{seconds}", 2);
        }

        Assert.Equal(Shown, await SeenAsync());
        var seen = Address(0);
        Send("d", 2);
        var afterwards = Address(0);
        Assert.Equal(Hidden, await SeenAsync());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (await StatusAsync(seen), await StatusAsync(afterwards)));
    }

    [Fact]
    public void The_segment_in_which_a_session_goes_live_is_not_shown()
    {
        var curtain = new Curtain(_first, _clock.GetUtcNow(), null);

        var shown = new[] { -2, -0.001, 0, 1.5 }.Select(at => curtain.Shows(new Segment(7, "a", _clock.GetUtcNow().AddSeconds(at), TimeSpan.FromSeconds(2), true, false, [[1]])));

        Assert.Equal([false, false, true, true], shown);
    }

    [Fact]
    public async Task Sessions_that_follow_one_another_closely_are_one_stream()
    {
        await GoLiveAsync(_first);
        Send("a", 2);
        await EndAsync(_first);
        Send("b", 2);
        await GoLiveAsync(_second);
        Send("c", 2);

        var list = await _host.TextAsync("/streams/main/540p/live.m3u8");

        Assert.Equal((2, 2, 2), (LiveStreamTests.Count(list, "\na-"), LiveStreamTests.Count(list, "\nb-"), LiveStreamTests.Count(list, "\nc-")));
    }

    [Fact]
    public async Task What_another_node_has_changed_is_found_by_looking()
    {
        var elsewhere = new AgendaService(_host.Get<ExpoStore>(), new(), new(), _clock);

        // Not started, so that nobody but the test looks.
        using var curtains = new StageCurtains(
            _host.Get<AgendaQueries>(), new(), _host.Get<IOptions<StreamingOptions>>(), _clock, NullLogger<StageCurtains>.Instance);
        var began = _clock.GetUtcNow();

        await elsewhere.GoLiveAsync(Actor.System, _first, Ct);
        await curtains.StepAsync(Ct);
        var live = curtains.Of("main");
        _clock.Advance(TimeSpan.FromMinutes(25));
        await elsewhere.EndAsync(Actor.System, _first, Ct);
        _clock.Advance(TimeSpan.FromSeconds(4));
        await curtains.StepAsync(Ct);

        Assert.Equal(new Curtain(_first, began, null), live);
        Assert.Equal(new Curtain(_first, began, began.AddMinutes(25).AddSeconds(30)), curtains.Of("main"));
    }

    private static readonly (string, HttpStatusCode, HttpStatusCode) Hidden = ("{\"onAir\":false}", HttpStatusCode.NotFound, HttpStatusCode.NotFound);

    private static readonly (string, HttpStatusCode, HttpStatusCode) Shown = ("{\"onAir\":true}", HttpStatusCode.OK, HttpStatusCode.OK);

    private async Task<(string Status, HttpStatusCode Master, HttpStatusCode Live)> SeenAsync() => (
        await _host.TextAsync("/streams/main/status.json"), await StatusAsync("/streams/main/master.m3u8"), await StatusAsync("/streams/main/540p/live.m3u8"));

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await _host.Client.GetAsync(path, Ct);
        return answer.StatusCode;
    }

    /// <summary>The address of a segment, counted from the newest.</summary>
    private string Address(int fromEnd) => $"/streams/main/540p/{_host.Broadcast!.Renditions[0].Window.Segments[^(fromEnd + 1)].Name}";

    private async Task GoLiveAsync(int session)
    {
        Assert.False((await _host.Get<AgendaService>().GoLiveAsync(Actor.System, session, Ct)).IsRefused);
        await Until.TrueAsync(() => _host.Get<StageCurtains>().Of("main") is { Until: null } now && now.SessionId == session, "the curtain opens");
    }

    private async Task EndAsync(int session)
    {
        Assert.False((await _host.Get<AgendaService>().EndAsync(Actor.System, session, Ct)).IsRefused);
        await Until.TrueAsync(() => _host.Get<StageCurtains>().Of("main").Until is not null, "the curtain knows when to fall");
    }

    /// <summary>A run of the encoder of so many two-second segments, while as much time passes.</summary>
    private void Send(string epoch, int segments)
    {
        var stage = _host.Get<StageBroadcasts>().For("main");
        var clock = Fakes.ClockFrom(_clock.GetUtcNow().AddSeconds(-1));
        _clock.Advance(TimeSpan.FromSeconds(segments * 2));
        foreach (var (rendition, init, fragments) in new[]
        {
            (0, Fakes.Video, Fakes.Pictures(segments * 10)), (1, Fakes.Video, Fakes.Pictures(segments * 10)),
            (2, Fakes.Audio, Fakes.Sounds((int)Math.Round(segments * 2 / (10240 / 48000d)))),
        })
        {
            stage.Open(rendition, epoch, init, clock);
            fragments.ToList().ForEach(f => stage.Append(rendition, f));
        }

        stage.End();
    }
}
