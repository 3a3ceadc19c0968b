using System.Net.Http.Json;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(Expo.Browser.Tests.Stand.DemoSite))]

namespace Expo.Browser.Tests.Stand;

/// <summary>The one site that journeys share which leave the programme as it is. Those that end a session start their own.</summary>
public sealed class DemoSite : IAsyncLifetime
{
    private static readonly TimeSpan DemoWithin = TimeSpan.FromSeconds(90);

    private Task<string>? _ticket;

    public RunningSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Site = await RunningSite.StartAsync();

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    /// <summary>
    /// Fills in what only a running demo knows: <c>{live}</c>, <c>{recording}</c> and <c>{faq}</c> become the slug of the first
    /// one, <c>{ticket}</c> the code of one that is made for it. The demo's recordings are made after the start, so this waits for them.
    /// </summary>
    public async Task<string> AddressAsync(string template) => template switch
    {
        _ when template.Contains("{live}", StringComparison.Ordinal) => template.Replace("{live}", await SlugOnAsync("/live/main", "data-session=\"([a-z0-9-]+)\""), StringComparison.Ordinal),
        _ when template.Contains("{recording}", StringComparison.Ordinal) => template.Replace("{recording}", await SlugOnAsync("/recordings", "href=\"/recordings/([a-z0-9-]+)\""), StringComparison.Ordinal),
        _ when template.Contains("{faq}", StringComparison.Ordinal) => template.Replace("{faq}", await SlugOnAsync("/faq", "href=\"/faq/([a-z0-9-]+)\""), StringComparison.Ordinal),
        _ when template.Contains("{ticket}", StringComparison.Ordinal) => template.Replace("/tickets/{ticket}", await (_ticket ??= TicketAsync()), StringComparison.Ordinal),
        _ => template,
    };

    private async Task<string> TicketAsync()
    {
        using var client = Site.NewClient();
        using var made = await client.PostAsJsonAsync("/api/v1/registrations", new { place = "stream", name = "Paula Page", email = "paula@pages.example", country = "NO" });
        made.EnsureSuccessStatusCode();
        return (await Records.TicketsAsync(Site, "@pages.example")).Single();
    }

    private async Task<string> SlugOnAsync(string page, string pattern)
    {
        using var client = Site.NewClient();
        var found = "";
        await Eventually.TrueAsync(
            async () => (found = Regex.Match(await client.GetStringAsync(page), pattern).Groups[1].Value).Length > 0,
            DemoWithin,
            () => $"Nothing on {page} matches {pattern}.");
        return found;
    }
}
