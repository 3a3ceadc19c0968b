using System.IO.Compression;
using System.Text;
using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Core.Jobs;
using Expo.Core.Submissions;
using Expo.Core.Tests.Files;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Writer;

namespace Expo.Core.Tests.Submissions;

public sealed class AttachmentTests
{
    private const string WordMain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_what_its_content_is_and_has_one_to_three_pages()
    {
        (string, string, byte[], string?)[] files =
        [
            ("pdf of 1", "a.pdf", Pdf(1), null), ("pdf of 3", "a.PDF", Pdf(3), null), ("pdf of 4", "a.pdf", Pdf(4), "attachment.pages"), ("docx that says 2", "a.docx", Docx(pages: 2), null),
            ("docx that says 5", "a.docx", Docx(pages: 5), "attachment.pages"), ("docx that says nothing", "a.docx", Docx(text: Long(8000)), null), ("docx that says 1 and is long", "a.docx", Docx(pages: 1, text: Long(40_000)), "attachment.pages"),
            ("docx of many pages", "a.docx", Docx(text: Long(9001)), "attachment.pages"), ("nothing", "a.pdf", [], "files.empty"), ("text", "a.pdf", Encoding.ASCII.GetBytes("Hello"), "files.content.unknown-type"),
            ("pdf with another name", "a.docx", Pdf(1), "files.content.wrong-extension"), ("svg with script", "a.pdf", Encoding.ASCII.GetBytes("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"), "files.content.svg"),
            ("macros", "a.docx", Docx(pages: 1, more: ("word/vbaProject.bin", "x")), "files.content.macros"), ("macro type", "a.docx", Docx(pages: 1, type: "application/vnd.ms-word.document.macroEnabled.main+xml"), "files.content.macros"),
            ("a deck", "a.pptx", SampleDeck.Simple(), "files.content.other-type"), ("broken pdf", "a.pdf", Encoding.ASCII.GetBytes("%PDF-1.7 nothing"), "files.content.broken"), ("broken zip", "a.docx", [0x50, 0x4B, 3, 4, 9, 9], "files.content.broken"),
            ("pdf with a page behind its end", "a.pdf", [.. Pdf(1), .. "<html>"u8], "files.content.polyglot"), ("too big", "a.pdf", new byte[ProposalAttachments.MostBytes + 1], "attachment.too-big"),
            ("entities", "a.docx", Docx(document: "<!DOCTYPE d [<!ENTITY a 'x'>]><d>&a;</d>"), "files.content.broken"), ("bomb", "a.docx", Docx(pages: 1, more: ("word/media/a.bin", new string('0', 101 * 1024 * 1024))), "files.content.bomb"),
            ("pdf of zeros", "a.pdf", SampleFiles.Pdf(objects: [HostileFiles.Zeros(130)]), "files.content.bomb"), ("pdf of zeros in many streams", "a.pdf", SampleFiles.Pdf(objects: [.. Enumerable.Repeat(HostileFiles.Zeros(27), 5)]), "files.content.bomb"),
            ("pdf packed twice", "a.pdf", SampleFiles.Pdf(objects: [HostileFiles.Zeros(20, "[/FlateDecode /Fl]", times: 2)]), "files.content.broken"), ("pdf packed otherwise", "a.pdf", SampleFiles.Pdf(objects: [HostileFiles.Zeros(1, "/LZWDecode")]), "files.content.broken"),
            ("pdf packed as said elsewhere", "a.pdf", SampleFiles.Pdf(objects: [HostileFiles.Zeros(1, "11 0 R"), "[/FlateDecode]"]), "files.content.broken"), ("pdf with a wide row", "a.pdf", SampleFiles.Pdf(objects: ["<< /Predictor 12 /Columns 2000000000 >>"]), "files.content.broken"),
            ("pdf with a picture of 20 MB", "a.pdf", SampleFiles.Pdf(objects: [HostileFiles.Zeros(20)]), null),
        ];
        await using var desk = await ProposalDesk.OpenAsync(DatabaseProvider.Sqlite);

        var answers = new List<(string, string?)>();
        foreach (var (what, name, content, _) in files)
        {
            var taken = await desk.Files.TakeAsync(new MemoryStream(content), name, null, Ct);
            answers.Add((what, taken.IsRefused ? taken.Refusal.Code : null));
            Assert.True(!taken.IsRefused || taken.Refusal.Field == AttachmentRefusals.Field, what);
        }

        Assert.Equal(files.Select(f => (f.Item1, f.Item4)), answers);
        Assert.Equal(files.Count(f => f.Item4 is null), await desk.Test.Store.ReadAsync(db => db.Files.CountAsync(Ct)));
    }

    [Fact]
    public async Task Nothing_is_taken_that_a_real_scanner_finds_infected_or_cannot_look_at()
    {
        await using var desk = await ProposalDesk.OpenAsync(DatabaseProvider.Sqlite);
        var infected = Docx(pages: 1, more: ("word/media/a.bin", Encoding.ASCII.GetString(SampleFiles.Eicar)));
        ProposalAttachments With(string address) => desk.Scanned(new ClamdScanner(Options.Create(new FilesOptions { Clamd = address }), NullLogger<ClamdScanner>.Instance));
        string clamd;
        await using (var server = await ClamdServer.StartAsync())
        {
            clamd = server.Address;
            var clean = await With(clamd).TakeAsync(new MemoryStream(Pdf(1)), "a.pdf", null, Ct);
            Assert.Equal(ContentRefusals.Infected.Message, (await With(clamd).TakeAsync(new MemoryStream(infected), "a.docx", null, Ct)).Refusal?.Message);
            Assert.Equal(VirusScan.Clean, (await desk.Test.Store.ReadAsync(db => db.Files.SingleAsync(f => f.Id == clean.Value, Ct))).Scan);
        }

        Assert.Equal(AttachmentRefusals.ScannerAway, (await With(clamd).TakeAsync(new MemoryStream(Pdf(1)), "a.pdf", null, Ct)).Refusal);
        Assert.Single(Directory.GetFiles(desk.FilesDirectory, "*", SearchOption.AllDirectories));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_new_attachment_takes_the_place_of_the_old_whose_bytes_go_after_the_commit(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        var begun = await desk.BeginAsync();
        var first = (await desk.Files.TakeAsync(new MemoryStream(Pdf(1)), "C:\\temp\\..\\my\u0007 \"talk\".pdf", null, Ct)).Value;
        await desk.Service.SaveAsync(Actor.Visitor, begun.Code, begun.DraftKey, new ProposalEdit(0, new ProposalDraft(), first), Ct);
        var kept = (await desk.Queries.AttachmentAsync(Actor.Visitor, begun.Code, begun.DraftKey, Ct)).Value;
        var second = (await desk.Files.TakeAsync(new MemoryStream(Docx(pages: 2)), "../../etc/passwd.docx", null, Ct)).Value;

        await desk.Service.SaveAsync(Actor.Visitor, begun.Code, begun.DraftKey, new ProposalEdit(1, new ProposalDraft(), second), Ct);
        foreach (var job in await desk.Test.Store.ReadAsync(db => db.Jobs.ToListAsync(Ct)))
        {
            await new RemoveBytesHandler(new DiskFileStore(desk.FilesDirectory)).HandleAsync(job, Ct);
            await new RemoveBytesHandler(new DiskFileStore(desk.FilesDirectory)).HandleAsync(job, Ct);
        }

        var now = (await desk.Queries.AttachmentAsync(ProposalDesk.Organiser, begun.Code, null, Ct)).Value;
        Assert.Equal(("my talk.pdf", "passwd.docx"), (kept.Name, now.Name));
        Assert.Equal([now.Key], Directory.GetFiles(desk.FilesDirectory, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
        Assert.Equal(1, await desk.Test.Store.ReadAsync(db => db.Files.CountAsync(Ct)));
        Assert.Equal(ProposalRefusals.Unknown, (await desk.Queries.AttachmentAsync(new Actor { Name = "Rhea", IsReviewer = true }, begun.Code, null, Ct)).Refusal);
        await using var bytes = (await desk.Files.OpenAsync(now, Ct))!;
        Assert.Equal(now.Length, bytes.Length);
    }

    // Words and not one letter: what packs to nothing is a bomb to whoever looks.
    private static string Long(int characters) => string.Concat(Enumerable.Range(0, characters).Select(i => (i % 7 == 6 ? " " : ((char)('a' + (i * 31 % 26))).ToString())))[..characters];

    internal static byte[] Pdf(int pages)
    {
        var builder = new PdfDocumentBuilder();
        for (var i = 0; i < pages; i++)
        {
            builder.AddPage(PageSize.A4);
        }

        return builder.Build();
    }

    private static byte[] Docx(int? pages = null, string text = "Hello", string type = WordMain, string? document = null, params (string Name, string Content)[] more)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "[Content_Types].xml", $"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/word/document.xml\" ContentType=\"{type}\"/></Types>");
            Add(zip, "word/document.xml", document ?? $"<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>");
            if (pages is { } count)
            {
                Add(zip, "docProps/app.xml", $"<Properties><Pages>{count}</Pages></Properties>");
            }

            foreach (var (name, content) in more)
            {
                Add(zip, name, content);
            }
        }

        return bytes.ToArray();
    }

    private static void Add(ZipArchive zip, string name, string content)
    {
        using var part = new StreamWriter(zip.CreateEntry(name).Open());
        part.Write(content);
    }
}
