using Expo.Core.Files;

namespace Expo.Core.Submissions;

internal static class PdfReport
{
    private const string Tags = "Export it again. In PowerPoint: File, Save As, PDF, Options, tick “Document structure tags for accessibility”. In LibreOffice: File, Export As PDF, tick “Tagged PDF”.";

    public static DeckReport Make(PdfFacts facts)
    {
        List<DeckFinding> findings =
        [
            DeckReport.Title(facts.Title, "Set it before you export: in PowerPoint under File, Info, Title; in LibreOffice under File, Properties, Description."),
            DeckReport.Language(facts.Language, "Set it before you export: in PowerPoint select all text, then Review, Language; in LibreOffice under Tools, Language, For all Text. Then export a tagged PDF."),
            facts.IsTagged
                ? new("tags", true, "The PDF is tagged, so it has a reading order.", null, [])
                : new("tags", false, "The PDF has no tags. Screen readers have to guess headings and the order of the text.", Tags, []),
        ];
        findings.Add((facts.IsTagged, facts.Figures, facts.Figures - facts.FiguresWithText) switch
        {
            (false, _, _) => new("alt-text", null, "Whether pictures have descriptions cannot be seen, because the PDF has no tags.", Tags, []),
            (_, 0, _) => new("alt-text", true, "There are no pictures that need a description.", null, []),
            (_, _, 0) => new("alt-text", true, "Every picture has a description.", null, []),
            (_, _, var without) => new("alt-text", false, $"{without} of {facts.Figures} pictures have no description.", "In PowerPoint or LibreOffice, right-click each picture, choose Alt Text, and say what it shows. Then export again.", []),
        });
        return new DeckReport(findings);
    }
}
