using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Core.Submissions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Submissions;

/// <summary>With the real LibreOffice and poppler's tools where pages are made.</summary>
public sealed class DeckReaderTests
{
    private static readonly SampleSlide[] Slides =
    [
        new("Isotopes trace cotton", "Where it grew", Notes: "SECRETNOTE", PictureText: "A field", Comment: "SECRETCOMMENT"),
        new("Hidden numbers", "SECRETHIDDEN", Hidden: true),
        new("Thank you", "Questions"),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deck_becomes_pictures_and_text_by_the_real_LibreOffice()
    {
        await using var stand = await DeckStand.CreateAsync(DatabaseProvider.Sqlite, new DeckOptions());

        var version = await stand.BringAsync(SampleDeck.Pptx(Slides));

        Assert.Equal((DeckConversion.Done, (int?)2), (version.Conversion, version.Pages));
        var pages = (await stand.Queries.PagesAsync(DeckStand.Wen, version.Id, Ct)).Value;
        Assert.Equal([1, 2], pages.Select(p => p.Number));
        Assert.Contains("Isotopes trace cotton", pages[0].Text, StringComparison.Ordinal);
        Assert.Contains("Thank you", pages[1].Text, StringComparison.Ordinal);
        var picture = (await stand.Queries.PictureAsync(DeckStand.Wen, version.Id, 1, Ct)).Value;
        await using var bytes = (await stand.Files.OpenAsync(picture, Ct))!;
        Assert.Equal(FileKind.Png, (await ContentCheck.LookAsync(bytes, "page.png", [FileKind.Png], Ct)).Value);
        Assert.True((await stand.Queries.PictureAsync(DeckStand.Other, version.Id, 1, Ct)).IsRefused);

        await stand.Reader.ReadAsync(version.Id, Ct);
        Assert.Equal(2, await stand.Test.Store.ReadAsync(db => db.DeckPages.CountAsync(Ct)));
    }

    [Fact]
    public async Task Without_LibreOffice_the_deck_is_ready_all_the_same_and_says_that_there_are_no_pictures()
    {
        await using var stand = await DeckStand.CreateAsync(DatabaseProvider.Sqlite);

        var version = await stand.BringAsync(SampleDeck.Pptx(Slides));

        Assert.Equal((DeckState.Ready, DeckConversion.Off), (version.State, version.Conversion));
        Assert.NotNull(version.Report);
        Assert.NotNull(version.PublicFileId);
    }

    [Fact]
    public async Task A_converter_that_never_ends_is_killed_with_its_children_and_the_deck_is_unharmed()
    {
        var folder = Directory.CreateTempSubdirectory("expo-slow-");
        var (slow, trace) = (Path.Combine(folder.FullName, "soffice"), Path.Combine(folder.FullName, "child"));
        // Its child holds a lock for as long as it lives.
        await File.WriteAllTextAsync(slow, $"#!/bin/sh\n: > {trace}\nflock {trace} sleep 1000 &\nwait\n", Ct);
        using (var chmod = System.Diagnostics.Process.Start("chmod", ["+x", slow]))
        {
            await chmod.WaitForExitAsync(Ct);
        }

        await using var stand = await DeckStand.CreateAsync(DatabaseProvider.Sqlite, new DeckOptions { SofficePath = slow, ConvertWithinSeconds = 5 });

        var version = await stand.BringAsync(SampleDeck.Simple());

        Assert.Equal((DeckState.Ready, DeckConversion.Failed), (version.State, version.Conversion));
        using var free = System.Diagnostics.Process.Start("flock", ["-w", "10", trace, "true"]);
        await free.WaitForExitAsync(Ct);
        Assert.Equal(0, free.ExitCode);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_conversion_has_no_network()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var call = $"exec 3<>/dev/tcp/127.0.0.1/{((IPEndPoint)listener.LocalEndpoint).Port}";
        var jail = await ProcessJail.FindAsync("unshare");

        Assert.NotNull(jail);
        Assert.True(await new BoundedProcess(Path.GetTempPath(), 3000, null).RunAsync(TimeSpan.FromSeconds(10), Ct, "bash", "-c", call));
        Assert.True(await new BoundedProcess(Path.GetTempPath(), 3000, jail).RunAsync(TimeSpan.FromSeconds(10), Ct, "bash", "-c", "true"));
        Assert.False(await new BoundedProcess(Path.GetTempPath(), 3000, jail).RunAsync(TimeSpan.FromSeconds(10), Ct, "bash", "-c", call));
    }

    [Fact]
    public async Task Where_the_network_cannot_be_taken_away_nothing_is_converted_unless_that_is_allowed()
    {
        await using var shut = await DeckStand.CreateAsync(DatabaseProvider.Sqlite, new DeckOptions { UnsharePath = "no-unshare-here" });
        await using var open = await DeckStand.CreateAsync(DatabaseProvider.Sqlite, new DeckOptions { UnsharePath = "no-unshare-here", ConvertWithoutJail = true });
        var refusing = new DeckConverter(Options.Create(new DeckOptions { UnsharePath = "false" }));

        var (without, allowed) = (await shut.BringAsync(SampleDeck.Simple()), await open.BringAsync(SampleDeck.Simple()));

        Assert.Equal((DeckConversion.Off, null, DeckConversion.Done, (int?)1), (without.Conversion, without.Pages, allowed.Conversion, allowed.Pages));
        Assert.Equal(ConverterState.NoJail, await refusing.StateAsync());
    }

    [Fact]
    public async Task The_public_copy_of_a_PowerPoint_file_has_no_notes_hidden_slides_comments_names_or_places()
    {
        await using var stand = await DeckStand.CreateAsync(DatabaseProvider.Sqlite);
        var deck = SampleDeck.Pptx(Slides);
        foreach (var secret in (string[])["SECRETNOTE", "SECRETHIDDEN", "SECRETCOMMENT", "Wen Li", "GPS 38.8951"])
        {
            Assert.Contains(secret, Unpacked(deck), StringComparison.Ordinal);
        }

        await stand.BringAsync(deck);

        var copy = (await stand.Queries.OfSessionAsync(DeckStand.Wen, 1, Ct)).Value.Decks.Single().PublicFile!;
        var bytes = await BytesAsync(stand, copy);
        foreach (var secret in (string[])["SECRETNOTE", "SECRETHIDDEN", "SECRETCOMMENT", "Wen Li", "GPS 38.8951", "Hidden numbers"])
        {
            Assert.DoesNotContain(secret, Unpacked(bytes), StringComparison.Ordinal);
        }

        Assert.Contains("Thank you", Unpacked(bytes), StringComparison.Ordinal);
        Assert.Equal("isotopes.pptx", copy.Name);
        using var file = PresentationDocument.Open(new MemoryStream(bytes), false);
        Assert.Equal(("Talk", null), (file.PackageProperties.Title, file.PackageProperties.Creator));
        Assert.Equal(2, file.PresentationPart!.SlideParts.Count());
        Assert.DoesNotContain(new OpenXmlValidator().Validate(file, Ct), e => e.Description.Contains("relationship", StringComparison.Ordinal));
        Assert.Equal(FileKind.Pptx, (await ContentCheck.LookAsync(new MemoryStream(bytes), "a.pptx", [FileKind.Pptx], Ct)).Value);
    }

    [Fact]
    public async Task The_public_copy_of_a_PDF_keeps_its_title_and_tags_and_loses_names_and_comments()
    {
        await using var stand = await DeckStand.CreateAsync(DatabaseProvider.Sqlite);
        var deck = SampleFiles.Pdf("/Lang (en-US) /StructTreeRoot 12 0 R", ["<< /Type /Annot /Subtype /Text /T (Wen Li) /Contents (SECRETCOMMENT) /Rect [0 0 1 1] >>", "<< /Type /Metadata /Subtype /XML /Length 60 >>\nstream\n<x:xmpmeta><dc:creator>Wen Li</dc:creator></x:xmpmeta>       \nendstream", "<< /Type /StructTreeRoot >>"]);
        Assert.Contains("Wen Li", Encoding.Latin1.GetString(deck), StringComparison.Ordinal);

        await stand.BringAsync(deck, "deck.pdf");

        var bytes = await BytesAsync(stand, (await stand.Queries.OfSessionAsync(DeckStand.Wen, 1, Ct)).Value.Decks.Single().PublicFile!);
        Assert.Equal(deck.Length, bytes.Length);
        Assert.DoesNotContain("Wen Li", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRETCOMMENT", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.Contains("/Title (Isotopes trace cotton)", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);

        var packed = await stand.BringAsync(SampleFiles.Pdf(info: "/Title (A) /Producer (B)", objects: [SampleFiles.PackedObject("<< /Author (Wen Li) /Producer (B) >>")]), "deck.pdf");
        Assert.Null(packed.PublicFileId);
    }

    [Theory]
    [InlineData("/Title (A) /Producer (B) /Author 10 0 R", "(Wen Li)")]
    [InlineData("/Title (A) /Producer (B)", "<< /Type /Annot /Subtype /Text /Contents 11 0 R >>")]
    public async Task A_PDF_whose_author_or_notes_stand_in_an_object_of_their_own_has_no_public_copy(string info, string first)
    {
        await using var stand = await DeckStand.CreateAsync(DatabaseProvider.Sqlite);

        var version = await stand.BringAsync(SampleFiles.Pdf(info: info, objects: [first, "(Wen Li)"]), "deck.pdf");

        Assert.Equal((DeckState.Ready, null), (version.State, version.PublicFileId));
    }

    [Fact]
    public async Task An_OpenDocument_presentation_made_by_LibreOffice_is_published_as_PDF_without_names()
    {
        await using var stand = await DeckStand.CreateAsync(DatabaseProvider.Sqlite, new DeckOptions());
        var folder = Directory.CreateTempSubdirectory("expo-odp-").FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "deck.pptx"), SampleDeck.Pptx(Slides), Ct);
        Assert.True(await new BoundedProcess(folder, 3000, await ProcessJail.FindAsync("unshare")).RunAsync(TimeSpan.FromSeconds(60), Ct, "soffice", "--headless", $"-env:UserInstallation=file://{folder}/profile", "--convert-to", "odp", "--outdir", folder, Path.Combine(folder, "deck.pptx")));

        var version = await stand.BringAsync(await File.ReadAllBytesAsync(Path.Combine(folder, "deck.odp"), Ct), "deck.odp");

        Assert.Equal((DeckState.Ready, DeckConversion.Done, null), (version.State, version.Conversion, version.Refusal));
        var line = (await stand.Queries.OfSessionAsync(DeckStand.Wen, 1, Ct)).Value.Decks.Single();
        Assert.Equal("isotopes.pdf", line.PublicFile!.Name);
        var bytes = await BytesAsync(stand, line.PublicFile);
        Assert.Null((await PdfCheck.LookAsync(new MemoryStream(bytes), Ct)));
        Assert.True((await PdfCheck.FactsAsync(new MemoryStream(bytes), Ct)).IsTagged);
        Assert.Equal(["title", "language", "slide-titles", "alt-text"], line.Report!.Findings.Select(f => f.Code));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<byte[]> BytesAsync(DeckStand stand, StoredFile file)
    {
        using var bytes = new MemoryStream();
        await using var stream = (await stand.Files.OpenAsync(file, Ct))!;
        await stream.CopyToAsync(bytes, Ct);
        return bytes.ToArray();
    }

    private static string Unpacked(byte[] package)
    {
        var text = new StringBuilder();
        using var zip = new ZipArchive(new MemoryStream(package));
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open(), Encoding.Latin1);
            text.Append(entry.FullName).Append('\n').Append(reader.ReadToEnd()).Append('\n');
        }

        return text.ToString();
    }
}
