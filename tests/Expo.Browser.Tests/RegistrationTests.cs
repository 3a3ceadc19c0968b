using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Expo.Browser.Tests.Stand;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Expo.Browser.Tests;

public sealed partial class RegistrationTests(Chromium chromium, DemoSite demo)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_keyboard_alone_registers_reads_the_letter_and_cancels_on_a_phone()
    {
        await using var visitor = await Visitor.ComeAsync(chromium, demo.Site, width: 360);
        var page = visitor.Page;
        await visitor.GoAsync("/register");

        await Keyboard.TabToAsync(page, "#field-place");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "The live stream" })).ToBeCheckedAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await Keyboard.TypeIntoAsync(page, "#field-name", "Ingrid Keyboard");
        await Keyboard.TypeIntoAsync(page, "#field-email", "keyboard@thornebury.example");
        await Keyboard.TypeIntoAsync(page, "#field-organisation", "Fernhollow Imports");
        await Keyboard.TypeIntoAsync(page, "#field-country", "Norway");
        await Keyboard.PressAsync(page, "main form button");
        await page.WaitForURLAsync("**/register/sent");
        await Keyboard.PressAsync(page, "main .alert a");
        await page.WaitForURLAsync("**/demo/mailbox");
        await OpenLetterAsync(page, "keyboard@thornebury.example");
        await Expect(page.Locator(".nm")).ToHaveTextAsync("Ingrid Keyboard");
        await Expect(page.Locator(".nm + p")).ToHaveTextAsync("Fernhollow Imports, Norway");
        await Keyboard.PressAsync(page, "#cancel a");
        await page.WaitForURLAsync("**step=cancel#cancel");
        await Keyboard.PressAsync(page, "#cancel form button");

        await Expect(page.Locator("h1")).ToHaveTextAsync("Registration cancelled");
        Assert.Empty(visitor.Faults);
    }

    [Fact]
    public async Task Without_JavaScript_one_registers_mends_mistakes_changes_place_and_takes_the_calendar_along()
    {
        await using var visitor = await Visitor.ComeAsync(chromium, demo.Site, new() { JavaScriptEnabled = false, AcceptDownloads = true });
        var page = visitor.Page;
        await visitor.GoAsync("/register");
        await page.GetByRole(AriaRole.Radio, new() { Name = "The live stream" }).CheckAsync();
        await page.GetByLabel("Full name").FillAsync("Noor Formsworth");
        await page.GetByLabel("Email").FillAsync("noor@formsworth");
        await page.GetByLabel("Country").SelectOptionAsync("Jordan");
        await page.GetByLabel(NeedsBox()).FillAsync("A quiet room");

        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await Expect(page.GetByLabel("Email")).ToHaveAccessibleDescriptionAsync("We send your ticket here The address lacks its ending, such as “.org”.");
        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "The live stream" })).ToBeCheckedAsync();
        await Expect(page.GetByLabel("Full name")).ToHaveValueAsync("Noor Formsworth");
        await Expect(page.GetByLabel("Country")).ToHaveValueAsync("JO");
        await Expect(page.GetByLabel(NeedsBox())).ToHaveValueAsync("A quiet room");
        await page.GetByLabel("Email").FillAsync("noor@formsworth.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the demo mailbox" }).ClickAsync();
        await OpenLetterAsync(page, "noor@formsworth.example");
        await Expect(page.GetByText("You take part on the live stream.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "A seat in the room" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Change my ticket" }).ClickAsync();

        await Expect(page.GetByText("You have a seat in the room now.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "QR code of this ticket" })).ToBeVisibleAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Add to calendar" }).ClickAsync());
        var calendar = await File.ReadAllTextAsync(await download.PathAsync(), Ct);
        Assert.Equal("expo.ics", download.SuggestedFilename);
        Assert.StartsWith("BEGIN:VCALENDAR\r\n", calendar, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(calendar, "STATUS:CONFIRMED"));
    }

    [Fact]
    public async Task When_the_last_seat_goes_while_one_types_the_line_and_the_stream_are_offered_and_nothing_typed_is_lost()
    {
        await using var site = await RunningSite.StartAsync(("Registration__FromOneAddressEachMinute", "1000"), ("Streaming__FfmpegPath", "no-ffmpeg-in-this-test"));
        await using var visitor = await Visitor.ComeAsync(chromium, site, width: 360);
        var page = visitor.Page;
        await visitor.GoAsync("/register");
        await page.GetByLabel("Full name").FillAsync("Lars Later");
        await page.GetByLabel("Email").FillAsync("lars@later.example");
        await page.GetByLabel("Country").SelectOptionAsync("Sweden");
        await FillTheRoomAsync(site);

        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Every seat in the room is taken. Join the waiting list, or take part on the live stream.");
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "Waiting list: A seat in the room" })).ToBeCheckedAsync();
        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "The live stream" })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Full name")).ToHaveValueAsync("Lars Later");
        await Expect(page.GetByLabel("Email")).ToHaveValueAsync("lars@later.example");
        await Expect(page.GetByLabel("Country")).ToHaveValueAsync("SE");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the demo mailbox" }).ClickAsync();
        await OpenLetterAsync(page, "lars@later.example");
        await Expect(page.GetByText("You are number 1 on the waiting list.")).ToBeVisibleAsync();
        Assert.Empty(visitor.Faults);
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(320, ColorScheme.Light)]
    public async Task Axe_finds_nothing_and_nothing_scrolls_sideways_from_the_form_to_the_cancelled_ticket(int width, ColorScheme scheme)
    {
        // The scanner is put into the page as a script, which the content policy rightly forbids.
        await using var visitor = await Visitor.ComeAsync(chromium, demo.Site, new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme, BypassCSP = true });
        var (page, email, found) = (visitor.Page, $"axe{width}@a-rather-long-name-of-a-company-that-imports.example", new List<string>());
        await visitor.GoAsync("/register");
        await LookAsync("form");

        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
        await LookAsync("mistakes");
        await page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.GetByLabel("Full name")).ToBeFocusedAsync();
        await page.GetByLabel("Full name").FillAsync("Wolfeschlegelsteinhausenbergerdorff Adalbert-Maximilian");
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Country").SelectOptionAsync("Germany");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await page.WaitForURLAsync("**/register/sent");
        await LookAsync("sent");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the demo mailbox" }).ClickAsync();
        await OpenLetterAsync(page, email, () => LookAsync("mailbox"), () => LookAsync("letter"));
        await LookAsync("ticket");
        await page.GetByRole(AriaRole.Link, new() { Name = "Cancel my registration" }).ClickAsync();
        await LookAsync("question");
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, cancel it" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Registration cancelled");
        await LookAsync("cancelled");

        Assert.Empty(found);

        async Task LookAsync(string step)
        {
            found.AddRange((await Axe.RunAsync(page)).Select(violation => $"{step}: {violation}"));
            var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            if (wide > width)
            {
                found.Add($"{step}: {wide} pixels wide");
            }
        }
    }

    // The demo records its past sessions first, and letters may have to wait for that.
    private static async Task OpenLetterAsync(IPage page, string email, Func<Task>? atMailbox = null, Func<Task>? atLetter = null)
    {
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = email });
        await Eventually.TrueAsync(
            async () =>
            {
                await page.GotoAsync("/demo/mailbox");
                return await row.CountAsync() > 0;
            },
            TimeSpan.FromSeconds(90),
            () => $"No letter to {email} came.");
        await (atMailbox?.Invoke() ?? Task.CompletedTask);
        await row.First.GetByRole(AriaRole.Link).ClickAsync();
        await (atLetter?.Invoke() ?? Task.CompletedTask);
        await page.Locator(".letter a").ClickAsync();
        await Expect(page.Locator(".ticket")).ToBeVisibleAsync();
    }

    private static async Task FillTheRoomAsync(RunningSite site)
    {
        using var client = site.NewClient();
        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(n => client.PostAsJsonAsync(
            "/api/v1/registrations", new { place = "room", name = "Somebody", email = $"somebody{n}@crowd.example", country = "US" }, Ct)));
        Assert.All(answers, answer => Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode));
    }

    [GeneratedRegex("^Do you need anything")]
    private static partial Regex NeedsBox();
}
