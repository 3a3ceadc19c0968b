using Expo.Testing;

namespace Expo.Bench;

/// <summary>The product itself, started as its own process. Unless told otherwise as in production, without streaming and without a demo.</summary>
internal static class RunningProduct
{
    /// <param name="dataDirectory">Where the product keeps its files.</param>
    /// <param name="settings">Environment variables; they win over the ones that stand here.</param>
    public static Task<RunningServer> StartAsync(string dataDirectory, IReadOnlyDictionary<string, string> settings)
    {
        var port = WatchedProcess.FreeTcpPort();
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["Data__Directory"] = dataDirectory,
            ["Streaming__Enabled"] = "false",
            ["Demo__Enabled"] = "false",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        var program = Path.Combine(Results.Repository, "artifacts", "bin", "Expo.Web", "release", "Expo.Web.dll");
        return RunningServer.StartAsync(port, "/health/ready", Path.Combine(Results.Repository, "src", "Expo.Web"), environment, "dotnet", program);
    }
}
