using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Expo.Streaming.Ingest;

/// <summary>
/// Cuts a stream of fragmented MP4 into its init segment (ftyp and moov) and its fragments (moof and mdat), whatever the sizes in
/// which the bytes arrive. Bad bytes give a <see cref="MediaFormatException"/>; no box may ask for more memory than its limit.
/// </summary>
public sealed class FragmentReader : IAsyncDisposable
{
    private const int MostInit = 1 << 20;
    private const int MostMoof = 4 << 20;
    private const int MostMdat = 32 << 20;

    private readonly PipeReader _input;
    private InitSegment? _init;

    /// <summary>Reads from the stream's present place and leaves the stream open.</summary>
    public FragmentReader(Stream input)
        : this(input, 0) => _init = null;

    /// <summary>Begins at a fragment, of a file whose init segment is known.</summary>
    public FragmentReader(Stream input, InitSegment init, long position)
        : this(input, position) => _init = init;

    private FragmentReader(Stream input, long position)
    {
        _input = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        Position = position;
    }

    /// <summary>The byte after the last whole box that was read.</summary>
    public long Position { get; private set; }

    /// <summary>Reads up to the end of the moov box; null when the stream ends before its first byte.</summary>
    public async ValueTask<InitSegment?> ReadInitAsync(CancellationToken ct)
    {
        byte[] ftyp = [];
        while (await NextHeaderAsync(ct) is { } box)
        {
            var start = Position;
            switch (box.Type)
            {
                case BoxType.Ftyp:
                    ftyp = await TakeAsync(box, MostInit, ct);
                    break;
                case BoxType.Moov:
                    var moov = await TakeAsync(box, MostInit, ct);
                    return _init = new InitSegment([.. ftyp, .. moov], InitParser.Tracks(moov.AsSpan(box.Header), start + box.Header));
                case BoxType.Moof or BoxType.Mdat:
                    throw new MediaFormatException("Media came before the init segment", start);
                default:
                    await SkipAsync(box, ct);
                    break;
            }
        }

        return Position == 0 ? null : throw new MediaFormatException("The stream ended before its init segment", Position, truncated: true);
    }

    /// <summary>Reads the next fragment; null when the stream ends at a box's edge.</summary>
    public async ValueTask<Fragment?> ReadFragmentAsync(CancellationToken ct)
    {
        var init = _init ?? throw new InvalidOperationException("Read the init segment first.");
        while (await NextHeaderAsync(ct) is { } box)
        {
            if (box.Type is BoxType.Mdat or BoxType.Moov)
            {
                throw new MediaFormatException($"Box '{BoxReader.Name(box.Type)}' came where a moof must come first", Position);
            }

            if (box.Type == BoxType.Moof)
            {
                return await FragmentAsync(init, box, ct);
            }

            await SkipAsync(box, ct);
        }

        return null;
    }

    public ValueTask DisposeAsync() => _input.CompleteAsync();

    private async ValueTask<Fragment> FragmentAsync(InitSegment init, Box box, CancellationToken ct)
    {
        var start = Position;
        var moof = await TakeAsync(box, MostMoof, ct);
        var mdat = await NextHeaderAsync(ct) ?? throw new MediaFormatException("The stream ended between a moof and its mdat", Position, truncated: true);
        if (mdat.Type != BoxType.Mdat)
        {
            throw new MediaFormatException($"Box '{BoxReader.Name(mdat.Type)}' came where an mdat must follow its moof", Position);
        }

        var timing = FragmentParser.Read(moof.AsSpan(box.Header), start + box.Header, init, mdat.Length - mdat.Header);
        CheckLimit(mdat, MostMdat);
        var bytes = new byte[moof.Length + mdat.Length];
        moof.CopyTo(bytes, 0);
        await FillAsync(bytes.AsMemory(moof.Length), mdat.Type, ct);
        return new Fragment(bytes, start, timing.Start, timing.Duration, timing.Samples, timing.StartsWithKeyFrame);
    }

    private readonly record struct Box(uint Type, long Length, int Header);

    /// <summary>Looks at the next box's header without taking it; null at the end of the stream.</summary>
    private async ValueTask<Box?> NextHeaderAsync(CancellationToken ct)
    {
        var read = await _input.ReadAtLeastAsync(16, ct);
        try
        {
            if (read.Buffer.Length == 0)
            {
                return null;
            }

            if (read.Buffer.Length < 8)
            {
                throw new MediaFormatException("The stream ended inside a box's header", Position, truncated: true);
            }

            return Header(read.Buffer);
        }
        finally
        {
            _input.AdvanceTo(read.Buffer.Start);
        }
    }

    private Box Header(ReadOnlySequence<byte> buffer)
    {
        Span<byte> head = stackalloc byte[16];
        var have = (int)Math.Min(16, buffer.Length);
        buffer.Slice(0, have).CopyTo(head);
        long length = BinaryPrimitives.ReadUInt32BigEndian(head);
        var type = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        var header = 8;
        if (length == 1)
        {
            header = 16;
            length = have == 16 ? (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(head[8..]), long.MaxValue) : 0;
        }

        if (BoxReader.Name(type).Contains('?', StringComparison.Ordinal))
        {
            throw new MediaFormatException("There is no box where one must begin", Position);
        }

        return length >= header
            ? new Box(type, length, header)
            : throw new MediaFormatException($"Box '{BoxReader.Name(type)}' says it is {length} bytes long", Position);
    }

    private async ValueTask<byte[]> TakeAsync(Box box, int most, CancellationToken ct)
    {
        CheckLimit(box, most);
        var bytes = new byte[box.Length];
        await FillAsync(bytes, box.Type, ct);
        return bytes;
    }

    private void CheckLimit(Box box, int most)
    {
        if (box.Length > most)
        {
            throw new MediaFormatException($"Box '{BoxReader.Name(box.Type)}' says it is {box.Length} bytes long; the limit is {most}", Position);
        }
    }

    private async ValueTask SkipAsync(Box box, CancellationToken ct)
    {
        CheckLimit(box, MostMdat);
        for (var left = box.Length; left > 0;)
        {
            var read = await ReadSomeAsync(box.Type, ct);
            var step = Math.Min(left, read.Length);
            _input.AdvanceTo(read.GetPosition(step));
            Position += step;
            left -= step;
        }
    }

    private async ValueTask FillAsync(Memory<byte> bytes, uint type, CancellationToken ct)
    {
        while (!bytes.IsEmpty)
        {
            var read = await ReadSomeAsync(type, ct);
            var step = (int)Math.Min(bytes.Length, read.Length);
            read.Slice(0, step).CopyTo(bytes.Span);
            _input.AdvanceTo(read.GetPosition(step));
            Position += step;
            bytes = bytes[step..];
        }
    }

    private async ValueTask<ReadOnlySequence<byte>> ReadSomeAsync(uint type, CancellationToken ct)
    {
        var read = await _input.ReadAsync(ct);
        return read.Buffer.IsEmpty
            ? throw new MediaFormatException($"The stream ended inside box '{BoxReader.Name(type)}'", Position, truncated: true)
            : read.Buffer;
    }
}
