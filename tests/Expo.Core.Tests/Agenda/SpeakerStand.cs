using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Expo.Core.Submissions;
using Expo.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Agenda;

/// <summary>
/// Two speakers, twenty days before the event: Wen (speaker 1, account 1) gives session 1; Grace (speaker 2, no account) gives
/// session 2. Account 2 belongs to somebody who speaks nowhere.
/// </summary>
internal sealed class SpeakerStand : IAsyncDisposable
{
    public static readonly Actor Wen = new() { Name = "Wen Li", AccountId = 1, IsSpeaker = true };
    public static readonly Actor Other = new() { Name = "Other", AccountId = 2, IsSpeaker = true };
    public static readonly Actor Organiser = new() { Name = "Ona", AccountId = 3, IsOrganiser = true };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("expo-portraits-");

    private SpeakerStand(TestStore test, IVirusScanner scanner)
    {
        Test = test;
        Bytes = new DiskFileStore(_folder.FullName);
        Files = new FileService(test.Store, Bytes, test.Clock);
        Service = new SpeakerService(test.Store, Files, scanner, new Feed<AgendaChanged>(), new JobBell(), test.Clock);
        Queries = new SpeakerQueries(test.Store, Options.Create(new SpeakerOptions()));
        var mail = Options.Create(new MailOptions { From = "desk@expo.example", Site = "https://expo.example" });
        Links = new SignInLinks(test.Store, test.Clock);
        Writer = new SpeakerLetters(test.Store, Links, Options.Create(new SpeakerOptions()), mail, test.Clock);
        Letters = new SpeakerLetterService(test.Store, Writer, Options.Create(new SpeakerOptions()), new JobBell(), new Feed<AgendaChanged>(), test.Clock);
    }

    public TestStore Test { get; }

    public DiskFileStore Bytes { get; }

    public FileService Files { get; }

    public SpeakerService Service { get; }

    public SpeakerQueries Queries { get; }

    public SignInLinks Links { get; }

    public SpeakerLetters Writer { get; }

    public SpeakerLetterService Letters { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<SpeakerStand> OpenAsync(DatabaseProvider provider, IVirusScanner? scanner = null)
    {
        var (first, second) = (Samples.Session(), Samples.Session("ledgers", Samples.Opening.AddHours(1)));
        first.Speakers.Add(new Speaker { ConferenceId = 1, Slug = "wen-li", Name = "Wen Li", Company = "Stratum", Country = "Singapore", AccountId = 1 });
        second.Speakers.Add(new Speaker { ConferenceId = 1, Slug = "grace-hopper", Name = "Grace Hopper", Company = "Harbor", Country = "Kenya" });
        var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Account("wen@expo.example"), Account("other@expo.example"), Account("ona@expo.example"));
        await test.AddAsync([.. Roles.All.Select(role => new IdentityRole<int>(role) { NormalizedName = role.ToUpperInvariant() })]);
        await test.AddAsync(first, second);
        test.Clock.AdjustTime(Samples.Opening.AddDays(-20));
        return new(test, scanner ?? new NoVirusScanner());
    }

    public static Account Account(string address) => new()
    {
        DisplayName = address, UserName = address, NormalizedUserName = address.ToUpperInvariant(), Email = address, NormalizedEmail = address.ToUpperInvariant(), EmailConfirmed = true,
    };

    public async Task<SpeakerSheet> SheetAsync(string slug = "wen-li") => (await Queries.OneAsync(Organiser, slug, Ct)).Value;

    public Task<Result<Speaker>> BringAsync(byte[] picture, string name = "me.jpg", Actor? by = null, int speaker = 1) => Service.TakePortraitAsync(by ?? Wen, speaker, name, new MemoryStream(picture), Ct);

    public async Task<byte[]?> PortraitAsync(int speaker = 1)
    {
        if (await Queries.PortraitAsync(Organiser, speaker, Ct) is not { } file)
        {
            return null;
        }

        await using var bytes = await Files.OpenAsync(file, Ct);
        using var all = new MemoryStream();
        await bytes!.CopyToAsync(all, Ct);
        return all.ToArray();
    }

    /// <summary>Keys of the files that lie in the folder.</summary>
    public int FilesInFolder => _folder.GetFiles("*", SearchOption.AllDirectories).Length;

    /// <summary>Does the jobs that remove bytes.</summary>
    public async Task RemoveBytesAsync()
    {
        var handler = new RemoveBytesHandler(Bytes);
        foreach (var job in await Test.Store.ReadAsync(db => db.Jobs.Where(j => j.Kind == handler.Kind).ToListAsync(Ct)))
        {
            await handler.HandleAsync(job, Ct);
        }
    }

    public Task<List<OutboxLetter>> OutboxAsync() => Test.Store.ReadAsync(db => db.Outbox.AsNoTracking().OrderBy(l => l.Id).ToListAsync(Ct));

    public async ValueTask DisposeAsync()
    {
        await Test.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
