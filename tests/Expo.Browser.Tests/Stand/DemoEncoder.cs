using Expo.Testing;

namespace Expo.Browser.Tests.Stand;

/// <summary>The demo's encoder: the same script that run.sh starts.</summary>
internal static class DemoEncoder
{
    private static readonly TimeSpan OnAirWithin = TimeSpan.FromSeconds(60);

    public static WatchedProcess Start(RunningSite site) =>
        WatchedProcess.Start(RunningSite.Root, new Dictionary<string, string>(), "infra/demo-stream.sh", "--port", $"{site.SrtPort}");

    /// <summary>Waits until viewers can be given a playlist.</summary>
    public static async Task OnAirAsync(RunningSite site, WatchedProcess encoder)
    {
        using var client = site.NewClient();
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await client.GetAsync("/streams/main/master.m3u8");
                return answer.IsSuccessStatusCode;
            },
            OnAirWithin,
            () => $"The stage did not come on air. Encoder: {encoder.Output}\nSite: {site.Output}");
    }
}
