using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Exceptions;

namespace Expo.Core.Submissions;

/// <summary>What an attachment is by its content.</summary>
public sealed record CheckedAttachment(string ContentType, string Ending, int Pages);

/// <summary>Looks into a file without running anything of it: Word or PDF, one to three pages.</summary>
public static class AttachmentCheck
{
    public const int LargestFile = 10 * 1024 * 1024;
    public const int MostPages = 3;
    private const int MostParts = 2000;
    private const long LargestUnpacked = 100 * 1024 * 1024;
    private const long LargestPart = 20 * 1024 * 1024;
    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    // Where a document does not say how many pages it has. A page of plain text has some 3,000 characters.
    private const int CharactersOnAPage = 3000;

    public static Result<CheckedAttachment> Check(byte[] content) => content switch
    {
        { Length: 0 } => AttachmentRefusals.Empty,
        { Length: > LargestFile } => AttachmentRefusals.TooBig,
        _ when content.AsSpan().StartsWith("%PDF-"u8) => Pdf(content),
        _ when content.AsSpan().StartsWith("PK\u0003\u0004"u8) => Docx(content),
        _ when content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) => AttachmentRefusals.OldWord,
        _ => AttachmentRefusals.WrongKind,
    };

    private static Result<CheckedAttachment> Pdf(byte[] content)
    {
        try
        {
            using var document = PdfDocument.Open(content, new ParsingOptions { UseLenientParsing = true });
            return Counted(document.NumberOfPages, "application/pdf", ".pdf");
        }
        catch (PdfDocumentEncryptedException)
        {
            return AttachmentRefusals.Locked;
        }
        catch (Exception)
        {
            // Whatever a broken file makes a parser say, the answer is the same.
            return AttachmentRefusals.Broken;
        }
    }

    private static Result<CheckedAttachment> Docx(byte[] content)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
            if (zip.Entries.Count > MostParts || zip.Entries.Sum(part => Math.Max(part.Length, 0)) > LargestUnpacked)
            {
                return AttachmentRefusals.Bomb;
            }

            if (zip.Entries.Any(part => part.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)))
            {
                return AttachmentRefusals.Macros;
            }

            if (Read(zip, "[Content_Types].xml") is not { } types)
            {
                return AttachmentRefusals.WrongKind;
            }

            var kinds = types.Descendants().Select(e => (string?)e.Attribute("ContentType")).OfType<string>().ToList();
            return kinds.Any(kind => kind.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase)) ? AttachmentRefusals.Macros
                : !kinds.Contains(Word + ".main+xml") || Read(zip, "word/document.xml") is not { } text ? AttachmentRefusals.WrongKind
                : Counted(Pages(zip, text), Word, ".docx");
        }
        catch (Exception fault) when (fault is InvalidDataException or XmlException or IOException or NotSupportedException)
        {
            return AttachmentRefusals.Broken;
        }
    }

    /// <summary>What the word processor wrote, unless the text alone cannot stand on so few pages.</summary>
    private static int Pages(ZipArchive zip, XDocument text)
    {
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

        // The length in the archive may be a lie: what is read is bounded, not what is said.
        using var unpacked = new MemoryStream();
        using var packed = part.Open();
        var buffer = new byte[64 * 1024];
        for (int read; (read = packed.Read(buffer)) > 0;)
        {
            unpacked.Write(buffer, 0, read);
            if (unpacked.Length > LargestPart)
            {
                throw new InvalidDataException("A part is larger than it may be.");
            }
        }

        unpacked.Position = 0;
        using var xml = XmlReader.Create(new StreamReader(unpacked, Encoding.UTF8), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XDocument.Load(xml);
    }

    private static Result<CheckedAttachment> Counted(int pages, string contentType, string ending) =>
        pages is < 1 or > MostPages ? AttachmentRefusals.TooManyPages(pages) : new CheckedAttachment(contentType, ending, pages);
}
