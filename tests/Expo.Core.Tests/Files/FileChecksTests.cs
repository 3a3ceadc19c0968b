using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Files;

public sealed class FileChecksTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_good_file_leaves_quarantine_by_its_content_and_a_hostile_one_is_refused_and_gone(DatabaseProvider provider)
    {
        await using var stand = await UploadStand.CreateAsync(provider);
        var (good, bad) = (await TakeAsync(stand, "deck.pptx", SampleDeck.Simple()), await TakeAsync(stand, "deck.pptx", SampleFiles.Ole("_VBA_PROJECT")));

        await stand.Checks().CheckAsync(new CheckFile(good.Id, "note:1"), Ct);
        await stand.Checks().CheckAsync(new CheckFile(bad.Id, "note:1"), Ct);
        await stand.Checks().CheckAsync(new CheckFile(bad.Id, "note:1"), Ct);

        var files = await stand.Test.Store.ReadAsync(db => db.Files.ToDictionaryAsync(f => f.Id, Ct));
        Assert.Equal((FileState.Accepted, FileKinds.ContentTypeOf(FileKind.Pptx), VirusScan.Off), (files[good.Id].State, files[good.Id].ContentType, files[good.Id].Scan));
        Assert.Equal((FileState.Refused, ContentRefusals.Macros.Message), (files[bad.Id].State, files[bad.Id].Refusal));
        Assert.Equal(["checked Accepted", "checked Refused"], stand.Note.Told.Where(t => t.StartsWith("checked", StringComparison.Ordinal)));
        Assert.Equal([good.Key], stand.Bytes);
    }

    [Fact]
    public async Task While_the_scanner_does_not_answer_the_file_stays_in_quarantine_and_is_taken_to_it_again()
    {
        await using var stand = await UploadStand.CreateAsync(DatabaseProvider.Sqlite, new FilesOptions { Clamd = "127.0.0.1:1" });
        var file = await TakeAsync(stand, "deck.pptx", SampleDeck.Simple());
        var scanner = new Answering { Answer = VirusScan.Waiting };

        await stand.Checks(scanner).CheckAsync(new CheckFile(file.Id, "note:1"), Ct);

        var waiting = await stand.Test.Store.ReadAsync(db => db.Files.SingleAsync(Ct));
        Assert.Equal((FileState.Quarantined, VirusScan.Waiting), (waiting.State, waiting.Scan));
        var again = await stand.Test.Store.ReadAsync(db => db.Jobs.OrderByDescending(j => j.Id).FirstAsync(Ct));
        Assert.Equal((new CheckFile(file.Id, "note:1"), stand.Test.Clock.GetUtcNow().AddMinutes(1)), (again.Read<CheckFile>(), again.DueAt));

        scanner.Answer = VirusScan.Infected;
        await stand.Checks(scanner).HandleAsync(again, Ct);

        var refused = await stand.Test.Store.ReadAsync(db => db.Files.SingleAsync(Ct));
        Assert.Equal((FileState.Refused, VirusScan.Infected, ContentRefusals.Infected.Message), (refused.State, refused.Scan, refused.Refusal));
        Assert.Empty(stand.Bytes);
    }

    private static async Task<StoredFile> TakeAsync(UploadStand stand, string name, byte[] content) => (await stand.Service.TakeAsync(UploadStand.Ada, "note:1", name, new MemoryStream(content), Ct)).Value;

    private sealed class Answering : IVirusScanner
    {
        public VirusScan Answer { get; set; }

        public Task<VirusScan> ScanAsync(Stream content, CancellationToken ct) => Task.FromResult(Answer);
    }
}
