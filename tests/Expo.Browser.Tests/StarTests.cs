using System.Net.Http.Json;
using Expo.Browser.Tests.Stand;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Expo.Browser.Tests;

/// <summary>Stars from the agenda to the letter about a change and the person's own calendar.</summary>
public sealed class StarTests(Chromium chromium, DemoSite demo)
{
    private const string Talk = "open-data-for-small-importers";
    private const string Title = "Open data for small importers";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_starred_session_that_is_moved_reaches_its_reader_by_letter_on_the_page_and_in_the_calendar()
    {
        await using var site = await RunningSite.StartAsync(("Streaming__Enabled", "false"));
        await using var visitor = await Visitor.ComeAsync(chromium, site, width: 360);
        await using var organiser = await Visitor.StaffAsync(chromium, site, "organiser");
        var page = visitor.Page;

        // Without a ticket the star is kept in the browser.
        await visitor.GoAsync("/agenda");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Star: {Title}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Starred in this browser.");
        await page.GetByRole(AriaRole.Status).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Locator("[data-browser-list] li")).ToContainTextAsync(Title);

        // The ticket's page offers to keep it.
        await visitor.GoAsync(await TicketAsync(site, "stella"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep them with my ticket" }).ClickAsync();
        await Expect(page.Locator("li.ag")).ToContainTextAsync(Title);
        await Expect(page.Locator("[data-browser-stars]")).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make my calendar address" }).ClickAsync();
        var feed = await page.GetByLabel("Address of your calendar").InputValueAsync();
        using var client = site.NewClient();
        var before = Assert.Single(await ForeignCalendar.ReadAsync(await client.GetStringAsync(feed, Ct), Ct));

        // An organiser lets people be told at once, moves the talk and releases it.
        await organiser.GoAsync("/organiser/notices");
        await Expect(organiser.Page.Locator("div.desk:not([inert])")).ToBeVisibleAsync();
        await organiser.Page.GetByLabel("Minutes from a release to its notices").FillAsync("0");
        await organiser.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(organiser.Page.Locator(".deskanswer")).ToContainTextAsync("Saved.");
        await MoveAsync(site);
        await ReleaseAsync(organiser);

        // The letter, the page and the calendar say the same.
        var letter = page.GetByRole(AriaRole.Row).Filter(new() { HasText = $"A session that you starred has changed: {Title}" });
        await Eventually.TrueAsync(
            async () =>
            {
                await page.GotoAsync("/demo/mailbox");
                return await letter.CountAsync() > 0;
            },
            TimeSpan.FromSeconds(60),
            () => $"No letter came. {site.Output}");
        await letter.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Locator(".letter")).ToContainTextAsync("Moved from");
        await visitor.GoAsync("/agenda/mine");
        await Expect(page.Locator(".starchange")).ToContainTextAsync("Changed since you starred it. Moved from");
        var after = Assert.Single(await ForeignCalendar.ReadAsync(await client.GetStringAsync(feed, Ct), Ct));
        Assert.Equal((before.Uid, before.Start.AddMinutes(5), 1), (after.Uid, after.Start, after.Sequence));
        await organiser.GoAsync("/organiser/notices");
        await Expect(organiser.Page.Locator("table.notices tbody tr")).ToContainTextAsync("Stella Star");
        Assert.Empty(visitor.Faults);
        Assert.Empty(organiser.Faults);
    }

    [Fact]
    public async Task With_a_ticket_a_star_is_set_and_taken_back_in_place_with_the_keyboard_and_is_there_in_the_next_window()
    {
        await using var visitor = await Visitor.ComeAsync(chromium, demo.Site);
        var page = visitor.Page;
        await visitor.GoAsync(await TicketAsync(demo.Site, "kim"));
        await visitor.GoAsync("/agenda/grid");
        var star = page.GetByRole(AriaRole.Button, new() { Name = $"Star: {Title}" });
        await Expect(star).ToHaveAttributeAsync("aria-pressed", "false");

        await star.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("It is kept with your ticket.");
        await Expect(star).ToBeFocusedAsync();
        await visitor.GoAsync($"/sessions/{Talk}");
        await Expect(star).ToHaveAttributeAsync("aria-pressed", "true");
        await star.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The star was taken back.");
        await visitor.GoAsync("/agenda");

        await Expect(star).ToHaveAttributeAsync("aria-pressed", "false");
        Assert.Equal("{}", await page.EvaluateAsync<string>("() => localStorage['expo-stars'] ?? '{}'"));
        Assert.Empty(visitor.Faults);
    }

    [Fact]
    public async Task Without_JavaScript_a_star_is_set_in_the_agenda_and_taken_back_in_my_agenda()
    {
        await using var visitor = await Visitor.ComeAsync(chromium, demo.Site, new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 360, Height = 800 } });
        var page = visitor.Page;
        await visitor.GoAsync("/agenda");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Star: {Title}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This browser does not know your ticket.");
        await visitor.GoAsync(await TicketAsync(demo.Site, "noel"));

        await visitor.GoAsync("/agenda");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Star: {Title}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Starred. It is kept with your ticket.");
        await Expect(page.Locator("li.ag")).ToContainTextAsync(Title);
        await page.GetByRole(AriaRole.Button, new() { Name = $"Take the star back: {Title}" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The star was taken back.");
        await Expect(page.Locator("li.ag")).ToHaveCountAsync(0);
    }

    private static async Task<string> TicketAsync(RunningSite site, string who)
    {
        using var client = site.NewClient();
        using var made = await client.PostAsJsonAsync("/api/v1/registrations", new { place = "stream", name = "Stella Star", email = $"{who}@stars.example", country = "NO" }, Ct);
        made.EnsureSuccessStatusCode();
        return (await Records.TicketsAsync(site, $"{who}@stars.example")).Single();
    }

    private static async Task MoveAsync(RunningSite site)
    {
        await using var db = new ExpoDbFactory(DatabaseProvider.Sqlite, $"Data Source={Path.Combine(site.Directory, "expo.db")}").CreateDbContext();
        var talk = await db.Sessions.SingleAsync(s => s.Slug == Talk, Ct);
        (talk.StartsAt, talk.EndsAt) = (talk.StartsAt.AddMinutes(5), talk.EndsAt.AddMinutes(5));
        await db.SaveChangesAsync(Ct);
    }

    private static async Task ReleaseAsync(Visitor organiser)
    {
        var page = organiser.Page;
        await organiser.GoAsync("/organiser/releases");
        await Expect(page.Locator("div.desk:not([inert])")).ToBeVisibleAsync();
        await page.GetByLabel("Name").FillAsync("Five minutes later");
        await page.GetByRole(AriaRole.Button, new() { Name = "Release: the program" }).ClickAsync();
        await page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(page.Locator(".deskanswer")).ToContainTextAsync("is public now.");
    }
}
