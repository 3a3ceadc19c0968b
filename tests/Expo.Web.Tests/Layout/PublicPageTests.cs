using System.Net;
using Expo.Web.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Expo.Web.Tests.Layout;

public sealed class PublicPageTests(ExpoFactory site) : IClassFixture<ExpoFactory>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Pages =>
    [
        "/", "/agenda", "/agenda?zone=Asia/Tokyo", "/agenda?topic=Cotton", "/sessions/isotope-testing-of-cotton", "/sessions/panel-what-an-officer-needs-to-see",
        "/speakers", "/speakers/ingrid-solvang", "/account/sign-in", "/accessibility", "/privacy", "/privacy/1", "/privacy/erased",
        "/register", "/register/sent", "/live/main", "/recordings", "/faq", "/submit", "/agenda/mine", "/account/link", "/account/link?sent=1", "/submit/invitation/answered",
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_public_page_has_one_heading_a_title_a_language_and_a_way_past_the_menu(string address)
    {
        var page = await site.Visitor().PageAsync(address);

        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.EndsWith("Forced Labor Technical Expo (demo)", page.Title);
        Assert.Equal("#main", page.QuerySelector("body > a.skip")!.GetAttribute("href"));
        Assert.Single(page.QuerySelectorAll("main#main"));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_public_page_keeps_no_circuit_and_loads_nothing_of_MudBlazor(string address)
    {
        var html = await site.Visitor().GetStringAsync(address, Ct);

        Assert.DoesNotContain("blazor.web", html);
        Assert.DoesNotContain("Blazor-Server-Component-State", html);
        Assert.DoesNotContain("MudBlazor", html);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_public_page_loads_nothing_from_another_host_and_has_no_script_of_its_own(string address)
    {
        var page = await site.Visitor().PageAsync(address);

        var loaded = page.QuerySelectorAll("script[src], link[href], img[src]").Select(e => e.GetAttribute("src") ?? e.GetAttribute("href")!);
        Assert.All(loaded, source => Assert.StartsWith("/", source));
        // What search engines read is data in a script's clothes; browsers do not run it.
        Assert.Empty(page.QuerySelectorAll("script:not([src]):not([type='application/ld+json'])"));
        Assert.Empty(page.QuerySelectorAll("style"));
    }

    [Fact]
    public async Task Every_id_on_a_page_is_used_once()
    {
        foreach (var address in Pages)
        {
            var page = await site.Visitor().PageAsync(address.Data);

            var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
            Assert.Equal(ids.Distinct(), ids);
        }
    }

    [Fact]
    public async Task A_page_without_a_form_sets_no_cookie()
    {
        var answer = await site.Visitor().GetAsync("/agenda", Ct);

        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Every_address_in_the_layout_that_this_area_owns_leads_somewhere()
    {
        var visitor = site.Visitor();
        var page = await visitor.PageAsync("/agenda");

        var sessions = page.QuerySelectorAll("main a[href^='/sessions/']").Select(link => link.GetAttribute("href")!).Distinct().ToList();
        Assert.Equal(22, sessions.Count);
        foreach (var session in sessions)
        {
            Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(session, Ct)).StatusCode);
        }
    }

    [Fact]
    public void The_ending_of_a_pages_name_says_how_it_renders()
    {
        var pages = typeof(PageKind).Assembly.GetTypes().Where(type => type.IsDefined(typeof(RouteAttribute), inherit: false)).ToList();

        Assert.NotEmpty(pages);
        Assert.All(pages, page =>
        {
            var mode = page.GetCustomAttributes(inherit: true).OfType<RenderModeAttribute>().SingleOrDefault()?.Mode;
            var ending = mode switch { null => "Page", InteractiveServerRenderMode => "Console", _ => "no other render mode is used" };
            Assert.EndsWith(ending, page.Name);
        });
    }
}
