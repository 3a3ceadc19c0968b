using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Expo.Browser.Tests.Stand.Chromium))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Expo.Browser.Tests.Stand;

/// <summary>The browser of all journeys: Debian's Chromium, or the one that EXPO_CHROMIUM names. None is ever downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright _playwright = null!;
    private string[] _more = [];

    public IBrowser Browser { get; private set; } = null!;

    /// <summary>Another browser whose camera shows a film and may be used without asking.</summary>
    internal static async Task<Chromium> WithCameraAsync(string film)
    {
        var chromium = new Chromium { _more = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", $"--use-file-for-fake-video-capture={film}"] };
        await chromium.InitializeAsync();
        return chromium;
    }

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("EXPO_CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", .. _more,
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}
