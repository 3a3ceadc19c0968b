using System.Buffers.Binary;

namespace Expo.Core.Files;

/// <summary>Walks a picture from part to part to its end, so that nothing can hide behind it.</summary>
internal static class PictureCheck
{
    private const long MostPixels = 40_000_000;

    public static ReadOnlySpan<byte> Png => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];

    public static async Task<Refusal?> PngAsync(Stream content, CancellationToken ct)
    {
        content.Position = 8;
        var head = new byte[16];
        for (var first = true; await content.ReadAtLeastAsync(head.AsMemory(0, 8), 8, throwOnEndOfStream: false, ct) == 8; first = false)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(head);
            var (isStart, isEnd, after) = (head.AsSpan(4, 4).SequenceEqual("IHDR"u8), head.AsSpan(4, 4).SequenceEqual("IEND"u8), content.Position + length + 4);
            if (first != isStart || after > content.Length || (isStart && length != 13))
            {
                return ContentRefusals.Broken;
            }

            if (isStart)
            {
                await content.ReadExactlyAsync(head.AsMemory(0, 8), ct);
                if (TooMany(BinaryPrimitives.ReadUInt32BigEndian(head), BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4))))
                {
                    return ContentRefusals.TooManyPixels;
                }
            }

            if (isEnd)
            {
                return after == content.Length ? null : ContentRefusals.Hidden;
            }

            content.Position = after;
        }

        return ContentRefusals.Broken;
    }

    public static async Task<Refusal?> JpegAsync(Stream content, CancellationToken ct)
    {
        // Segments have lengths; the picture's own data has none, and ends at the next marker that is not a restart.
        content.Position = 0;
        var input = new BufferedStream(content, 64 * 1024);
        var inData = false;
        for (int at; (at = input.ReadByte()) >= 0;)
        {
            ct.ThrowIfCancellationRequested();
            if (at != 0xFF)
            {
                if (!inData)
                {
                    return ContentRefusals.Broken;
                }

                continue;
            }

            int marker;
            while ((marker = input.ReadByte()) == 0xFF)
            {
            }

            if (marker is 0xD8 or 0x01 or (>= 0xD0 and <= 0xD7) || (marker == 0 && inData))
            {
                continue;
            }

            if (marker == 0xD9)
            {
                inData = false;
                if (await EndsAsync(input, content.Length, ct) is { } ends)
                {
                    return ends ? null : ContentRefusals.Hidden;
                }

                continue;
            }

            var length = (input.ReadByte() << 8) | input.ReadByte();
            if (length < 2 || marker <= 0)
            {
                return ContentRefusals.Broken;
            }

            if (marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC && length >= 7)
            {
                var size = new byte[5];
                await input.ReadExactlyAsync(size, ct);
                if (TooMany(BinaryPrimitives.ReadUInt16BigEndian(size.AsSpan(3)), BinaryPrimitives.ReadUInt16BigEndian(size.AsSpan(1))))
                {
                    return ContentRefusals.TooManyPixels;
                }

                length -= 5;
            }

            input.Position += length - 2;
            inData = marker == 0xDA || (inData && marker is not 0xDA);
        }

        return ContentRefusals.Broken;
    }

    /// <param name="head">At least 16 bytes.</param>
    public static Refusal? Webp(long length, byte[] head)
    {
        var said = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)) + 8L;
        return said != length && said + 1 != length ? said > length ? ContentRefusals.Broken : ContentRefusals.Hidden
            : Area(head) is not { } pixels ? ContentRefusals.Broken
            : pixels > MostPixels ? ContentRefusals.TooManyPixels
            : null;
    }

    /// <summary>Pixels that the first part says; null when it is no picture.</summary>
    private static long? Area(byte[] head)
    {
        var form = head.AsSpan(12, 4);
        uint Two(int at) => BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(at));
        uint Three(int at) => Two(at) | ((uint)head[at + 2] << 16);
        return form.SequenceEqual("VP8X"u8) && head.Length >= 30 ? (Three(24) + 1L) * (Three(27) + 1L)
            : form.SequenceEqual("VP8L"u8) && head.Length >= 25 && BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(21)) is var bits ? ((bits & 0x3FFF) + 1L) * (((bits >> 14) & 0x3FFF) + 1L)
            : form.SequenceEqual("VP8 "u8) && head.Length >= 30 ? (Two(26) & 0x3FFFL) * (Two(28) & 0x3FFF)
            : null;
    }

    private static bool TooMany(long width, long height) => width * height > MostPixels;

    /// <summary>True at the end of the file; null when another picture follows, as phones write it for brightness or depth; false for anything else.</summary>
    private static async Task<bool?> EndsAsync(BufferedStream input, long length, CancellationToken ct)
    {
        var next = new byte[2];
        while (input.Position < length)
        {
            var read = await input.ReadAtLeastAsync(next.AsMemory(0, 1), 1, false, ct);
            if (read == 1 && next[0] == 0)
            {
                continue;
            }

            await input.ReadAtLeastAsync(next.AsMemory(1, 1), 1, false, ct);
            if (next is not [0xFF, 0xD8])
            {
                return false;
            }

            return null;
        }

        return true;
    }
}
