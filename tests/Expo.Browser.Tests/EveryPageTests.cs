using Expo.Browser.Tests.Stand;
using Microsoft.Playwright;

namespace Expo.Browser.Tests;

/// <summary>What holds on every page, whoever built it.</summary>
public sealed class EveryPageTests(Chromium chromium, DemoSite demo)
{
    private static readonly string[] Addresses = ["/", "/account/sign-in"];

    public static IEnumerable<object[]> Pages() => Addresses.Select(address => new object[] { address });

    [Theory, MemberData(nameof(Pages))]
    public async Task Axe_finds_nothing_wide_or_narrow_light_or_dark(string address)
    {
        var found = new List<string>();
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (1280, ColorScheme.Dark), (360, ColorScheme.Light), (360, ColorScheme.Dark) })
        {
            // The scanner is put into the page as a script, which the content policy rightly forbids.
            await using var visitor = await Visitor.ComeAsync(chromium, demo.Site, new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme, BypassCSP = true });
            await visitor.GoAsync(address);
            found.AddRange((await Axe.RunAsync(visitor.Page)).Select(violation => $"{width} {scheme}: {violation}"));
        }

        Assert.Empty(found);
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Nothing_scrolls_sideways_at_320_pixels(string address)
    {
        await using var visitor = await Visitor.ComeAsync(chromium, demo.Site, width: 320);
        await visitor.GoAsync(address);

        Assert.Equal(320, await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task No_other_host_is_asked_and_the_console_stays_empty(string address)
    {
        await using var visitor = await Visitor.ComeAsync(chromium, demo.Site);
        await visitor.GoAsync(address);
        await visitor.Page.WaitForLoadStateAsync(LoadState.Load);

        Assert.Empty(visitor.Faults);
    }
}
