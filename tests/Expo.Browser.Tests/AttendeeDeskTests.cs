using System.Net.Http.Json;
using Expo.Browser.Tests.Stand;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Expo.Browser.Tests;

/// <summary>The organiser's work with one attendee, on a site of its own whose room is full.</summary>
public sealed class AttendeeDeskTests(Chromium chromium)
{
    private const int Seats = 400;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_keyboard_alone_finds_corrects_moves_cancels_adds_over_the_cap_and_takes_out_a_file()
    {
        await using var site = await FullSiteAsync();
        await using var organiser = await Visitor.StaffAsync(chromium, site, "organiser", new() { ViewportSize = new() { Width = 1280, Height = 900 }, AcceptDownloads = true });
        var page = organiser.Page;
        await organiser.GoAsync("/organiser/attendees");
        await ReadyAsync(page);

        await TypeIntoAsync(page, "input[type=search]", "person 7@");
        await Expect(page.Locator("p[role=status]")).ToHaveTextAsync("Nobody is found");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("p7@example.org");
        await Expect(page.Locator("p[role=status]")).ToHaveTextAsync("1 person");
        await PressAsync(page, "th[aria-sort] button:has-text('Name')");
        await Expect(page.Locator("th[aria-sort=ascending]")).ToContainTextAsync("Name");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"\?q=p7@example\.org&sort=name$"));
        await PressAsync(page, "tbody th a");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Person 7");
        await ReadyAsync(page);

        await TypeIntoAsync(page, "#field-name", "Person Seven");
        await PressAsync(page, "form.stack button");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Person Seven");
        await ActAsync(page, "Move to another ticket…", "Move", "Cannot travel", "#act-place");
        await Expect(page.Locator("#facts")).ToHaveTextAsync("On the stream");
        await Expect(page.Locator(".deskanswer")).ToContainTextAsync("Moved.");
        await ActAsync(page, "Cancel the registration…", "Cancel the registration", "Asked by phone");
        await Expect(page.Locator("#facts")).ToHaveTextAsync("Cancelled");
        await Expect(page.Locator(".history")).ToContainTextAsync("Cancelled: Asked by phone");

        await PressAsync(page, ".submenu a[href$='/new']");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Add somebody");
        await ReadyAsync(page);
        await AddSomebodyAsync(page, "First Newcomer", "first@example.org");
        await PressAsync(page, "button:text-is('Put on the waiting list')");
        await Expect(page.Locator("[role=status] .alert")).ToContainTextAsync("Added to the waiting list.");
        await AddSomebodyAsync(page, "Mina Minister", "mina@example.org");
        await Expect(page.GetByText("There is no free seat for this ticket.")).ToBeVisibleAsync();
        await ActAsync(page, "Add over the cap…", "Add over the cap", "Opens the event");
        await Expect(page.Locator("[role=status] .alert")).ToContainTextAsync("Added over the cap.");
        await PressAsync(page, "[role=status] .alert a");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Mina Minister");

        await organiser.GoAsync("/organiser/attendees?q=mina");
        await ReadyAsync(page);
        await PressAsync(page, "a.tlink[href*='export']");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Take out a file");
        await PressAsync(page, "main form button");
        await Expect(page.Locator("#purpose-message")).ToContainTextAsync("Enter what the file is for");
        await TypeIntoAsync(page, "#purpose", "Badges");
        var file = await page.RunAndWaitForDownloadAsync(() => PressAsync(page, "main form button"));
        var text = await File.ReadAllTextAsync(await file.PathAsync(), Ct);

        Assert.Equal("name,email,organization,country,ticket_type,place\r\nMina Minister,mina@example.org,,Kenya,room,room\r\n", text.TrimStart('\uFEFF'));
        Assert.Empty(organiser.Faults);
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(320, ColorScheme.Light)]
    [InlineData(320, ColorScheme.Dark)]
    public async Task Axe_finds_nothing_and_nothing_scrolls_sideways_with_every_act_open(int width, ColorScheme scheme)
    {
        await using var site = await FullSiteAsync();
        // The scanner is put into the page as a script, which the content policy rightly forbids.
        await using var organiser = await Visitor.StaffAsync(chromium, site, "organiser", new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme, BypassCSP = true });
        var page = organiser.Page;
        var found = new List<string>();
        async Task LookAsync(string where)
        {
            found.AddRange((await Axe.RunAsync(page)).Select(violation => $"{where}: {violation}"));
            var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            if (wide != width)
            {
                found.Add($"{where}: {wide} wide");
            }
        }

        await organiser.GoAsync("/organiser/attendees?place=waiting&q=person&from=2020-01-01");
        await ReadyAsync(page);
        await LookAsync("list");
        await page.Locator("tbody th a").First.ClickAsync();
        await Expect(page.Locator(".person")).ToBeVisibleAsync();
        await ReadyAsync(page);
        await LookAsync("person");
        foreach (var act in new[] { "Offer a seat out of turn…", "Set the priority…", "Move to another ticket…", "Send the letter again", "Cancel the registration…" })
        {
            await page.GetByRole(AriaRole.Button, new() { Name = act }).ClickAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Offer the seat" }).ClickAsync();
        await Expect(page.Locator("[role=dialog] .msg")).ToBeVisibleAsync();
        await LookAsync("acts");
        await organiser.GoAsync("/organiser/attendees/figures");
        await ReadyAsync(page);
        foreach (var table in await page.Locator("figure summary").AllAsync())
        {
            await table.ClickAsync();
        }

        await LookAsync("figures");
        await organiser.GoAsync("/organiser/ledger");
        await ReadyAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Replay the whole ledger" }).ClickAsync();
        await Expect(page.GetByText("The ledger adds up.")).ToBeVisibleAsync();
        await LookAsync("ledger");
        await organiser.GoAsync("/organiser/attendees/export?refused=registration.export-no-purpose&columns=name");
        await LookAsync("export");

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>Every seat is taken by Person 0 to Person 399; Person 400 waits and needs something.</summary>
    private static async Task<RunningSite> FullSiteAsync()
    {
        var site = await RunningSite.StartAsync(("Registration__FromOneAddressEachMinute", "100000"), ("Streaming__Enabled", "false"));
        using var client = site.NewClient();
        await Parallel.ForEachAsync(Enumerable.Range(0, Seats), Ct, async (i, ct) => await RegisterAsync(client, i, "room", null, ct));
        await RegisterAsync(client, Seats, "waiting", "A quiet room", Ct);
        return site;
    }

    private static async Task RegisterAsync(HttpClient client, int i, string place, string? accessNeeds, CancellationToken ct)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/registrations", new { place, name = $"Person {i}", email = $"p{i}@example.org", country = "US", accessNeeds }, ct);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task AddSomebodyAsync(IPage page, string name, string email)
    {
        await TypeIntoAsync(page, "#field-place", "A seat");
        await TypeIntoAsync(page, "#field-name", name);
        await TypeIntoAsync(page, "#field-email", email);
        await TypeIntoAsync(page, "#field-country", "Kenya");
        await PressAsync(page, "form.stack button");
    }

    /// <summary>Opens an act, which then has the focus, chooses where it asks for a place, gives the reason and confirms.</summary>
    private static async Task ActAsync(IPage page, string open, string confirm, string reason, string? choice = null)
    {
        await PressAsync(page, $"button:text-is('{open}')");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeFocusedAsync();
        if (choice is not null)
        {
            await TypeIntoAsync(page, choice, "The live");
        }

        await TypeIntoAsync(page, "[role=dialog] input[maxlength]", reason);
        await PressAsync(page, $"[role=dialog] button:text-is('{confirm}')");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    private static Task ReadyAsync(IPage page) => Expect(page.Locator("div.desk:not([inert])")).ToBeVisibleAsync();

    private static async Task TabToAsync(IPage page, string target)
    {
        for (var presses = 0; presses < 120; presses++)
        {
            if (await page.EvaluateAsync<bool>("() => document.activeElement !== null") && await page.Locator(target).First.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"The Tab key does not reach {target}.");
    }

    /// <summary>Replaces what stands in a field, or chooses in a list by the first letters.</summary>
    private static async Task TypeIntoAsync(IPage page, string field, string text)
    {
        await TabToAsync(page, field);
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(text);
    }

    private static async Task PressAsync(IPage page, string target)
    {
        await TabToAsync(page, target);
        await page.Keyboard.PressAsync("Enter");
    }
}
