using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml.Drawing.Charts;
using DocumentFormat.OpenXml.Packaging;
using Expo.Core.Submissions;
using Expo.Testing;

namespace Expo.Core.Tests.Submissions;

public sealed class PptxPublicCopyTests
{
    private const string Sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    [Fact]
    public void The_workbook_behind_a_chart_goes_and_the_chart_stays()
    {
        var (isFit, parts) = Cleaned(file =>
        {
            var chart = FirstSlide(file).AddNewPart<ChartPart>();
            var sheet = chart.AddNewPart<EmbeddedPackagePart>(Sheet);
            sheet.FeedData(new MemoryStream(SampleFiles.Zip(("docProps/core.xml", SampleFiles.Ascii("SECRETAUTHOR")))));
            chart.ChartSpace = new ChartSpace(new Chart(new PlotArea()), new ExternalData { Id = chart.GetIdOfPart(sheet) });
        });

        Assert.True(isFit);
        Assert.DoesNotContain(".xlsx", parts, StringComparison.Ordinal);
        Assert.DoesNotContain("externalData", parts, StringComparison.Ordinal);
        Assert.Contains("plotArea", parts, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_known_goes_wherever_it_hangs()
    {
        var (isFit, parts) = Cleaned(file =>
        {
            Unknown(file.PresentationPart!, "http://schemas.microsoft.com/office/2016/11/relationships/changesInfo");
            Unknown(FirstSlide(file).SlideLayoutPart!, "http://example.org/relationships/other");
            FirstSlide(file).SlideLayoutPart!.AddNewPart<UserDefinedTagsPart>().FeedData(new MemoryStream(SampleFiles.Ascii("<SECRET/>")));
        });

        Assert.True(isFit);
        Assert.DoesNotContain("SECRET", parts, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_known_but_shown_goes_with_its_extension_or_else_there_is_no_copy()
    {
        const string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        void Point(PresentationDocument file, string before, string after)
        {
            var slide = FirstSlide(file);
            var id = Unknown(slide, "http://example.org/relationships/other");
            slide.Slide!.CommonSlideData!.ShapeTree!.InnerXml += $"{before}<x:layer xmlns:x=\"http://example.org/x\" xmlns:r=\"{relations}\" r:embed=\"{id}\"/>{after}";
            slide.Slide.Save();
        }

        var extension = Cleaned(file => Point(file, "<p:extLst xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"><p:ext uri=\"{1}\">", "</p:ext></p:extLst>"));
        var bare = Cleaned(file => Point(file, "", ""));

        Assert.Equal((true, false), (extension.IsFit, bare.IsFit));
        Assert.DoesNotContain("SECRET", extension.Parts, StringComparison.Ordinal);
        Assert.DoesNotContain("layer", extension.Parts, StringComparison.Ordinal);
    }

    [Fact]
    public void An_embedded_document_leaves_no_copy() =>
        Assert.False(Cleaned(file => FirstSlide(file).AddNewPart<EmbeddedPackagePart>(Sheet).FeedData(new MemoryStream(SampleFiles.Zip(("a", [1]))))).IsFit);

    private static string Unknown(OpenXmlPartContainer holder, string type)
    {
        var part = holder.AddExtendedPart(type, "application/xml", "xml");
        part.FeedData(new MemoryStream(SampleFiles.Ascii("<SECRET/>")));
        return holder.GetIdOfPart(part);
    }

    private static SlidePart FirstSlide(PresentationDocument file) => file.PresentationPart!.SlideParts.First();

    private static (bool IsFit, string Parts) Cleaned(Action<PresentationDocument> change)
    {
        using var deck = new MemoryStream();
        deck.Write(SampleDeck.Simple());
        using (var file = PresentationDocument.Open(deck, isEditable: true))
        {
            change(file);
        }

        var isFit = PptxPublicCopy.Clean(deck);
        var parts = new StringBuilder();
        using var zip = new ZipArchive(new MemoryStream(deck.ToArray()));
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open(), Encoding.Latin1);
            parts.Append(entry.FullName).Append('\n').Append(reader.ReadToEnd()).Append('\n');
        }

        return (isFit, parts.ToString());
    }
}
