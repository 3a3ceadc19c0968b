using Expo.Browser.Tests.Stand;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Expo.Browser.Tests;

public sealed class SubmitTests(Chromium chromium, DemoSite demo)
{
    [Theory]
    [InlineData(1280, true)]
    [InlineData(360, false)]
    public async Task A_talk_is_sent_found_again_by_letter_changed_and_shared_with_an_invited_speaker(int width, bool scripts)
    {
        var (own, guest) = ($"nell{width}@ledger.example", $"gus{width}@guest.example");
        await using var visitor = await Visitor.ComeAsync(chromium, demo.Site, new() { ViewportSize = new() { Width = width, Height = 800 }, JavaScriptEnabled = scripts });
        await using var other = await Visitor.ComeAsync(chromium, demo.Site, new() { ViewportSize = new() { Width = width, Height = 800 }, JavaScriptEnabled = scripts });
        var (page, invited) = (visitor.Page, other.Page);

        await visitor.GoAsync("/submit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin a proposal" }).ClickAsync();
        await page.GetByLabel("Title").FillAsync("Ledger reading");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit the proposal" }).ClickAsync();
        await Expect(page.GetByLabel("Country")).ToHaveAccessibleDescriptionAsync("Choose the country you come from.");
        await Expect(page.GetByLabel("Title")).ToHaveValueAsync("Ledger reading");
        await FillAsync(page, own);
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit the proposal" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Your proposal has arrived");

        await visitor.GoAsync(await Letters.LinkAsync(demo.Site, own, "/account/link/"));
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByLabel("Title").FillAsync("Ledger reading, mended");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the changes" }).ClickAsync();
        await Expect(page.GetByText("Your changes are saved.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Invite other speakers" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("Gus Guest");
        await page.GetByLabel("Email").FillAsync(guest);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the invitation" }).ClickAsync();
        await Expect(page.GetByText("no answer yet")).ToBeVisibleAsync();

        await other.GoAsync(await Letters.LinkAsync(demo.Site, guest, "/submit/invitation/"));
        await Expect(invited.GetByText("Ledger reading, mended")).ToBeVisibleAsync();
        await invited.GetByLabel("Company").FillAsync("Guest Works");
        await invited.GetByLabel("Country").SelectOptionAsync("Sweden");
        await invited.GetByRole(AriaRole.Button, new() { Name = "Accept and be named as a speaker" }).ClickAsync();
        await Expect(invited.Locator("h1")).ToHaveTextAsync("You have accepted");
        await page.ReloadAsync();

        await Expect(page.Locator(".mine li").Nth(1)).ToContainTextAsync("Accepted");
        Assert.Empty(visitor.Faults);
        Assert.Empty(other.Faults);
    }

    private static async Task FillAsync(IPage page, string email)
    {
        await page.GetByLabel("Topic").SelectOptionAsync("Remedy");
        await page.GetByLabel("What does it save?").FillAsync("Six weeks become 4 days, measured once in an audit.");
        await page.GetByLabel("Description").FillAsync("Paper ledgers end tracing at the door of the mill; photographs do not.");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Nell Ledger");
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Phone").FillAsync("+1 202 555 0100");
        await page.GetByLabel("Company").FillAsync("Ledger Works");
        await page.GetByLabel("Country").SelectOptionAsync("Norway");
    }
}
