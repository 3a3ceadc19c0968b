using System.IO.Compression;
using System.Xml.Linq;

namespace Expo.Core.Submissions;

internal static class OdpReport
{
    private static readonly XNamespace Draw = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0";
    private static readonly XNamespace Presentation = "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0";
    private static readonly XNamespace Svg = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0";
    private static readonly XNamespace Fo = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0";
    private static readonly XNamespace Dc = "http://purl.org/dc/elements/1.1/";

    public static DeckReport Make(Stream deck)
    {
        deck.Position = 0;
        using var zip = new ZipArchive(deck, ZipArchiveMode.Read, leaveOpen: true);
        var (meta, styles) = (Part(zip, "meta.xml"), Part(zip, "styles.xml"));
        var slides = Part(zip, "content.xml")?.Descendants(Draw + "page").ToList() ?? [];
        var (untitled, undescribed, pictures) = (new List<int>(), new List<int>(), 0);
        for (var i = 0; i < slides.Count; i++)
        {
            var frames = slides[i].Elements().Where(e => e.Name == Draw + "frame" || e.Name == Draw + "custom-shape").ToList();
            if (!frames.Any(f => (string?)f.Attribute(Presentation + "class") == "title" && f.Value.Trim().Length > 0))
            {
                untitled.Add(i + 1);
            }

            var images = slides[i].Descendants(Draw + "image").Select(image => image.Parent!).ToList();
            pictures += images.Count;
            if (images.Any(f => string.IsNullOrWhiteSpace(f.Element(Svg + "title")?.Value) && string.IsNullOrWhiteSpace(f.Element(Svg + "desc")?.Value)))
            {
                undescribed.Add(i + 1);
            }
        }

        var language = styles?.Descendants().Select(e => (string?)e.Attribute(Fo + "language")).FirstOrDefault(l => l is { Length: > 0 } and not "none" and not "zxx");
        return new DeckReport(
        [
            DeckReport.Title(meta?.Descendants(Dc + "title").FirstOrDefault()?.Value, "In LibreOffice: File, Properties, Description, Title."),
            DeckReport.Language(language, "In LibreOffice: Tools, Language, For all Text."),
            DeckReport.SlideTitles(untitled, "In LibreOffice choose a layout with a title for these slides and fill it in."),
            DeckReport.Pictures(pictures, undescribed, "In LibreOffice right-click the picture, choose Alt Text, and say what it shows."),
        ]);
    }

    private static XDocument? Part(ZipArchive zip, string name)
    {
        if (zip.GetEntry(name) is not { } entry)
        {
            return null;
        }

        using var part = entry.Open();
        return XDocument.Load(part);
    }
}
