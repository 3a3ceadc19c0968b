using System.IO.Compression;
using System.Text;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Expo.Core.Tests.Submissions;

/// <summary>Attachments as people make them: with their names in every corner of the file.</summary>
internal static class BlindFiles
{
    public static byte[] Pdf(string text, string author = "Ingrid Solvang", string title = "Northweave at a glance")
    {
        using var builder = new PdfDocumentBuilder();
        builder.DocumentInformation.Author = author;
        builder.DocumentInformation.Title = title;
        builder.DocumentInformation.Creator = "Northweave Writer";
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        builder.AddPage(PageSize.A4).AddText(text, 12, new PdfPoint(50, 700), font);
        return builder.Build();
    }

    public static byte[] Docx(string text, string? header = null)
    {
        using var made = new MemoryStream();
        using (var zip = new ZipArchive(made, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Add(string name, string xml)
            {
                using var part = new StreamWriter(zip.CreateEntry(name).Open(), new UTF8Encoding(false));
                part.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml);
            }

            const string w = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
            Add("[Content_Types].xml", """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
                <Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/>
                <Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>
                """);
            Add("_rels/.rels", """
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
                <Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>
                """);
            Add("word/_rels/document.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="c1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Relationships>""");
            Add("docProps/core.xml", """<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Ingrid Solvang</dc:creator></cp:coreProperties>""");
            Add("word/comments.xml", $"<w:comments {w}><w:comment w:id=\"0\" w:author=\"Ingrid Solvang\"><w:p><w:r><w:t>Ask Ingrid</w:t></w:r></w:p></w:comment></w:comments>");
            var runs = string.Concat(text.Chunk(3).Select(c => $"<w:r><w:t xml:space=\"preserve\">{new string(c)}</w:t></w:r>"));
            Add("word/document.xml", $"<w:document {w}><w:body><w:p w:rsidR=\"00A1\"><w:commentRangeStart w:id=\"0\"/><w:ins w:id=\"1\" w:author=\"Ingrid Solvang\" w:date=\"2023-01-01T00:00:00Z\">{runs}</w:ins><w:commentRangeEnd w:id=\"0\"/></w:p></w:body></w:document>");
            if (header is not null)
            {
                Add("word/header1.xml", $"<w:hdr {w}><w:p><w:r><w:t>{header}</w:t></w:r></w:p></w:hdr>");
            }
        }

        return made.ToArray();
    }

    /// <summary>Every part of a Word document, unpacked.</summary>
    public static string Parts(byte[] docx)
    {
        using var zip = new ZipArchive(new MemoryStream(docx));
        return string.Join('\n', zip.Entries.Select(part =>
        {
            using var reader = new StreamReader(part.Open());
            return part.FullName + "\n" + reader.ReadToEnd();
        }));
    }
}
