using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Core.Jobs;
using Expo.Core.Submissions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Submissions;

/// <summary>Decks on a database and a folder of their own: session 1 is Wen's (account 1), and account 2 is a speaker of nothing.</summary>
internal sealed class DeckStand : IAsyncDisposable
{
    public static readonly Actor Wen = new() { Name = "Wen Li", AccountId = 1, IsSpeaker = true };
    public static readonly Actor Other = new() { Name = "Other", AccountId = 2, IsSpeaker = true };
    public static readonly Actor Organiser = new() { Name = "Olu", AccountId = 2, IsOrganiser = true };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("expo-decks-");

    private DeckStand(TestStore test, DeckOptions options)
    {
        Test = test;
        var files = new DiskFileStore(_folder.FullName);
        var feed = new Feed<DeckChanged>();
        var deckOptions = Options.Create(options);
        var purposes = new UploadPurposes([new DeckUploads(deckOptions, feed)]);
        Uploads = new UploadService(test.Store, files, purposes, Options.Create(new FilesOptions()), new JobBell(), test.Clock);
        Checks = new FileChecks(test.Store, files, purposes, new NoVirusScanner(), Options.Create(new FilesOptions()), test.Clock);
        Files = new FileService(test.Store, files, test.Clock);
        Reader = new DeckReader(test.Store, Files, new DeckConverter(deckOptions), feed, NullLogger<DeckReader>.Instance);
        Decks = new DeckService(test.Store, feed, test.Clock);
        Queries = new DeckQueries(test.Store);
    }

    public TestStore Test { get; }

    public UploadService Uploads { get; }

    public FileChecks Checks { get; }

    public FileService Files { get; }

    public DeckReader Reader { get; }

    public DeckService Decks { get; }

    public DeckQueries Queries { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<DeckStand> CreateAsync(DatabaseProvider provider, DeckOptions? options = null)
    {
        var speaker = new Speaker { ConferenceId = 1, Slug = "wen-li", Name = "Wen Li", Company = "Stratum", Country = "Singapore", AccountId = 1 };
        var session = Samples.Session();
        session.Speakers.Add(speaker);
        return new(await TestStore.CreateAsync(
            provider, Samples.Conference(), Samples.Stage(), new Account { DisplayName = "Wen Li", UserName = "wen@expo.example" }, new Account { DisplayName = "Olu", UserName = "olu@expo.example" }, session),
            options ?? new DeckOptions { SofficePath = "no-office-in-this-test" });
    }

    public async Task<DeckVersion> BringAsync(byte[] deck, string name = "deck.pptx")
    {
        var file = (await Uploads.TakeAsync(Wen, DeckUploads.Purpose(1), name, new MemoryStream(deck), Ct)).Value;
        await Checks.CheckAsync(new CheckFile(file.Id, DeckUploads.Purpose(1)), Ct);
        var version = await Test.Store.ReadAsync(db => db.DeckVersions.AsNoTracking().SingleAsync(d => d.FileId == file.Id, Ct));
        await Reader.ReadAsync(version.Id, Ct);
        return await Test.Store.ReadAsync(db => db.DeckVersions.AsNoTracking().SingleAsync(d => d.FileId == file.Id, Ct));
    }

    public Task ConsentAsync(bool publish) => Test.AddAsync(new SpeakerConsent { SessionId = 1, SpeakerId = 1, Publish = publish });

    public async Task EndTalkAsync()
    {
        await Test.Store.ChangeAsync(async db =>
        {
            var session = await db.Sessions.SingleAsync(Ct);
            session.GoLive(Test.Clock.GetUtcNow());
            return session.End(Test.Clock.GetUtcNow());
        }, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await Test.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
