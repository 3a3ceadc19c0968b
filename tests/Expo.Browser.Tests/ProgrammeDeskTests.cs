using Expo.Browser.Tests.Stand;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Expo.Browser.Tests;

public sealed class ProgrammeDeskTests(Chromium chromium)
{
    private const string Talk = ".pblock:has-text('Open data for small importers')";

    [Fact]
    public async Task An_organiser_adds_places_moves_and_undoes_with_the_keyboard_alone()
    {
        await using var site = await RunningSite.StartAsync(("Streaming__Enabled", "false"));
        await using var organiser = await Visitor.StaffAsync(chromium, site, "organiser");
        var page = organiser.Page;
        await OpenAsync(organiser);

        await Keyboard.PressAsync(page, ".ptools .acts button:nth-child(4)");
        await Expect(page.Locator("#session-editor")).ToBeFocusedAsync();
        await Keyboard.TabToAsync(page, "#session-title");
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("Stretching");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#chosen")).ToHaveTextAsync("Stretching");
        await Keyboard.TabToAsync(page, "#place-day");
        await page.Keyboard.PressAsync("End");
        await Keyboard.PressAsync(page, "form.stack button.btn");
        var laid = page.Locator(".pgrid .pblock", new() { HasText = "Stretching" });
        await Expect(laid).ToContainTextAsync("09:00 to 09:15");

        await Keyboard.TabToAsync(page, ".pgrid .pblock");
        await laid.FocusAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(page.Locator("p.vh[role=status]")).ToContainTextAsync(new System.Text.RegularExpressions.Regex("08:45 to 09:00 .* Not saved"));
        await Expect(laid).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".deskanswer")).ToContainTextAsync("“Stretching” was moved");
        await Expect(laid).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+z");
        await Expect(laid).ToContainTextAsync("09:00 to 09:15");
        await page.Keyboard.PressAsync("Control+y");
        await Expect(laid).ToContainTextAsync("08:45 to 09:00");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(laid).ToContainTextAsync("08:50 to 09:05");
        await page.Keyboard.PressAsync("Escape");
        await Expect(laid).ToContainTextAsync("08:45 to 09:00");
        Assert.Empty(organiser.Faults);
    }

    [Fact]
    public async Task An_organiser_drags_a_session_makes_it_longer_and_undoes_both_with_the_pointer()
    {
        await using var site = await RunningSite.StartAsync(("Streaming__Enabled", "false"));
        await using var organiser = await Visitor.StaffAsync(chromium, site, "organiser", new() { ViewportSize = new() { Width = 1280, Height = 900 }, BypassCSP = true });
        var page = organiser.Page;
        await OpenAsync(organiser);
        await page.Locator(".pdays button").Last.ClickAsync();
        var talk = page.Locator(Talk);
        var first = await talk.Locator(".pwhen").InnerTextAsync();
        var start = TimeOnly.Parse(first[..5], System.Globalization.CultureInfo.InvariantCulture);

        await DragAsync(page, talk, 12, 30);
        await Expect(talk).ToContainTextAsync($"{start.AddMinutes(15):HH:mm} to {start.AddMinutes(40):HH:mm}");
        await DragAsync(page, talk, -2, 20);
        await Expect(talk).ToContainTextAsync($"{start.AddMinutes(15):HH:mm} to {start.AddMinutes(50):HH:mm}");
        await Expect(page.Locator(".deskanswer")).ToContainTextAsync("has another length");
        Assert.Empty(await Axe.RunAsync(page));
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(talk).ToContainTextAsync($"{start.AddMinutes(15):HH:mm} to {start.AddMinutes(40):HH:mm}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(talk.Locator(".pwhen")).ToContainTextAsync(first[..14]);
        await talk.ClickAsync();
        await Expect(page.Locator("#chosen")).ToBeFocusedAsync();
        await page.SetViewportSizeAsync(320, 800);
        Assert.Empty(await Axe.RunAsync(page));
        Assert.Equal(320, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Empty(organiser.Faults);
    }

    private static async Task OpenAsync(Visitor visitor)
    {
        await visitor.GoAsync("/organiser/programme");
        await Expect(visitor.Page.Locator("div.desk:not([inert])")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator(".programme[data-hands]")).ToBeVisibleAsync();
    }

    /// <param name="page">The desk.</param>
    /// <param name="block">What is dragged.</param>
    /// <param name="from">Pixels from its upper edge, or below zero from its lower.</param>
    /// <param name="down">Pixels downwards; ten are five minutes.</param>
    private static async Task DragAsync(IPage page, ILocator block, int from, int down)
    {
        await block.ScrollIntoViewIfNeededAsync();
        var box = (await block.BoundingBoxAsync())!;
        var (x, y) = (box.X + 40, from < 0 ? box.Y + box.Height + from : box.Y + from);
        await page.Mouse.MoveAsync(x, y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(x, y + (down / 2));
        await page.Mouse.MoveAsync(x, y + down);
        await page.Mouse.UpAsync();
    }
}
