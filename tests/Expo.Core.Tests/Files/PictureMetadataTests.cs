using System.Buffers.Binary;
using System.Text;
using Expo.Core.Files;
using Expo.Testing;

namespace Expo.Core.Tests.Files;

public sealed class PictureMetadataTests
{
    private const string Secret = "46.2044 N";

    [Fact]
    public void No_kind_of_picture_keeps_what_was_written_beside_it_and_each_stays_a_whole_picture()
    {
        var jpeg = SampleFiles.Jpeg(Secret);
        (string What, byte[] Picture)[] told =
        [
            ("EXIF", jpeg),
            ("a comment", With(SampleFiles.Jpeg(), 0xFE, Secret)),
            ("notes of Photoshop", With(SampleFiles.Jpeg(), 0xED, Secret)),
            ("a note in the place of a colour profile", With(SampleFiles.Jpeg(), 0xE2, "MPF\0" + Secret)),
            ("fill bytes before the marker", [0xFF, 0xD8, 0xFF, 0xFF, .. jpeg[2..]]),
            ("a second picture behind", [.. SampleFiles.Jpeg(), .. jpeg]),
            ("text of a PNG", Png("tEXt")),
            ("EXIF of a PNG", Png("eXIf")),
            ("a part that nobody knows", Png("abCd")),
            ("EXIF of a WebP", Webp("EXIF")),
            ("XMP of a WebP", Webp("XMP ")),
        ];
        foreach (var (what, picture) in told)
        {
            var clean = PictureMetadata.Without(picture);

            Assert.True(clean is not null && Encoding.Latin1.GetString(picture).Contains(Secret, StringComparison.Ordinal), what);
            Assert.False(Encoding.Latin1.GetString(clean).Contains(Secret, StringComparison.Ordinal), what);
            Assert.Equal(clean, PictureMetadata.Without(clean));
        }

        Assert.Equal(SampleFiles.Jpeg(), PictureMetadata.Without(jpeg));
        Assert.Equal(SampleFiles.Png(), PictureMetadata.Without(Png("tEXt")));
        Assert.Equal(SampleFiles.Webp(), PictureMetadata.Without(SampleFiles.Webp()));
    }

    [Fact]
    public void The_way_up_stays_and_nothing_else_of_the_cameras_notes()
    {
        // Little-endian, as most cameras write it: the way up (6), and a place beside it.
        byte[] tiff = [.. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(Secret)];
        var clean = PictureMetadata.Without(With(SampleFiles.Jpeg(), 0xE1, "Exif\0\0" + Encoding.Latin1.GetString(tiff)))!;

        var exif = clean.AsSpan(4, BinaryPrimitives.ReadUInt16BigEndian(clean.AsSpan(4)));
        Assert.Equal((0xE1, 34, 6), (clean[3], exif.Length, exif[2 + 6 + 19]));
        Assert.DoesNotContain(Secret, Encoding.Latin1.GetString(clean), StringComparison.Ordinal);
        Assert.Equal(clean, PictureMetadata.Without(clean));
    }

    [Fact]
    public void What_is_cut_or_changed_anywhere_is_cleaned_or_refused_and_never_throws()
    {
        foreach (var picture in new[] { SampleFiles.Jpeg("x"), Png("tEXt"), Webp("EXIF") })
        {
            for (var at = 0; at < picture.Length; at++)
            {
                PictureMetadata.Without(picture[..at]);
                var changed = (byte[])picture.Clone();
                changed[at] ^= 0xFF;
                PictureMetadata.Without(changed);
            }
        }

        Assert.Null(PictureMetadata.Without(SampleFiles.Jpeg()[..100]));
    }

    private static byte[] With(byte[] jpeg, byte marker, string text)
    {
        var said = Encoding.Latin1.GetBytes(text);
        return [0xFF, 0xD8, 0xFF, marker, (byte)((said.Length + 2) >> 8), (byte)(said.Length + 2), .. said, .. jpeg[2..]];
    }

    private static byte[] Png(string part)
    {
        var plain = SampleFiles.Png();
        var end = plain.Length - 12;
        return [.. plain[..end], 0, 0, 0, (byte)Secret.Length, .. Encoding.ASCII.GetBytes(part + Secret), 0, 0, 0, 0, .. plain[end..]];
    }

    private static byte[] Webp(string part)
    {
        byte[] all = [.. SampleFiles.Webp(), .. Encoding.ASCII.GetBytes(part), (byte)Secret.Length, 0, 0, 0, .. Encoding.ASCII.GetBytes(Secret), .. new byte[Secret.Length % 2]];
        BinaryPrimitives.WriteUInt32LittleEndian(all.AsSpan(4), (uint)all.Length - 8);
        return all;
    }
}
