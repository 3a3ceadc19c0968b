using System.Diagnostics;
using System.Net.Sockets;
using Expo.Browser.Tests.Stand;
using Expo.Testing;

namespace Expo.Browser.Tests;

/// <summary>The first command of the README, as a stranger gives it.</summary>
public sealed class RunScriptTests
{
    private static readonly TimeSpan FirstStart = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SecondStart = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task The_second_start_is_quick_and_the_end_leaves_nothing_behind()
    {
        var data = Directory.CreateTempSubdirectory("expo-run-").FullName;
        var (port, srtPort) = (WatchedProcess.FreeTcpPort(), WatchedProcess.FreeUdpPort());
        string[] command = ["infra/run.sh", "--port", $"{port}", "--srt-port", $"{srtPort}", "--data", data];
        await using (var first = Start(command))
        {
            await SaidAsync(first, "Ctrl-C ends it", FirstStart);
            Assert.True(await first.StopAsync());
        }

        await using var second = Start(command);
        var clock = Stopwatch.StartNew();
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Eventually.TrueAsync(() => AnswersAsync(client), SecondStart, () => $"No page within {SecondStart}: {second.Output}");
        TestContext.Current.SendDiagnosticMessage($"The second start reached the first page in {clock.Elapsed.TotalSeconds:N1} s.");
        await SaidAsync(second, "Ctrl-C ends it", SecondStart);
        var ours = ProcessesThatName(data, $":{srtPort}");
        Assert.NotEmpty(ours);

        Assert.True(await second.StopAsync());

        Assert.Contains("Everything has ended.", second.Output, StringComparison.Ordinal);
        // The shell that watches on the tests' side carries the same words, and goes a moment later.
        await Eventually.TrueAsync(() => ProcessesThatName(data, $":{srtPort}").Count == 0, TimeSpan.FromSeconds(2), () => string.Join('\n', ProcessesThatName(data, $":{srtPort}")));
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_taken_port_is_said_with_the_way_out()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        await using var run = Start("infra/run.sh", "--port", $"{port}", "--data", Path.GetTempPath());
        await Eventually.TrueAsync(() => run.HasEnded, SecondStart, () => run.Output);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal($"Port {port} is taken by another program. Choose another one: ./infra/run.sh --port {port + 1}", run.Output);
    }

    private static WatchedProcess Start(params string[] command) => WatchedProcess.Start(RunningSite.Root, new Dictionary<string, string>(), command);

    private static Task SaidAsync(WatchedProcess process, string text, TimeSpan within) => Eventually.TrueAsync(
        () => !process.HasEnded ? process.Output.Contains(text, StringComparison.Ordinal) : throw new InvalidOperationException(process.Output),
        within,
        () => process.Output);

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync("/")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // The site and its encoders carry the port or the folder in their command line or environment.
    private static List<string> ProcessesThatName(params string[] marks) =>
        [.. Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)).Select(Describe).Where(text => marks.Any(mark => text.Contains(mark, StringComparison.Ordinal)))];

    private static string Describe(string folder)
    {
        try
        {
            return (File.ReadAllText(Path.Combine(folder, "cmdline")) + " " + File.ReadAllText(Path.Combine(folder, "environ"))).Replace('\0', ' ');
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
