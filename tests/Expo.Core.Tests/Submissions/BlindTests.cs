using System.IO.Compression;
using System.Text;
using Expo.Core.Files;
using Expo.Core.Submissions;
using Expo.Core.Tests.Files;
using Expo.Testing;
using UglyToad.PdfPig;

namespace Expo.Core.Tests.Submissions;

public sealed class BlindTests
{
    private static readonly BlindText Blind = new(
    [
        new ProposalSpeaker { Name = "Ingrid Sølvang", Company = "Northweave Analytics AB", Email = "ingrid.s@northweave.example", NormalisedEmail = "", Phone = "+1 (202) 555-0142" },
        new ProposalSpeaker { Name = "Will Li", Company = "Open Bell Cooperative (invented)", Email = "will@gmail.com", NormalisedEmail = "" },
    ]);

    [Theory]
    [InlineData("Ingrid Sølvang speaks", "▮▮▮ speaks")]
    [InlineData("INGRID-SOLVANG speaks", "▮▮▮ speaks")]
    [InlineData("I\u0301ngrid so\u00ADlvang\u2019s tool", "▮▮▮’s tool")]
    [InlineData("as Sølvang says", "as ▮▮▮ says")]
    [InlineData("Northweave reads", "▮▮▮ reads")]
    [InlineData("see www.northweave.com", "see www.▮▮▮.com")]
    [InlineData("Northweave Analytics AB has", "▮▮▮ has")]
    [InlineData("write to ingrid.s@northweave.example.", "write to ▮▮▮.")]
    [InlineData("follow @ingridsolvang", "follow @▮▮▮")]
    [InlineData("call 202 555 0142 or 202.555.0142", "call ▮▮▮ or ▮▮▮")]
    [InlineData("the Open Bell Cooperative rings", "the ▮▮▮ rings")]
    [InlineData("open source; a bell; analytics", "open source; a bell; analytics")]
    [InlineData("This will do. Li and lithium.", "This will do. ▮▮▮ and lithium.")]
    [InlineData("Will says", "▮▮▮ says")]
    [InlineData("nothing here, 2023", "nothing here, 2023")]
    public void What_tells_who_speaks_is_struck_out_however_it_is_written(string text, string struck) => Assert.Equal(struck, Blind.Strike(text));

    [Fact]
    public void A_pdf_is_given_without_what_it_says_of_its_maker()
    {
        var file = BlindFiles.Pdf("Plain words about ledgers.");
        Assert.Contains("Northweave", Encoding.Latin1.GetString(file), StringComparison.Ordinal);

        var made = BlindFile.Make(file, Blind);

        using var read = PdfDocument.Open(made.Content!);
        Assert.Equal((null, null, null), (read.Information.Author, read.Information.Title, read.Information.Creator));
        Assert.DoesNotContain("Northweave", Encoding.Latin1.GetString(made.Content!), StringComparison.Ordinal);
        Assert.DoesNotContain("Solvang", Encoding.Latin1.GetString(made.Content!), StringComparison.Ordinal);
        Assert.Equal("Plain words about ledgers.", made.Text);
    }

    [Fact]
    public void A_pdf_whose_pages_name_somebody_is_held_back_and_its_words_are_given_without_the_name()
    {
        var made = BlindFile.Make(BlindFiles.Pdf("Ledgers by Ingrid Solvang of Northweave, 202 555 0142"), Blind);

        Assert.Null(made.Content);
        Assert.Equal("Ledgers by ▮▮▮ of ▮▮▮, ▮▮▮", made.Text);
    }

    [Fact]
    public void A_word_document_is_given_without_properties_comments_and_authors_of_changes()
    {
        var made = BlindFile.Make(BlindFiles.Docx("Plain words about ledgers."), Blind);

        var parts = BlindFiles.Parts(made.Content!);
        Assert.DoesNotContain("Ingrid", parts, StringComparison.Ordinal);
        Assert.DoesNotContain("comments", parts, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("docProps", parts, StringComparison.Ordinal);
        Assert.DoesNotContain("author", parts, StringComparison.Ordinal);
        Assert.Equal(1, PageCount.Of(made.Content!, FileKind.Docx).Value);
        Assert.Equal("Plain words about ledgers.", made.Text.Trim());
    }

    [Theory]
    [InlineData("By Ingrid Solvang", null)]
    [InlineData("Plain words.", "Northweave Analytics")]
    public void A_word_document_that_names_somebody_in_its_text_or_its_header_is_held_back(string text, string? header) => Assert.Null(BlindFile.Make(BlindFiles.Docx(text, header), Blind).Content);

    [Theory]
    [InlineData("Åsa Öberg", "Åsa Öberg")]
    [InlineData("Åsa Öberg", "öberg")]
    [InlineData("José Núñez", "núñez")]
    [InlineData("Zoë Łęcka", "Łęcka")]
    public void Names_that_are_not_ASCII_are_found_in_the_bytes_of_a_part_in_any_encoding(string name, string written)
    {
        var blind = new BlindText([new ProposalSpeaker { Name = name, Company = "", Email = "", NormalisedEmail = "" }]);

        Assert.All(new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode }, encoding => Assert.True(blind.NamesInBytes([0xFF, 0xD8, 0, 1, .. encoding.GetBytes($"creator='{written}'")])));
        Assert.False(blind.NamesInBytes(Encoding.UTF8.GetBytes("creator='Åland Österreich'")));
    }

    [Fact]
    public void A_photo_in_a_word_document_loses_what_its_camera_wrote()
    {
        var file = BlindFiles.Docx("Plain words.");
        using var grown = new MemoryStream();
        grown.Write(file);
        using (var zip = new ZipArchive(grown, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var photo = zip.CreateEntry("word/media/image1.jpg").Open();
            photo.Write(SampleFiles.Jpeg("INGRID'S CAMERA GPS 38.8951"));
        }

        var made = BlindFile.Make(grown.ToArray(), Blind);

        Assert.Contains("word/media/image1.jpg", BlindFiles.Parts(made.Content!), StringComparison.Ordinal);
        Assert.DoesNotContain("GPS", BlindFiles.Parts(made.Content!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pdf_with_a_stream_that_is_too_large_to_look_through_is_held_back()
    {
        // On the page, so that it is copied.
        var file = Encoding.Latin1.GetString(SampleFiles.Pdf(objects: [HostileFiles.Zeros(50)])).Replace("/Resources << ", "/Resources << /XObject << /X 10 0 R >> ", StringComparison.Ordinal);

        Assert.Null(BlindFile.Make(Encoding.Latin1.GetBytes(file), Blind).Content);
        Assert.NotNull(BlindFile.Make(Encoding.Latin1.GetBytes(file.Replace(HostileFiles.Zeros(50), HostileFiles.Zeros(1), StringComparison.Ordinal)), Blind).Content);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_not_given() => Assert.Equal(new BlindAttachment(null, ""), BlindFile.Make("%PDF-1.7 nothing"u8.ToArray(), Blind));
}
