using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using A = DocumentFormat.OpenXml.Drawing;

namespace Expo.Core.Submissions;

internal static class PptxReport
{
    private const double LeastContrastOfLargeText = 3;

    public static DeckReport Make(Stream deck)
    {
        deck.Position = 0;
        using var file = PresentationDocument.Open(deck, isEditable: false);
        var (untitled, undescribed, titleLate, faint) = (new List<int>(), new List<int>(), new List<int>(), new List<int>());
        var (pictures, seen, languages) = (0, 0, new List<string>());
        var number = 0;
        foreach (var part in PptxSlides.Of(file))
        {
            number++;
            if (part.Slide.Show?.Value == false || part.Slide.CommonSlideData?.ShapeTree is not { } tree)
            {
                continue;
            }

            var shapes = tree.Descendants<Shape>().Where(s => (s.TextBody?.InnerText ?? "").Trim().Length > 0).ToList();
            var title = shapes.FirstOrDefault(IsTitle);
            if (title is null)
            {
                untitled.Add(number);
            }
            else if (shapes[0] != title)
            {
                titleLate.Add(number);
            }

            if (title is not null && SlideColours.Contrast(part, title) is { } contrast)
            {
                seen++;
                if (contrast < LeastContrastOfLargeText)
                {
                    faint.Add(number);
                }
            }

            var drawn = tree.Descendants<NonVisualDrawingProperties>().Where(p => p.Parent is NonVisualPictureProperties or NonVisualGraphicFrameProperties).ToList();
            pictures += drawn.Count;
            if (drawn.Any(p => string.IsNullOrWhiteSpace(p.Description?.Value) && !p.InnerXml.Contains("decorative", StringComparison.Ordinal)))
            {
                undescribed.Add(number);
            }

            languages.AddRange(tree.Descendants<A.RunProperties>().Select(r => r.Language?.Value).OfType<string>().Where(l => l.Length > 0));
        }

        return new DeckReport(
        [
            DeckReport.Title(file.PackageProperties.Title, "In PowerPoint: File, Info, Properties, Title. In LibreOffice: File, Properties, Description, Title."),
            DeckReport.Language(languages.GroupBy(l => l).MaxBy(g => g.Count())?.Key, "In PowerPoint: select all text, then Review, Language, Set Proofing Language. In LibreOffice: Tools, Language, For all Text."),
            DeckReport.SlideTitles(untitled, "In PowerPoint: Home, Layout, choose one with a title and fill it in; it can stand outside the slide if it must not show (Review, Check Accessibility, Add Slide Title)."),
            DeckReport.Pictures(pictures, undescribed, "In PowerPoint or LibreOffice: right-click the picture or chart, choose Alt Text, and say in a sentence what it shows, or mark it as decorative."),
            titleLate.Count > 0
                ? new("reading-order", false, $"{DeckReport.Slides(titleLate)} text that is read before the title.", "In PowerPoint: Home, Arrange, Selection Pane; the title must be at the bottom of the list. In LibreOffice: right-click the title, Arrange, Send to Back.", titleLate)
                : new("reading-order", true, "The title is read first on every slide that has one.", null, []),
            faint.Count > 0
                ? new("contrast", false, $"{DeckReport.Slides(faint)} a title that hardly stands out from its background.", "Choose a darker or lighter color for the title (Home, Font Color), so that it can be read from the last row.", faint)
                : seen > 0 ? new("contrast", true, "The titles whose colors can be read stand out well from their background.", null, [])
                : new("contrast", null, "The colors of titles and backgrounds could not be read. Look at the slides from far away.", null, []),
        ]);
    }

    private static bool IsTitle(Shape shape) =>
        shape.NonVisualShapeProperties?.ApplicationNonVisualDrawingProperties?.PlaceholderShape?.Type?.Value is { } type && (type == PlaceholderValues.Title || type == PlaceholderValues.CenteredTitle);
}

internal static class PptxSlides
{
    /// <summary>The slides in the order in which they are shown.</summary>
    public static IEnumerable<SlidePart> Of(PresentationDocument file) =>
        file.PresentationPart is { Presentation.SlideIdList: { } list } deck
            ? list.Elements<SlideId>().Select(s => s.RelationshipId?.Value is { } id && deck.TryGetPartById(id, out var part) ? part as SlidePart : null).OfType<SlidePart>().Where(p => p.Slide is not null)
            : [];
}
