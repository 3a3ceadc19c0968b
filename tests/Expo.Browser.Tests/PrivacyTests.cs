using System.Net.Http.Json;
using System.Text.Json;
using Expo.Browser.Tests.Stand;
using Expo.Core.Data;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Expo.Browser.Tests;

public sealed class PrivacyTests(Chromium chromium, DemoSite demo)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(320, ColorScheme.Light)]
    public async Task A_request_is_read_and_answered_and_then_the_person_takes_the_data_along_and_erases_them(int width, ColorScheme scheme)
    {
        var (email, name) = ($"priv{width}@a-rather-long-name-of-a-company.example", $"Perpetua {width}");
        var ticket = await RegisterAsync(email, name);
        // The scanner is put into the page as a script, which the content policy rightly forbids.
        var options = new BrowserNewContextOptions { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme, BypassCSP = true, AcceptDownloads = true };
        await using var organiser = await Visitor.StaffAsync(chromium, demo.Site, "organiser", new(options));
        await using var person = await Visitor.ComeAsync(chromium, demo.Site, new(options));
        var (desk, page, found) = (organiser.Page, person.Page, new List<string>());

        await OpenAsync(organiser, "/organiser/accommodations");
        await LookAsync(desk, "requests");
        Assert.DoesNotContain("quiet room", await desk.ContentAsync(), StringComparison.Ordinal);
        await desk.GetByRole(AriaRole.Button, new() { Name = $"Read the request of {name}" }).ClickAsync();
        await Expect(desk.GetByText("A quiet room")).ToBeVisibleAsync();
        await desk.GetByLabel("How far is it?").SelectOptionAsync("Arranged");
        await desk.GetByLabel("Note to the person").FillAsync("Room 3 is kept free.");
        await LookAsync(desk, "answer");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Save and tell the person" }).ClickAsync();
        await Expect(desk.GetByText("Saved as arranged.")).ToBeVisibleAsync();

        await person.GoAsync(ticket);
        await page.GetByRole(AriaRole.Link, new() { Name = "What you need to take part" }).ClickAsync();
        await Expect(page.GetByText("Room 3 is kept free.")).ToBeVisibleAsync();
        await LookAsync(page, "needs");
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to the ticket" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Your data: see, download or erase it" }).ClickAsync();
        await LookAsync(page, "data");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download as JSON" }).ClickAsync());
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(await download.PathAsync(), Ct));

        await OpenAsync(organiser, "/organiser/privacy");
        await LookAsync(desk, "privacy desk");
        await FindAsync(desk, email, "Request 7");
        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = email })).ToBeVisibleAsync();
        await LookAsync(desk, "found");
        var export = await desk.RunAndWaitForDownloadAsync(() => desk.GetByRole(AriaRole.Link, new() { Name = "Download as a page to print" }).ClickAsync());
        var printed = await File.ReadAllTextAsync(await export.PathAsync(), Ct);

        await page.GetByRole(AriaRole.Link, new() { Name = "Erase my data" }).ClickAsync();
        await LookAsync(page, "question");
        await page.GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Erase my data" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Your data are erased");
        await LookAsync(page, "erased");
        Assert.Equal(404, (await page.GotoAsync(ticket))!.Status);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await FindAsync(desk, email, "Request 8");
        await Expect(desk.GetByText("Nothing is stored about this address.")).ToBeVisibleAsync();

        Assert.Equal(email, file.RootElement.GetProperty("address").GetString());
        Assert.Equal(("my-data.json", "person.html"), (download.SuggestedFilename, export.SuggestedFilename));
        Assert.Contains("<dd>A quiet room</dd>", printed, StringComparison.Ordinal);
        Assert.Empty(found);
        Assert.Empty(organiser.Faults);

        async Task LookAsync(IPage shown, string step)
        {
            found.AddRange((await Axe.RunAsync(shown)).Select(violation => $"{step}: {violation}"));
            var wide = await shown.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            if (wide > width)
            {
                found.Add($"{step}: {wide} pixels wide");
            }
        }
    }

    private static async Task OpenAsync(Visitor visitor, string address)
    {
        await visitor.GoAsync(address);
        await visitor.Page.WaitForFunctionAsync("() => document.querySelector('main [inert]') === null");
    }

    private static async Task FindAsync(IPage desk, string email, string purpose)
    {
        await desk.GetByLabel("Email address").FillAsync(email);
        await desk.GetByLabel("Purpose or reason").FillAsync(purpose);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Find and export" }).ClickAsync();
    }

    /// <summary>The path of the ticket, which a letter would bring.</summary>
    private async Task<string> RegisterAsync(string email, string name)
    {
        using var client = demo.Site.NewClient();
        using var answer = await client.PostAsJsonAsync("/api/v1/registrations", new { place = "stream", name, email, country = "US", accessNeeds = "A quiet room" }, Ct);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
        var factory = new ExpoDbFactory(DatabaseProvider.Sqlite, $"Data Source={Path.Combine(demo.Site.Directory, "expo.db")};Pooling=False");
        await using var db = factory.CreateDbContext();
        return $"/tickets/{TicketCodes.Grouped(await db.Attendees.Where(a => a.NormalisedEmail == email).Select(a => a.TicketCode).SingleAsync(Ct))}";
    }
}
