using System.IO.Compression;
using System.Text;
using Expo.Testing;

namespace Expo.Core.Tests.Files;

/// <summary>Decks and PDFs that hide what they do.</summary>
internal static class HostileFiles
{
    public const string OdfNames = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" xmlns:presentation=\"urn:oasis:names:tc:opendocument:xmlns:presentation:1.0\" xmlns:script=\"urn:oasis:names:tc:opendocument:xmlns:script:1.0\" xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";

    public static byte[] Odp(string body) => SampleFiles.Odp(("content.xml", SampleFiles.Ascii($"<office:document-content {OdfNames}>{body}</office:document-content>")));

    /// <summary>A slide part with one relation that leads out of the package, and what uses it.</summary>
    public static byte[] PptxWithOutside(string kind, string target, string use) => SampleDeck.Pptx([new SampleSlide("Hi")], more:
    [
        ("ppt/slides/a.xml", SampleFiles.Ascii($"<p xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">{use}</p>")),
        ("ppt/slides/_rels/a.xml.rels", SampleFiles.Ascii($"<Relationships><Relationship Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\" TargetMode=\"External\"/></Relationships>")),
    ]);

    /// <summary>A PDF with more objects in front of its tables.</summary>
    public static byte[] PdfWith(string objects)
    {
        var pdf = Encoding.Latin1.GetString(SampleFiles.Pdf());
        return Encoding.Latin1.GetBytes(pdf.Insert(pdf.IndexOf("xref\n", StringComparison.Ordinal), objects + "\n"));
    }

    /// <summary>A stream of packed zeros as an object for <see cref="SampleFiles.Pdf"/>.</summary>
    public static string Zeros(int megabytes, string filter = "/FlateDecode", int times = 1)
    {
        var bytes = new byte[megabytes * 1024 * 1024];
        for (var i = 0; i < times; i++)
        {
            using var packed = new MemoryStream();
            using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                zlib.Write(bytes);
            }

            bytes = packed.ToArray();
        }

        return $"<< /Filter {filter} /Length {bytes.Length} >>\nstream\n{Encoding.Latin1.GetString(bytes)}\nendstream";
    }
}
