using Expo.Browser.Tests.Stand;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

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

    [Fact]
    public async Task Between_sessions_the_page_says_what_comes_next_and_the_next_session_begins_by_itself()
    {
        await using var site = await RunningSite.StartAsync(("Streaming__ShowAfterEnd", "00:00:03"));
        await using var encoder = DemoEncoder.Start(site);
        await DemoEncoder.OnAirAsync(site, encoder);
        await using var viewer = await Visitor.ComeAsync(chromium, site);
        await using var organiser = await Visitor.StaffAsync(chromium, site, "organiser");
        await viewer.GoAsync("/live/main");
        await MovesOnAsync(viewer.Page, seconds: 2);

        await organiser.GoAsync("/organiser/sessions");
        await organiser.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^End: ") }).ClickAsync();
        await organiser.Page.GetByRole(AriaRole.Button, new() { Name = "End the session" }).ClickAsync();
        var slate = viewer.Page.Locator("[data-slate]");
        await Expect(slate).ToBeVisibleAsync(new() { Timeout = Patience });
        await Expect(slate).ToContainTextAsync("Nothing is live at this moment", new() { Timeout = Patience });
        await Expect(slate).ToContainTextAsync("Next: ");
        await Expect(viewer.Page.Locator("[data-controls]")).ToBeHiddenAsync();
        await organiser.GoAsync("/organiser");
        await Expect(organiser.Page.GetByText("Encoder connected, shown when a session goes live")).ToBeVisibleAsync();

        await organiser.GoAsync("/organiser/sessions");
        await organiser.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Go live: ") }).First.ClickAsync();
        await organiser.Page.GetByRole(AriaRole.Button, new() { Name = "Go live now" }).ClickAsync();

        await MovesOnAsync(viewer.Page, seconds: 2);
        await Expect(slate).ToBeHiddenAsync();
        Assert.InRange(viewer.Faults.Count(f => f.Contains("live.m3u8", StringComparison.Ordinal)), 0, 1);
        Assert.DoesNotContain(viewer.Faults, f => !f.Contains("live.m3u8", StringComparison.Ordinal));
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
