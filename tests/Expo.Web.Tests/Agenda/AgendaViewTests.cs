using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;

namespace Expo.Web.Tests.Agenda;

/// <summary>Filters, grid, print, the page for other sites, and what search engines read.</summary>
public sealed class AgendaViewTests(AgendaViewTests.Released site) : IClassFixture<AgendaViewTests.Released>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("topic=cotton", "yarn")]
    [InlineData("stage=annex", "isotopes night")]
    [InlineData("country=Germany", "yarn")]
    [InlineData("q=konig", "yarn")]
    [InlineData("q=ABOUT+isotopes", "isotopes")]
    [InlineData("stage=annex&q=talk&topic=Laboratory+testing", "isotopes")]
    [InlineData("q=%3Cscript%3E", "")]
    [InlineData("topic=&stage=&country=&q=", "yarn isotopes lunch night second")]
    public async Task Filters_narrow_the_list_by_the_address_alone(string query, string expected)
    {
        var list = await site.Visitor().PageAsync("/agenda?" + query);
        var grid = await site.Visitor().PageAsync("/agenda/grid?" + query);

        Assert.Equal(expected, string.Join(' ', list.QuerySelectorAll("li.ag").Select(row => row.Id)));
        Assert.Equal(expected, string.Join(' ', grid.QuerySelectorAll("li.gs").Select(row => row.Id)));
    }

    [Fact]
    public async Task The_filter_and_the_zone_keep_each_other()
    {
        var page = await site.Visitor().PageAsync("/agenda/grid?stage=annex&q=talk&zone=Europe/Berlin");

        Assert.Equal("annex", ((IHtmlSelectElement)page.QuerySelector("#af-stage")!).Value);
        Assert.Equal("talk", ((IHtmlInputElement)page.QuerySelector("#af-q")!).Value);
        Assert.Contains("?zone=event&stage=annex&q=talk", page.QuerySelectorAll(".tools a").Select(a => a.GetAttribute("href")));
        Assert.Equal(["stage=annex", "q=talk"], page.QuerySelectorAll(".zones input[type=hidden]").Select(i => $"{i.GetAttribute("name")}={i.GetAttribute("value")}"));
        Assert.Equal("15:00 CET", page.QuerySelector("#isotopes time")!.TextContent);
    }

    [Fact]
    public async Task The_grid_has_a_column_for_each_stage_and_the_same_shape_in_every_zone_over_midnight_too()
    {
        var own = Shape(await site.Visitor().PageAsync("/agenda/grid"));
        var tokyo = Shape(await site.Visitor().PageAsync("/agenda/grid?zone=Asia/Tokyo"));

        Assert.Equal(own, tokyo);
        // 10:00 is the first row; five minutes are a row. The talk over midnight ends 14.5 hours later and not days below.
        Assert.Equal(["yarn 2/2/7", "isotopes 2/3/7", "lunch 26/2/31", "night 158/3/176", "second 2/2/7"], own);
        static List<string> Shape(IHtmlDocument page) => [.. page.QuerySelectorAll("li.gs").Select(li => $"{li.Id} {Regex.Match(li.GetAttribute("style")!, "grid-area:(.*)").Groups[1].Value}")];
    }

    [Fact]
    public async Task The_page_to_print_has_every_text()
    {
        var page = await site.Visitor().PageAsync("/agenda/print");

        Assert.Equal(["All about yarn.", "All about isotopes.", "All about lunch.", "All about night.", "All about second."], page.QuerySelectorAll("article p:last-child").Select(p => p.TextContent));
    }

    [Fact]
    public async Task Another_site_may_frame_the_page_made_for_it_and_no_other()
    {
        var embed = await site.Visitor().GetAsync("/agenda/embed?stage=annex&zone=Europe/Berlin", Ct);
        var agenda = await site.Visitor().GetAsync("/agenda", Ct);

        var page = await embed.PageAsync();
        Assert.EndsWith("frame-ancestors *", embed.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.False(embed.Headers.Contains("X-Frame-Options"));
        Assert.False(embed.Headers.Contains("Set-Cookie"));
        Assert.Empty(page.QuerySelectorAll("script, form, header, footer"));
        Assert.Equal(["15:00 CET", "04:00 CET, Wed"], page.QuerySelectorAll("li time").Select(t => t.TextContent));
        Assert.All(page.QuerySelectorAll("a"), a => Assert.Equal(("_blank", "noopener"), (a.GetAttribute("target"), a.GetAttribute("rel"))));
        Assert.Contains("frame-ancestors 'none'", agenda.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("/agenda/embed\" title=\"Agenda\"", (await agenda.PageAsync()).QuerySelector("pre")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_engines_read_the_event_and_each_session_as_schema_org_has_them()
    {
        var session = await DataAsync("/sessions/yarn");
        var whole = await DataAsync("/agenda");

        Assert.Equal(
            ("Event", "Talk yarn", "2023-03-14T10:00:00-04:00", "2023-03-14T10:25:00-04:00", "https://schema.org/EventScheduled"),
            (Text(session, "@type"), Text(session, "name"), Text(session, "startDate"), Text(session, "endDate"), Text(session, "eventStatus")));
        Assert.Equal("Ada König", Text(session.GetProperty("performer")[0], "name"));
        Assert.Equal(("https://schema.org", "Forced Labor Technical Expo", "2023-03-14T10:00:00-04:00"), (Text(whole, "@context"), Text(whole, "name"), Text(whole, "startDate")));
        static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
    }

    private async Task<JsonElement> DataAsync(string address) =>
        JsonDocument.Parse((await site.Visitor().PageAsync(address)).QuerySelector("script[type='application/ld+json']")!.TextContent).RootElement;

    /// <summary>The same programme, released.</summary>
    public sealed class Released : IAsyncLifetime
    {
        private readonly ProgrammeSite _site = new();

        public async ValueTask InitializeAsync()
        {
            await _site.InitializeAsync();
            await _site.ReleaseNowAsync("First");
        }

        public HttpClient Visitor() => _site.Visitor();

        public ValueTask DisposeAsync() => _site.DisposeAsync();
    }
}
