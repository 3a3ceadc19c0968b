using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Expo.Streaming.Ingest;
using Microsoft.Extensions.Options;

namespace Expo.Streaming.Recordings;

/// <summary>A still picture of each recording, made by ffmpeg from one segment when it is first asked for, and kept.</summary>
public sealed class Posters(IOptions<StreamingOptions> options, Archive archive) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The path of a JPEG; null when there is no picture or no ffmpeg.</summary>
    public async Task<string?> OfAsync(RecordingCut cut, CancellationToken ct)
    {
        if (cut.Renditions.FirstOrDefault(r => r.Height > 0 && r.Files[0].Segments.Length > 0) is not { } rendition)
        {
            return null;
        }

        var (file, epoch) = (rendition.Files[0], cut.Spans[0].Epoch);
        var path = archive.Paths.Poster(string.Create(CultureInfo.InvariantCulture, $"{cut.Stage}-{epoch}-{file.Offset}-{file.Length}"));
        if (File.Exists(path))
        {
            return path;
        }

        await _turn.WaitAsync(ct);
        try
        {
            return File.Exists(path) || await MakeAsync(archive.Paths.Media(cut.Stage, epoch, rendition.Name), file, path, ct) ? path : null;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>From a tenth into the recording: its very first picture is often of a hand at the camera.</summary>
    private async Task<bool> MakeAsync(string media, CutFile file, string path, CancellationToken ct)
    {
        if (!File.Exists(media))
        {
            return false;
        }

        var index = file.Segments.Length / 10;
        var offset = file.Offset + file.Segments.Take(index).Sum(s => s.Length);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = path + ".part";
        using var process = Start(unfinished);
        if (process is null)
        {
            return false;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Longest);
        try
        {
            await FeedAsync(process, media, file.InitLength, offset, file.Segments[index].Length, deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            ct.ThrowIfCancellationRequested();
        }

        if (process.ExitCode != 0 || !File.Exists(unfinished))
        {
            return false;
        }

        File.Move(unfinished, path, overwrite: true);
        return true;
    }

    private Process? Start(string output)
    {
        string[] arguments = ["-v", "quiet", "-i", "pipe:0", "-frames:v", "1", "-q:v", "4", "-f", "mjpeg", "-y", output];
        try
        {
            return Process.Start(new ProcessStartInfo(options.Value.FfmpegPath, arguments) { RedirectStandardInput = true, CreateNoWindow = true });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static async Task FeedAsync(Process process, string media, int initLength, long offset, long length, CancellationToken ct)
    {
        using var handle = File.OpenHandle(media, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        var bytes = new byte[initLength + length];
        await RandomAccess.ReadAsync(handle, bytes.AsMemory(0, initLength), 0, ct);
        await RandomAccess.ReadAsync(handle, bytes.AsMemory(initLength), offset, ct);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(bytes, ct);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has its picture and hung up.
        }
    }
}
