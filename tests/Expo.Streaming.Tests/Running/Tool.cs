using System.Diagnostics;

namespace Expo.Streaming.Tests.Running;

/// <summary>Runs ffmpeg or ffprobe to its end.</summary>
internal static class Tool
{
    internal sealed record Outcome(int Code, string Output, string Errors);

    public static async Task<Outcome> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end: {await errors}");
        }

        return new Outcome(process.ExitCode, await output, await errors);
    }

    /// <summary>Decodes everything; what ffmpeg has to complain of comes back, empty when all is well.</summary>
    public static async Task<string> DecodeAsync(string address, params string[] options)
    {
        var outcome = await RunAsync("ffmpeg", ["-v", "warning", "-nostdin", .. options, "-i", address, "-map", "0", "-f", "null", "-"]);
        return outcome.Code == 0 ? outcome.Errors : $"exit {outcome.Code}: {outcome.Errors}";
    }

    public static async Task<string> ProbeAsync(string address, string entries)
    {
        var outcome = await RunAsync("ffprobe", "-v", "error", "-show_entries", entries, "-of", "compact=p=0:nk=0", address);
        Assert.Equal((0, ""), (outcome.Code, outcome.Errors));
        return outcome.Output.Trim();
    }
}
