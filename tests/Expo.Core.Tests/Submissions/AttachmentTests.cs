using System.IO.Compression;
using System.Text;
using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Submissions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Writer;

namespace Expo.Core.Tests.Submissions;

public sealed class AttachmentTests
{
    private const string WordMain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_file_is_what_its_content_is_and_has_one_to_three_pages()
    {
        (string, byte[], string?)[] files =
        [
            ("pdf of 1", Pdf(1), null), ("pdf of 3", Pdf(3), null), ("pdf of 4", Pdf(4), "attachment.pages"), ("docx that says 2", Docx(pages: 2), null), ("docx that says 5", Docx(pages: 5), "attachment.pages"),
            ("docx that says nothing", Docx(text: new string('x', 8000)), null), ("docx that says 1 and is long", Docx(pages: 1, text: new string('x', 40_000)), "attachment.pages"),
            ("docx of many pages", Docx(text: new string('x', 9001)), "attachment.pages"), ("nothing", [], "attachment.empty"), ("text", Encoding.ASCII.GetBytes("Hello"), "attachment.wrong-kind"),
            ("svg with script", Encoding.ASCII.GetBytes("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"), "attachment.wrong-kind"),
            ("old doc", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "attachment.old-word"), ("macros", Docx(pages: 1, more: ("word/vbaProject.bin", "x")), "attachment.macros"),
            ("macro type", Docx(pages: 1, type: "application/vnd.ms-word.document.macroEnabled.main+xml"), "attachment.macros"), ("spreadsheet", Docx(type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), "attachment.wrong-kind"),
            ("broken pdf", Encoding.ASCII.GetBytes("%PDF-1.7 nothing"), "attachment.broken"), ("broken zip", [0x50, 0x4B, 3, 4, 9, 9], "attachment.broken"), ("too big", new byte[AttachmentCheck.LargestFile + 1], "attachment.too-big"),
            ("entities", Docx(document: "<!DOCTYPE d [<!ENTITY a 'x'>]><d>&a;</d>"), "attachment.broken"), ("bomb", Docx(pages: 1, more: ("word/media/a.bin", new string('0', 101 * 1024 * 1024))), "attachment.bomb"),
        ];

        Assert.Equal(files.Select(f => (f.Item1, f.Item3)), files.Select(f => (f.Item1, AttachmentCheck.Check(f.Item2).Refusal?.Code)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_new_attachment_takes_the_place_of_the_old_whose_bytes_go_after_the_commit(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        var begun = await desk.BeginAsync();
        var first = (await desk.Files.TakeAsync(new MemoryStream(Pdf(1)), "C:\\temp\\..\\my\u0007 \"talk\".docx", null, Ct)).Value;
        await desk.Service.SaveAsync(Actor.Visitor, begun.Code, begun.DraftKey, new ProposalEdit(0, new ProposalDraft(), first), Ct);
        var kept = (await desk.Queries.AttachmentAsync(Actor.Visitor, begun.Code, begun.DraftKey, Ct)).Value;
        var second = (await desk.Files.TakeAsync(new MemoryStream(Docx(pages: 2)), "../../etc/passwd", null, Ct)).Value;

        await desk.Service.SaveAsync(Actor.Visitor, begun.Code, begun.DraftKey, new ProposalEdit(1, new ProposalDraft(), second), Ct);
        foreach (var job in await desk.Test.Store.ReadAsync(db => db.Jobs.ToListAsync(Ct)))
        {
            await new RemoveAttachmentHandler(desk.Files).HandleAsync(job, Ct);
            await new RemoveAttachmentHandler(desk.Files).HandleAsync(job, Ct);
        }

        var now = (await desk.Queries.AttachmentAsync(ProposalDesk.Organiser, begun.Code, null, Ct)).Value;
        Assert.Equal(("my talk.pdf", "passwd.docx"), (kept.Name, now.Name));
        Assert.Equal([now.Key], Directory.GetFiles(desk.FilesDirectory).Select(Path.GetFileName));
        Assert.Equal(1, await desk.Test.Store.ReadAsync(db => db.Files.CountAsync(Ct)));
        Assert.Equal(ProposalRefusals.Unknown, (await desk.Queries.AttachmentAsync(new Actor { Name = "Rhea", IsReviewer = true }, begun.Code, null, Ct)).Refusal);
        await using var bytes = desk.Files.Open(now)!;
        Assert.Equal(now.Length, bytes.Length);
    }

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
