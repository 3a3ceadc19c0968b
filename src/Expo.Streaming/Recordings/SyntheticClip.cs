using Expo.Streaming.Ingest;
using Microsoft.Extensions.Options;

namespace Expo.Streaming.Recordings;

/// <summary>
/// Puts a test picture with a running clock into the archive as if an encoder had sent it at a given time, through the same reader
/// and the same files, so that demo recordings are real ones.
/// </summary>
public sealed class SyntheticClip(IOptions<StreamingOptions> options, Archive archive, TimeProvider clock)
{
    private static readonly TimeSpan NobodyFinishesAfter = TimeSpan.FromHours(1);

    private static readonly string[] Fonts =
    [
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/TTF/DejaVuSans.ttf", "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
        "/Library/Fonts/Arial.ttf", "/System/Library/Fonts/Supplemental/Arial.ttf",
        @"C:\Windows\Fonts\arial.ttf", @"C:\Windows\Fonts\segoeui.ttf",
    ];

    /// <summary>False when it cannot be made now, because there is no ffmpeg or no room. A clip that breaks off leaves nothing in the archive.</summary>
    /// <exception cref="InvalidOperationException">ffmpeg failed; the message has its last words.</exception>
    /// <exception cref="IOException">The archive could not be written.</exception>
    public async Task<bool> RecordAsync(string stage, DateTimeOffset start, TimeSpan length, CancellationToken ct)
    {
        if (!archive.HasRoom)
        {
            return false;
        }

        var epoch = EpochName.At(start);
        var unfinished = archive.Paths.Epoch(stage, ArchivePaths.Unfinished(epoch));
        RemoveLeftovers(stage);
        try
        {
            var end = await MakeAsync(stage, epoch, start, length, Fonts.FirstOrDefault(File.Exists), ct);
            if (end.ExitCode != 0 && end.LastLines.Any(l => l.Contains("drawtext", StringComparison.Ordinal)))
            {
                // An ffmpeg without FreeType cannot write on pictures, and a clip without the clock will do.
                Remove(unfinished);
                end = await MakeAsync(stage, epoch, start, length, font: null, ct);
            }

            if (end.Missing)
            {
                return false;
            }

            if (end is not { ExitCode: 0, BadOutput: null })
            {
                throw new InvalidOperationException($"ffmpeg could not make the clip: {end.BadOutput?.Message ?? string.Join(' ', end.LastLines)}");
            }

            Directory.Move(unfinished, archive.Paths.Epoch(stage, epoch));
            return true;
        }
        finally
        {
            Remove(unfinished);
        }
    }

    private async Task<FfmpegEnd> MakeAsync(
        string stage, string epoch, DateTimeOffset start, TimeSpan length, string? font, CancellationToken ct)
    {
        var settings = options.Value;
        Exception? notWritten = null;
        var run = new FfmpegRun(settings.FfmpegPath, settings.Renditions.Count);
        var end = await run.RunAsync(
            outputs => FfmpegCommand.Clip(settings, start, length, font, outputs),
            async (rendition, reader, token) =>
            {
                if (await reader.ReadInitAsync(token) is not { } init)
                {
                    return;
                }

                var path = archive.Paths.Media(stage, ArchivePaths.Unfinished(epoch), settings.Renditions[rendition].Name);
                using var file = new ArchiveFile(path, init);
                while (await reader.ReadFragmentAsync(token) is { } fragment)
                {
                    try
                    {
                        file.Append(fragment, start + fragment.Start - FfmpegCommand.StartOffset);
                    }
                    catch (IOException e)
                    {
                        // The run would take it for a socket that closed, and ffmpeg may have said all before it noticed.
                        notWritten = e;
                        throw;
                    }
                }
            },
            ct);
        return notWritten is null ? end : throw new IOException("The clip could not be written to the archive.", notWritten);
    }

    // What a process left that was killed over it.
    private void RemoveLeftovers(string stage)
    {
        foreach (var left in archive.Paths.AllUnfinished(stage))
        {
            if (clock.GetUtcNow() - Directory.GetLastWriteTimeUtc(left) > NobodyFinishesAfter)
            {
                Remove(left);
            }
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
