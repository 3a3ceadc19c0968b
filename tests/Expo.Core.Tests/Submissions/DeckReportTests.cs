using Expo.Core.Files;
using Expo.Core.Submissions;
using Expo.Testing;

namespace Expo.Core.Tests.Submissions;

public sealed class DeckReportTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_deck_has_nothing_to_mend()
    {
        var report = await MakeAsync(SampleDeck.Pptx([new("Isotopes", PictureText: "A cotton field")]), FileKind.Pptx);

        Assert.Equal(["title", "language", "slide-titles", "alt-text", "reading-order", "contrast"], report.Findings.Select(f => f.Code));
        Assert.All(report.Findings, f => Assert.Equal((f.Code, true, null), (f.Code, f.IsGood, f.HowTo)));
    }

    [Fact]
    public async Task Each_fault_of_a_deck_is_told_with_its_slides_and_what_to_do()
    {
        SampleSlide[] slides = [new("Isotopes", "Text", TitleLast: true), new(null, "No title", PictureText: ""), new("Hidden", Hidden: true, PictureText: ""), new("Pale", TitleColour: "EEEEEE")];

        var report = await MakeAsync(SampleDeck.Pptx(slides, title: null, language: null), FileKind.Pptx);

        var faults = report.Findings.Where(f => f.IsGood == false).ToDictionary(f => f.Code);
        Assert.Equal(["alt-text", "contrast", "language", "reading-order", "slide-titles", "title"], faults.Keys.Order());
        Assert.Equal([2, 4, 1, 2], new[] { "alt-text", "contrast", "reading-order", "slide-titles" }.Select(c => Assert.Single(faults[c].Slides)));
        Assert.Equal("Slide 2 has no title. People who listen to slides move from title to title.", faults["slide-titles"].Text);
        Assert.All(faults.Values, f => Assert.NotNull(f.HowTo));
        Assert.Equal(6, report.ToMend);
    }

    [Fact]
    public async Task A_PDF_is_read_for_title_language_tags_and_descriptions_packed_or_not()
    {
        var bare = await MakeAsync(SampleFiles.Pdf(info: "/Producer (x)"), FileKind.Pdf);
        var good = await MakeAsync(
            SampleFiles.Pdf("/Lang (en-US) /StructTreeRoot 9 0 R /MarkInfo << /Marked true >>", [SampleFiles.PackedObject("<< /S /Figure /Alt (A field) >>"), "<< /S /Figure >>"]), FileKind.Pdf);

        Assert.Equal([("title", false), ("language", false), ("tags", false), ("alt-text", null)], bare.Findings.Select(f => (f.Code, f.IsGood)));
        Assert.Equal([("title", true), ("language", true), ("tags", true), ("alt-text", false)], good.Findings.Select(f => (f.Code, f.IsGood)));
        Assert.StartsWith("1 of 2 pictures", good.Findings[3].Text, StringComparison.Ordinal);
    }

    private static Task<DeckReport> MakeAsync(byte[] deck, FileKind kind) => DeckReport.MakeAsync(new MemoryStream(deck), kind, Ct);
}
