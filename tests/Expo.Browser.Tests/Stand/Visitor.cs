using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Expo.Browser.Tests.Stand;

/// <summary>One person with a browser of their own: own cookies, own window. Notes what must never happen on any page.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    private Visitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Errors in the console (a broken content policy is one), uncaught exceptions, and requests to another host.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public static Task<Visitor> ComeAsync(Chromium chromium, RunningSite site, int width = 1280, int height = 900) =>
        ComeAsync(chromium, site, new BrowserNewContextOptions { ViewportSize = new() { Width = width, Height = height } });

    public static async Task<Visitor> ComeAsync(Chromium chromium, RunningSite site, BrowserNewContextOptions options)
    {
        options.BaseURL = site.Address;
        options.Locale = "en-US";
        options.TimezoneId ??= "Europe/Berlin";
        var context = await chromium.Browser.NewContextAsync(options);
        context.SetDefaultTimeout(15_000);
        var visitor = new Visitor(context, await context.NewPageAsync());
        visitor.Watch(new Uri(site.Address).Authority);
        return visitor;
    }

    /// <summary>Somebody of the staff, signed in already. The demo's people are named before the @: organiser, moderator, speaker, captioner, door.</summary>
    public static Task<Visitor> StaffAsync(Chromium chromium, RunningSite site, string who, int width = 1280, int height = 900) =>
        StaffAsync(chromium, site, who, new() { ViewportSize = new() { Width = width, Height = height } });

    public static async Task<Visitor> StaffAsync(Chromium chromium, RunningSite site, string who, BrowserNewContextOptions options)
    {
        var state = await site.SessionOfAsync(who, async () =>
        {
            await using var first = await ComeAsync(chromium, site);
            await first.GoAsync("/account/sign-in");
            await first.Page.GetByLabel("Email").FillAsync($"{who}@expo.example");
            await first.Page.GetByLabel("Password").FillAsync("Demo-expo-2023!");
            await first.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await first.Page.WaitForURLAsync("**/account");
            return await first._context.StorageStateAsync();
        });
        options.StorageState = state;
        return await ComeAsync(chromium, site, options);
    }

    /// <summary>A 2xx answer, or the test ends.</summary>
    public async Task GoAsync(string path)
    {
        var answer = await Page.GotoAsync(path);
        Assert.True(answer?.Ok, $"{path} answered {answer?.Status}");
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private void Watch(string host)
    {
        Page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _faults.Enqueue($"console: {message.Text} ({message.Location})");
            }
        };
        Page.PageError += (_, error) => _faults.Enqueue($"exception: {error}");
        _context.Request += (_, request) =>
        {
            if (request.Url.StartsWith("http", StringComparison.Ordinal) && new Uri(request.Url).Authority != host)
            {
                _faults.Enqueue($"request to another host: {request.Url}");
            }
        };
    }
}
