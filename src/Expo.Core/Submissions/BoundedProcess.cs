using System.Diagnostics;

namespace Expo.Core.Submissions;

/// <summary>
/// Runs a program that reads files of strangers: with a limit of time, memory and file size, an empty environment, a folder of its own,
/// and in a jail no network and no sight of other processes. Whatever happens, it and its children end.
/// </summary>
/// <param name="jail">Of <see cref="ProcessJail"/>; null for none.</param>
internal sealed class BoundedProcess(string folder, int megabytes, IReadOnlyList<string>? jail)
{
    private const int LargestFileMegabytes = 1000;

    private static readonly Lazy<bool> HasLimits = new(() => IsThere("prlimit"));

    public static bool IsThere(string program) => Path.IsPathRooted(program)
        ? File.Exists(program)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(p => File.Exists(Path.Combine(p, program)));

    /// <summary>True when it ended by itself and said that all went well.</summary>
    public Task<bool> RunAsync(TimeSpan within, CancellationToken ct, params string[] command)
    {
        string[] limits = HasLimits.Value ? ["prlimit", $"--as={megabytes * 1_000_000L}", $"--fsize={LargestFileMegabytes * 1_000_000L}", "--core=0", $"--cpu={Math.Max(1, (int)within.TotalSeconds * 2)}"] : [];
        return RunAsync(folder, within, [.. jail ?? [], .. limits, .. command], ct);
    }

    private static async Task<bool> RunAsync(string folder, TimeSpan within, string[] command, CancellationToken ct)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin";
        start.Environment["HOME"] = folder;
        start.Environment["TMPDIR"] = folder;
        start.Environment["LANG"] = "C.UTF-8";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        process.StandardInput.Close();
        // Read and thrown away: a full pipe would stop it.
        var said = Task.WhenAll(process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None), process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None));
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        late.CancelAfter(within);
        try
        {
            await process.WaitForExitAsync(late.Token);
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }

            _ = said;
        }
    }
}
