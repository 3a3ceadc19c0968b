using System.IO.Compression;
using System.Text;

namespace Expo.Testing;

/// <summary>Small files of many kinds, good and hostile, made on the spot.</summary>
public static class SampleFiles
{
    /// <summary>The string that every virus scanner calls a virus, and that is none. Kept in two pieces, so that no scanner takes this program for one.</summary>
    public static byte[] Eicar => Ascii(@"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*");

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name, name == "mimetype" ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    public static byte[] Odp(params (string Name, byte[] Content)[] more) => Zip(
    [
        ("mimetype", Ascii("application/vnd.oasis.opendocument.presentation")),
        ("META-INF/manifest.xml", Ascii("<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"application/vnd.oasis.opendocument.presentation\"/></manifest:manifest>")),
        .. more,
    ]);

    public static byte[] Docx(params (string Name, byte[] Content)[] more) => Zip(
    [
        ("[Content_Types].xml", Ascii("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>")),
        ("word/document.xml", Ascii("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>")),
        .. more,
    ]);

    /// <param name="catalog">More keys of the catalog.</param>
    /// <param name="objects">More objects; the first is number 10.</param>
    /// <param name="info">Keys of the information dictionary.</param>
    public static byte[] Pdf(string catalog = "", string[]? objects = null, string info = "/Title (Isotopes trace cotton) /Author (Wen Li) /Producer (Writer)", string trailer = "")
    {
        var text = "BT /F1 24 Tf 72 700 Td (Isotopes trace cotton) Tj ET";
        List<(int Number, string Text)> all =
        [
            (1, $"<< /Type /Catalog /Pages 2 0 R {catalog} >>"), (2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
            (3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"),
            (4, $"<< /Length {text.Length} >>\nstream\n{text}\nendstream"), (5, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"), (6, $"<< {info} >>"),
            .. (objects ?? []).Select((o, i) => (i + 10, o)),
        ];
        var pdf = new StringBuilder("%PDF-1.7\n%\u00e2\u00e3\n");
        var rows = new StringBuilder("xref\n0 1\n0000000000 65535 f \n");
        foreach (var (number, body) in all)
        {
            rows.Append($"{number} 1\n{pdf.Length:0000000000} 00000 n \n");
            pdf.Append($"{number} 0 obj\n{body}\nendobj\n");
        }

        var start = pdf.Length;
        pdf.Append(rows).Append($"trailer\n<< /Size {all[^1].Number + 1} /Root 1 0 R /Info 6 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(pdf.ToString());
    }

    /// <summary>An object stream for <see cref="Pdf"/> with one object in it.</summary>
    public static string PackedObject(string body)
    {
        var head = "20 0 ";
        using var bytes = new MemoryStream();
        using (var zlib = new ZLibStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(Ascii(head + body));
        }

        return $"<< /Type /ObjStm /N 1 /First {head.Length} /Filter /FlateDecode /Length {bytes.Length} >>\nstream\n{Encoding.Latin1.GetString(bytes.ToArray())}\nendstream";
    }

    public static byte[] Png(uint width = 1, uint height = 1)
    {
        var size = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(size, width);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(size.AsSpan(4), height);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", [.. size, 8, 0, 0, 0, 0]), .. Chunk("IDAT", [0x78, 0x9C, 0x63, 0x60, 0x00, 0x00, 0x00, 0x02, 0x00, 0x01]), .. Chunk("IEND", [])];
    }

    /// <summary>One grey pixel, with what a camera writes beside it (EXIF) if given.</summary>
    public static byte[] Jpeg(string? exif = null)
    {
        var pixel = Convert.FromHexString("FFD8FFE000104A46494600010100000100010000FFDB004300080606070605080707070909080A0C140D0C0B0B0C1912130F141D1A1F1E1D1A1C1C20242E2720222C231C1C2837292C30313434341F27393D38323C2E333432FFC0000B080001000101011100FFC4001F0000010501010101010100000000000000000102030405060708090A0BFFC400B5100002010303020403050504040000017D01020300041105122131410613516107227114328191A1082342B1C11552D1F02433627282090A161718191A25262728292A3435363738393A434445464748494A535455565758595A636465666768696A737475767778797A838485868788898A92939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE1E2E3E4E5E6E7E8E9EAF1F2F3F4F5F6F7F8F9FAFFDA0008010100003F00FBD2FFD9");
        if (exif is null)
        {
            return pixel;
        }

        byte[] said = [.. "Exif\0\0"u8, .. Ascii(exif)];
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)((said.Length + 2) >> 8), (byte)(said.Length + 2), .. said, .. pixel[2..]];
    }

    public static byte[] Webp() => [.. "RIFF"u8, 22, 0, 0, 0, .. "WEBPVP8L"u8, 10, 0, 0, 0, 0x2F, 0, 0, 0, 0, 0x88, 0x88, 0x08, 0, 0];

    /// <summary>What an old Office file begins with, and a name of its directory.</summary>
    public static byte[] Ole(string name) => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[1016], .. Encoding.Unicode.GetBytes(name), .. new byte[512]];

    public static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] Chunk(string type, byte[] data)
    {
        var length = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        return [.. length, .. Ascii(type), .. data, 0, 0, 0, 0];
    }
}
