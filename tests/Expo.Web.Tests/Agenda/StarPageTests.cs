using System.Net;
using System.Net.Http.Json;
using AngleSharp.Dom;
using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Expo.Web.Tests.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Agenda;

/// <summary>Stars as a browser without scripts sets them, and what the pages' script asks.</summary>
public sealed class StarPageTests(RegistrationSite site) : IClassFixture<RegistrationSite>
{
    private const string Star = "/agenda/mine/star";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_agenda_is_the_same_for_everybody_and_kept_by_the_cache_whoever_has_starred_what()
    {
        var (holder, stranger) = (await HolderAsync("cache"), site.Visitor());
        await StarAsync(holder, "first");

        foreach (var address in new[] { "/agenda", "/agenda/grid", "/sessions/first" })
        {
            var (one, other) = (await holder.GetAsync(address, Ct), await stranger.GetAsync(address, Ct));

            Assert.Equal(await one.Content.ReadAsStringAsync(Ct), await other.Content.ReadAsStringAsync(Ct));
            Assert.NotNull(other.Headers.Age);
            Assert.False(one.Headers.Contains("Set-Cookie") || other.Headers.Contains("Set-Cookie"));
            Assert.Equal((Star, "Star: Talk first"), ((await stranger.PageAsync(address)).QuerySelector("form#stars")!.GetAttribute("action"), (await stranger.PageAsync(address)).QuerySelector("button[form=stars][value=first]")!.GetAttribute("aria-label")));
        }
    }

    [Fact]
    public async Task Without_scripts_a_star_is_set_by_a_form_shown_in_my_agenda_and_taken_back_there()
    {
        var holder = await HolderAsync("forms");

        var starred = await StarAsync(holder, "first");
        await StarAsync(holder, "first");
        var page = await holder.PageAsync(starred.Whither()!);
        var taken = await holder.PostAsync(Star, new FormUrlEncodedContent([new("do", page.QuerySelector("form#unstar input")!.GetAttribute("value")!), new("session", page.QuerySelector("button[form=unstar]")!.GetAttribute("value")!)]), Ct);

        Assert.Equal("/agenda/mine?done=starred", starred.Whither());
        Assert.Equal(("Starred. It is kept with your ticket.", "first"), (page.Alert(), Assert.Single(page.QuerySelectorAll("li.ag")).Id));
        Assert.Equal("Take the star back: Talk first", page.QuerySelector("button[form=unstar]")!.GetAttribute("aria-label"));
        Assert.Equal("The star was taken back.", (await holder.PageAsync(taken.Whither()!)).Alert());
        Assert.Empty((await holder.PageAsync("/agenda/mine")).QuerySelectorAll("li.ag"));
    }

    [Fact]
    public async Task Whose_browser_knows_no_ticket_is_told_how_to_keep_stars()
    {
        var stranger = site.Visitor();

        var page = await stranger.PageAsync((await StarAsync(stranger, "first")).Whither()!);

        Assert.Equal(StarRefusals.NoTicket.Message, page.Alert());
        Assert.NotNull(page.QuerySelector("main a[href='/register']"));
        Assert.Equal(StarRefusals.UnknownSession.Message, (await (await HolderAsync("wrong")).PageAsync((await StarAsync(await HolderAsync("wrong2"), "nothing")).Whither()!)).Alert());
    }

    [Fact]
    public async Task My_agenda_is_kept_by_no_cache_and_told_to_nobody_by_a_link()
    {
        foreach (var browser in new[] { await HolderAsync("secret"), site.Visitor() })
        {
            var answer = await browser.GetAsync("/agenda/mine", Ct);

            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.Null(answer.Headers.Age);
        }
    }

    [Fact]
    public async Task The_tickets_code_is_in_a_cookie_that_no_script_reads_and_that_stays_below_the_agenda()
    {
        var ticket = await site.TicketOfAsync("cookie");

        var cookies = (await site.Visitor().GetAsync(ticket, Ct)).Headers.GetValues("Set-Cookie").Where(c => c.StartsWith("expo-", StringComparison.Ordinal)).ToList();

        Assert.Matches("^expo-ticket=[0-9A-Z]{16}; max-age=15552000; path=/agenda; samesite=lax; httponly$", cookies[0]);
        Assert.Matches("^expo-mine=[0-9a-f]{8}; max-age=15552000; path=/; samesite=lax$", cookies[1]);
    }

    [Fact]
    public async Task A_browser_forgets_a_ticket_until_its_reader_wants_it_kept_again()
    {
        var browser = await HolderAsync("forget");
        var ticket = await TicketOfAsync("forget");
        await StarAsync(browser, "first");

        var forgotten = await browser.SendFormAsync(ticket, [], "#sessions form[action$=forget]");
        var after = await browser.PageAsync(ticket);
        var mine = await browser.PageAsync("/agenda/mine");
        var known = await browser.SendFormAsync(ticket, [], "#sessions form[action$=know]");

        Assert.Equal("/agenda/mine?done=forgotten", forgotten.Whither());
        Assert.Contains("This browser does not know your ticket, as you wished.", after.QuerySelector("#sessions")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(mine.QuerySelectorAll("li.ag"));
        Assert.Equal("This browser knows your ticket now.", (await browser.PageAsync(known.Whither()!)).Alert());
        Assert.Equal("first", Assert.Single((await browser.PageAsync("/agenda/mine")).QuerySelectorAll("li.ag")).Id);
    }

    [Fact]
    public async Task Opening_another_ticket_does_not_take_the_place_of_the_one_that_is_known()
    {
        var browser = await HolderAsync("own");
        var other = await site.TicketOfAsync("other");

        var page = await browser.PageAsync(other);
        await StarAsync(browser, "second");
        var own = await StarsOfAsync("own");
        await browser.SendFormAsync(other, page, [], "#sessions form[action$=know]");
        await StarAsync(browser, "first");

        Assert.Contains("This browser knows another ticket than this one.", page.QuerySelector("#sessions")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["second"], own);
        Assert.Equal(["first"], await StarsOfAsync("other"));
    }

    [Fact]
    public async Task A_star_from_another_site_is_refused_and_a_script_gets_the_state_or_the_refusal()
    {
        var holder = await HolderAsync("script");
        using var forged = new HttpRequestMessage(HttpMethod.Post, Star) { Content = new FormUrlEncodedContent([new("session", "first")]) };
        forged.Headers.Add("Sec-Fetch-Site", "cross-site");

        var refused = await holder.SendAsync(forged, Ct);
        var starred = await ScriptAsync(holder, "second");
        var unknown = await ScriptAsync(site.Visitor(), "second");

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("""{"ticket":true,"stars":[{"session":"second","change":null}]}""", await starred.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Contains("stars.no-ticket", await unknown.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal("""{"ticket":true,"stars":[{"session":"second","change":null}]}""", await holder.GetStringAsync("/agenda/mine/stars", Ct));
        Assert.Equal("""{"ticket":false,"stars":[]}""", await site.Visitor().GetStringAsync("/agenda/mine/stars", Ct));
    }

    [Theory]
    [InlineData("same-origin", "null", true)]
    [InlineData("same-origin", "http://localhost", true)]
    [InlineData("none", null, true)]
    [InlineData(null, "http://localhost", true)]
    [InlineData("cross-site", "null", false)]
    [InlineData("cross-site", "http://localhost", false)]
    [InlineData("same-site", null, false)]
    [InlineData(null, "null", false)]
    [InlineData(null, "https://elsewhere.example", false)]
    public async Task A_form_counts_as_ours_as_browsers_vouch_for_it_also_from_pages_that_hide_where_they_are(string? from, string? origin, bool isOurs)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Star) { Content = new FormUrlEncodedContent([new("session", "first")]) };
        foreach (var (name, value) in new[] { ("Sec-Fetch-Site", from), ("Origin", origin) })
        {
            request.Headers.TryAddWithoutValidation(name, value is null ? [] : [value]);
        }

        var answer = await site.Visitor().SendAsync(request, Ct);

        Assert.Equal(isOurs ? HttpStatusCode.Redirect : HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Stars_of_the_browser_are_taken_over_by_one_form_and_nonsense_is_none()
    {
        var holder = await HolderAsync("keep");

        var kept = await holder.PostAsync("/agenda/mine/keep", new FormUrlEncodedContent([new("sessions", "first  second gone <b>")]), Ct);
        var nothing = await holder.PostAsync("/agenda/mine/keep", null, Ct);
        var late = await holder.PostAsync("/agenda/mine/keep", new FormUrlEncodedContent([new("sessions", string.Join(' ', Enumerable.Range(0, 501)))]), Ct);

        Assert.Equal(["first", "second"], await StarsOfAsync("keep"));
        Assert.Equal(["/agenda/mine?done=kept", "/agenda/mine?done=kept", "/agenda/mine?no=stars.too-many"], new[] { kept, nothing, late }.Select(a => a.Whither()));
    }

    [Fact]
    public async Task A_ticket_that_was_cancelled_or_erased_stars_nothing_and_an_erased_one_is_dropped()
    {
        var (holder, ticket) = (await HolderAsync("gone"), await TicketOfAsync("gone"));
        await StarAsync(holder, "first");
        await holder.SendFormAsync($"{ticket}?step=cancel", [], "#cancel form");

        var cancelled = await holder.PageAsync((await StarAsync(holder, "second")).Whither()!);
        await site.Services.GetRequiredService<PrivacyService>().EraseOwnAsync(TicketCodes.Parse(ticket["/tickets/".Length..])!, Ct);
        var erased = await holder.GetAsync("/agenda/mine", Ct);

        Assert.Equal(StarRefusals.Cancelled.Message, cancelled.Alert());
        Assert.Empty(cancelled.QuerySelectorAll("li.ag"));
        Assert.Contains("Your registration was cancelled.", cancelled.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, erased.Headers.GetValues("Set-Cookie").Count(c => c.Contains("expires=Thu, 01 Jan 1970", StringComparison.Ordinal)));
    }

    private async Task<HttpClient> HolderAsync(string who)
    {
        var browser = site.Visitor();
        await browser.PageAsync(await site.TicketOfAsync(who));
        return browser;
    }

    private async Task<string> TicketOfAsync(string who) => $"/tickets/{TicketCodes.Grouped((await site.AttendeeAsync(who)).TicketCode)}";

    private static Task<HttpResponseMessage> StarAsync(HttpClient browser, string slug) => browser.PostAsync(Star, new FormUrlEncodedContent([new("session", slug)]), Ct);

    private static Task<HttpResponseMessage> ScriptAsync(HttpClient browser, string slug)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Star) { Content = new FormUrlEncodedContent([new("session", slug)]) };
        request.Headers.Add("Accept", "application/json");
        return browser.SendAsync(request, Ct);
    }

    private Task<List<string>> StarsOfAsync(string who) => site.Store.ReadAsync(db => db.SavedSessions
        .Where(s => db.Attendees.Any(a => a.Id == s.AttendeeId && a.NormalisedEmail.StartsWith(who + "@")))
        .Join(db.Sessions, s => s.SessionId, x => x.Id, (_, x) => x.Slug).Order().ToListAsync(Ct));
}
