using Expo.Browser.Tests.Stand;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Expo.Browser.Tests;

public sealed class MenuTests(Chromium chromium, DemoSite demo)
{
    [Theory]
    [InlineData(320, true)]
    [InlineData(360, false)]
    [InlineData(900, true)]
    public async Task On_a_small_screen_the_menu_opens_by_keyboard_and_leads_on(int width, bool scripts)
    {
        await using var visitor = await Visitor.ComeAsync(chromium, demo.Site, new() { ViewportSize = new() { Width = width, Height = 800 }, JavaScriptEnabled = scripts });
        await visitor.GoAsync("/");
        await Expect(visitor.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" })).ToBeHiddenAsync();

        await visitor.Page.Locator("details.menu summary").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Home", Exact = true })).ToBeFocusedAsync();
        await visitor.Page.GetByRole(AriaRole.Navigation, new() { Name = "Menu" }).GetByRole(AriaRole.Link, new() { Name = "Agenda" }).ClickAsync();

        await visitor.Page.WaitForURLAsync("**/agenda");
        await Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("Agenda");
    }
}
