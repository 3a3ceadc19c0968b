using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Expo.Core.Files;

/// <summary>One entry of a zip file, as its directory says and its own header confirms.</summary>
/// <param name="Start">Where its packed bytes begin.</param>
/// <param name="IsPacked">Deflated; otherwise stored as it is.</param>
internal sealed record ZipEntry(string Name, long Header, long Start, long Packed, long Unpacked, bool IsPacked);

/// <summary>
/// Reads the directory of a zip file strictly: entries lie one behind the other from the first byte to the directory, and the
/// directory to the end of the file. So nothing hides in front, between, behind or in entries that overlap.
/// </summary>
internal static class ZipDirectory
{
    private const int MostEntries = 20_000;
    private const int MostDirectoryBytes = 8 * 1024 * 1024;
    private const int EndLength = 22;

    /// <param name="zip">Can seek.</param>
    public static async Task<Result<List<ZipEntry>>> ReadAsync(Stream zip, CancellationToken ct)
    {
        if (await EndAsync(zip, ct) is not var (end, at))
        {
            return ContentRefusals.Broken;
        }

        // No office program writes a comment; behind one a whole other file can stand.
        if (at + EndLength != zip.Length)
        {
            return ContentRefusals.Hidden;
        }

        int count = BinaryPrimitives.ReadUInt16LittleEndian(end.AsSpan(10));
        var (length, start) = (BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(12)), BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(16)));
        if (count > MostEntries || length > MostDirectoryBytes)
        {
            return ContentRefusals.Bomb;
        }

        if (start + (long)length != at)
        {
            return ContentRefusals.Hidden;
        }

        zip.Position = start;
        var directory = new byte[length];
        await zip.ReadExactlyAsync(directory, ct);
        var entries = Entries(directory, count);
        return entries.IsRefused ? entries : await ConfirmAsync(zip, entries.Value, start, ct);
    }

    /// <summary>The unpacked bytes of an entry, never more than this many: what a header says of its length is not believed.</summary>
    public static Stream Open(Stream zip, ZipEntry entry)
    {
        zip.Position = entry.Start;
        var packed = new Part(zip, entry.Packed);
        return entry.IsPacked ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
    }

    private static async Task<(byte[] End, long At)?> EndAsync(Stream zip, CancellationToken ct)
    {
        var tail = new byte[Math.Min(zip.Length, EndLength + ushort.MaxValue)];
        zip.Position = zip.Length - tail.Length;
        await zip.ReadExactlyAsync(tail, ct);
        var at = tail.Length < EndLength ? -1 : tail.AsSpan(0, tail.Length - EndLength + 4).LastIndexOf("PK\x05\x06"u8);
        return at < 0 ? null : (tail[at..], zip.Length - tail.Length + at);
    }

    private static Result<List<ZipEntry>> Entries(ReadOnlySpan<byte> directory, int count)
    {
        var entries = new List<ZipEntry>(count);
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            if (directory.Length - at < 46 || !directory[at..].StartsWith("PK\x01\x02"u8))
            {
                return ContentRefusals.Broken;
            }

            var row = directory[at..];
            int name = BinaryPrimitives.ReadUInt16LittleEndian(row[28..]), extra = BinaryPrimitives.ReadUInt16LittleEndian(row[30..]), comment = BinaryPrimitives.ReadUInt16LittleEndian(row[32..]);
            var (flags, method) = (BinaryPrimitives.ReadUInt16LittleEndian(row[8..]), BinaryPrimitives.ReadUInt16LittleEndian(row[10..]));
            if (row.Length < 46 + name + extra + comment)
            {
                return ContentRefusals.Broken;
            }

            if ((flags & 0x2041) != 0)
            {
                return ContentRefusals.Encrypted;
            }

            var (packed, unpacked, header) = (BinaryPrimitives.ReadUInt32LittleEndian(row[20..]), BinaryPrimitives.ReadUInt32LittleEndian(row[24..]), BinaryPrimitives.ReadUInt32LittleEndian(row[42..]));
            if (method is not (0 or 8) || packed == uint.MaxValue || unpacked == uint.MaxValue || header == uint.MaxValue)
            {
                return ContentRefusals.Broken;
            }

            entries.Add(new ZipEntry(Encoding.UTF8.GetString(row.Slice(46, name)), header, 0, packed, unpacked, method == 8));
            at += 46 + name + extra + comment;
        }

        return at == directory.Length ? entries : ContentRefusals.Hidden;
    }

    private static async Task<Result<List<ZipEntry>>> ConfirmAsync(Stream zip, List<ZipEntry> entries, long directory, CancellationToken ct)
    {
        // A data descriptor of up to 24 bytes may stand behind an entry's bytes, and some programs align to 4 KB; nothing else may.
        const int Slack = 24;
        var confirmed = new List<ZipEntry>(entries.Count);
        var head = new byte[30];
        long free = 0;
        foreach (var entry in entries.OrderBy(e => e.Header))
        {
            if (entry.Header < free || entry.Header + 30 > directory)
            {
                return ContentRefusals.Bomb;
            }

            if (entry.Header - free > (free == 0 ? 0 : Slack))
            {
                return ContentRefusals.Hidden;
            }

            zip.Position = entry.Header;
            await zip.ReadExactlyAsync(head, ct);
            if (!head.AsSpan().StartsWith("PK\x03\x04"u8))
            {
                return ContentRefusals.Broken;
            }

            var (name, extra) = (BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(26)), BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(28)));
            var called = new byte[name];
            await zip.ReadExactlyAsync(called, ct);
            var start = entry.Header + 30 + name + extra;
            free = start + entry.Packed;
            if (Encoding.UTF8.GetString(called) != entry.Name || free > directory)
            {
                return ContentRefusals.Hidden;
            }

            confirmed.Add(entry with { Start = start });
        }

        if (directory - free > Slack)
        {
            return ContentRefusals.Hidden;
        }

        return confirmed.Select(e => e.Name.ToLowerInvariant()).Distinct().Count() == confirmed.Count ? confirmed : ContentRefusals.Hidden;
    }

    /// <summary>So many bytes of a stream from where it stands.</summary>
    private sealed class Part(Stream all, long left) : Stream
    {
        private long _left = left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = all.Read(buffer, offset, (int)Math.Min(count, _left));
            _left -= read;
            return read;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await all.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
