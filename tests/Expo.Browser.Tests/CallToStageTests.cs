using System.Text.RegularExpressions;
using Expo.Browser.Tests.Stand;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Expo.Browser.Tests;

/// <summary>Everything between a call that nobody has answered and a deck on the stage, by five people in five browsers.</summary>
public sealed class CallToStageTests(Chromium chromium)
{
    private const string Talk = "Ledger reading";
    private const string Address = "nell@brookline.example";

    [Fact]
    public async Task From_an_empty_call_to_a_released_programme_and_a_frozen_deck()
    {
        await using var site = await RunningSite.StartAsync(("Streaming__Enabled", "false"));
        await EmptyAsync(site);
        await using var organiser = await Visitor.StaffAsync(chromium, site, "organiser");
        await using var reviewer = await Visitor.StaffAsync(chromium, site, "reviewer");
        await using var speaker = await Visitor.ComeAsync(chromium, site, 360, 800);
        await using var reader = await Visitor.ComeAsync(chromium, site, 360, 800);

        await OpenAsync(organiser);
        await OfferAsync(speaker, site);
        await ReviewAsync(organiser, reviewer);
        await AcceptAsync(organiser);
        await speaker.GoAsync("/speaker");
        await speaker.Page.GetByRole(AriaRole.Button, new() { Name = $"I will give this talk: {Talk}" }).ClickAsync();
        await Expect(speaker.Page.GetByText("Thank you. Your talk is in the program")).ToBeVisibleAsync();

        await PlaceAsync(organiser);
        await reader.GoAsync("/agenda");
        await Expect(reader.Page.GetByText(Talk)).ToHaveCountAsync(0);
        await ReleaseAsync(organiser);
        await reader.GoAsync("/agenda");
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = Talk }).First.ClickAsync();
        await Expect(reader.Page.Locator("h1")).ToHaveTextAsync(Talk);
        await Expect(reader.Page.GetByText("Nell Winterbourne").First).ToBeVisibleAsync();

        await UploadAsync(speaker, "first.pptx", 1);
        await FreezeAsync(organiser);
        await UploadAsync(speaker, "second.pptx", 2);
        await Expect(speaker.Page.Locator(".deckversion", new() { HasText = "Version 1" }).GetByText("Shown on stage")).ToBeVisibleAsync();

        Assert.Equal([], new[] { organiser, reviewer, speaker, reader }.SelectMany(person => person.Faults));
    }

    /// <summary>Takes the demo's call and its proposals away.</summary>
    private static async Task EmptyAsync(RunningSite site)
    {
        await using var db = Records.Open(site);
        await db.ReviewAssignments.ExecuteDeleteAsync();
        await db.Reviews.ExecuteDeleteAsync();
        await db.ProposalLog.ExecuteDeleteAsync();
        await db.ProposalSpeakers.ExecuteDeleteAsync();
        await db.Proposals.ExecuteDeleteAsync();
        await db.CallsForTalks.ExecuteDeleteAsync();
    }

    private static async Task OpenAsync(Visitor organiser)
    {
        var page = await DeskAsync(organiser, "/organiser/call");
        await Expect(page.GetByText("0 proposals are sent, 0 drafts are begun")).ToBeVisibleAsync();
        await page.GetByLabel("Topics").FillAsync("Tracing\nRemedy");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the call" }).ClickAsync();
        await Expect(page.GetByText("The call is saved.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Open now: the call for talks" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Open it" }).ClickAsync();
        await Expect(page.GetByText("The call is open.")).ToBeVisibleAsync();
    }

    private static async Task OfferAsync(Visitor speaker, RunningSite site)
    {
        var page = speaker.Page;
        await speaker.GoAsync("/submit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin a proposal" }).ClickAsync();
        await page.GetByLabel("Title").FillAsync(Talk);
        await page.GetByLabel("Topic").SelectOptionAsync("Remedy");
        await page.GetByLabel("What does it save?").FillAsync("Six weeks become 4 days, measured once in an audit.");
        await page.GetByLabel("Description").FillAsync("Paper ledgers end tracing at the door of the mill; photographs do not.");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Nell Winterbourne");
        await page.GetByLabel("Email").FillAsync(Address);
        await page.GetByLabel("Phone").FillAsync("+1 202 555 0100");
        await page.GetByLabel("Company").FillAsync("Brookline Optics");
        await page.GetByLabel("Country").SelectOptionAsync("Norway");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit the proposal" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Your proposal has arrived");
        await speaker.GoAsync(await Letters.LinkAsync(site, Address, "/account/link/"));
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByLabel("Title")).ToHaveValueAsync(Talk);
    }

    private static async Task ReviewAsync(Visitor organiser, Visitor reviewer)
    {
        var desk = await DeskAsync(organiser, "/organiser/review");
        await desk.GetByText("Add a phase").ClickAsync();
        await desk.GetByLabel("Name", new() { Exact = true }).FillAsync("Blind look");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Save the phase" }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Begin: Blind look" }).ClickAsync();
        await Expect(desk.GetByText("“Blind look” is active since")).ToBeVisibleAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Share out the proposals" }).ClickAsync();
        await Expect(desk.Locator("tr", new() { HasText = "Ruth Anselm" }).Locator("td[data-head=Asked]")).ToHaveTextAsync("1");

        await reviewer.GoAsync("/review");
        await reviewer.Page.GetByRole(AriaRole.Link, new() { Name = Talk }).ClickAsync();
        await Expect(reviewer.Page.GetByText("Nell")).ToHaveCountAsync(0);
        await reviewer.Page.GetByLabel("4 Good").CheckAsync();
        await reviewer.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(reviewer.Page.GetByText("Your review is saved.")).ToBeVisibleAsync();
    }

    private static async Task AcceptAsync(Visitor organiser)
    {
        var desk = await DeskAsync(organiser, "/organiser/proposals");
        await desk.GetByRole(AriaRole.Link, new() { Name = Talk }).ClickAsync();
        await Expect(desk.GetByText("4.0 of 5, spread 0.0, 1 review")).ToBeVisibleAsync();
        await Expect(desk.Locator("div.desk:not([inert])")).ToBeVisibleAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Accept", Exact = true }).ClickAsync();
        await Expect(desk.GetByText("Accepted. Nobody is told of it yet.")).ToBeVisibleAsync();
        await DeskAsync(organiser, "/organiser/proposals/letters");
        await desk.GetByRole(AriaRole.Button, new() { Name = "All accepted (1)" }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Preview the letters" }).ClickAsync();
        await desk.GetByLabel("type the number of letters").FillAsync("1");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Send the letters now" }).ClickAsync();
        await Expect(desk.GetByText("1 letter is on its way.")).ToBeVisibleAsync();
    }

    private static async Task PlaceAsync(Visitor organiser)
    {
        var desk = await DeskAsync(organiser, "/organiser/programme");
        await Expect(desk.Locator(".programme[data-hands]")).ToBeVisibleAsync();
        await desk.Locator(".ptray .pblock", new() { HasText = Talk }).ClickAsync();
        await Expect(desk.Locator("#chosen")).ToHaveTextAsync(Talk);
        await desk.GetByLabel("Start (").FillAsync("18:00");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Place it" }).ClickAsync();
        await Expect(desk.Locator(".deskanswer")).ToContainTextAsync("was placed");
    }

    private static async Task ReleaseAsync(Visitor organiser)
    {
        var desk = await DeskAsync(organiser, "/organiser/releases");
        await desk.GetByLabel("Name", new() { Exact = true }).FillAsync("With the ledgers");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Release: the program" }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Release now" }).ClickAsync();
        await Expect(desk.GetByText("“With the ledgers” is public now.")).ToBeVisibleAsync();
    }

    /// <summary>Sends a deck from its page and waits until its checks are done.</summary>
    private static async Task UploadAsync(Visitor speaker, string name, int version)
    {
        var page = speaker.Page;
        await speaker.GoAsync("/speaker");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("deck", RegexOptions.IgnoreCase) }).First.ClickAsync();
        await page.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = SampleDeck.Simple(name) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**taken=true");
        var arrived = page.Locator(".deckversion", new() { HasText = $"Version {version}" });
        await Eventually.TrueAsync(
            async () =>
            {
                await page.ReloadAsync();
                return await arrived.GetByRole(AriaRole.Link, new() { Name = "Download as you brought it" }).CountAsync() == 1;
            },
            TimeSpan.FromSeconds(60),
            () => $"Version {version} has not passed its checks.");
    }

    private static async Task FreezeAsync(Visitor organiser)
    {
        var desk = await DeskAsync(organiser, "/organiser/decks");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Show on stage: version 1, first.pptx" }).ClickAsync();
        await Expect(desk.GetByText($"Version 1 of “{Talk}” is shown on stage.")).ToBeVisibleAsync();
    }

    private static async Task<IPage> DeskAsync(Visitor organiser, string path)
    {
        await organiser.GoAsync(path);
        await Expect(organiser.Page.Locator("div.desk:not([inert])")).ToBeVisibleAsync();
        return organiser.Page;
    }
}
