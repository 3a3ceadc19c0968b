using System.Net.Http.Json;
using Expo.Browser.Tests.Stand;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Expo.Browser.Tests;

/// <summary>From the waiting list to a seat, on a site of its own whose room is full.</summary>
public sealed class WaitingTests(Chromium chromium)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_waits_is_offered_a_seat_and_takes_it_by_keyboard_without_JavaScript_at_320_pixels()
    {
        await using var site = await RunningSite.StartAsync(("Registration__FromOneAddressEachMinute", "1000"), ("Streaming__FfmpegPath", "no-ffmpeg-in-this-test"));
        using var client = site.NewClient();
        await Task.WhenAll(Enumerable.Range(0, 400).Select(n => RegisterAsync(client, "room", $"somebody{n}@crowd.example")));
        await RegisterAsync(client, "waiting", "wanda@waits.example");
        await RegisterAsync(client, "waiting", "walter@waits.example");
        var (first, waiting) = ((await Records.TicketsAsync(site, "@crowd.example"))[0], await Records.TicketsAsync(site, "@waits.example"));
        await using var visitor = await Visitor.ComeAsync(chromium, site, new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 320, Height = 800 } });
        var page = visitor.Page;

        await visitor.GoAsync(waiting[1]);
        await Expect(page.Locator("#place-title")).ToHaveTextAsync("Number 2 of 2 for a seat in the room");
        await LookAsync(site, waiting[1]);
        await visitor.GoAsync($"{first}?step=cancel");
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, cancel it" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Registration cancelled");
        await visitor.GoAsync(waiting[0]);
        await Expect(page.Locator("h1")).ToHaveTextAsync("A seat is offered to you");
        await LookAsync(site, waiting[0]);
        await LookAsync(site, $"{waiting[0]}?step=decline");
        await Keyboard.PressAsync(page, "#decide button");

        await Expect(page.GetByText("The seat is yours.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "QR code of this ticket" })).ToBeVisibleAsync();
        await visitor.GoAsync(waiting[1]);
        await Expect(page.Locator("#place-title")).ToHaveTextAsync("Number 1 of 1 for a seat in the room");
        Assert.Empty(visitor.Faults);
    }

    /// <summary>Axe in light and dark, and no sideways scroll on the narrowest screen.</summary>
    private async Task LookAsync(RunningSite site, string address)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var visitor = await Visitor.ComeAsync(chromium, site, new() { ViewportSize = new() { Width = 320, Height = 800 }, ColorScheme = scheme, BypassCSP = true });
            await visitor.GoAsync(address);
            Assert.Empty(await Axe.RunAsync(visitor.Page));
            Assert.Equal(320, await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        }
    }

    private static async Task RegisterAsync(HttpClient client, string place, string email)
    {
        var answer = await client.PostAsJsonAsync("/api/v1/registrations", new { place, name = "Somebody", email, country = "US" }, Ct);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
    }
}
