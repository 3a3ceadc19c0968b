using Expo.Testing;

namespace Expo.Browser.Tests.Stand;

/// <summary>The built product as a process of its own: free ports, a data directory of its own, the demo event.</summary>
public sealed class RunningSite : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(90);

    private readonly WatchedProcess _process;
    private readonly Dictionary<string, string> _sessions = [];

    private RunningSite(WatchedProcess process, string address, int srtPort, string directory)
    {
        _process = process;
        Address = address;
        SrtPort = srtPort;
        Directory = directory;
    }

    /// <summary>The tree that was built: the folder with Expo.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Base address without a slash at its end.</summary>
    public string Address { get; }

    public int SrtPort { get; }

    public string Directory { get; }

    public string Output => _process.Output;

    public string MailDirectory => Path.Combine(Directory, "mail");

    public static async Task<RunningSite> StartAsync(params (string Name, string Value)[] settings)
    {
        const string environment = "Development";
        var directory = System.IO.Directory.CreateTempSubdirectory("expo-site-").FullName;
        var address = $"http://127.0.0.1:{WatchedProcess.FreeTcpPort()}";
        var srtPort = WatchedProcess.FreeUdpPort();
        var process = Start(environment, directory, address, [("Streaming__FirstPort", $"{srtPort}"), .. settings]);
        var site = new RunningSite(process, address, srtPort, directory);
        await site.WaitUntilReadyAsync();
        return site;
    }

    /// <summary>Starts it where it is expected to refuse, and gives what it said.</summary>
    public static async Task<(int ExitCode, string Output)> StartRefusedAsync(string environment, string directory, params (string Name, string Value)[] settings)
    {
        await using var process = Start(environment, directory, $"http://127.0.0.1:{WatchedProcess.FreeTcpPort()}", [("Streaming__Enabled", "false"), .. settings]);
        await Eventually.TrueAsync(() => process.HasEnded, ReadyWithin, () => $"It did not refuse to start: {process.Output}");
        return (process.ExitCode, process.Output);
    }

    public HttpClient NewClient() => new() { BaseAddress = new Uri(Address) };

    /// <summary>Cookies of somebody who signs in once for all journeys, because tries at signing in are limited.</summary>
    public async Task<string> SessionOfAsync(string who, Func<Task<string>> signIn) => _sessions.TryGetValue(who, out var known) ? known : _sessions[who] = await signIn();

    public Task<bool> StopAsync() => _process.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static WatchedProcess Start(string environment, string directory, string address, IEnumerable<(string Name, string Value)> settings)
    {
        var variables = new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = environment, ["DOTNET_ENVIRONMENT"] = environment, ["Data__Directory"] = directory };
        foreach (var (name, value) in settings)
        {
            variables[name] = value;
        }

        return WatchedProcess.Start(Path.Combine(Root, "src", "Expo.Web"), variables, "dotnet", Path.Combine(Root, "artifacts", "bin", "Expo.Web", "release", "Expo.Web.dll"), "--urls", address);
    }

    private async Task WaitUntilReadyAsync()
    {
        using var client = NewClient();
        await Eventually.TrueAsync(
            async () => _process.HasEnded ? throw new InvalidOperationException($"The site did not start:\n{Output}") : await AnswersAsync(client),
            ReadyWithin,
            () => $"The site is not ready:\n{Output}");
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync("/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Expo.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Expo.sln is not above the tests.");
        }

        return folder.FullName;
    }
}
