using System.Buffers.Binary;
using System.Text;

namespace Expo.Streaming.Ingest;

/// <summary>
/// Walks ISO base media boxes (ISO/IEC 14496-12 4.2) in memory. Every read is checked against the box's end, and every box has at
/// least a header's length, so that a walk always ends.
/// </summary>
internal ref struct BoxReader(ReadOnlySpan<byte> data, long position)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _at;

    public readonly long Position => position + _at;

    public readonly int Left => _data.Length - _at;

    /// <summary>Reads the next box inside this one; false at the end.</summary>
    public bool Next(out uint type, out BoxReader body)
    {
        if (Left == 0)
        {
            type = 0;
            body = default;
            return false;
        }

        var start = Position;
        long size = U32();
        type = U32();
        var header = 8;
        if (size == 1)
        {
            size = (long)Math.Min(U64(), long.MaxValue);
            header = 16;
        }

        if (size < header || size - header > Left)
        {
            throw new MediaFormatException($"Box '{Name(type)}' says it is {size} bytes long, which does not fit", start);
        }

        body = new BoxReader(_data.Slice(_at, (int)size - header), Position);
        _at += (int)size - header;
        return true;
    }

    public byte U8() => Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public ulong U64() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    public void Skip(int count) => Take(count);

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > Left)
        {
            throw new MediaFormatException($"A field of {count} bytes does not fit into the {Left} bytes left of its box", Position);
        }

        var taken = _data.Slice(_at, count);
        _at += count;
        return taken;
    }

    public readonly MediaFormatException Bad(string problem) => new(problem, Position);

    public static uint Type(string name) => BinaryPrimitives.ReadUInt32BigEndian(Encoding.ASCII.GetBytes(name));

    public static string Name(uint type) => string.Create(4, type, static (text, value) =>
    {
        for (var i = 0; i < 4; i++)
        {
            var letter = (char)((value >> (24 - (8 * i))) & 0xFF);
            text[i] = letter is >= ' ' and <= '~' ? letter : '?';
        }
    });
}
