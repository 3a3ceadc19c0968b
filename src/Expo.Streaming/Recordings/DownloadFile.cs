using System.Buffers.Binary;
using Expo.Streaming.Ingest;

namespace Expo.Streaming.Recordings;

/// <summary>
/// One span of a cut as an MP4 that any player opens: the archive's fragments with their times moved so that the file begins at zero,
/// and a segment index (ISO/IEC 14496-12 8.16.3) before them, by which players know the length and where to seek.
/// </summary>
internal sealed class DownloadFile
{
    private const uint StartsWithKeyFrame = 0x9000_0000;

    private readonly string _path;
    private readonly byte[] _head;
    private readonly IReadOnlyList<ArchivedFragment> _fragments;
    private readonly Dictionary<uint, ulong> _shift;

    private DownloadFile(string path, byte[] head, IReadOnlyList<ArchivedFragment> fragments, Dictionary<uint, ulong> shift) =>
        (_path, _head, _fragments, _shift) = (path, head, fragments, shift);

    /// <summary>Known without opening anything, for pages that say how large a download is.</summary>
    public static long LengthOf(CutFile file) => file.InitLength + IndexLength(file) + file.Length;

    /// <summary>Null when the archive no longer has it.</summary>
    public static async Task<DownloadFile?> OpenAsync(
        ArchivePaths paths, string stage, string epoch, string rendition, CutFile file, CancellationToken ct)
    {
        var path = paths.Media(stage, epoch, rendition);
        if (!File.Exists(path) || await ArchiveTrack.ReadAsync(paths, stage, epoch, rendition, ct) is not { } track)
        {
            return null;
        }

        var inside = track.Fragments.Where(f => f.Offset >= file.Offset && f.EndOffset <= file.Offset + file.Length).ToList();
        if (inside.Count == 0 || inside[0].Offset != file.Offset || inside.Sum(f => (long)f.Length) != file.Length)
        {
            return null;
        }

        var first = new byte[inside[0].Length];
        using var media = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        await RandomAccess.ReadAsync(media, first, inside[0].Offset, ct);
        return new DownloadFile(path, [.. track.Init.Bytes, .. Index(file, track.Init.Lead.TimeScale)], inside, Shift(first, track.Init));
    }

    /// <summary>Writes so many bytes of the file from an offset.</summary>
    public async Task WriteAsync(Stream output, long from, long count, CancellationToken ct)
    {
        using var media = File.OpenHandle(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        var (at, end, start) = (from, from + count, (long)_head.Length);
        if (at < _head.Length)
        {
            var take = (int)Math.Min(end, _head.Length) - (int)at;
            await output.WriteAsync(_head.AsMemory((int)at, take), ct);
            at += take;
        }

        foreach (var fragment in _fragments)
        {
            if (at >= end)
            {
                return;
            }

            if (at < start + fragment.Length)
            {
                var bytes = new byte[fragment.Length];
                await RandomAccess.ReadAsync(media, bytes, fragment.Offset, ct);
                Move(bytes, _shift);
                var (skip, take) = ((int)(at - start), (int)(Math.Min(end, start + fragment.Length) - at));
                await output.WriteAsync(bytes.AsMemory(skip, take), ct);
                at += take;
            }

            start += fragment.Length;
        }
    }

    private static int IndexLength(CutFile file) => 40 + (12 * file.Segments.Length);

    private static byte[] Index(CutFile file, uint timeScale)
    {
        var box = new byte[IndexLength(file)];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        BinaryPrimitives.WriteUInt32BigEndian(box.AsSpan(4), BoxType.Sidx);
        box[8] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(box.AsSpan(12), 1);
        BinaryPrimitives.WriteUInt32BigEndian(box.AsSpan(16), timeScale);
        BinaryPrimitives.WriteUInt16BigEndian(box.AsSpan(38), (ushort)file.Segments.Length);
        for (var i = 0; i < file.Segments.Length; i++)
        {
            var line = box.AsSpan(40 + (12 * i));
            BinaryPrimitives.WriteUInt32BigEndian(line, (uint)file.Segments[i].Length);
            BinaryPrimitives.WriteUInt32BigEndian(line[4..], (uint)(file.Segments[i].Duration.TotalSeconds * timeScale));
            BinaryPrimitives.WriteUInt32BigEndian(line[8..], StartsWithKeyFrame);
        }

        return box;
    }

    /// <summary>How far each track moves, in its own units: as far as brings the earliest of them to zero.</summary>
    private static Dictionary<uint, ulong> Shift(byte[] first, InitSegment init)
    {
        var scales = init.Tracks.ToDictionary(t => t.Id, t => t.TimeScale);
        var earliest = double.MaxValue;
        Visit(first, (track, time, _) => earliest = Math.Min(earliest, (double)time / scales[track]));
        return init.Tracks.ToDictionary(t => t.Id, t => (ulong)Math.Floor(earliest * t.TimeScale));
    }

    private static void Move(byte[] fragment, Dictionary<uint, ulong> shift) => Visit(fragment, (track, time, at) =>
    {
        var moved = time - Math.Min(time, shift[track]);
        if (fragment[at - 4] == 1)
        {
            BinaryPrimitives.WriteUInt64BigEndian(fragment.AsSpan(at), moved);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(fragment.AsSpan(at), (uint)moved);
        }
    });

    /// <summary>Hands over each track's decode time and the place of its bytes (8.8.12, four bytes after the box's version).</summary>
    private static void Visit(byte[] fragment, Action<uint, ulong, int> visit)
    {
        var top = new BoxReader(fragment, 0);
        if (!top.Next(out var type, out var moof) || type != BoxType.Moof)
        {
            throw new MediaFormatException("The archive has no moof where its index has a fragment", 0);
        }

        while (moof.Next(out type, out var traf))
        {
            uint track = 0;
            while (type == BoxType.Traf && traf.Next(out var inner, out var body))
            {
                if (inner == BoxType.Tfhd)
                {
                    body.Skip(4);
                    track = body.U32();
                }
                else if (inner == BoxType.Tfdt)
                {
                    var version = body.U8();
                    body.Skip(3);
                    var at = (int)body.Position;
                    visit(track, version == 1 ? body.U64() : body.U32(), at);
                }
            }
        }
    }
}
