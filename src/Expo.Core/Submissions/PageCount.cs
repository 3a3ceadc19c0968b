using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Expo.Core.Files;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Exceptions;

namespace Expo.Core.Submissions;

/// <summary>Counts the pages of a Word document or PDF that <see cref="ContentCheck"/> found harmless. Runs nothing of it.</summary>
public static class PageCount
{
    public const int MostPages = 3;

    private const long LargestPart = 20 * 1024 * 1024;

    // Where a document does not say how many pages it has. A page of plain text has some 3,000 characters.
    private const int CharactersOnAPage = 3000;

    public static Result<int> Of(byte[] content, FileKind kind)
    {
        try
        {
            return kind == FileKind.Pdf ? Pdf(content) : Docx(content);
        }
        catch (PdfDocumentEncryptedException)
        {
            return ContentRefusals.Encrypted;
        }
        catch (Exception)
        {
            // Whatever a broken file makes a parser say, the answer is the same.
            return ContentRefusals.Broken;
        }
    }

    private static int Pdf(byte[] content)
    {
        using var document = PdfDocument.Open(content, new ParsingOptions { UseLenientParsing = true });
        return document.NumberOfPages;
    }

    /// <summary>What the word processor wrote, unless the text alone cannot stand on so few pages.</summary>
    private static int Docx(byte[] content)
    {
        using var zip = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
        var text = Read(zip, "word/document.xml") ?? throw new InvalidDataException("A document without its text.");
        var characters = text.Descendants().Where(e => e.Name.LocalName == "t").Sum(e => e.Value.Length);
        var atLeast = Math.Max(1, (characters + (3 * CharactersOnAPage) - 1) / (3 * CharactersOnAPage));
        var said = Read(zip, "docProps/app.xml")?.Descendants().FirstOrDefault(e => e.Name.LocalName == "Pages")?.Value;
        return int.TryParse(said, out var pages) && pages > 0 ? Math.Max(pages, atLeast) : Math.Max(1, (characters + CharactersOnAPage - 1) / CharactersOnAPage);
    }

    private static XDocument? Read(ZipArchive zip, string name)
    {
        if (zip.GetEntry(name) is not { } part)
        {
            return null;
        }

        using var packed = part.Open();
        using var unpacked = new MemoryStream(Unpacked.UpTo(packed, LargestPart) ?? throw new InvalidDataException("A part is larger than it may be."));
        using var xml = XmlReader.Create(new StreamReader(unpacked, Encoding.UTF8), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XDocument.Load(xml);
    }
}
