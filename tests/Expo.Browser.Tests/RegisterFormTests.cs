using Expo.Browser.Tests.Stand;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Expo.Browser.Tests;

/// <summary>The register form's codes, parties and questions, as people use them.</summary>
public sealed class RegisterFormTests(Chromium chromium, DemoSite demo)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reporter_uses_a_code_and_brings_a_colleague_with_and_without_JavaScript(bool scripts)
    {
        await using var visitor = await Visitor.ComeAsync(chromium, demo.Site, new() { JavaScriptEnabled = scripts, ViewportSize = new() { Width = 360, Height = 800 } });
        var page = visitor.Page;
        await visitor.GoAsync("/register");
        await Expect(Radio(page, "Press")).ToHaveCountAsync(0);
        await page.GetByLabel("Full name").FillAsync("Paula Press");
        await page.GetByText("Do you have an access code?").ClickAsync();
        await page.GetByLabel("Access code").FillAsync("press-demo");
        // The Enter key in the field does what the button does.
        await (scripts ? page.GetByRole(AriaRole.Button, new() { Name = "Use the code" }).ClickAsync() : page.GetByLabel("Access code").PressAsync("Enter"));
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The code opens “Press”, which is chosen above.");
        await Expect(page.GetByRole(AriaRole.Status)).ToBeFocusedAsync();
        await Expect(page.GetByLabel("Full name")).ToHaveValueAsync("Paula Press");
        await Expect(Radio(page, "Press")).ToBeCheckedAsync();
        await page.GetByText("Bring colleagues").ClickAsync();
        await page.GetByLabel("How many are you in all?").SelectOptionAsync("2 people");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the rows" }).ClickAsync();
        await Expect(page.GetByLabel("Name of person 2")).ToBeFocusedAsync();
        await Expect(Radio(page, "Press")).ToBeCheckedAsync();
        await page.GetByLabel("Name of person 2").FillAsync("Carl Camera");
        await page.GetByLabel("Email of person 2").FillAsync($"carl{scripts}@press.example");
        await page.GetByLabel("Email", new() { Exact = true }).FillAsync($"paula{scripts}@press.example");
        await page.GetByLabel("Country").SelectOptionAsync("Norway");

        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();

        await page.WaitForURLAsync("**/register/sent");
        var tickets = await Records.TicketsAsync(demo.Site, $"{scripts}@press.example");
        Assert.Equal(2, tickets.Count);
        Assert.Empty(visitor.Faults);
    }

    [Fact]
    public async Task A_question_for_one_ticket_is_seen_when_that_ticket_is_chosen_and_not_before()
    {
        await using var visitor = await Visitor.ComeAsync(chromium, demo.Site, new() { JavaScriptEnabled = false });
        var page = visitor.Page;
        await visitor.GoAsync("/register");

        await Expect(page.GetByLabel("What do you do?")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Ministry or agency")).ToBeHiddenAsync();
        await Radio(page, "Foreign government").CheckAsync();
        await Expect(page.GetByLabel("Ministry or agency")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Ministry or agency")).ToHaveAccessibleDescriptionAsync("Asked only for: Foreign government. Why we ask: to keep the seats for governments for those they are meant for; deleted 90 days after the event.");
        await Radio(page, "Exhibitor").CheckAsync();
        await Expect(page.GetByLabel("Ministry or agency")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_Enter_key_sends_the_form_and_presses_no_other_button()
    {
        await using var visitor = await Visitor.ComeAsync(chromium, demo.Site, new() { JavaScriptEnabled = false });
        await visitor.GoAsync("/register?code=press-demo&people=2");
        await visitor.Page.GetByLabel("Full name").FillAsync("Ada");

        await visitor.Page.Keyboard.PressAsync("Enter");

        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("2 fields need another look.");
        await Expect(visitor.Page.GetByLabel("Full name")).ToHaveValueAsync("Ada");
    }

    [Theory]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(320, ColorScheme.Light)]
    [InlineData(320, ColorScheme.Dark)]
    public async Task Axe_finds_nothing_and_nothing_scrolls_sideways_with_every_part_of_the_form_open_and_wrong(int width, ColorScheme scheme)
    {
        await using var visitor = await Visitor.ComeAsync(chromium, demo.Site, new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme, BypassCSP = true });
        var page = visitor.Page;
        await visitor.GoAsync("/register?code=press-demo&people=3");
        await Radio(page, "Foreign government").CheckAsync();
        await page.GetByLabel("Name of person 3").FillAsync("Carl");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("5 fields need another look.");

        Assert.Empty(await Axe.RunAsync(page));
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        foreach (var link in await page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Link).AllAsync())
        {
            await link.ClickAsync();
            Assert.Equal(await link.InnerTextAsync(), await page.EvaluateAsync<string>("() => document.activeElement.closest('.field').querySelector('.msg').innerText.trim()"));
        }
    }

    private static ILocator Radio(IPage page, string name) => page.GetByRole(AriaRole.Radio, new() { Name = name, Exact = true });
}
