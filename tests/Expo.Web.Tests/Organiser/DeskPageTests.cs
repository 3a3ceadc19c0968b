using System.Net;

namespace Expo.Web.Tests.Organiser;

public sealed class DeskPageTests(ExpoFactory site) : IClassFixture<ExpoFactory>
{
    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    private static readonly (string Address, string Title)[] Desks =
    [
        ("/organiser", "Overview"), ("/organiser/sessions", "Sessions"), ("/organiser/recordings", "Recordings"), ("/organiser/faq", "FAQ"), ("/organiser/faq/999", "FAQ entry"), ("/organiser/attendees", "Attendees"),
        ("/organiser/decks", "Decks"), ("/organiser/accommodations", "Accommodations"), ("/organiser/privacy", "Privacy"), ("/organiser/payments", "Payments"),
        ("/organiser/attendees/999", "Attendee"), ("/organiser/attendees/new", "Add somebody"), ("/organiser/attendees/figures", "Figures"), ("/organiser/ledger", "Seat ledger"), ("/organiser/attendees/export", "Take out a file"),
        ("/organiser/programme", "Program"), ("/organiser/stages", "Stages"),
        ("/organiser/proposals", "Proposals"), ("/organiser/proposals/DEM3B8", "Trace elements as a second witness"), ("/organiser/proposals/letters", "Inform speakers"), ("/organiser/review", "Reviewing"),
        ("/organiser/call", "Call for talks"),
        ("/organiser/releases", "Releases"), ("/organiser/releases/1", "First program"),
        ("/organiser/speakers", "Speakers"), ("/organiser/speakers/reminders", "Remind speakers"), ("/organiser/speakers/ingrid-solvang", "Ingrid Solvang"),
        ("/organiser/notices", "Notices of changes"),
    ];

    [Fact]
    public async Task The_desks_are_for_organisers_and_nobody_else()
    {
        var organiser = await site.SignedInAsync("organiser");
        var others = new List<HttpClient>();
        foreach (var role in new[] { "moderator", "speaker", "captioner", "door", "reviewer" })
        {
            others.Add(await site.SignedInAsync(role));
        }

        foreach (var (address, title) in Desks)
        {
            var visitor = await site.Visitor().GetAsync(address, Ct);
            var answers = new List<HttpStatusCode>();
            foreach (var other in others)
            {
                answers.Add((await other.GetAsync(address, Ct)).StatusCode);
            }

            Assert.Equal((HttpStatusCode.Redirect, true), (visitor.StatusCode, visitor.Headers.Location!.ToString().Contains("/account/sign-in", StringComparison.Ordinal)));
            Assert.Equal(Enumerable.Repeat(HttpStatusCode.Forbidden, 5), answers);
            Assert.Equal(title, (await organiser.PageAsync(address)).QuerySelector("h1")!.TextContent);
        }
    }

    [Fact]
    public async Task A_page_without_a_circuit_is_loaded_whole_when_one_comes_from_a_desk()
    {
        var organiser = await site.SignedInAsync("organiser");
        organiser.DefaultRequestHeaders.Accept.ParseAdd("text/html; blazor-enhanced-nav=on");

        var answers = new List<bool>();
        foreach (var address in new[] { "/organiser/attendees", "/organiser/attendees/export", "/organiser/badges", "/" })
        {
            var answer = await organiser.GetAsync(address, Ct);
            answers.Add(answer.IsSuccessStatusCode && answer.Headers.Contains("blazor-enhanced-nav"));
        }

        Assert.Equal([true, false, false, false], answers);
    }

    [Fact]
    public async Task The_moderation_desks_are_for_moderators_and_organisers()
    {
        var (visitor, moderator) = (site.Visitor(), await site.SignedInAsync("moderator"));
        var session = (await moderator.PageAsync("/moderate")).QuerySelector(".modlist a")!.GetAttribute("href")!;
        string[] desks = ["/moderate", session];
        var answers = new List<(string Role, HttpStatusCode, HttpStatusCode)>();
        foreach (var role in new[] { "organiser", "moderator", "speaker", "captioner", "door" })
        {
            var browser = await site.SignedInAsync(role);
            answers.Add((role, (await browser.GetAsync(desks[0], Ct)).StatusCode, (await browser.GetAsync(desks[1], Ct)).StatusCode));
        }

        Assert.StartsWith("/moderate/", session, StringComparison.Ordinal);
        Assert.Equal(
            [
                ("organiser", HttpStatusCode.OK, HttpStatusCode.OK), ("moderator", HttpStatusCode.OK, HttpStatusCode.OK),
                ("speaker", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), ("captioner", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
                ("door", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
            ],
            answers);
        foreach (var desk in desks)
        {
            Assert.StartsWith("/account/sign-in", (await visitor.GetAsync(desk, Ct)).Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_speaker_sees_the_sessions_of_this_account_with_their_zone()
    {
        var page = await (await site.SignedInAsync("speaker")).PageAsync("/speaker");

        Assert.Equal(
            ["Isotope testing of cotton: what a laboratory can and cannot prove", "Panel: what we got wrong"],
            page.QuerySelectorAll(".mine h2").Select(h => h.TextContent));
        Assert.All(page.QuerySelectorAll(".mine .z"), z => Assert.Matches(@"^E[SD]T \(UTC−[45]\), \w+day \d", z.TextContent));
        Assert.Empty((await (await site.SignedInAsync("door")).PageAsync("/speaker")).QuerySelectorAll(".mine h2"));
    }
}
