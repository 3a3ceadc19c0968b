using Expo.Browser.Tests.Stand;
using Microsoft.Playwright;

namespace Expo.Browser.Tests;

/// <summary>The real stream: ffmpeg calls over SRT, the site packages, Chromium plays.</summary>
public sealed class WatchTests(Chromium chromium, DemoSite demo)
{
    private const float Patience = 60_000;

    [Fact]
    public async Task The_picture_moves_and_the_sound_can_be_turned_on()
    {
        await using var encoder = DemoEncoder.Start(demo.Site);
        await DemoEncoder.OnAirAsync(demo.Site, encoder);
        await using var viewer = await Visitor.ComeAsync(chromium, demo.Site);
        await viewer.GoAsync("/live");

        await MovesOnAsync(viewer.Page, seconds: 4);
        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Turn sound on" }).First.ClickAsync();

        Assert.False(await viewer.Page.EvaluateAsync<bool>("() => document.querySelector('video').muted"));
        await MovesOnAsync(viewer.Page, seconds: 2);
        Assert.EndsWith("/live/main", viewer.Page.Url, StringComparison.Ordinal);
        Assert.True(await viewer.Page.EvaluateAsync<int>("() => document.querySelector('video').videoWidth") > 0);
        Assert.Empty(viewer.Faults);
    }

    [Fact]
    public async Task An_encoder_that_dies_and_comes_back_needs_no_reload()
    {
        await using var first = DemoEncoder.Start(demo.Site);
        await DemoEncoder.OnAirAsync(demo.Site, first);
        await using var viewer = await Visitor.ComeAsync(chromium, demo.Site);
        await viewer.GoAsync("/live/main");
        await MovesOnAsync(viewer.Page, seconds: 2);
        await viewer.Page.EvaluateAsync("() => { window.notReloaded = true; }");

        await first.StopAsync();
        await viewer.Page.WaitForFunctionAsync(StandsStill, null, new() { Timeout = Patience });
        await using var second = DemoEncoder.Start(demo.Site);

        await MovesOnAsync(viewer.Page, seconds: 4);
        Assert.True(await viewer.Page.EvaluateAsync<bool>("() => window.notReloaded === true"));
    }

    // Two looks at the clock of the picture, a second apart.
    private const string StandsStill =
        """
        async () => {
          const video = document.querySelector('video');
          const before = video.currentTime;
          await new Promise(done => setTimeout(done, 1000));
          return video.currentTime === before;
        }
        """;

    private static async Task MovesOnAsync(IPage page, int seconds)
    {
        await page.EvaluateAsync("() => { window.begunAt = undefined; }");
        await page.WaitForFunctionAsync(
            """
            seconds => {
              const video = document.querySelector('video');
              if (video.readyState < 2 || video.paused) return false;
              window.begunAt ??= video.currentTime;
              return video.currentTime >= window.begunAt + seconds;
            }
            """,
            seconds,
            new() { Timeout = Patience, PollingInterval = 200 });
    }
}
