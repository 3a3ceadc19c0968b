using System.Globalization;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Data.Demo;
using Expo.Core.Files;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Expo.Core.Submissions;
using Expo.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Submissions;

/// <summary>An event with a stage, an open call, sent proposals and people who review them.</summary>
internal sealed class ReviewTable : IAsyncDisposable
{
    public static readonly Actor Organiser = new() { Name = "Ona Organiser", IsOrganiser = true, IsReviewer = true };

    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("expo-review-");

    private ReviewTable(TestStore test)
    {
        Test = test;
        var mail = Options.Create(new MailOptions());
        Files = new ProposalAttachments(test.Store, new FileService(test.Store, new DiskFileStore(_files.FullName), test.Clock), new NoVirusScanner());
        Reviews = new ReviewService(test.Store, new(), test.Clock);
        Read = new ReviewQueries(test.Store, Files);
        Letters = new DecisionLetters(test.Store, new SignInLinks(test.Store, test.Clock), mail, test.Clock);
        Decisions = new DecisionService(test.Store, Letters, new JobBell(), new(), new(), test.Clock);
        Desk = new ProposalBoard(test.Store);
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public TestStore Test { get; }

    public ExpoStore Store => Test.Store;

    public ProposalAttachments Files { get; }

    public ReviewService Reviews { get; }

    public ReviewQueries Read { get; }

    public DecisionLetters Letters { get; }

    public DecisionService Decisions { get; }

    public ProposalBoard Desk { get; }

    public static async Task<ReviewTable> SetAsync(DatabaseProvider provider, int proposals = 3)
    {
        var table = new ReviewTable(await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), new CallForTalks { ConferenceId = 1, OpensAt = Samples.Opening.AddDays(-30), Topics = ["Tracing"] }));
        await table.Store.ChangeAsync<Done>(
            async db =>
            {
                await DemoAccounts.AddRolesAsync(db, Ct);
                return Done.It;
            },
            Ct);
        for (var number = 1; number <= proposals; number++)
        {
            await table.OfferAsync(number);
        }

        return table;
    }

    /// <summary>Codes are AAAAA2, AAAAA3 and so on.</summary>
    public static string CodeOf(int number) => "AAAAA" + "23456789ABCDEFGHJKMNPQRSTVWXYZ"[number - 1];

    public async Task<Proposal> OfferAsync(int number, Action<Proposal>? change = null)
    {
        var proposal = new Proposal
        {
            ConferenceId = 1, Code = CodeOf(number), State = ProposalState.Submitted, Title = $"Talk {number}", Topic = "Tracing", Savings = "Saves 3 weeks.", Description = "What it does.",
            StartedAt = Test.Clock.GetUtcNow(), ChangedAt = Test.Clock.GetUtcNow(), SubmittedAt = Test.Clock.GetUtcNow(),
        };
        proposal.Speakers.Add(new ProposalSpeaker
        {
            IsOwner = true, Name = $"Ingrid Solvang{number}", Company = "Northweave Analytics AB", Country = "Norway", Phone = $"+47 22 55 01 {number:00}", Biography = "Knits.",
            Email = $"ingrid{number}@northweave.example", NormalisedEmail = $"ingrid{number}@northweave.example",
        });
        change?.Invoke(proposal);
        await Test.AddAsync(proposal);
        return proposal;
    }

    public async Task<Actor> ReviewerAsync(string name, string role = Roles.Reviewer)
    {
        var email = $"{name.ToLower(CultureInfo.InvariantCulture)}@example.org";
        var account = new Account { UserName = email, NormalizedUserName = email.ToUpperInvariant(), Email = email, NormalizedEmail = email.ToUpperInvariant(), EmailConfirmed = true, DisplayName = name, SecurityStamp = name, ConcurrencyStamp = name };
        await Test.AddAsync(account);
        var id = await Store.ReadAsync(db => db.Roles.Where(r => r.Name == role).Select(r => r.Id).FirstAsync(Ct));
        await Test.AddAsync(new IdentityUserRole<int> { UserId = account.Id, RoleId = id });
        return new Actor { AccountId = account.Id, Name = name, IsReviewer = role == Roles.Reviewer, IsSpeaker = role == Roles.Speaker };
    }

    /// <summary>The account of a proposal's owner.</summary>
    public async Task<Actor> OwnerAsync(int number)
    {
        var speaker = await ReviewerAsync($"Owner{number}", Roles.Speaker);
        await Store.ReadAsync(db => db.ProposalSpeakers.Where(s => s.IsOwner && db.Proposals.Any(p => p.Id == s.ProposalId && p.Code == CodeOf(number))).ExecuteUpdateAsync(set => set.SetProperty(s => s.AccountId, speaker.AccountId), Ct));
        return speaker;
    }

    public async Task<ReviewPhase> BeginAsync(PhaseDraft? draft = null)
    {
        var phase = (await Reviews.SavePhaseAsync(Organiser, 1, null, (draft ?? new PhaseDraft()) with { Name = draft?.Name ?? "First look" }, Ct)).Value;
        Assert.False((await Reviews.ActivateAsync(Organiser, 1, phase.Id, Ct)).IsRefused);
        return phase;
    }

    public async Task<IReadOnlyList<string>> CodesAsync(Actor reviewer, string? text = null) => [.. (await Read.ListAsync(reviewer, 1, text, null, false, Ct)).Value.Cards.Select(c => c.Code)];

    public Task<Proposal> ProposalAsync(int number) => Store.ReadAsync(db => db.Proposals.AsNoTracking().Include(p => p.Speakers).FirstAsync(p => p.Code == CodeOf(number), Ct));

    public async Task AttachAsync(int number, byte[] content, string name)
    {
        var id = (await Files.TakeAsync(new MemoryStream(content), name, null, Ct)).Value;
        await Store.ReadAsync(db => db.Proposals.Where(p => p.Code == CodeOf(number)).ExecuteUpdateAsync(set => set.SetProperty(p => p.AttachmentId, id), Ct));
    }

    public async ValueTask DisposeAsync()
    {
        await Test.DisposeAsync();
        _files.Delete(recursive: true);
    }
}
