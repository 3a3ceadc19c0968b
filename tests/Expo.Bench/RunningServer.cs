using System.Diagnostics;
using System.Globalization;
using Expo.Testing;

namespace Expo.Bench;

/// <summary>A server in a process of its own on a free loopback port, and what it costs.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);

    private readonly WatchedProcess _process;

    private RunningServer(WatchedProcess process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public string Address => $"http://127.0.0.1:{Port}";

    /// <summary>Bytes that the process holds in memory, without its children.</summary>
    public long Memory
    {
        get
        {
            using var process = Process.GetProcessById(_process.Id);
            return process.WorkingSet64;
        }
    }

    /// <summary>CPU time of the process and of its workers, the children that run the same program (nginx has such).</summary>
    public TimeSpan Cpu
    {
        get
        {
            // Not Process.ProcessName, which is taken from the command line; nginx writes into that who is the master and who a worker.
            static string Program(int id) => File.ReadAllText($"/proc/{id}/comm");
            var children = File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture)).Where(id => Program(id) == Program(_process.Id));
            return children.Append(_process.Id).Aggregate(TimeSpan.Zero, (sum, id) =>
            {
                using var process = Process.GetProcessById(id);
                return sum + process.TotalProcessorTime;
            });
        }
    }

    /// <summary>Starts a program that was told to listen on <paramref name="port"/> and comes back when it answers at <paramref name="ready"/>.</summary>
    public static async Task<RunningServer> StartAsync(int port, string ready, string directory, IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        var server = new RunningServer(WatchedProcess.Start(directory, environment, command), port);
        try
        {
            await server.AnswersAsync(ready);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task AnswersAsync(string path)
    {
        using var http = new HttpClient { BaseAddress = new Uri(Address), Timeout = TimeSpan.FromSeconds(5) };
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < StartsWithin && !_process.HasEnded; await Task.Delay(100))
        {
            try
            {
                using var answer = await http.GetAsync(path);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
            {
                // It does not listen yet.
            }
        }

        throw new InvalidOperationException($"The server did not start:\n{_process.Output}");
    }
}
