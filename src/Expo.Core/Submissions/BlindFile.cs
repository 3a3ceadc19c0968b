using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Expo.Core.Files;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Writer;

namespace Expo.Core.Submissions;

/// <summary>An attachment as a reviewer may have it while names are hidden.</summary>
/// <param name="Content">The file without anything that says who made it; null when it cannot be given, because its content tells or because it cannot be cleaned.</param>
/// <param name="Text">What stands in it, with names struck out.</param>
public sealed record BlindAttachment(byte[]? Content, string Text);

/// <summary>
/// Makes attachments that do not tell who wrote them. A PDF is laid anew from its pages alone; a Word document loses its
/// properties, comments, authors of changes and parts that only programs read. What comes out is looked through once more, in every
/// part and unpacked, and is not given when a name is still in it. Pictures cannot be read: a logo would be seen.
/// </summary>
internal static class BlindFile
{
    private const int LongestText = 60_000;
    private const long LargestPart = 20 * 1024 * 1024;

    private static readonly string[] Dropped = ["docprops/", "customxml/", "word/comments", "word/people", "word/glossary/", "word/webextensions", "word/vba", "_xmlsignatures/"];

    private static readonly string[] TellingAttributes = ["author", "initials", "date", "userId", "providerId"];

    private static readonly string[] TellingElements = ["commentRangeStart", "commentRangeEnd", "commentReference", "attachedTemplate", "saveThroughXslt", "mailMerge", "docVars", "rsids", "dataBinding"];

    public static BlindAttachment Make(byte[] content, BlindText blind)
    {
        try
        {
            return content.AsSpan().StartsWith("%PDF-"u8) ? Pdf(content, blind) : Docx(content, blind);
        }
        catch (Exception)
        {
            // Whatever a library says of a strange file: what cannot be cleaned is not given.
            return new BlindAttachment(null, "");
        }
    }

    private static BlindAttachment Pdf(byte[] content, BlindText blind)
    {
        using var source = PdfDocument.Open(content, new ParsingOptions { UseLenientParsing = true });
        var text = string.Join("\n\n", source.GetPages().Select(page => string.Join(' ', page.GetWords().Select(w => w.Text))));
        using var builder = new PdfDocumentBuilder { IncludeDocumentInformation = false };
        for (var page = 1; page <= source.NumberOfPages; page++)
        {
            builder.AddPage(source, page, new PdfDocumentBuilder.AddPageOptions { KeepAnnotations = false });
        }

        var made = builder.Build();
        return new BlindAttachment(blind.Names(text) || TellsInPdf(made, blind) ? null : made, Struck(text, blind));
    }

    // Fonts, pictures and forms may carry words of their own.
    private static bool TellsInPdf(byte[] made, BlindText blind)
    {
        if (blind.NamesInBytes(made))
        {
            return true;
        }

        for (int at = 0, next; (next = made.AsSpan(at).IndexOf("stream"u8)) >= 0; at = next)
        {
            next += at + 6;
            if (next + 2 >= made.Length || !"\r\n"u8.Contains(made[next]))
            {
                continue;
            }

            var begin = made[next] == '\r' && made[next + 1] == '\n' ? next + 2 : next + 1;
            if (Tells(made, begin, blind))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Tells(byte[] made, int begin, BlindText blind)
    {
        try
        {
            using var packed = new ZLibStream(new MemoryStream(made, begin, made.Length - begin), CompressionMode.Decompress);
            // What is too large to be looked through may tell.
            return Unpacked.UpTo(packed, LargestPart) is not { } inside || blind.NamesInBytes(inside);
        }
        catch (InvalidDataException)
        {
            // Not packed, or packed otherwise: its bytes were looked at above.
            return false;
        }
    }

    private static BlindAttachment Docx(byte[] content, BlindText blind)
    {
        using var source = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
        List<ZipArchiveEntry> kept = [.. source.Entries.Where(part => !IsDropped(part.FullName))];
        var text = new StringBuilder();
        var tells = false;
        using var made = new MemoryStream();
        using (var target = new ZipArchive(made, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var part in kept)
            {
                using var packed = part.Open();
                var bytes = Unpacked.UpTo(packed, LargestPart) ?? throw new InvalidDataException("A part is larger than it may be.");
                if (part.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || part.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase))
                {
                    bytes = Cleaned(part.FullName, bytes, text, blind, ref tells);
                }
                else
                {
                    bytes = PictureMetadata.Strip(bytes);
                    // An embedded document has properties of its own.
                    tells |= part.FullName.StartsWith("word/embeddings/", StringComparison.OrdinalIgnoreCase) || blind.NamesInBytes(bytes);
                }

                tells |= blind.Names(part.FullName);
                var entry = target.CreateEntry(part.FullName, CompressionLevel.Fastest);
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var writer = entry.Open();
                writer.Write(bytes);
            }
        }

        return new BlindAttachment(tells ? null : made.ToArray(), Struck(text.ToString(), blind));
    }

    private static byte[] Cleaned(string name, byte[] bytes, StringBuilder text, BlindText blind, ref bool tells)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var part = XDocument.Load(reader);
        part.DescendantNodes().OfType<XComment>().Remove();
        part.Descendants().Where(e => TellingElements.Contains(e.Name.LocalName)).Remove();
        part.Descendants().Attributes().Where(a => TellingAttributes.Contains(a.Name.LocalName) || a.Name.LocalName.StartsWith("rsid", StringComparison.Ordinal)).Remove();

        // What was dropped must not be pointed to, or Word would call the document broken.
        part.Descendants().Where(e => e.Name.LocalName == "Override" && IsDropped(((string?)e.Attribute("PartName") ?? "").TrimStart('/'))).Remove();
        part.Descendants().Where(e => e.Name.LocalName == "Relationship" && IsDropped(Target(name, (string?)e.Attribute("Target") ?? ""))).Remove();
        var words = new StringBuilder();
        foreach (var paragraph in part.Descendants().Where(e => e.Name.LocalName == "p"))
        {
            words.AppendJoin("", paragraph.Descendants().Where(e => e.Name.LocalName is "t" or "delText" or "instrText").Select(e => e.Value)).Append('\n');
        }

        if (name.Equals("word/document.xml", StringComparison.OrdinalIgnoreCase))
        {
            text.Append(words);
        }

        tells |= blind.Names(words.ToString()) || part.Descendants().Attributes().Any(a => blind.Names(a.Value)) || part.DescendantNodes().OfType<XText>().Any(t => blind.Names(t.Value));
        return Encoding.UTF8.GetBytes(part.Declaration + part.ToString(SaveOptions.DisableFormatting));
    }

    private static bool IsDropped(string name) => Dropped.Any(start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    /// <summary>Name of the part that a relationship leads to. Those of <c>word/_rels/</c> are told from <c>word/</c>.</summary>
    private static string Target(string relations, string target) =>
        target.StartsWith('/') ? target[1..]
        : target.StartsWith("../", StringComparison.Ordinal) ? target[3..]
        : relations.StartsWith("word/", StringComparison.OrdinalIgnoreCase) ? "word/" + target : target;

    private static string Struck(string text, BlindText blind) => blind.Strike(text.Length > LongestText ? text[..LongestText] : text);
}
