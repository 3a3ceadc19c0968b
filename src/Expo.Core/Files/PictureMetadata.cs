using System.Buffers.Binary;

namespace Expo.Core.Files;

/// <summary>
/// Takes out of pictures what cameras and programs write beside them: place, time, device, author, comments, and further pictures
/// behind the first. Only what is known to be needed for showing it is kept, so nothing unknown slips through.
/// </summary>
public static class PictureMetadata
{
    private static readonly byte[] Turning = [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Place of the way up in <see cref="Turning"/>.</summary>
    private const int WayAt = 19;

    /// <summary>Besides the parts without which there is no picture (PNG: a capital begins their names).</summary>
    private static readonly string[] PngKept = ["tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "hIST", "sPLT", "cICP", "acTL", "fcTL", "fdAT"];

    private static readonly string[] WebpKept = ["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"];

    /// <summary>The picture without it; anything that is no PNG, JPEG or WebP, or cannot be read, as it is. What shows of it stays the same.</summary>
    public static byte[] Strip(byte[] picture) => Without(picture) ?? picture;

    /// <summary>The same; null for what cannot be read.</summary>
    public static byte[]? Without(byte[] picture) => KindOf(picture) switch { FileKind.Jpeg => Jpeg(picture), FileKind.Png => Png(picture), FileKind.Webp => Webp(picture), _ => null };

    /// <summary>By its first bytes; null for none of the three.</summary>
    public static FileKind? KindOf(ReadOnlySpan<byte> picture) =>
        picture.StartsWith(PictureCheck.Jpeg) ? FileKind.Jpeg
        : picture.StartsWith(PictureCheck.Png) ? FileKind.Png
        : picture.Length >= 16 && picture.StartsWith("RIFF"u8) && picture[8..].StartsWith("WEBP"u8) ? FileKind.Webp
        : null;

    private static byte[]? Jpeg(byte[] picture)
    {
        using var kept = new MemoryStream();
        kept.Write(picture, 0, 2);
        for (var at = 2; at + 2 <= picture.Length;)
        {
            // Any number of 0xFF may stand before a marker.
            if (picture[at] != 0xFF || picture[at + 1] == 0xFF)
            {
                if (picture[at] != 0xFF)
                {
                    return null;
                }

                at++;
                continue;
            }

            var marker = picture[at + 1];
            if (marker == 0xD9)
            {
                kept.Write([0xFF, 0xD9]);
                return kept.ToArray();
            }

            if (at + 4 > picture.Length || BinaryPrimitives.ReadUInt16BigEndian(picture.AsSpan(at + 2)) is var said && (said < 2 || at + 2 + said > picture.Length))
            {
                return null;
            }

            var body = picture.AsSpan(at + 4, said - 2);
            var end = at + 2 + said;
            if (marker == 0xE1 && body.StartsWith("Exif\0\0"u8) && Turned(body[6..]) is { } way)
            {
                // The way up is kept: without it the picture would lie on its side.
                kept.Write([0xFF, 0xE1, 0, (byte)(8 + Turning.Length), .. "Exif\0\0"u8, .. Turning[..WayAt], way, .. Turning[(WayAt + 1)..]]);
            }
            else if (IsKept(marker, body))
            {
                kept.Write(picture, at, end - at);
            }

            if (marker == 0xDA)
            {
                // The picture's own data has no length; it ends at the next marker that is not a restart.
                var begin = end;
                while (end + 1 < picture.Length && (picture[end] != 0xFF || picture[end + 1] is 0 or (>= 0xD0 and <= 0xD7)))
                {
                    end++;
                }

                kept.Write(picture, begin, end - begin);
            }

            at = end;
        }

        return null;
    }

    /// <summary>Colour (ICC in APP2, Adobe's APP14) and JFIF stay; of all other notes and comments none.</summary>
    private static bool IsKept(byte marker, ReadOnlySpan<byte> body) => marker switch
    {
        0xE0 => body.StartsWith("JFIF\0"u8),
        0xE2 => body.StartsWith("ICC_PROFILE\0"u8),
        0xEE => body.StartsWith("Adobe"u8),
        0xFE or (>= 0xE1 and <= 0xEF) => false,
        _ => true,
    };

    /// <summary>The orientation that EXIF says, 2 to 8; null for upright or none.</summary>
    private static byte? Turned(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
        {
            return null;
        }

        var isBig = tiff[0] == 'M';
        var first = isBig ? BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]);
        if (first + 2L > tiff.Length)
        {
            return null;
        }

        int Short(ReadOnlySpan<byte> at) => isBig ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at);
        var count = Short(tiff[(int)first..]);
        for (var (i, at) = (0, (int)first + 2); i < count && at + 12 <= tiff.Length; i++, at += 12)
        {
            if (Short(tiff[at..]) == 0x112 && Short(tiff[(at + 8)..]) is >= 2 and <= 8 and var way)
            {
                return (byte)way;
            }
        }

        return null;
    }

    private static byte[]? Png(byte[] picture)
    {
        using var kept = new MemoryStream();
        kept.Write(picture, 0, 8);
        for (var at = 8; at + 12 <= picture.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(picture.AsSpan(at)) + 12L;
            if (at + length > picture.Length)
            {
                return null;
            }

            var type = System.Text.Encoding.ASCII.GetString(picture, at + 4, 4);
            if (char.IsAsciiLetterUpper(type[0]) || PngKept.Contains(type))
            {
                kept.Write(picture, at, (int)length);
            }

            if (type == "IEND")
            {
                return kept.ToArray();
            }

            at += (int)length;
        }

        return null;
    }

    private static byte[]? Webp(byte[] picture)
    {
        const byte HasExif = 0x08, HasXmp = 0x04;
        using var kept = new MemoryStream();
        kept.Write(picture, 0, 12);
        byte? way = null;
        var at = 12;
        while (at + 8 <= picture.Length)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(picture.AsSpan(at + 4));
            var end = at + 8L + length + (length % 2);
            if (at + 8L + length > picture.Length)
            {
                return null;
            }

            var type = System.Text.Encoding.ASCII.GetString(picture, at, 4);
            var body = picture.AsSpan(at + 8, (int)length);
            way ??= type == "EXIF" ? Turned(body.StartsWith("Exif\0\0"u8) ? body[6..] : body) : null;
            if (WebpKept.Contains(type))
            {
                kept.Write(picture, at, (int)(Math.Min(end, picture.Length) - at));
            }

            at = (int)Math.Min(end, picture.Length);
        }

        var clean = kept.ToArray();
        var isWide = clean.Length > 20 && clean.AsSpan(12).StartsWith("VP8X"u8);
        if (isWide)
        {
            clean[20] &= unchecked((byte)~(HasExif | HasXmp));
            if (way is { } turned)
            {
                clean[20] |= HasExif;
                clean = [.. clean, .. "EXIF"u8, (byte)Turning.Length, 0, 0, 0, .. Turning[..WayAt], turned, .. Turning[(WayAt + 1)..]];
            }
        }

        BinaryPrimitives.WriteUInt32LittleEndian(clean.AsSpan(4), (uint)clean.Length - 8);
        return at == picture.Length ? clean : null;
    }
}
