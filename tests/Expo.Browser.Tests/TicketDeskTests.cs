using Expo.Browser.Tests.Stand;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Expo.Browser.Tests;

public sealed class TicketDeskTests(Chromium chromium)
{
    [Fact]
    public async Task An_organiser_lays_the_expos_caps_makes_codes_and_asks_a_question_and_every_step_can_be_read_by_all()
    {
        await using var site = await RunningSite.StartAsync(("Streaming__Enabled", "false"));
        await using var organiser = await Visitor.StaffAsync(chromium, site, "organiser", new() { ViewportSize = new() { Width = 360, Height = 800 }, BypassCSP = true });
        var page = organiser.Page;

        await OpenAsync(organiser, "/organiser/tickets");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a pool", Exact = true }).ClickAsync();
        await Expect(page.Locator("#pool-editor")).ToBeFocusedAsync();
        await page.Locator("#pool-name").FillAsync("Embassies");
        await page.Locator("#pool-capacity").FillAsync("30");
        await CleanAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the pool" }).ClickAsync();
        await Expect(page.GetByText("“Embassies” is saved.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a ticket type", Exact = true }).ClickAsync();
        await page.Locator("#type-name").FillAsync("Embassy");
        await page.Locator("#type-code").FillAsync("waiting");
        await page.Locator("#type-closesat").FillAsync("2027-03-14T02:30");
        await Expect(page.GetByText("There is no 02:30 on 14 March 2027")).ToBeVisibleAsync();
        await page.GetByLabel("Only for those who bring an access code").CheckAsync();
        await page.GetByLabel("Room (400)").CheckAsync();
        await page.GetByLabel("Embassies (30)").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the ticket type" }).ClickAsync();
        await Expect(page.Locator("form [role=alert]")).ToBeFocusedAsync();
        await CleanAsync(page);
        await page.Locator("#type-code").FillAsync("embassy");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the ticket type" }).ClickAsync();
        await Expect(page.GetByText("“Embassy” is saved.")).ToBeVisibleAsync();
        await CleanAsync(page);

        await OpenAsync(organiser, "/organiser/codes");
        await page.Locator("#code-note").FillAsync("Delegation of Norway");
        await page.Locator("#code-count").FillAsync("2");
        await page.GetByLabel("Hold seats back").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the codes" }).ClickAsync();
        await Expect(page.Locator("#code-made")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex(@"^http://127\.0\.0\.1:\d+/register\?code=[0-9A-Z]{4}-[0-9A-Z]{4}\nhttp"));
        await CleanAsync(page);

        await OpenAsync(organiser, "/organiser/form");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a question", Exact = true }).ClickAsync();
        await page.Locator("#question-label").FillAsync("Which lunch?");
        await page.Locator("#question-kind").SelectOptionAsync("Choice");
        await page.Locator("#question-choices").FillAsync("Vegan\nFish");
        await page.Locator("#question-purpose").FillAsync("To order lunch.");
        await Expect(page.Locator("#sample")).ToContainTextAsync("Fish");
        await CleanAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the question" }).ClickAsync();
        await Expect(page.GetByText("The question is saved.")).ToBeVisibleAsync();

        await OpenAsync(organiser, "/organiser/settings");
        await page.Locator("#settings-offerhours").FillAsync("48");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the settings" }).ClickAsync();
        await Expect(page.GetByText("The settings are saved.")).ToBeVisibleAsync();
        await CleanAsync(page);

        await OpenAsync(organiser, "/organiser/tickets");
        var room = page.Locator("section[aria-labelledby=pools] tr", new() { HasText = "Room" }).First;
        await Expect(room.Locator("[data-head=Held]")).ToHaveTextAsync("2");
        Assert.Empty(organiser.Faults);
    }

    private static async Task OpenAsync(Visitor visitor, string address)
    {
        await visitor.GoAsync(address);
        await Expect(visitor.Page.Locator("div.desk:not([inert])")).ToBeVisibleAsync();
    }

    private static async Task CleanAsync(IPage page)
    {
        Assert.Empty(await Axe.RunAsync(page));
        Assert.Equal(360, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }
}
