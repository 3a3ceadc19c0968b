using Expo.Testing;

namespace Expo.Bench;

/// <summary>The product itself, started as its own process on a free port, without streaming and without a demo.</summary>
internal sealed class RunningProduct : IAsyncDisposable
{
    private readonly WatchedProcess _process;

    private RunningProduct(WatchedProcess process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public static async Task<RunningProduct> StartAsync(string dataDirectory, IReadOnlyDictionary<string, string> settings)
    {
        var port = WatchedProcess.FreeTcpPort();
        var program = Path.Combine(Results.Repository, "artifacts", "bin", "Expo.Web", "release", "Expo.Web.dll");
        var environment = new Dictionary<string, string>(settings)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["Data__Directory"] = dataDirectory,
            ["Streaming__Enabled"] = "false",
            ["Demo__Enabled"] = "false",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        var process = WatchedProcess.Start(Path.Combine(Results.Repository, "src", "Expo.Web"), environment, "dotnet", program);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var patience = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                (await http.GetAsync("/health/live")).EnsureSuccessStatusCode();
                return new RunningProduct(process, port);
            }
            catch (HttpRequestException) when (!process.HasEnded && TimeProvider.System.GetElapsedTime(patience) < TimeSpan.FromSeconds(60))
            {
                await Task.Delay(100);
            }
            catch (HttpRequestException)
            {
                throw new InvalidOperationException($"The product did not start:\n{process.Output}");
            }
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
