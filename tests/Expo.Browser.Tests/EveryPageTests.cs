using Expo.Browser.Tests.Stand;
using Microsoft.Playwright;

namespace Expo.Browser.Tests;

/// <summary>What holds on every page, whoever built it and whoever may see it.</summary>
public sealed class EveryPageTests(Chromium chromium, DemoSite demo)
{
    // Who looks (nobody, or a demo account) and where.
    private static readonly (string Who, string Address)[] Addresses =
    [
        ("", "/"), ("", "/agenda"), ("", "/sessions/{live}"), ("", "/speakers"), ("", "/speakers/ingrid-solvang"), ("", "/register"), ("", "/register/sent"),
        ("", "/live/main"), ("", "/recordings"), ("", "/recordings/{recording}"), ("", "/faq"), ("", "/faq/{faq}"), ("", "/accessibility"), ("", "/privacy"), ("", "/privacy/1"), ("", "/privacy/erased"),
        ("", "/account/sign-in"), ("", "/demo/mailbox"), ("", "/tickets/{ticket}"), ("", "/tickets/{ticket}/pay"), ("", "/tickets/{ticket}/receipt"),
        ("organiser", "/account"), ("organiser", "/organiser"), ("organiser", "/organiser/sessions"), ("organiser", "/organiser/recordings"),
        ("organiser", "/organiser/faq"), ("organiser", "/organiser/faq/1"), ("organiser", "/organiser/attendees"),
        ("organiser", "/organiser/badges"), ("door", "/door"), ("door", "/door?find=an"),
        ("organiser", "/organiser/decks"), ("organiser", "/organiser/accommodations"), ("organiser", "/organiser/privacy"), ("organiser", "/organiser/letters"), ("organiser", "/organiser/letters/new"),
        ("organiser", "/organiser/tickets"), ("organiser", "/organiser/codes"), ("organiser", "/organiser/form"), ("organiser", "/organiser/settings"), ("organiser", "/organiser/payments"),
        ("organiser", "/organiser/attendees/new"), ("organiser", "/organiser/attendees/figures"), ("organiser", "/organiser/ledger"), ("organiser", "/organiser/attendees/export"),
        ("moderator", "/moderate"), ("moderator", "/moderate/{live}"), ("speaker", "/speaker"),
        ("organiser", "/organiser/programme"), ("organiser", "/organiser/stages"),
        ("organiser", "/organiser/proposals"), ("organiser", "/organiser/proposals/DEM3B8"), ("organiser", "/organiser/proposals/letters"), ("organiser", "/organiser/review"),
        ("reviewer", "/review"), ("reviewer", "/review/DEM3B8"),
        ("", "/submit"), ("", "/account/link"), ("", "/submit/invitation/answered"), ("organiser", "/organiser/call"), ("speaker", "/submit/DEM2A7"), ("speaker", "/submit/DEM2A7/speakers"),
        ("", "/agenda/grid"), ("", "/agenda/print"), ("", "/agenda/embed"), ("", "/agenda/changes"),
        ("organiser", "/agenda?preview=1"), ("organiser", "/organiser/releases"), ("organiser", "/organiser/releases/1"),
        ("speaker", "/speaker/profile"), ("speaker", "/speaker/availability"), ("speaker", "/speaker/sessions/panel-what-we-got-wrong"),
        ("organiser", "/organiser/speakers"), ("organiser", "/organiser/speakers/reminders"), ("organiser", "/organiser/speakers/ingrid-solvang"),
        ("", "/agenda/mine"), ("organiser", "/organiser/notices"),
    ];

    public static IEnumerable<object[]> Pages() => Addresses.Select(page => new object[] { page.Who, page.Address });

    [Theory, MemberData(nameof(Pages))]
    public async Task Axe_finds_nothing_wide_or_narrow_light_or_dark(string who, string address)
    {
        var found = new List<string>();
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (1280, ColorScheme.Dark), (360, ColorScheme.Light), (360, ColorScheme.Dark) })
        {
            // The scanner is put into the page as a script, which the content policy rightly forbids.
            await using var visitor = await ComeAsync(who, new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme, BypassCSP = true });
            await OpenAsync(visitor, address);
            found.AddRange((await Axe.RunAsync(visitor.Page)).Select(violation => $"{width} {scheme}: {violation}"));
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Nothing_scrolls_sideways_at_320_pixels(string who, string address)
    {
        await using var visitor = await ComeAsync(who, new() { ViewportSize = new() { Width = 320, Height = 800 } });
        await OpenAsync(visitor, address);

        Assert.Equal(320, await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task No_other_host_is_asked_and_the_console_stays_empty(string who, string address)
    {
        await using var visitor = await ComeAsync(who, new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        await OpenAsync(visitor, address);
        await visitor.Page.WaitForLoadStateAsync(LoadState.Load);

        Assert.Empty(visitor.Faults);
    }

    private Task<Visitor> ComeAsync(string who, BrowserNewContextOptions options) =>
        who.Length == 0 ? Visitor.ComeAsync(chromium, demo.Site, options) : Visitor.StaffAsync(chromium, demo.Site, who, options);

    /// <summary>Opens it; a console is waited for until it can be pressed.</summary>
    private async Task OpenAsync(Visitor visitor, string template)
    {
        await visitor.GoAsync(await demo.AddressAsync(template));
        await visitor.Page.WaitForFunctionAsync("() => document.querySelector('main [inert]') === null");
    }
}
