using System.Net;
using System.Net.Http.Headers;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Submissions;
using Expo.Testing;
using Expo.Web.Tests.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Submissions;

public sealed class DeckPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_scripts_a_form_sends_the_deck_and_the_page_shows_the_version_its_report_and_its_download()
    {
        await using var site = new ExpoFactory { Settings = [("Decks:SofficePath", "no-office-in-this-test")] };
        var session = await TusTests.SpeakersSessionAsync(site);
        var speaker = await site.SignedInAsync("speaker");

        var sent = await SendAsync(speaker, session, SampleDeck.Simple(), "My talk.pptx");
        Assert.Equal($"/speaker/decks/{session}?taken=true", sent.Headers.Location!.ToString());
        await ReadyAsync(site, session);

        var page = await speaker.PageAsync($"/speaker/decks/{session}");
        Assert.Contains("My talk.pptx", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("nothing to mend", page.Body.TextContent, StringComparison.Ordinal);
        var links = page.QuerySelectorAll("a[href^='/decks/']").Select(a => a.GetAttribute("href")!).ToList();
        Assert.Equal(2, links.Count);

        var file = await speaker.GetAsync(links[0], Ct);
        Assert.Equal(SampleDeck.Simple().Length, (await file.Content.ReadAsByteArrayAsync(Ct)).Length);
        Assert.Equal(("sandbox; default-src 'none'", "nosniff", "attachment"),
            (file.Headers.GetValues("Content-Security-Policy").Single(), file.Headers.GetValues("X-Content-Type-Options").Single(), file.Content.Headers.ContentDisposition!.DispositionType));
        foreach (var link in links)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor().GetAsync(link, Ct)).StatusCode);
        }
    }

    [Fact]
    public async Task A_talk_without_a_time_is_shown_without_one()
    {
        await using var site = new ExpoFactory();
        var speaker = await site.Store.ReadAsync(db => db.Speakers.Where(s => db.Accounts.Any(a => a.Id == s.AccountId && a.Email == "speaker@expo.example")).Select(s => s.Id).FirstAsync(Ct));
        var added = await site.Services.GetRequiredService<ProgrammeService>().CreateAsync(new Actor { Name = "Ona", IsOrganiser = true }, 1, new("Added later", "", SessionKind.Talk, [], [speaker], null), Ct);

        var own = await (await site.SignedInAsync("speaker")).PageAsync($"/speaker/decks/{added.Value.SessionId}");
        var desk = await (await site.SignedInAsync("organiser")).PageAsync("/organiser/decks");

        Assert.Contains("“Added later”, which has no time yet. Every file", own.Body!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("No time yet, ", desk.QuerySelectorAll(".decklist > li").Last().QuerySelector(".meta")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_file_says_why_on_the_page_and_an_empty_one_at_once()
    {
        await using var site = new ExpoFactory { Settings = [("Decks:SofficePath", "no-office-in-this-test")] };
        var session = await TusTests.SpeakersSessionAsync(site);
        var speaker = await site.SignedInAsync("speaker");

        await SendAsync(speaker, session, SampleFiles.Ole("_VBA_PROJECT"), "deck.pptm");
        await ReadyAsync(site, session);
        Assert.Contains("The file holds macros", (await speaker.PageAsync($"/speaker/decks/{session}")).Body!.TextContent, StringComparison.Ordinal);

        var empty = await SendAsync(speaker, session, [], "deck.pptx");
        Assert.Contains("0 bytes", (await speaker.PageAsync(empty.Headers.Location!.ToString())).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_leaves_nothing_and_others_see_no_deck()
    {
        await using var site = new ExpoFactory();
        var session = await TusTests.SpeakersSessionAsync(site);

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(await site.SignedInAsync("speaker"), session, SampleDeck.Simple(), "a.pptx", token: "forged")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await site.SignedInAsync("door")).GetAsync($"/speaker/decks/{session}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await site.Visitor().GetAsync($"/speaker/decks/{session}", Ct)).StatusCode);
        Assert.Equal(0, await site.Store.ReadAsync(db => db.DeckVersions.CountAsync(Ct)));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient browser, int session, byte[] deck, string name, string? token = null)
    {
        var page = await browser.PageAsync($"/speaker/decks/{session}");
        token ??= page.QuerySelector("form[data-deck-upload] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var file = new ByteArrayContent(deck);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse("application/octet-stream");
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { file, "file", name } };
        return await browser.PostAsync($"/speaker/decks/{session}/file", form, Ct);
    }

    private static Task ReadyAsync(ExpoFactory site, int session) => Eventually.TrueAsync(async () => await site.Store.ReadAsync(db =>
        db.DeckVersions.AnyAsync(d => d.SessionId == session && (d.State == DeckState.Refused || d.Conversion != DeckConversion.Waiting), Ct)));
}
