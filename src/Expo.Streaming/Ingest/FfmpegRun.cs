using System.Net;
using System.Net.Sockets;

namespace Expo.Streaming.Ingest;

/// <summary>How a run ended. Exit code 0 means that the source ended; <c>Missing</c> that there is no such program.</summary>
internal sealed record FfmpegEnd(bool Missing, int ExitCode, IReadOnlyList<string> LastLines, MediaFormatException? BadOutput);

/// <summary>One run of ffmpeg from start to end, with a reader for each of its outputs.</summary>
internal sealed class FfmpegRun(string path, int outputs, string? secret = null)
{
    private FfmpegProcess? _process;
    private volatile bool _connected;

    public FfmpegProgress Progress => _process?.Progress ?? FfmpegProgress.None;

    public int? ProcessId => _process?.Id;

    /// <param name="command">From the port of each output to ffmpeg's arguments.</param>
    /// <param name="read">Reads one output to its end, given the output's place in the ladder.</param>
    public async Task<FfmpegEnd> RunAsync(
        Func<IReadOnlyList<int>, IReadOnlyList<string>> command, Func<int, FragmentReader, CancellationToken, Task> read, CancellationToken ct)
    {
        var listeners = Enumerable.Range(0, outputs).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            listeners.ForEach(l => l.Start(1));
            await using var process = FfmpegProcess.Start(path, command([.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)]), secret);
            if (process is null)
            {
                return new FfmpegEnd(Missing: true, 0, [], null);
            }

            _process = process;
            var exit = process.ExitAsync(CancellationToken.None);
            using var stop = ct.Register(() => _ = StopAsync(process));
            var readers = listeners.Select((l, i) => ReadAsync(l, exit, process, reader => read(i, reader, CancellationToken.None))).ToList();
            var bad = (await Task.WhenAll(readers)).FirstOrDefault(b => b is not null);
            var code = await exit;
            return new FfmpegEnd(Missing: false, code, process.LastLines, bad);
        }
        finally
        {
            _process = null;
            listeners.ForEach(l => l.Dispose());
        }
    }

    // Waiting for its caller it hears nothing, so there is no point in asking.
    private async Task StopAsync(FfmpegProcess process)
    {
        if (_connected)
        {
            await process.StopAsync();
        }
        else
        {
            process.Kill();
        }
    }

    /// <summary>Returns what was wrong with the output's bytes, if anything; bytes that merely stop belong to the process's end.</summary>
    private async Task<MediaFormatException?> ReadAsync(
        TcpListener listener, Task exit, FfmpegProcess process, Func<FragmentReader, Task> read)
    {
        using var given = new CancellationTokenSource();
        var accept = listener.AcceptSocketAsync(given.Token).AsTask();
        if (await Task.WhenAny(accept, exit) == exit && !accept.IsCompleted && !listener.Pending())
        {
            await given.CancelAsync();
            await accept.ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            return null;
        }

        using var socket = await accept;
        listener.Stop();
        _connected = true;
        await using var reader = new FragmentReader(new NetworkStream(socket, ownsSocket: false));
        try
        {
            await read(reader);
        }
        catch (MediaFormatException e) when (!e.IsTruncated)
        {
            process.Kill();
            return e;
        }
        catch (Exception e) when (e is MediaFormatException or IOException)
        {
            // Cut off in the middle of a box: the process died, and its exit code says so.
        }

        return null;
    }
}
