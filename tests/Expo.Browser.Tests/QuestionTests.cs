using System.Text.RegularExpressions;
using Expo.Browser.Tests.Stand;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Expo.Browser.Tests;

public sealed partial class QuestionTests(Chromium chromium, DemoSite demo)
{
    [Fact]
    public async Task One_asks_a_second_approves_and_a_third_sees_it_at_once()
    {
        const string text = "How do you tell blended cotton from two origins apart?";
        await using var asker = await Visitor.ComeAsync(chromium, demo.Site, width: 360);
        await using var moderator = await Visitor.StaffAsync(chromium, demo.Site, "moderator");
        await using var viewer = await Visitor.ComeAsync(chromium, demo.Site);
        await viewer.GoAsync("/live/main");
        await moderator.GoAsync(await demo.AddressAsync("/moderate/{live}"));
        await asker.GoAsync("/live/main");

        await asker.Page.GetByLabel(AskBox()).FillAsync(text);
        await asker.Page.GetByLabel(NameBox()).FillAsync("Ada");
        await asker.Page.GetByRole(AriaRole.Button, new() { Name = "Send question" }).ClickAsync();
        await Expect(asker.Page.Locator("[data-mine-list]")).ToContainTextAsync("Waiting for a moderator");
        await Expect(moderator.Page.GetByRole(AriaRole.Button, new() { Name = $"Approve: {text}" })).ToBeVisibleAsync();
        Assert.DoesNotContain(text, await viewer.Page.ContentAsync(), StringComparison.Ordinal);

        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = $"Approve: {text}" }).ClickAsync();

        await Expect(viewer.Page.Locator("[data-list]")).ToContainTextAsync(text);
        await Expect(asker.Page.Locator("[data-mine-list] li").Filter(new() { HasText = text })).ToContainTextAsync("everyone sees it");
        var row = viewer.Page.Locator("[data-list] > li").Filter(new() { HasText = text });
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(row.Locator("[data-votes]")).ToHaveTextAsync("1");
        await Expect(asker.Page.Locator("[data-list] > li").Filter(new() { HasText = text }).Locator("[data-votes]")).ToHaveTextAsync("1");
        Assert.Empty((string[])[.. asker.Faults, .. moderator.Faults, .. viewer.Faults]);
    }

    [Fact]
    public async Task Without_JavaScript_one_asks_and_votes_by_form()
    {
        const string text = "Is the method open to small importers?";
        await using var asker = await Visitor.ComeAsync(chromium, demo.Site, new() { JavaScriptEnabled = false });
        await using var moderator = await Visitor.StaffAsync(chromium, demo.Site, "moderator");
        await moderator.GoAsync(await demo.AddressAsync("/moderate/{live}"));
        await asker.GoAsync("/live/main");

        await asker.Page.GetByLabel(AskBox()).FillAsync(text);
        await asker.Page.GetByRole(AriaRole.Button, new() { Name = "Send question" }).ClickAsync();
        await Expect(asker.Page.GetByText("Sent. A moderator reads it before others see it.")).ToBeVisibleAsync();
        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = $"Approve: {text}" }).ClickAsync();
        await Expect(moderator.Page.Locator("section").Filter(new() { HasText = "Live" }).GetByText(text).First).ToBeVisibleAsync();
        await asker.GoAsync("/live/main");
        var row = asker.Page.Locator("[data-list] > li").Filter(new() { HasText = text });
        await Expect(row.Locator("[data-votes]")).ToHaveTextAsync("0");

        await row.GetByRole(AriaRole.Button).ClickAsync();

        await Expect(row.Locator("[data-votes]")).ToHaveTextAsync("1");
        await Expect(row.GetByRole(AriaRole.Button)).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Fact]
    public async Task The_keyboard_alone_asks_and_approves()
    {
        const string text = "Which laboratories can do this today?";
        await using var asker = await Visitor.ComeAsync(chromium, demo.Site);
        await using var moderator = await Visitor.StaffAsync(chromium, demo.Site, "moderator");
        await moderator.GoAsync(await demo.AddressAsync("/moderate/{live}"));
        await asker.GoAsync("/live/main");

        await TabToAsync(asker.Page, "#field-text");
        await asker.Page.Keyboard.TypeAsync(text);
        await TabToAsync(asker.Page, "button[type=submit].btn");
        await asker.Page.Keyboard.PressAsync("Enter");
        await Expect(asker.Page.Locator("[data-mine-list]")).ToContainTextAsync(text);
        var approve = moderator.Page.GetByRole(AriaRole.Button, new() { Name = $"Approve: {text}" });
        await Expect(approve).ToBeVisibleAsync();
        await TabToAsync(moderator.Page, $"[aria-label='Approve: {text}']");
        await moderator.Page.Keyboard.PressAsync("Enter");

        await Expect(asker.Page.Locator("[data-list]")).ToContainTextAsync(text);
        await Expect(approve).ToHaveCountAsync(0);
    }

    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var presses = 0; presses < 120; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector))
            {
                return;
            }
        }

        Assert.Fail($"The Tab key does not reach {selector}.");
    }

    [GeneratedRegex("^Ask ")]
    private static partial Regex AskBox();

    [GeneratedRegex("^Your name")]
    private static partial Regex NameBox();
}
