using System.Buffers.Binary;
using Expo.Core.Files;
using Expo.Testing;

namespace Expo.Core.Tests.Files;

public sealed class ContentCheckTests
{
    private static readonly FileKind[] Decks = [FileKind.Pdf, FileKind.Pptx, FileKind.Odp];
    private static readonly FileKind[] All = Enum.GetValues<FileKind>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_good_file_is_known_by_its_content()
    {
        (string Name, byte[] Content, FileKind Kind)[] good =
        [
            ("deck.pptx", SampleDeck.Simple(), FileKind.Pptx),
            ("Deck.PPTX", SampleDeck.Pptx([new("A", Notes: "n", PictureText: "Cotton", Comment: "c"), new("B", Hidden: true)]), FileKind.Pptx),
            ("deck.odp", SampleFiles.Odp(("content.xml", "<a/>"u8.ToArray())), FileKind.Odp),
            ("deck.pdf", SampleFiles.Pdf(), FileKind.Pdf),
            ("packed.pdf", SampleFiles.Pdf(objects: [SampleFiles.PackedObject("<< /Type /Whatever >>")]), FileKind.Pdf),
            ("links.odp", HostileFiles.Odp("<text:a xlink:href=\"https://example.org/\"/><draw:image xlink:href=\"Pictures/a.png\"/><draw:object xlink:href=\"./Object 1\"/><presentation:event-listener presentation:action=\"next-page\"/>"), FileKind.Odp),
            ("template.odp", SampleFiles.Odp(("meta.xml", SampleFiles.Ascii($"<meta:template {HostileFiles.OdfNames} xlink:href=\"../../usr/share/a.otp\"/>"))), FileKind.Odp),
            ("links.pptx", HostileFiles.PptxWithOutside("hyperlink", "https://example.org/", "<a:hlinkClick r:id=\"rId9\"/>"), FileKind.Pptx),
            ("film.pptx", HostileFiles.PptxWithOutside("video", "https://example.org/a.mp4", "<a:videoFile r:link=\"rId9\"/>"), FileKind.Pptx),
            ("paper.docx", SampleFiles.Docx(), FileKind.Docx),
            ("me.png", SampleFiles.Png(), FileKind.Png),
            ("me.jpeg", SampleFiles.Jpeg("camera"), FileKind.Jpeg),
            ("depth.jpg", [.. SampleFiles.Jpeg(), .. SampleFiles.Jpeg()], FileKind.Jpeg),
            ("me.webp", SampleFiles.Webp(), FileKind.Webp),
        ];

        foreach (var (name, content, kind) in good)
        {
            Assert.Equal((name, kind), (name, (await LookAsync(content, name, All)).Value));
        }
    }

    public static TheoryData<string, string, byte[], Refusal> Hostile => new()
    {
        { "0 bytes", "deck.pptx", [], UploadRefusals.Empty },
        { "a macro project", "deck.pptx", Deck(("ppt/vbaProject.bin", SampleFiles.Ole("_VBA_PROJECT"))), ContentRefusals.Macros },
        { "a macro type", "deck.pptx", SampleFiles.Zip(("[Content_Types].xml", "<Types><Override PartName=\"/ppt/presentation.xml\" ContentType=\"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml\"/></Types>"u8.ToArray())), ContentRefusals.Macros },
        { "macros in an embedded sheet", "deck.pptx", Deck(("ppt/embeddings/sheet.xlsm", SampleFiles.Zip(("xl/vbaProject.bin", [1, 2])))), ContentRefusals.Macros },
        { "macros in an old object", "deck.pptx", Deck(("ppt/embeddings/oleObject1.bin", SampleFiles.Ole("_VBA_PROJECT"))), ContentRefusals.Macros },
        { "a Basic library", "deck.odp", SampleFiles.Odp(("Basic/Standard/Module1.xml", "<a/>"u8.ToArray())), ContentRefusals.Macros },
        { "a macro document in the old format", "deck.pptx", SampleFiles.Ole("_VBA_PROJECT"), ContentRefusals.Macros },
        { "the old format", "deck.ppt", SampleFiles.Ole("PowerPoint Document"), ContentRefusals.LegacyPowerPoint },
        { "the old format of Word", "paper.doc", SampleFiles.Ole("WordDocument"), ContentRefusals.LegacyOffice },
        { "a password", "deck.pptx", SampleFiles.Ole("EncryptedPackage"), ContentRefusals.Encrypted },
        { "a password of LibreOffice", "deck.odp", SampleFiles.Odp(("META-INF/more.xml", "<m><encryption-data/></m>"u8.ToArray())), ContentRefusals.Encrypted },
        { "a zip with a password", "deck.pptx", WithFlag(SampleDeck.Simple(), 1), ContentRefusals.Encrypted },
        { "an encrypted PDF", "deck.pdf", SampleFiles.Pdf(trailer: "/Encrypt 9 0 R"), ContentRefusals.Encrypted },
        { "a zip behind a PDF", "deck.pdf", [.. SampleFiles.Pdf(), .. SampleFiles.Zip(("a", [1]))], ContentRefusals.Hidden },
        { "a zip in a PDF whose comment is the PDF's end", "deck.pdf", ZipEndingInPdf(), ContentRefusals.Hidden },
        { "a PDF in a zip", "deck.pptx", SampleFiles.Zip(("mimetype", SampleFiles.Pdf())), ContentRefusals.Hidden },
        { "a page in front of a PDF", "deck.pdf", [.. "<html><script>alert(1)</script>"u8, .. SampleFiles.Pdf()], ContentRefusals.Hidden },
        { "a page in front of a deck", "deck.pptx", [.. "<html><script>alert(1)</script>"u8, .. SampleDeck.Simple()], ContentRefusals.Hidden },
        { "a page behind a deck", "deck.pptx", [.. SampleDeck.Simple(), .. "<script>alert(1)</script>"u8], ContentRefusals.Hidden },
        { "a page in a zip's comment", "deck.pptx", WithComment(SampleDeck.Simple(), "<script>alert(1)</script>"), ContentRefusals.Hidden },
        { "a page behind a picture", "me.png", [.. SampleFiles.Png(), .. "<script>"u8], ContentRefusals.Hidden },
        { "a zip behind a photo", "me.jpg", [.. SampleFiles.Jpeg(), .. SampleFiles.Zip(("a", [1]))], ContentRefusals.Hidden },
        { "a path out of the package", "deck.pptx", Deck(("../../etc/cron.d/x", [1])), ContentRefusals.Hidden },
        { "a zip bomb", "deck.pptx", Deck(("ppt/media/a.bin", new byte[64 * 1024 * 1024])), ContentRefusals.Bomb },
        { "a zip bomb that lies about its size", "deck.pptx", WithSize(Deck(("ppt/zz.bin", new byte[2_000_000])), 1000), ContentRefusals.Bomb },
        { "a zip in a zip in a zip in a zip", "deck.pptx", Deck(("a.zip", SampleFiles.Zip(("b.zip", SampleFiles.Zip(("c.zip", SampleFiles.Zip(("d", [1])))))))), ContentRefusals.Bomb },
        { "XML as deep as a well", "deck.pptx", Deck(("ppt/slides/deep.xml", SampleFiles.Ascii(string.Concat(Enumerable.Repeat("<g>", 5000)) + string.Concat(Enumerable.Repeat("</g>", 5000))))), ContentRefusals.Bomb },
        { "a bomb of entities", "deck.pptx", Deck(("ppt/x.xml", "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>"u8.ToArray())), ContentRefusals.Broken },
        { "half a deck", "deck.pptx", SampleDeck.Simple()[..3000], ContentRefusals.Broken },
        { "half a PDF", "deck.pdf", SampleFiles.Pdf()[..200], ContentRefusals.Broken },
        { "a program", "deck.pptx", [.. "MZ"u8, .. new byte[200]], ContentRefusals.Program },
        { "a program in a deck", "deck.pptx", Deck(("ppt/media/movie.mp4", [.. "MZ"u8, .. new byte[200]])), ContentRefusals.Program },
        { "a packed file in a deck", "deck.pptx", Deck(("ppt/embeddings/oleObject1.bin", SampleFiles.Ole("\x01Ole10Native"))), ContentRefusals.Embedded },
        { "a linked picture", "deck.pptx", Deck(("ppt/slides/_rels/x.xml.rels", "<Relationships><Relationship Id=\"r1\" Type=\"http://x/relationships/image\" Target=\"file://server/share/a.png\" TargetMode=\"External\"/></Relationships>"u8.ToArray())), ContentRefusals.Linked },
        { "a slide that starts a program", "deck.pptx", Deck(("ppt/slides/x.xml", "<a><hlinkClick action=\"ppaction://program\"/></a>"u8.ToArray())), ContentRefusals.RunsOnClick },
        { "a PDF with a script", "deck.pdf", SampleFiles.Pdf("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), ContentRefusals.PdfScript },
        { "a PDF with a script under another spelling", "deck.pdf", SampleFiles.Pdf("/OpenAction << /S /J#61vaScript >>"), ContentRefusals.PdfScript },
        { "a PDF with a packed script", "deck.pdf", SampleFiles.Pdf(objects: [SampleFiles.PackedObject("<< /S /JavaScript /JS (app.alert(1)) >>")]), ContentRefusals.PdfScript },
        { "a PDF that starts a program", "deck.pdf", SampleFiles.Pdf("/OpenAction << /S /Launch /F (cmd.exe) >>"), ContentRefusals.PdfLaunch },
        { "a PDF with files in it", "deck.pdf", SampleFiles.Pdf("/Names << /EmbeddedFiles 9 0 R >>"), ContentRefusals.PdfFiles },
        { "a picture on the disk in OpenDocument", "deck.odp", HostileFiles.Odp("<draw:image xlink:href=\"file:///etc/passwd\"/>"), ContentRefusals.Linked },
        { "a picture on the network in OpenDocument", "deck.odp", HostileFiles.Odp("<draw:image xlink:href=\"http://169.254.169.254/latest\"/>"), ContentRefusals.Linked },
        { "a picture beside an OpenDocument", "deck.odp", HostileFiles.Odp("<draw:image xlink:href=\"../secret.png\"/>"), ContentRefusals.Linked },
        { "an OpenDocument that starts a program", "deck.odp", HostileFiles.Odp("<presentation:event-listener presentation:action=\"execute\" xlink:href=\"a\"/>"), ContentRefusals.RunsOnClick },
        { "an OpenDocument that starts a script", "deck.odp", HostileFiles.Odp("<script:event-listener script:event-name=\"dom:load\" xlink:href=\"vnd.sun.star.script:a\"/>"), ContentRefusals.RunsOnClick },
        { "a script behind a link of an OpenDocument", "deck.odp", HostileFiles.Odp("<text:a xlink:href=\"vnd.sun.star.script:a\"/>"), ContentRefusals.RunsOnClick },
        { "a picture that calls itself a link", "deck.pptx", HostileFiles.PptxWithOutside("hyperlink", "http://169.254.169.254/a.png", "<a:blip r:link=\"rId9\"/>"), ContentRefusals.Linked },
        { "a picture that calls itself a film", "deck.pptx", HostileFiles.PptxWithOutside("video", "http://169.254.169.254/a.png", "<a:blip r:link=\"rId9\"/>"), ContentRefusals.Linked },
        { "a PDF with a script behind a form feed", "deck.pdf", HostileFiles.PdfWith("15 0\fobj << /S /J#61vaScript >> endobj"), ContentRefusals.PdfScript },
        { "a PDF with a script behind a zero byte", "deck.pdf", HostileFiles.PdfWith("15 0\0obj << /S /J#61vaScript >> endobj"), ContentRefusals.PdfScript },
        { "a PDF with a script in an untyped stream", "deck.pdf", SampleFiles.Pdf(objects: [SampleFiles.PackedObject("<< /S /JavaScript >>").Replace("/Type /ObjStm", "", StringComparison.Ordinal)]), ContentRefusals.PdfScript },
        { "a PDF with a script in a stream of two types", "deck.pdf", SampleFiles.Pdf(objects: [SampleFiles.PackedObject("<< /S /JavaScript >>").Replace("/Type /ObjStm", "/Type /X /Type /ObjStm", StringComparison.Ordinal)]), ContentRefusals.PdfScript },
        { "a PDF with two counts of one stream", "deck.pdf", SampleFiles.Pdf(objects: [SampleFiles.PackedObject("<< /A /B >>").Replace("/N 1", "/N 0 /N 1", StringComparison.Ordinal)]), ContentRefusals.Broken },
        { "a PDF with a script behind a long comment", "deck.pdf", HostileFiles.PdfWith("15 0 obj %" + new string('x', 4_500_000) + "\n<< /S /J#61vaScript >> endobj"), ContentRefusals.Broken },
        { "a PDF with a script behind many words", "deck.pdf", HostileFiles.PdfWith("15 0 obj << /A [" + string.Concat(Enumerable.Repeat("1 ", 600_000)) + "] /S /J#61vaScript >> endobj"), ContentRefusals.Broken },
        { "a PDF with a script behind a false end", "deck.pdf", HostileFiles.PdfWith("15 0 obj << /A endobj /S /J#61vaScript >> endobj"), ContentRefusals.Broken },
        { "a PDF that counts a billion packed objects", "deck.pdf", SampleFiles.Pdf(objects: [SampleFiles.PackedObject("<< /S /JavaScript >>").Replace("/N 1", "/N 1500000000", StringComparison.Ordinal)]), ContentRefusals.Broken },
        { "a PDF whose packed objects are counted elsewhere", "deck.pdf", SampleFiles.Pdf(objects: [SampleFiles.PackedObject("<< /S /JavaScript >>").Replace("/N 1", "/N 11 0 R", StringComparison.Ordinal), "1"]), ContentRefusals.Broken },
        { "a PDF bomb", "deck.pdf", SampleFiles.Pdf(objects: [SampleFiles.PackedObject(new string(' ', 40_000_000))]), ContentRefusals.Bomb },
        { "SVG with a script", "me.svg", "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"u8.ToArray(), ContentRefusals.Svg },
        { "SVG called PNG", "me.png", "<svg onload=\"alert(1)\"/>"u8.ToArray(), ContentRefusals.Svg },
        { "a page called PDF", "deck.pdf", "<!DOCTYPE html><p>Hi"u8.ToArray(), ContentRefusals.WebPage },
        { "text", "deck.pptx", "Hello"u8.ToArray(), ContentRefusals.Unknown(All) },
        { "a PDF called pptx", "deck.pptx", SampleFiles.Pdf(), ContentRefusals.OtherName(FileKind.Pdf, "deck.pptx") },
        { "a deck called exe", "deck.exe", SampleDeck.Simple(), ContentRefusals.OtherName(FileKind.Pptx, "deck.exe") },
        { "a zip", "deck.pptx", SampleFiles.Zip(("a", [1])), ContentRefusals.NotHere("a ZIP archive", All) },
        { "a picture of a billion pixels", "me.png", SampleFiles.Png(40_000, 40_000), ContentRefusals.TooManyPixels },
    };

    [Theory, MemberData(nameof(Hostile))]
    public async Task Each_hostile_file_is_refused_with_its_sentence(string what, string name, byte[] content, Refusal refusal)
    {
        var looked = await LookAsync(content, name, All);

        Assert.Equal((what, refusal), (what, looked.Refusal));
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_good_file_of_a_kind_that_is_not_asked_for_is_refused() =>
        Assert.Equal("files.content.other-type", (await LookAsync(SampleFiles.Png(), "me.png", Decks)).Refusal!.Code);

    [Fact]
    public async Task Cutting_or_changing_a_good_file_anywhere_never_throws()
    {
        foreach (var (name, content) in new[] { ("a.pptx", SampleDeck.Simple()), ("a.pdf", SampleFiles.Pdf(objects: [SampleFiles.PackedObject("<< /A /B >>")])), ("a.png", SampleFiles.Png()), ("a.jpg", SampleFiles.Jpeg("x")) })
        {
            for (var at = 0; at < content.Length; at += Math.Max(1, content.Length / 150))
            {
                await LookAsync(content[..at], name, All);
                var changed = (byte[])content.Clone();
                changed[at] ^= 0xFF;
                await LookAsync(changed, name, All);
            }
        }
    }

    private static Task<Result<FileKind>> LookAsync(byte[] content, string name, FileKind[] allowed) => ContentCheck.LookAsync(new MemoryStream(content), name, allowed, Ct);

    private static byte[] Deck(params (string Name, byte[] Content)[] more) => SampleDeck.Pptx([new SampleSlide("Hi")], more: more);

    private static byte[] WithComment(byte[] zip, string comment)
    {
        byte[] commented = [.. zip, .. SampleFiles.Ascii(comment)];
        commented[zip.Length - 2] = (byte)comment.Length;
        return commented;
    }

    private static byte[] ZipEndingInPdf()
    {
        var (pdf, zip) = (SampleFiles.Pdf(), SampleFiles.Zip(("a", [1])));
        byte[] both = [.. pdf[..^6], .. zip, .. "%%EOF\n"u8];
        both[pdf.Length - 6 + zip.Length - 2] = 6;
        return both;
    }

    private static byte[] WithFlag(byte[] zip, byte flag)
    {
        var row = zip.AsSpan().IndexOf("PK\x01\x02"u8);
        zip[row + 8] |= flag;
        return zip;
    }

    /// <summary>Says in the directory and in the header that the last entry unpacks to this many bytes.</summary>
    private static byte[] WithSize(byte[] zip, int size)
    {
        var row = zip.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(row + 24), size);
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(zip.AsSpan(row + 42)) + 22), size);
        return zip;
    }
}
