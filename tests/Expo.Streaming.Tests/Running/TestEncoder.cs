using System.Diagnostics;

namespace Expo.Streaming.Tests.Running;

/// <summary>A real encoder: ffmpeg that calls a stage over SRT and sends a test picture with sound in real time.</summary>
internal sealed class TestEncoder : IAsyncDisposable
{
    private readonly Process _process;

    public TestEncoder(int port, string? passphrase = null, bool sound = true)
    {
        var secret = passphrase is null ? "" : $"&passphrase={passphrase}";
        string[] audio = sound ? ["-f", "lavfi", "-i", "sine=frequency=300:sample_rate=48000"] : [];
        _process = Process.Start(new ProcessStartInfo("ffmpeg",
        [
            "-v", "error", "-nostdin", "-re", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25", .. audio,
            "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "25", "-b:v", "800k", "-pix_fmt", "yuv420p", "-c:a", "aac",
            "-f", "mpegts", $"srt://127.0.0.1:{port}?mode=caller&latency=100000&connect_timeout=8000{secret}",
        ])
        { RedirectStandardError = true })!;
        _ = _process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => _process.HasExited;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
