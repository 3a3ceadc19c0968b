using Expo.Browser.Tests.Stand;
using Expo.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Expo.Browser.Tests;

public sealed class SpeakerDeskTests(Chromium chromium)
{
    private const string Panel = "/speaker/sessions/panel-what-we-got-wrong";

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(320, ColorScheme.Dark)]
    public async Task A_speaker_gives_all_that_is_missing_with_the_keyboard_and_without_scripts(int width, ColorScheme scheme)
    {
        await using var site = await RunningSite.StartAsync(("Streaming__Enabled", "false"));
        await using var speaker = await Visitor.StaffAsync(chromium, site, "speaker", new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme, JavaScriptEnabled = false });
        var page = speaker.Page;
        await speaker.GoAsync("/speaker");
        await Expect(page.Locator(".speakerdesk .note")).ToContainTextAsync("When you can speak");

        await page.GetByRole(AriaRole.Link, new() { Name = "When you can speak" }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "At any time of the event" }).PressAsync("Enter");
        await Expect(page.GetByText("The time is saved.")).ToBeVisibleAsync();

        await speaker.GoAsync("/speaker/profile");
        await page.GetByLabel("Text for the announcement").FillAsync("Ingrid Solvang reads isotopes in cotton.");
        await page.GetByLabel("Time zone").SelectOptionAsync("Asia/Tokyo");
        await page.GetByLabel("Name").PressAsync("Enter");
        await Expect(page.GetByText("The profile is saved.")).ToBeVisibleAsync();
        await page.GetByLabel("Picture").SetInputFilesAsync(new FilePayload { Name = "me.jpg", MimeType = "image/jpeg", Buffer = SampleFiles.Jpeg("GPS") });
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the portrait" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Ingrid Solvang" })).ToBeVisibleAsync();

        await speaker.GoAsync(Panel);
        foreach (var question in new[] { "May it be streamed live?", "May it be recorded?", "May recording and slides be published?" })
        {
            await page.GetByRole(AriaRole.Group, new() { Name = question }).GetByLabel("Yes").PressAsync("Space");
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Save the answers" }).PressAsync("Enter");
        await Expect(page.GetByText("The answers are saved and count from now on.")).ToBeVisibleAsync();

        await speaker.GoAsync("/speaker");
        await Expect(page.Locator(".speakerdesk .note")).ToHaveCountAsync(0);
        await Expect(page.Locator(".mine > li", new() { HasText = "what we got wrong" })).ToContainTextAsync("JST");
        await Expect(page.Locator(".mine > li", new() { HasText = "what we got wrong" })).ToContainTextAsync("Stream yes, record yes, publish yes");
        Assert.Empty(speaker.Faults);
    }

    [Fact]
    public async Task The_tab_key_reaches_every_field_of_the_profile_and_a_mistake_takes_the_focus()
    {
        await using var site = await RunningSite.StartAsync(("Streaming__Enabled", "false"));
        await using var speaker = await Visitor.StaffAsync(chromium, site, "speaker");
        var page = speaker.Page;
        await speaker.GoAsync("/speaker/profile");

        foreach (var field in new[] { "[name='Form.Name']", "[name='Form.Company']", "[name='Form.Country']", "[name='Form.TimeZone']", "[name='Form.Biography']" })
        {
            await Keyboard.TabToAsync(page, field);
        }

        await page.GetByLabel("Name").FillAsync("");
        await page.GetByLabel("Name").PressAsync("Enter");

        await Expect(page.Locator("[role=alert]")).ToBeFocusedAsync();
        await Expect(page.GetByLabel("Name")).ToHaveAccessibleDescriptionAsync("Enter the name under which you speak.");
        Assert.Empty(speaker.Faults);
    }
}
