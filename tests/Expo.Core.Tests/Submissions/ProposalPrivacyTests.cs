using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Core.Submissions;
using Expo.Testing;

namespace Expo.Core.Tests.Submissions;

/// <summary>What speakers are told of their proposals when they ask for their data.</summary>
public sealed class ProposalPrivacyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_speaker_learns_of_conflicts_when_the_decision_is_told_and_never_whose_they_were(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider, proposals: 1);
        var (rita, otto, code) = (await table.ReviewerAsync("Ritalinda"), await table.ReviewerAsync("Ottokar"), ReviewTable.CodeOf(1));
        await table.BeginAsync();
        await table.Reviews.DeclareAsync(rita, 1, code, "Shares an office.", Ct);
        await table.Reviews.DeclareForAsync(ReviewTable.Organiser, 1, code, otto.AccountId!.Value, "Friends.", Ct);
        await table.Reviews.TakeBackAsync(ReviewTable.Organiser, 1, code, otto.AccountId.Value, Ct);
        await table.Decisions.DecideAsync(ReviewTable.Organiser, 1, code, Decision.None, Decision.Accepted, Ct);

        var before = await ToldAsync(table);
        var plan = (await table.Decisions.PlanAsync(ReviewTable.Organiser, 1, [1], Ct)).Value;
        await table.Decisions.InformAsync(ReviewTable.Organiser, 1, [1], plan.Stamp, 1, Ct);
        var after = await ToldAsync(table);

        foreach (var word in new[] { "interest", "office", "Friends", "Decided", "Ritalinda", "Ottokar" })
        {
            Assert.DoesNotContain(word, before, StringComparison.Ordinal);
        }

        Assert.Contains("Shares an office.", after, StringComparison.Ordinal);
        Assert.Contains(ReviewService.TookBack, after, StringComparison.Ordinal);
        Assert.DoesNotContain("Ritalinda", after, StringComparison.Ordinal);
        Assert.DoesNotContain("Ottokar", after, StringComparison.Ordinal);
    }

    private static Task<string> ToldAsync(ReviewTable table) => table.Store.ReadAsync(async db =>
        string.Join('\n', (await new ProposalPersonalData().ReadAsync(db, "ingrid1@northweave.example", new PersonTables(db), Ct)).SelectMany(t => t.Rows).SelectMany(r => r).Select(f => $"{f.Label}: {f.Value}")));
}
