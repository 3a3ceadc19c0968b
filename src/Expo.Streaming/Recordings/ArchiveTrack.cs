using Expo.Streaming.Ingest;

namespace Expo.Streaming.Recordings;

/// <summary>
/// What one archive file holds. Read from its index; where the index was torn or lost, the rest is read from the media itself.
/// </summary>
internal sealed record ArchiveTrack(string Rendition, InitSegment Init, int InitLength, IReadOnlyList<ArchivedFragment> Fragments)
{
    /// <summary>Null when not even the init segment was written.</summary>
    public static async Task<ArchiveTrack?> ReadAsync(ArchivePaths paths, string stage, string epoch, string rendition, CancellationToken ct)
    {
        var path = paths.Media(stage, epoch, rendition);
        await using var media = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, useAsync: true);
        if (await InitAsync(media, ct) is not { } found)
        {
            return null;
        }

        var fragments = await IndexedAsync(ArchivePaths.Index(path), found.Length, media.Length, ct);
        await AddTheRestAsync(media, found.Init, found.Length, EpochName.StartOf(epoch)!.Value, fragments, ct);
        return new ArchiveTrack(rendition, found.Init, found.Length, fragments);
    }

    /// <summary>True when the index, being whole, says that the file holds nothing as late as that: then it need not be read.</summary>
    public static bool EndedBefore(string media, DateTimeOffset moment)
    {
        var index = new FileInfo(ArchivePaths.Index(media));
        if (!index.Exists || index.Length < ArchivedFragment.Size || index.Length % ArchivedFragment.Size != 0)
        {
            return false;
        }

        var line = new byte[ArchivedFragment.Size];
        using var file = File.OpenHandle(index.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.Read(file, line, index.Length - line.Length);
        return ArchivedFragment.Read(line) is { } last && last.EndOffset == new FileInfo(media).Length && last.Wall + last.Duration <= moment;
    }

    private static async Task<(InitSegment Init, int Length)?> InitAsync(FileStream media, CancellationToken ct)
    {
        await using var reader = new FragmentReader(media);
        try
        {
            return await reader.ReadInitAsync(ct) is { } init ? (init, (int)reader.Position) : null;
        }
        catch (MediaFormatException)
        {
            return null;
        }
    }

    private static async Task<List<ArchivedFragment>> IndexedAsync(string path, int initLength, long mediaLength, CancellationToken ct)
    {
        var fragments = new List<ArchivedFragment>();
        if (!File.Exists(path))
        {
            return fragments;
        }

        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, useAsync: true);
        var lines = new byte[file.Length];
        var have = await file.ReadAtLeastAsync(lines, lines.Length, throwOnEndOfStream: false, ct);
        long expected = initLength;
        for (var at = 0; at + ArchivedFragment.Size <= have; at += ArchivedFragment.Size)
        {
            if (ArchivedFragment.Read(lines.AsSpan(at)) is not { } line || line.Offset != expected || line.EndOffset > mediaLength)
            {
                break;
            }

            fragments.Add(line);
            expected = line.EndOffset;
        }

        return fragments;
    }

    private static async Task AddTheRestAsync(
        FileStream media, InitSegment init, int initLength, DateTimeOffset began, List<ArchivedFragment> fragments, CancellationToken ct)
    {
        media.Position = fragments.Count > 0 ? fragments[^1].EndOffset : initLength;
        if (media.Position >= media.Length)
        {
            return;
        }

        await using var reader = new FragmentReader(media, init, media.Position);
        try
        {
            while (await reader.ReadFragmentAsync(ct) is { } next)
            {
                // What the index lost is dated by the stream's own time, from the last line that is known or from the start.
                var wall = fragments.Count > 0 ? fragments[0].Wall + (next.Start - fragments[0].Start) : began;
                fragments.Add(new ArchivedFragment(
                    next.Position, next.Bytes.Length, next.Start, next.Duration, wall, next.Samples, next.StartsWithKeyFrame));
            }
        }
        catch (MediaFormatException)
        {
            // The last fragment was being written when the writer died, or is being written now.
        }
    }
}
