using Expo.Browser.Tests.Stand;
using Expo.Core.Registration;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Expo.Browser.Tests;

public sealed class DoorTests(Chromium chromium, DoorStand door) : IClassFixture<DoorStand>
{
    [Fact]
    public async Task The_camera_scans_by_itself_and_a_code_held_before_it_is_scanned_once()
    {
        var (ada, bea) = (await door.PersonAsync("Ada Ticket"), await door.PersonAsync("Bea Badge"));
        var film = Path.Combine(door.Site.Directory, "camera.y4m");
        await CameraFilm.WriteAsync(film, (ada, 1.5), (await door.BadgeOfAsync(bea), 1.5));
        await using var withCamera = await Chromium.WithCameraAsync(film);
        await using var visitor = await Visitor.StaffAsync(withCamera, door.Site, "door", width: 360);
        var page = visitor.Page;
        await OpenAsync(visitor);

        await page.GetByRole(AriaRole.Button, new() { Name = "Scan with the camera" }).ClickAsync();
        await Expect(page.Locator(".told.ok .who")).ToHaveTextAsync("Bea Badge", new() { Timeout = 30_000 });
        await Expect(page.Locator(".told .say")).ToHaveTextAsync("Come in");
        // The film has shown both several times when its clock has gone this far.
        await page.WaitForFunctionAsync("() => document.querySelector('video').currentTime > 8", null, new() { Timeout = 30_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop the camera" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Scan with the camera" })).ToBeFocusedAsync();
        Assert.Equal(["Door 1 Ok"], await door.ScansOfAsync(ada));
        Assert.Equal(["Door 1 Ok"], await door.ScansOfAsync(bea));
        Assert.Empty(visitor.Faults);
    }

    [Fact]
    public async Task A_prepared_device_answers_without_a_network_and_what_it_said_is_merged_when_it_is_back()
    {
        var (cara, dan, gone) = (await door.PersonAsync("Cara Cutoff"), await door.PersonAsync("Dan Name"), await door.PersonAsync("Gus Gone", AttendeeState.Cancelled));
        await using var visitor = await Visitor.StaffAsync(chromium, door.Site, "door", width: 360);
        var page = visitor.Page;
        await OpenAsync(visitor);
        await PrepareAsync(page);

        await page.Context.SetOfflineAsync(true);
        await page.ReloadAsync();
        await ReadyAsync(page);
        await Expect(page.Locator("[data-state]")).ToHaveTextAsync("Offline: this device answers from its list.");
        await TypeAsync(page, cara, "Come in", "Cara Cutoff");
        await Expect(page.Locator(".told")).ToContainTextAsync("Answered from this device’s list, without a network.");
        await TypeAsync(page, cara, "Already in", "Cara Cutoff");
        await TypeAsync(page, gone, "Cancelled", null);
        await page.GetByLabel("Part of a name or an organization").FillAsync("dan na");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check in Dan Name" }).ClickAsync();
        await Expect(page.Locator(".told.ok .who")).ToHaveTextAsync("Dan Name");
        await Expect(page.Locator("[data-state]")).ToHaveTextAsync("Offline: this device answers from its list. 4 scans are waiting to be sent.");
        Assert.Null(await door.DoorOfAsync(cara));

        // In between another door lets the same person in.
        await using (var other = await Visitor.StaffAsync(chromium, door.Site, "organiser"))
        {
            await OpenAsync(other);
            await other.Page.GetByLabel("This door").FillAsync("Door 2");
            await TypeAsync(other.Page, cara, "Come in", "Cara Cutoff");
        }

        await page.Context.SetOfflineAsync(false);
        await Expect(page.Locator("[data-state]")).ToHaveTextAsync("Online.", new() { Timeout = 30_000 });

        await Expect(page.Locator("[data-conflict-list]")).ToContainTextAsync("Was let in at Door 2");
        Assert.Equal(["Door 2 Ok", "Door 1 Ok", "Door 1 AlreadyIn"], await door.ScansOfAsync(cara));
        Assert.Equal(("Door 1", "Door 1", null), (await door.DoorOfAsync(cara), await door.DoorOfAsync(dan), await door.DoorOfAsync(gone)));
        await TypeAsync(page, cara, "Already in", "Cara Cutoff");
    }

    [Fact]
    public async Task Signing_out_takes_the_list_off_the_device()
    {
        await door.PersonAsync("Lena Listed");
        await using var site = await RunningSite.StartAsync(("Streaming__FfmpegPath", "no-ffmpeg-in-this-test"));
        await using var visitor = await Visitor.StaffAsync(chromium, site, "door");
        var page = visitor.Page;
        await OpenAsync(visitor);
        await PrepareAsync(page);
        var before = await KeptAsync(page);

        await visitor.GoAsync("/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.WaitForURLAsync($"{site.Address}/");

        Assert.Equal("expo-door 1 1", before);
        Assert.Equal(" 0 0", await KeptAsync(page));
        Assert.Empty(visitor.Faults);
    }

    [Fact]
    public async Task A_visit_that_was_ended_elsewhere_takes_the_names_and_leaves_what_waits()
    {
        var vera = await door.PersonAsync("Vera Visit");
        await using var visitor = await Visitor.StaffAsync(chromium, door.Site, "door");
        var page = visitor.Page;
        await OpenAsync(visitor);
        await PrepareAsync(page);
        await page.Context.SetOfflineAsync(true);
        await TypeAsync(page, vera, "Come in", "Vera Visit");

        await page.Context.ClearCookiesAsync();
        await page.Context.SetOfflineAsync(false);

        await Expect(page.Locator("[data-result]").GetByRole(AriaRole.Link, new() { Name = "Sign in again" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(page.Locator("[data-state]")).ToHaveTextAsync("Signed out. 1 scan is waiting to be sent.");
        await Expect(page.Locator("[data-list]")).ToHaveTextAsync("This device has no list yet. Prepare it while there is a network.");
        Assert.Equal(0, await page.EvaluateAsync<int>("async () => (await caches.keys()).length"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await page.GetByLabel("Email").FillAsync("door@expo.example");
        await page.GetByLabel("Password").FillAsync("Demo-expo-2023!");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await ReadyAsync(page);
        await Expect(page.Locator("[data-state]")).ToHaveTextAsync("Online.");
        Assert.Equal("Door 1", await door.DoorOfAsync(vera));
    }

    [Fact]
    public async Task A_list_says_that_it_is_old_and_goes_after_the_event()
    {
        await door.PersonAsync("Olga Old");
        await using var visitor = await Visitor.StaffAsync(chromium, door.Site, "door");
        var page = visitor.Page;
        await OpenAsync(visitor);
        await PrepareAsync(page);
        await page.Context.SetOfflineAsync(true);

        await page.Clock.SetFixedTimeAsync(TimeProvider.System.GetUtcNow().AddHours(4).UtcDateTime);
        await page.ReloadAsync();
        await ReadyAsync(page);
        await Expect(page.Locator("[data-list]")).ToContainTextAsync("It is old: prepare this device again while there is a network.");
        await page.Clock.SetFixedTimeAsync(TimeProvider.System.GetUtcNow().AddDays(5).UtcDateTime);
        await page.ReloadAsync();
        await ReadyAsync(page);

        await Expect(page.Locator("[data-device-note]")).ToHaveTextAsync("The event is over. The list was taken off this device.");
        await Expect(page.Locator("[data-state]")).ToHaveTextAsync("Offline, and this device has no list.");
    }

    [Fact]
    public async Task The_keyboard_alone_checks_in_by_code_and_by_name_and_takes_it_back()
    {
        var (kim, lou) = (await door.PersonAsync("Kim Keys"), await door.PersonAsync("Lou Letters"));
        await using var visitor = await Visitor.StaffAsync(chromium, door.Site, "door", width: 320);
        var page = visitor.Page;
        await OpenAsync(visitor);

        await TabToAsync(page, "#field-code");
        await page.Keyboard.TypeAsync(kim.ToLowerInvariant());
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".told.ok .who")).ToHaveTextAsync("Kim Keys");
        await Expect(page.Locator("[data-result]")).ToHaveAttributeAsync("aria-live", "assertive");
        await TabToAsync(page, "#field-find");
        await page.Keyboard.TypeAsync("lou let");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Check in Lou Letters" })).ToBeVisibleAsync();
        await TabToAsync(page, "[data-found] button");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".told.ok .who")).ToHaveTextAsync("Lou Letters");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo the check-in of Lou Letters" })).ToHaveCountAsync(2);
        await Expect(page.Locator("#field-find")).ToBeFocusedAsync();
        await TabToAsync(page, "[data-found] button");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".told .say")).ToHaveTextAsync("Undone");

        Assert.Equal(("Door 1", null), (await door.DoorOfAsync(kim), await door.DoorOfAsync(lou)));
        Assert.Empty(visitor.Faults);
    }

    [Fact]
    public async Task Without_JavaScript_the_form_checks_in_and_says_so()
    {
        var code = await door.PersonAsync("Noor Noscript");
        await using var visitor = await Visitor.StaffAsync(chromium, door.Site, "door", new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 320, Height = 700 } });
        await visitor.GoAsync("/door");
        await visitor.Page.GetByLabel("Code of the ticket").FillAsync(code);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Check in" }).ClickAsync();

        await Expect(visitor.Page.Locator(".told.ok .who")).ToHaveTextAsync("Noor Noscript");
        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Come in");
        Assert.Equal(320, await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(320, ColorScheme.Light)]
    public async Task Axe_finds_nothing_and_nothing_scrolls_sideways_whatever_the_answer(int width, ColorScheme scheme)
    {
        var name = "Wolfeschlegelsteinhausenbergerdorff-Adalbert " + width;
        var (good, gone, waiting) = (await door.PersonAsync(name), await door.PersonAsync("Gone", AttendeeState.Cancelled), await door.PersonAsync("Waiting", AttendeeState.Waiting));
        await using var visitor = await Visitor.StaffAsync(chromium, door.Site, "door", new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme, BypassCSP = true });
        var (page, found) = (visitor.Page, new List<string>());
        await OpenAsync(visitor);
        await PrepareAsync(page);

        foreach (var (code, say) in new[] { (good, "Come in"), (good, "Already in"), (gone, "Cancelled"), (waiting, "No seat"), ("nonsense", "Not known") })
        {
            await TypeAsync(page, code, say, null);
            await LookAsync(say);
        }

        await page.GetByLabel("Part of a name or an organization").FillAsync("fernhollow");
        await Expect(page.Locator("[data-found] li").First).ToBeVisibleAsync();
        await LookAsync("people");

        Assert.True(found.Count == 0, string.Join('\n', found));

        async Task LookAsync(string step)
        {
            found.AddRange((await Axe.RunAsync(page)).Select(violation => $"{step}: {violation}"));
            if (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") is var wide && wide > width)
            {
                found.Add($"{step}: {wide} pixels wide");
            }
        }
    }

    private static async Task OpenAsync(Visitor visitor)
    {
        await visitor.GoAsync("/door");
        await ReadyAsync(visitor.Page);
    }

    private static Task ReadyAsync(IPage page) => page.WaitForSelectorAsync("[data-door][data-ready=true]");

    private static async Task PrepareAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Prepare this device" }).ClickAsync();
        await Expect(page.GetByText("Ready. This page opens and answers without a network now.")).ToBeVisibleAsync();
    }

    private static async Task TypeAsync(IPage page, string code, string say, string? who)
    {
        await page.GetByLabel("Code of the ticket").FillAsync(code);
        await page.GetByLabel("Code of the ticket").PressAsync("Enter");
        await Expect(page.Locator(".told .say")).ToHaveTextAsync(say);
        if (who is not null)
        {
            await Expect(page.Locator(".told .who")).ToHaveTextAsync(who);
        }
    }

    /// <summary>Name of the database, number of caches, number of service workers.</summary>
    private static Task<string> KeptAsync(IPage page) => page.EvaluateAsync<string>(
        "async () => `${(await indexedDB.databases()).map(d => d.name).join()} ${(await caches.keys()).length} ${(await navigator.serviceWorker.getRegistrations()).length}`");

    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector))
            {
                return;
            }
        }

        Assert.Fail($"The Tab key does not reach {selector}.");
    }
}
