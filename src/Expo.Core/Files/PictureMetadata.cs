using System.Buffers.Binary;

namespace Expo.Core.Files;

/// <summary>Takes out of pictures what cameras and programs write beside them: place, time, device, author, comments.</summary>
public static class PictureMetadata
{
    /// <summary>The picture without it; anything that is no PNG or JPEG, or cannot be read, as it is. What shows of it stays the same.</summary>
    public static byte[] Strip(byte[] picture) =>
        picture.AsSpan().StartsWith(PictureCheck.Jpeg) ? Jpeg(picture) : picture.AsSpan().StartsWith(PictureCheck.Png) ? Png(picture) : picture;

    private static byte[] Jpeg(byte[] picture)
    {
        using var kept = new MemoryStream();
        kept.Write(picture, 0, 2);
        for (var at = 2; at + 4 <= picture.Length && picture[at] == 0xFF;)
        {
            var (marker, length) = (picture[at + 1], BinaryPrimitives.ReadUInt16BigEndian(picture.AsSpan(at + 2)) + 2);
            if (at + length > picture.Length)
            {
                return picture;
            }

            if (marker == 0xDA)
            {
                kept.Write(picture, at, picture.Length - at);
                return kept.ToArray();
            }

            // The way up is kept: without it the picture would lie on its side. Colour (APP2, APP14) and JFIF (APP0) stay too.
            if (marker == 0xE1 && Turned(picture.AsSpan(at + 4, length - 4)) is { } way)
            {
                kept.Write([0xFF, 0xE1, 0, 34, .. "Exif\0\0MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, way, 0, 0, 0, 0, 0, 0]);
            }
            else if (marker is not (0xE1 or 0xFE or (>= 0xE3 and <= 0xED) or 0xEF))
            {
                kept.Write(picture, at, length);
            }

            at += length;
        }

        return picture;
    }

    /// <summary>The orientation that EXIF says, 2 to 8; null for upright or none.</summary>
    private static byte? Turned(ReadOnlySpan<byte> exif)
    {
        if (exif.Length < 14 || !exif.StartsWith("Exif\0\0"u8))
        {
            return null;
        }

        var tiff = exif[6..];
        var isBig = tiff[0] == 'M';
        var first = isBig ? BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]);
        if (first + 2 > tiff.Length)
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

    private static byte[] Png(byte[] picture)
    {
        using var kept = new MemoryStream();
        kept.Write(picture, 0, 8);
        for (var at = 8; at + 12 <= picture.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(picture.AsSpan(at)) + 12L;
            if (at + length > picture.Length)
            {
                return picture;
            }

            var type = picture.AsSpan(at + 4, 4);
            if (!type.SequenceEqual("eXIf"u8) && !type.SequenceEqual("tEXt"u8) && !type.SequenceEqual("zTXt"u8) && !type.SequenceEqual("iTXt"u8) && !type.SequenceEqual("tIME"u8))
            {
                kept.Write(picture, at, (int)length);
            }

            at += (int)length;
        }

        return kept.ToArray();
    }
}
