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

namespace Expo.Core.Tests.Submissions;

/// <summary>A conference with an open call that ends in a week, and all that speakers meet.</summary>
internal sealed class ProposalDesk : IAsyncDisposable
{
    public static readonly Actor Organiser = new() { Name = "Ona Organiser", IsOrganiser = true };

    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("expo-attachments-");

    private ProposalDesk(TestStore test)
    {
        Test = test;
        Calls = new CallService(test.Store, new Feed<CallChanged>(), test.Clock);
        Service = new ProposalService(test.Store, new JobBell(), new Feed<ProposalsChanged>(), new Feed<AgendaChanged>(), test.Clock);
        Decisions = new DecisionService(test.Store, new DecisionLetters(test.Store, new SignInLinks(test.Store, test.Clock), Options.Create(new MailOptions()), test.Clock), new JobBell(), new(), new(), test.Clock);
        Queries = new ProposalQueries(test.Store, test.Clock);
        Links = new SignInLinks(test.Store, test.Clock);
        var mail = Options.Create(new MailOptions { From = "desk@expo.example", Site = "https://expo.example" });
        Letters = new ProposalLetters(test.Store, Links, Service, mail, test.Clock);
        SignIn = new SignInLetters(test.Store, Links, mail, new JobBell(), test.Clock);
        Kept = new FileService(test.Store, new DiskFileStore(_files.FullName), test.Clock);
        Files = Scanned(new NoVirusScanner());
    }

    public TestStore Test { get; }

    public CallService Calls { get; }

    public ProposalService Service { get; }

    public DecisionService Decisions { get; }

    public ProposalQueries Queries { get; }

    public SignInLinks Links { get; }

    public ProposalLetters Letters { get; }

    public SignInLetters SignIn { get; }

    public FileService Kept { get; }

    public ProposalAttachments Files { get; }

    public string FilesDirectory => _files.FullName;

    public DateTimeOffset Closes { get; private set; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ProposalAttachments Scanned(IVirusScanner scanner) => new(Test.Store, Kept, scanner);

    public static async Task<ProposalDesk> OpenAsync(DatabaseProvider provider, int mostSpeakers = 3)
    {
        var test = await TestStore.CreateAsync(provider, Samples.Conference());
        await test.AddAsync([.. Roles.All.Select(role => new IdentityRole<int>(role) { NormalizedName = role.ToUpperInvariant() })]);
        var desk = new ProposalDesk(test) { Closes = test.Clock.GetUtcNow().AddDays(7) };
        await test.AddAsync(new CallForTalks { ConferenceId = 1, OpensAt = test.Clock.GetUtcNow(), ClosesAt = desk.Closes, Topics = ["Tracing", "Remedy"], MostSpeakers = mostSpeakers });
        return desk;
    }

    public static ProposalDraft Complete(string email = "ada@example.org") => new()
    {
        Title = "Reading ledgers", Topic = "Tracing", Savings = "Matching ledgers took six weeks, it takes 4 days now.", Description = "Paper ledgers end tracing at the mill's door; photographs do not.",
        Name = "Ada Lovelace", Email = email, Phone = "+1 202 555 0142", Company = "Fernhollow", Country = "United Kingdom",
    };

    /// <summary>As if it were decided on and its speakers were told.</summary>
    public Task AcceptAsync(string code) => Test.Store.ReadAsync(db => db.Proposals.Where(p => p.Code == code).ExecuteUpdateAsync(set => set.SetProperty(p => p.Decision, Decision.Accepted).SetProperty(p => p.Informed, Decision.Accepted), Ct));

    /// <summary>A draft that was begun without an account.</summary>
    public async Task<BegunProposal> BeginAsync() => (await Service.BeginAsync(Actor.Visitor, 1, Ct)).Value;

    /// <summary>A complete proposal that was sent without an account.</summary>
    public async Task<BegunProposal> SubmitAsync(string email = "ada@example.org")
    {
        var begun = await BeginAsync();
        var saved = await Service.SaveAsync(Actor.Visitor, begun.Code, begun.DraftKey, new ProposalEdit(0, Complete(email)), Ct);
        Assert.Null((await Service.SubmitAsync(Actor.Visitor, begun.Code, begun.DraftKey, saved.Value, Ct)).Refusal);
        return begun;
    }

    /// <summary>The same, and the speaker has come back by the letter's link.</summary>
    public async Task<(string Code, Actor Owner)> ConfirmedAsync(string email = "ada@example.org")
    {
        var begun = await SubmitAsync(email);
        var letter = await LetterAsync(ProposalLetters.Sent);
        return (begun.Code, await ComeBackAsync(SecretIn(letter.Text, SignInLinks.Page)));
    }

    public async Task<Actor> ComeBackAsync(string secret)
    {
        var entry = (await Links.UseAsync(secret, Ct)).Value;
        var actor = new Actor { AccountId = entry.AccountId, Name = "Ada Lovelace", IsSpeaker = true };
        await Service.ClaimAsync(actor, Ct);
        return actor;
    }

    /// <summary>The newest letter of a kind, written as it would leave.</summary>
    public async Task<Letter> LetterAsync(string template)
    {
        var row = await Test.Store.ReadAsync(db => db.Outbox.AsNoTracking().Where(l => l.Template == template).OrderByDescending(l => l.Id).FirstAsync(Ct));
        return (await WriteAsync(row))!;
    }

    public Task<Letter?> WriteAsync(OutboxLetter row) => row.Template == SignInLetters.Template ? SignIn.WriteAsync(row, Ct) : Letters.WriteAsync(row, Ct);

    public static string SecretIn(string text, string page) => text[(text.IndexOf(page + "/", StringComparison.Ordinal) + page.Length + 1)..][..43];

    public Task<Proposal> ProposalAsync(string code) => Test.Store.ReadAsync(db => db.Proposals.AsNoTracking().Include(p => p.Speakers.OrderBy(s => s.Position)).FirstAsync(p => p.Code == code, Ct));

    public Task<List<string>> LogAsync() => Test.Store.ReadAsync(db => db.ProposalLog.OrderBy(l => l.Id).Select(l => l.By + ": " + l.Text).ToListAsync(Ct));

    public async ValueTask DisposeAsync()
    {
        await Test.DisposeAsync();
        _files.Delete(recursive: true);
    }
}
