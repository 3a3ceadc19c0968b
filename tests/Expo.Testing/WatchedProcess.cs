using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Expo.Testing;

/// <summary>A program beside the tests that ends with them, however they end: its shell watches a pipe that only this process holds open.</summary>
public sealed class WatchedProcess : IAsyncDisposable
{
    // The shell becomes the program, so that the process id is the program's own. What watches is a child that outlives it.
    private const string Script =
        """
        exec 3<&0
        { cat <&3; kill -TERM $$; for _ in $(seq 150); do kill -0 $$ || exit; sleep 0.1; done; kill -KILL $$; } >/dev/null 2>&1 &
        exec 3<&-
        exec "$@" </dev/null
        """;

    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private WatchedProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>What it wrote so far, standard output and error together.</summary>
    public string Output => string.Join('\n', _lines);

    public static WatchedProcess Start(string directory, IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        var start = new ProcessStartInfo("sh", ["-c", Script, "sh", .. command])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var watched = new WatchedProcess(Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start."));
        watched._process.OutputDataReceived += (_, line) => watched.Keep(line.Data);
        watched._process.ErrorDataReceived += (_, line) => watched.Keep(line.Data);
        watched._process.BeginOutputReadLine();
        watched._process.BeginErrorReadLine();
        return watched;
    }

    /// <summary>A TCP port of the loopback address that nobody listens on at this moment.</summary>
    public static int FreeTcpPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A UDP port of the loopback address that nobody listens on at this moment.</summary>
    public static int FreeUdpPort()
    {
        using var client = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)client.Client.LocalEndPoint!).Port;
    }

    /// <summary>Ends it without a word, as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end (SIGTERM) and waits. False when it had to be killed, with its children.</summary>
    public async Task<bool> StopAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(EndsWithin);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
                return false;
            }
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }
    }
}
