using System.ComponentModel;
using System.Diagnostics;

namespace Expo.Streaming.Ingest;

/// <summary>
/// One running ffmpeg: its last words, its figures and its end. Its outputs are our sockets, so it also ends by itself when we do.
/// </summary>
internal sealed class FfmpegProcess : IAsyncDisposable
{
    private const int KeptLines = 20;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly string[] _secrets;
    private readonly Queue<string> _lastLines = new();
    private readonly Task _reading;
    private volatile FfmpegProgress _progress = FfmpegProgress.None;

    private FfmpegProcess(Process process, string? secret)
    {
        _process = process;
        _secrets = string.IsNullOrEmpty(secret) ? [] : [Uri.EscapeDataString(secret), secret];
        _reading = Task.WhenAll(ReadWordsAsync(), ReadFiguresAsync());
    }

    public int Id => _process.Id;

    public FfmpegProgress Progress => _progress;

    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (_lastLines)
            {
                return [.. _lastLines];
            }
        }
    }

    /// <summary>Null when there is no such program.</summary>
    /// <param name="secret">What stands in the arguments and must not stand in its last words, which are logged: ffmpeg repeats addresses whole.</param>
    public static FfmpegProcess? Start(string path, IEnumerable<string> arguments, string? secret = null)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start) is { } process ? new FfmpegProcess(process, secret) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Ends with the exit code, after the last line has been read.</summary>
    public async Task<int> ExitAsync(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct);
        await _reading.WaitAsync(ct);
        return _process.ExitCode;
    }

    /// <summary>Asks it to finish its files and end; after two seconds it is killed.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited)
        {
            return;
        }

        try
        {
            await _process.StandardInput.WriteAsync('q');
            await _process.StandardInput.FlushAsync();
            await _process.WaitForExitAsync().WaitAsync(Grace);
        }
        catch (Exception e) when (e is IOException or TimeoutException or InvalidOperationException)
        {
            Kill();
            await _process.WaitForExitAsync();
        }
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has just ended by itself.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadWordsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } said)
        {
            // Before it is shortened, which could leave half a secret.
            var line = _secrets.Aggregate(said, (text, secret) => text.Replace(secret, "***", StringComparison.Ordinal));
            lock (_lastLines)
            {
                _lastLines.Enqueue(line.Length > 500 ? line[..500] : line);
                if (_lastLines.Count > KeptLines)
                {
                    _lastLines.Dequeue();
                }
            }
        }
    }

    private async Task ReadFiguresAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _progress = _progress.With(line);
        }
    }
}
