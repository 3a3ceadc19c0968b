using System.Text;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Agenda;

public sealed class PortraitTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_photo_loses_where_it_was_taken_and_is_a_picture_whatever_its_name(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);

        var taken = await desk.BringAsync(SampleFiles.Jpeg("GPS 46.2044 N 6.1432 E"), "Me on the beach.png");

        Assert.Null(taken.Refusal);
        Assert.DoesNotContain("GPS", Encoding.Latin1.GetString((await desk.PortraitAsync())!), StringComparison.Ordinal);
        var file = (await desk.Queries.PortraitAsync(SpeakerStand.Wen, 1, Ct))!;
        Assert.Equal(("portrait.jpg", "image/jpeg", FileState.Accepted), (file.Name, file.ContentType, file.State));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Each_hostile_portrait_is_refused_with_its_sentence_and_leaves_nothing(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);
        (string What, string Name, byte[] Content, string Code)[] hostile =
        [
            ("0 bytes", "me.jpg", [], "portraits.empty"),
            ("6 MB", "me.jpg", [.. SampleFiles.Jpeg(), .. new byte[6 * 1024 * 1024]], "portraits.too-large"),
            ("SVG with a script", "me.png", "<svg onload=\"alert(1)\"/>"u8.ToArray(), "files.content.svg"),
            ("a page", "me.jpg", "<!DOCTYPE html><script>alert(1)</script>"u8.ToArray(), "files.content.web-page"),
            ("a program", "me.jpg", [.. "MZ"u8, .. new byte[200]], "files.content.program"),
            ("a PDF", "me.jpg", SampleFiles.Pdf(), "files.content.other-type"),
            ("a deck", "me.png", SampleDeck.Simple(), "files.content.other-type"),
            ("a zip behind a photo", "me.jpg", [.. SampleFiles.Jpeg(), .. SampleFiles.Zip(("a", [1]))], "files.content.polyglot"),
            ("a page behind a picture", "me.png", [.. SampleFiles.Png(), .. "<script>"u8], "files.content.polyglot"),
            ("half a photo", "me.jpg", SampleFiles.Jpeg()[..60], "files.content.broken"),
            ("a billion pixels", "me.png", SampleFiles.Png(40_000, 40_000), "files.content.too-many-pixels"),
            ("text", "me.jpg", "Hello"u8.ToArray(), "files.content.unknown-type"),
        ];
        foreach (var (what, name, content, code) in hostile)
        {
            var taken = await desk.BringAsync(content, name);

            Assert.Equal((what, code, PortraitRefusals.Field), (what, taken.Refusal?.Code, taken.Refusal?.Field));
            Assert.EndsWith(".", taken.Refusal!.Message, StringComparison.Ordinal);
        }

        Assert.Equal((0, 0), (desk.FilesInFolder, await desk.Test.Store.ReadAsync(db => db.Files.CountAsync(Ct))));
    }

    [Theory]
    [InlineData(VirusScan.Waiting, "portraits.not-scanned")]
    [InlineData(VirusScan.Infected, "files.content.infected")]
    public async Task Without_the_scanners_word_no_portrait_is_taken(VirusScan says, string code)
    {
        await using var desk = await SpeakerStand.OpenAsync(DatabaseProvider.Sqlite, new Says(says));

        var taken = await desk.BringAsync(SampleFiles.Jpeg());

        Assert.Equal((code, 0), (taken.Refusal?.Code, desk.FilesInFolder));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_public_sees_the_portrait_of_the_last_release_and_old_ones_go_with_their_bytes(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);
        await desk.BringAsync(SampleFiles.Jpeg());
        var first = (await desk.Queries.PortraitAsync(SpeakerStand.Wen, 1, Ct))!.Id;
        var before = await desk.Queries.PublicPortraitAsync("wen-li", Ct);
        await desk.BringAsync(SampleFiles.Png(), "me.png");
        await desk.RemoveBytesAsync();
        var replaced = desk.FilesInFolder;
        await desk.Test.Store.ReleaseAsync();
        var released = (await desk.Queries.PublicPortraitAsync("wen-li", Ct))!.Id;

        await desk.BringAsync(SampleFiles.Webp(), "me.webp");
        await desk.Service.RemovePortraitAsync(SpeakerStand.Wen, 1, Ct);
        await desk.RemoveBytesAsync();

        Assert.Null(before);
        Assert.NotEqual(first, released);
        Assert.Equal(1, replaced);
        Assert.Equal(released, (await desk.Queries.PublicPortraitAsync("wen-li", Ct))!.Id);
        Assert.Equal((1, SpeakerNews.ChangesWait), (desk.FilesInFolder, (await desk.SheetAsync()).News));
        Assert.Null(await desk.PortraitAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_eight_portraits_at_once_one_stays(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => desk.BringAsync(SampleFiles.Jpeg($"camera {i}")), Ct)));
        await desk.RemoveBytesAsync();

        Assert.DoesNotContain(answers, a => a.IsRefused);
        Assert.Equal((1, 1), (desk.FilesInFolder, await desk.Test.Store.ReadAsync(db => db.Files.CountAsync(Ct))));
    }

    private sealed class Says(VirusScan what) : IVirusScanner
    {
        public Task<VirusScan> ScanAsync(Stream content, CancellationToken ct) => Task.FromResult(what);
    }
}
