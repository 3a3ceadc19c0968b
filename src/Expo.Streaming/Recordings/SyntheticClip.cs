using Expo.Streaming.Ingest;
using Microsoft.Extensions.Options;

namespace Expo.Streaming.Recordings;

/// <summary>
/// Puts a test picture with a running clock into the archive as if an encoder had sent it at a given time, through the same reader
/// and the same files, so that demo recordings are real ones.
/// </summary>
public sealed class SyntheticClip(IOptions<StreamingOptions> options, Archive archive)
{
    private static readonly string[] Fonts =
    [
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/TTF/DejaVuSans.ttf", "/Library/Fonts/Arial.ttf",
    ];

    /// <summary>False when there is no ffmpeg to make it.</summary>
    /// <exception cref="InvalidOperationException">ffmpeg failed; the message has its last words.</exception>
    public async Task<bool> RecordAsync(string stage, DateTimeOffset start, TimeSpan length, CancellationToken ct)
    {
        var (settings, epoch) = (options.Value, EpochName.At(start));
        var run = new FfmpegRun(settings.FfmpegPath, settings.Renditions.Count);
        var end = await run.RunAsync(
            outputs => FfmpegCommand.Clip(settings, start, length, Fonts.FirstOrDefault(File.Exists), outputs),
            async (rendition, reader, token) =>
            {
                if (await reader.ReadInitAsync(token) is not { } init)
                {
                    return;
                }

                using var file = new ArchiveFile(archive.Paths.Media(stage, epoch, settings.Renditions[rendition].Name), init);
                while (await reader.ReadFragmentAsync(token) is { } fragment)
                {
                    file.Append(fragment, start + fragment.Start - FfmpegCommand.StartOffset);
                }
            },
            ct);
        return end switch
        {
            { Missing: true } => false,
            { ExitCode: 0, BadOutput: null } => true,
            _ => throw new InvalidOperationException($"ffmpeg could not make the clip: {end.BadOutput?.Message ?? string.Join(' ', end.LastLines)}"),
        };
    }
}
