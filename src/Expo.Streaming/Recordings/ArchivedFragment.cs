using System.Buffers.Binary;
using System.Numerics;

namespace Expo.Streaming.Recordings;

/// <summary>
/// One line of an archive file's index: where the fragment lies in the file, its time in the stream and on the wall. 48 bytes on disk,
/// the last four a checksum, so that a line torn by a crash is seen.
/// </summary>
internal readonly record struct ArchivedFragment(
    long Offset, int Length, TimeSpan Start, TimeSpan Duration, DateTimeOffset Wall, int Samples, bool IsKey)
{
    public const int Size = 48;

    public long EndOffset => Offset + Length;

    public TimeSpan End => Start + Duration;

    public TimeSpan Middle => Start + (Duration / 2);

    public void Write(Span<byte> line)
    {
        BinaryPrimitives.WriteInt64LittleEndian(line, Offset);
        BinaryPrimitives.WriteInt64LittleEndian(line[8..], Start.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(line[16..], Duration.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(line[24..], Wall.UtcTicks);
        BinaryPrimitives.WriteInt32LittleEndian(line[32..], Length);
        BinaryPrimitives.WriteInt32LittleEndian(line[36..], Samples);
        BinaryPrimitives.WriteInt32LittleEndian(line[40..], IsKey ? 1 : 0);
        BinaryPrimitives.WriteUInt32LittleEndian(line[44..], Checksum(line));
    }

    /// <summary>Null when the line is not whole.</summary>
    public static ArchivedFragment? Read(ReadOnlySpan<byte> line) =>
        line.Length < Size || BinaryPrimitives.ReadUInt32LittleEndian(line[44..]) != Checksum(line) ? null : new ArchivedFragment(
            BinaryPrimitives.ReadInt64LittleEndian(line),
            BinaryPrimitives.ReadInt32LittleEndian(line[32..]),
            TimeSpan.FromTicks(BinaryPrimitives.ReadInt64LittleEndian(line[8..])),
            TimeSpan.FromTicks(BinaryPrimitives.ReadInt64LittleEndian(line[16..])),
            new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(line[24..]), TimeSpan.Zero),
            BinaryPrimitives.ReadInt32LittleEndian(line[36..]),
            BinaryPrimitives.ReadInt32LittleEndian(line[40..]) != 0);

    private static uint Checksum(ReadOnlySpan<byte> line)
    {
        // Not zero to begin with: a line of zeros, which a power cut can leave, must not pass.
        var sum = uint.MaxValue;
        for (var i = 0; i < 40; i += 8)
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(line[i..]));
        }

        return BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt32LittleEndian(line[40..]));
    }
}
