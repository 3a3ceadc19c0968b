using System.IO.Compression;
using System.Text;

namespace Expo.Testing;

/// <summary>One slide of a <see cref="SampleDeck"/>.</summary>
/// <param name="Title">Null for a slide without a title.</param>
/// <param name="PictureText">Alternative text of a picture on it; empty for none; null for no picture.</param>
/// <param name="TitleColour">Hex, or null for the master's black.</param>
public sealed record SampleSlide(string? Title, string Body = "", string? Notes = null, bool Hidden = false, string? PictureText = null, string? Comment = null, string? TitleColour = null, bool TitleLast = false);

/// <summary>Makes small PowerPoint files that PowerPoint, LibreOffice and the SDK open.</summary>
public static class SampleDeck
{
    private const string Main = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";
    private const string Rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    private const string Type = "application/vnd.openxmlformats-officedocument.presentationml.";

    public static byte[] Simple(string title = "Isotopes trace cotton") => Pptx([new SampleSlide(title, "Where the cotton grew")], title);

    /// <param name="more">Entries to add, by name.</param>
    public static byte[] Pptx(SampleSlide[] slides, string? title = "Talk", string author = "Wen Li", string? language = "en-US", params (string Name, byte[] Content)[] more)
    {
        var parts = new Dictionary<string, byte[]>();
        void Add(string name, string xml) => parts[name] = Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + xml);

        var types = new StringBuilder();
        void Override(string part, string type) => types.Append($"<Override PartName=\"/{part}\" ContentType=\"{type}\"/>");
        Override("ppt/presentation.xml", Type + "presentation.main+xml");
        Override("ppt/slideMasters/slideMaster1.xml", Type + "slideMaster+xml");
        Override("ppt/slideLayouts/slideLayout1.xml", Type + "slideLayout+xml");
        Override("ppt/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml");
        Override("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
        Override("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml");

        Add("_rels/.rels", Relations(("rId1", Rel + "officeDocument", "ppt/presentation.xml"), ("rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"), ("rId3", Rel + "extended-properties", "docProps/app.xml")));
        Add("docProps/core.xml", $"<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">{(title is null ? "" : $"<dc:title>{title}</dc:title>")}<dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy></cp:coreProperties>");
        Add("docProps/app.xml", $"<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Company>{author} Inc</Company></Properties>");
        Add("ppt/theme/theme1.xml", Theme);
        var empty = "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>";
        Add("ppt/slideMasters/slideMaster1.xml", $"<p:sldMaster {Main}><p:cSld><p:bg><p:bgPr><a:solidFill><a:srgbClr val=\"FFFFFF\"/></a:solidFill><a:effectLst/></p:bgPr></p:bg><p:spTree>{empty}</p:spTree></p:cSld><p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/><p:sldLayoutIdLst><p:sldLayoutId id=\"2147483649\" r:id=\"rId1\"/></p:sldLayoutIdLst></p:sldMaster>");
        Add("ppt/slideMasters/_rels/slideMaster1.xml.rels", Relations(("rId1", Rel + "slideLayout", "../slideLayouts/slideLayout1.xml"), ("rId2", Rel + "theme", "../theme/theme1.xml")));
        Add("ppt/slideLayouts/slideLayout1.xml", $"<p:sldLayout {Main}><p:cSld name=\"Title\"><p:spTree>{empty}</p:spTree></p:cSld></p:sldLayout>");
        Add("ppt/slideLayouts/_rels/slideLayout1.xml.rels", Relations(("rId1", Rel + "slideMaster", "../slideMasters/slideMaster1.xml")));

        var relations = new List<(string, string, string)> { ("rId1", Rel + "slideMaster", "slideMasters/slideMaster1.xml") };
        var list = new StringBuilder();
        for (var i = 0; i < slides.Length; i++)
        {
            var (slide, n) = (slides[i], i + 1);
            relations.Add(($"rId{n + 10}", Rel + "slide", $"slides/slide{n}.xml"));
            list.Append($"<p:sldId id=\"{256 + n}\" r:id=\"rId{n + 10}\"/>");
            Override($"ppt/slides/slide{n}.xml", Type + "slide+xml");
            var own = new List<(string, string, string)> { ("rId1", Rel + "slideLayout", "../slideLayouts/slideLayout1.xml") };
            if (slide.Notes is not null)
            {
                own.Add(("rId2", Rel + "notesSlide", $"../notesSlides/notesSlide{n}.xml"));
                Override($"ppt/notesSlides/notesSlide{n}.xml", Type + "notesSlide+xml");
                Add($"ppt/notesSlides/notesSlide{n}.xml", $"<p:notes {Main}><p:cSld><p:spTree>{empty}{Shape(2, "body", slide.Notes, null, language)}</p:spTree></p:cSld></p:notes>");
                Add($"ppt/notesSlides/_rels/notesSlide{n}.xml.rels", Relations(("rId1", Rel + "slide", $"../slides/slide{n}.xml")));
            }

            if (slide.Comment is not null)
            {
                own.Add(("rId3", Rel + "comments", $"../comments/comment{n}.xml"));
                Override($"ppt/comments/comment{n}.xml", Type + "comments+xml");
                Add($"ppt/comments/comment{n}.xml", $"<p:cmLst {Main}><p:cm authorId=\"0\" idx=\"1\"><p:pos x=\"1\" y=\"1\"/><p:text>{slide.Comment}</p:text></p:cm></p:cmLst>");
            }

            if (slide.PictureText is not null)
            {
                own.Add(("rId4", Rel + "image", "../media/image1.jpg"));
                parts["ppt/media/image1.jpg"] = SampleFiles.Jpeg("GPS 38.8951 N 77.0364 W");
            }

            var heading = slide.Title is null ? "" : Shape(2, "title", slide.Title, slide.TitleColour, language);
            var body = Shape(3, "body", slide.Body, null, language);
            var picture = slide.PictureText is null ? "" : $"<p:pic><p:nvPicPr><p:cNvPr id=\"4\" name=\"Picture 4\"{(slide.PictureText.Length == 0 ? "" : $" descr=\"{slide.PictureText}\"")}/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed=\"rId4\"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x=\"100000\" y=\"4000000\"/><a:ext cx=\"500000\" cy=\"500000\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr></p:pic>";
            Add($"ppt/slides/slide{n}.xml", $"<p:sld {Main}{(slide.Hidden ? " show=\"0\"" : "")}><p:cSld><p:spTree>{empty}{(slide.TitleLast ? body + heading : heading + body)}{picture}</p:spTree></p:cSld></p:sld>");
            Add($"ppt/slides/_rels/slide{n}.xml.rels", Relations([.. own]));
        }

        if (slides.Any(s => s.Comment is not null))
        {
            relations.Add(("rId3", Rel + "commentAuthors", "commentAuthors.xml"));
            Override("ppt/commentAuthors.xml", Type + "commentAuthors+xml");
            Add("ppt/commentAuthors.xml", $"<p:cmAuthorLst {Main}><p:cmAuthor id=\"0\" name=\"{author}\" initials=\"W\" lastIdx=\"1\" clrIdx=\"0\"/></p:cmAuthorLst>");
        }

        Add("ppt/presentation.xml", $"<p:presentation {Main}><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rId1\"/></p:sldMasterIdLst><p:sldIdLst>{list}</p:sldIdLst><p:sldSz cx=\"9144000\" cy=\"6858000\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/></p:presentation>");
        Add("ppt/_rels/presentation.xml.rels", Relations([.. relations]));
        Add("[Content_Types].xml", $"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"jpg\" ContentType=\"image/jpeg\"/><Default Extension=\"bin\" ContentType=\"application/octet-stream\"/>{types}</Types>");
        foreach (var (name, content) in more)
        {
            parts[name] = content;
        }

        return SampleFiles.Zip([.. parts.OrderBy(p => p.Key != "[Content_Types].xml").Select(p => (p.Key, p.Value))]);
    }

    private static string Shape(int id, string kind, string text, string? colour, string? language) =>
        $"<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{kind} {id}\"/><p:cNvSpPr/><p:nvPr><p:ph type=\"{kind}\"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x=\"500000\" y=\"{id * 600000}\"/><a:ext cx=\"8000000\" cy=\"600000\"/></a:xfrm></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr{(language is null ? "" : $" lang=\"{language}\"")} sz=\"3200\">{(colour is null ? "" : $"<a:solidFill><a:srgbClr val=\"{colour}\"/></a:solidFill>")}</a:rPr><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>";

    private static string Relations(params (string Id, string Type, string Target)[] all) =>
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" + string.Concat(all.Select(r => $"<Relationship Id=\"{r.Id}\" Type=\"{r.Type}\" Target=\"{r.Target}\"/>")) + "</Relationships>";

    private const string Theme =
        "<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"Plain\"><a:themeElements><a:clrScheme name=\"Plain\"><a:dk1><a:srgbClr val=\"000000\"/></a:dk1><a:lt1><a:srgbClr val=\"FFFFFF\"/></a:lt1><a:dk2><a:srgbClr val=\"162E51\"/></a:dk2><a:lt2><a:srgbClr val=\"EEEEEE\"/></a:lt2><a:accent1><a:srgbClr val=\"005EA2\"/></a:accent1><a:accent2><a:srgbClr val=\"8B0A3D\"/></a:accent2><a:accent3><a:srgbClr val=\"2E6930\"/></a:accent3><a:accent4><a:srgbClr val=\"8A4B00\"/></a:accent4><a:accent5><a:srgbClr val=\"454D54\"/></a:accent5><a:accent6><a:srgbClr val=\"B50909\"/></a:accent6><a:hlink><a:srgbClr val=\"005EA2\"/></a:hlink><a:folHlink><a:srgbClr val=\"8B0A3D\"/></a:folHlink></a:clrScheme>" +
        "<a:fontScheme name=\"Plain\"><a:majorFont><a:latin typeface=\"Arial\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/></a:majorFont><a:minorFont><a:latin typeface=\"Arial\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/></a:minorFont></a:fontScheme>" +
        "<a:fmtScheme name=\"Plain\"><a:fillStyleLst><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:fillStyleLst><a:lnStyleLst><a:ln/><a:ln/><a:ln/></a:lnStyleLst><a:effectStyleLst><a:effectStyle><a:effectLst/></a:effectStyle><a:effectStyle><a:effectLst/></a:effectStyle><a:effectStyle><a:effectLst/></a:effectStyle></a:effectStyleLst><a:bgFillStyleLst><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>";
}
