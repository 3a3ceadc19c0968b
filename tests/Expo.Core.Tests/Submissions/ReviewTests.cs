using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Submissions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Submissions;

public sealed class ReviewTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static IEnumerable<object[]> Databases => TestDatabases.All();

    [Theory, MemberData(nameof(Databases))]
    public async Task Nothing_is_seen_while_no_phase_is_active_and_one_is_at_a_time(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider);
        var rita = await table.ReviewerAsync("Rita");

        var before = (await table.Read.ListAsync(rita, 1, null, null, false, Ct)).Value;
        var first = await table.BeginAsync(new PhaseDraft { Name = "First" });
        var second = await table.BeginAsync(new PhaseDraft { Name = "Second" });

        Assert.Equal((null, 0), (before.Phase, before.Cards.Count));
        Assert.Equal(ReviewRefusals.PhaseActive, (await table.Reviews.RemovePhaseAsync(ReviewTable.Organiser, 1, second.Id, Ct)).Refusal);
        Assert.Equal([second.Id], await table.Store.ReadAsync(db => db.ReviewPhases.Where(p => p.ActiveSince != null).Select(p => p.Id).ToListAsync(Ct)));
        Assert.Equal("Second", (await table.Read.ListAsync(rita, 1, null, null, false, Ct)).Value.Phase!.Name);
        Assert.Null((await table.Reviews.RemovePhaseAsync(ReviewTable.Organiser, 1, first.Id, Ct)).Refusal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Of_many_who_begin_phases_at_once_one_phase_is_active_in_the_end(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider);
        var phases = new List<ReviewPhase>();
        for (var i = 0; i < 6; i++)
        {
            phases.Add((await table.Reviews.SavePhaseAsync(ReviewTable.Organiser, 1, null, new PhaseDraft { Name = $"Phase {i}" }, Ct)).Value);
        }

        var answers = await Task.WhenAll(phases.Select(p => Task.Run(() => table.Reviews.ActivateAsync(ReviewTable.Organiser, 1, p.Id, Ct))));

        Assert.All(answers, a => Assert.True(a.Refusal is null || a.Refusal == ReviewRefusals.PhaseChanged));
        Assert.Equal(1, await table.Store.ReadAsync(db => db.ReviewPhases.CountAsync(p => p.ActiveSince != null, Ct)));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_reviewer_has_one_review_of_a_proposal_however_often_it_is_sent_at_once(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider);
        var rita = await table.ReviewerAsync("Rita");
        await table.BeginAsync();

        var answers = await Task.WhenAll(Enumerable.Range(1, 5).Select(score => Task.Run(() => table.Reviews.SaveAsync(rita, 1, ReviewTable.CodeOf(1), new ReviewEdit(score, "So.", null), Ct))));

        Assert.Single(answers, a => !a.IsRefused);
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal(ReviewRefusals.ChangedMeanwhile, a.Refusal));
        var kept = await table.Store.ReadAsync(db => db.Reviews.SingleAsync(Ct));
        var changed = await table.Reviews.SaveAsync(rita, 1, ReviewTable.CodeOf(1), new ReviewEdit(null, "I abstain.", ReviewEdit.StampOf(kept)), Ct);
        Assert.Null(changed.Value.Score);
        Assert.Equal(new ReviewFigures(0, 1, null, null), (await table.Desk.RecordAsync(ReviewTable.Organiser, 1, ReviewTable.CodeOf(1), Ct)).Value.Figures);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_conflict_hides_the_talk_and_all_about_it_and_takes_the_review_away(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider);
        var rita = await table.ReviewerAsync("Rita");
        await table.BeginAsync(new PhaseDraft { SeesNames = true, SeesOthers = OthersReviews.Always });
        var code = ReviewTable.CodeOf(1);
        await table.AttachAsync(1, BlindFiles.Pdf("Plain words."), "paper.pdf");
        await table.Reviews.SaveAsync(rita, 1, code, new ReviewEdit(5, "Great.", null), Ct);

        Assert.Null((await table.Reviews.DeclareAsync(rita, 1, code, "We share an office.", Ct)).Refusal);

        var list = (await table.Read.ListAsync(rita, 1, null, null, false, Ct)).Value;
        Assert.Equal((2, 2), (list.All, list.Cards.Count));
        Assert.Empty(await table.CodesAsync(rita, "Solvang1"));
        Assert.Equal(ReviewRefusals.Unknown, (await table.Read.SheetAsync(rita, 1, code, Ct)).Refusal);
        Assert.Equal(ReviewRefusals.Unknown, (await table.Read.AttachmentAsync(rita, 1, code, Ct)).Refusal);
        Assert.Equal(ReviewRefusals.Unknown, (await table.Reviews.SaveAsync(rita, 1, code, new ReviewEdit(5, "", null), Ct)).Refusal);
        Assert.DoesNotContain(code, new[] { (await table.Read.SheetAsync(rita, 1, ReviewTable.CodeOf(2), Ct)).Value.Previous, (await table.Read.SheetAsync(rita, 1, ReviewTable.CodeOf(2), Ct)).Value.Next });
        Assert.Equal(0, await table.Store.ReadAsync(db => db.Reviews.CountAsync(Ct)));
        Assert.Equal(0, (await table.Desk.RecordAsync(ReviewTable.Organiser, 1, code, Ct)).Value.Figures.Count);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_organiser_with_an_interest_finds_the_proposal_nowhere_either_and_does_not_take_the_conflict_back(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider);
        var both = (await table.ReviewerAsync("Both")) with { IsOrganiser = true };
        await table.BeginAsync();
        var code = ReviewTable.CodeOf(2);
        await table.Decisions.DecideAsync(ReviewTable.Organiser, 1, code, Decision.None, Decision.Accepted, Ct);
        await table.Reviews.DeclareForAsync(ReviewTable.Organiser, 1, code, both.AccountId!.Value, "Is married to the speaker.", Ct);

        var page = (await table.Desk.PageAsync(both, 1, ProposalFilter.All, ProposalOrder.Best, 0, 50, Ct)).Value;
        var file = await Text(table, both);

        Assert.Equal(2, page.Total);
        Assert.DoesNotContain(page.Rows, r => r.Code == code);
        Assert.DoesNotContain(code, file, StringComparison.Ordinal);
        Assert.Equal(0, (await table.Desk.CountsAsync(both, 1, Ct)).Value[ProposalPlace.Accepted]);
        Assert.Empty((await table.Decisions.ToInformAsync(both, 1, Ct)).Value);
        Assert.Equal(DecisionRefusals.Unknown, (await table.Desk.RecordAsync(both, 1, code, Ct)).Refusal);
        Assert.Equal(DecisionRefusals.Unknown, (await table.Decisions.DecideAsync(both, 1, code, Decision.Accepted, Decision.Rejected, Ct)).Refusal);
        var board = (await table.Desk.BoardAsync(both, 1, Ct)).Value;
        Assert.Equal((0, 2, 2), (board.Conflicts.Count, board.Proposals, board.WithoutReview));
        Assert.Equal(ReviewRefusals.OwnConflict, (await table.Reviews.TakeBackAsync(both, 1, code, both.AccountId.Value, Ct)).Refusal);
        Assert.Null((await table.Reviews.TakeBackAsync(ReviewTable.Organiser, 1, code, both.AccountId.Value, Ct)).Refusal);
        Assert.Equal(3, (await table.Desk.PageAsync(both, 1, ProposalFilter.All, ProposalOrder.Best, 0, 50, Ct)).Value.Total);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_organiser_with_an_interest_learns_nothing_of_others_conflicts_with_the_same_proposal_and_changes_none(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider);
        var (both, rita, otto) = ((await table.ReviewerAsync("Both")) with { IsOrganiser = true }, await table.ReviewerAsync("Rita"), await table.ReviewerAsync("Otto"));
        await table.BeginAsync();
        var code = ReviewTable.CodeOf(2);
        await table.Reviews.SaveAsync(otto, 1, code, new ReviewEdit(3, "Fine.", null), Ct);
        await table.Reviews.DeclareForAsync(ReviewTable.Organiser, 1, code, both.AccountId!.Value, "Is married to the speaker.", Ct);
        await table.Reviews.DeclareAsync(rita, 1, code, "Works for the speaker.", Ct);
        await table.Reviews.DeclareAsync(rita, 1, ReviewTable.CodeOf(3), "Knows them.", Ct);

        var (theirs, all) = ((await table.Desk.BoardAsync(both, 1, Ct)).Value, (await table.Desk.BoardAsync(ReviewTable.Organiser, 1, Ct)).Value);

        Assert.Equal([ReviewTable.CodeOf(3)], theirs.Conflicts.Select(c => c.Code));
        Assert.Equal((2, 1, 0), (theirs.Proposals, theirs.Reviewers.Single(r => r.Name == "Rita").Conflicts, theirs.Reviewers.Single(r => r.Name == "Otto").Reviews));
        Assert.Equal((3, 3, 2, 1), (all.Conflicts.Count, all.Proposals, all.Reviewers.Single(r => r.Name == "Rita").Conflicts, all.Reviewers.Single(r => r.Name == "Otto").Reviews));
        Assert.Equal(ReviewRefusals.ConflictUnknown, (await table.Reviews.TakeBackAsync(both, 1, code, rita.AccountId!.Value, Ct)).Refusal);
        Assert.Equal(ReviewRefusals.Unknown, (await table.Reviews.DeclareForAsync(both, 1, code, otto.AccountId!.Value, "So they say.", Ct)).Refusal);
        Assert.Equal(3, await table.Store.ReadAsync(db => db.ReviewConflicts.CountAsync(Ct)));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Nobody_reviews_what_they_would_speak_in(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider, proposals: 1);
        var rita = await table.ReviewerAsync("Rita");
        await table.BeginAsync();
        await table.OfferAsync(2, p => p.Speakers.Add(new ProposalSpeaker { Email = "Rita@example.org", NormalisedEmail = "rita@example.org", Name = "Rita" }));

        Assert.Equal([ReviewTable.CodeOf(1)], await table.CodesAsync(rita));
        await table.Reviews.AssignAsync(ReviewTable.Organiser, 1, 1, Ct);
        Assert.Equal(1, await table.Store.ReadAsync(db => db.ReviewAssignments.CountAsync(Ct)));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_phase_says_who_sees_what_others_wrote(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider, proposals: 1);
        var (rita, otto, code) = (await table.ReviewerAsync("Rita"), await table.ReviewerAsync("Otto"), ReviewTable.CodeOf(1));
        await table.BeginAsync(new PhaseDraft { SeesOthers = OthersReviews.AfterOwn });
        await table.Reviews.SaveAsync(otto, 1, code, new ReviewEdit(2, "I know Ingrid Solvang1 from Northweave.", null), Ct);

        var before = (await table.Read.SheetAsync(rita, 1, code, Ct)).Value;
        await table.Reviews.SaveAsync(rita, 1, code, new ReviewEdit(4, "", null), Ct);
        var after = (await table.Read.SheetAsync(rita, 1, code, Ct)).Value;
        await table.BeginAsync(new PhaseDraft { Name = "Never", SeesOthers = OthersReviews.Never, MayReview = false });
        var never = (await table.Read.SheetAsync(rita, 1, code, Ct)).Value;

        Assert.Equal((null, null), (before.Others, before.Figures));
        Assert.Equal(new ColleagueReview("Otto", 2, "I know ▮▮▮ from ▮▮▮."), Assert.Single(after.Others!));
        Assert.Equal(new ReviewFigures(2, 0, 3, 1), after.Figures);
        Assert.Equal((null, null), (never.Others, never.Figures));
        Assert.Equal(ReviewRefusals.ReadOnly, (await table.Reviews.SaveAsync(rita, 1, code, new ReviewEdit(1, "", ReviewEdit.StampOf(never.Own)), Ct)).Refusal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_phase_for_what_is_assigned_shows_that_and_no_more_and_two_who_share_at_once_ask_nobody_twice(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider, proposals: 10);
        Actor[] people = [await table.ReviewerAsync("Rita"), await table.ReviewerAsync("Otto"), await table.ReviewerAsync("Mina")];
        await table.BeginAsync(new PhaseDraft { AssignedOnly = true });
        Assert.Empty(await table.CodesAsync(people[0]));
        await table.Reviews.DeclareForAsync(ReviewTable.Organiser, 1, ReviewTable.CodeOf(1), people[0].AccountId!.Value, "Friends.", Ct);

        var asked = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => table.Reviews.AssignAsync(ReviewTable.Organiser, 1, 2, Ct))));

        Assert.Equal(20, asked.Sum(a => a.Value));
        var board = (await table.Desk.BoardAsync(ReviewTable.Organiser, 1, Ct)).Value;
        Assert.Equal([6, 7, 7], board.Reviewers.Select(r => r.Assigned).Order());
        Assert.DoesNotContain(ReviewTable.CodeOf(1), await table.CodesAsync(people[0]));
        Assert.Equal(board.Reviewers.Single(r => r.Name == "Rita").Assigned, (await table.CodesAsync(people[0])).Count);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task While_names_are_hidden_searching_finds_what_is_shown_and_nothing_that_is_hidden(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider, proposals: 1);
        var rita = await table.ReviewerAsync("Rita");
        await table.OfferAsync(2, p => (p.Title, p.NoteToOrganisers) = ("How Northweave reads ledgers", "Call me: Ingrid"));
        var blind = await table.BeginAsync();

        foreach (var word in new[] { "Solvang", "ingrid2@", "Northweave", "22 55", "Norway", "Call me", "Knits" })
        {
            Assert.Empty(await table.CodesAsync(rita, word));
        }

        Assert.Equal([ReviewTable.CodeOf(2)], await table.CodesAsync(rita, "reads LEDGERS"));
        Assert.Equal("How ▮▮▮ reads ledgers", (await table.Read.SheetAsync(rita, 1, ReviewTable.CodeOf(2), Ct)).Value.Title);
        await table.Reviews.SavePhaseAsync(ReviewTable.Organiser, 1, blind.Id, PhaseDraft.Of(blind) with { SeesNames = true }, Ct);
        Assert.Equal([ReviewTable.CodeOf(2)], await table.CodesAsync(rita, "Solvang2"));
        Assert.Empty(await table.CodesAsync(rita, "ingrid2@"));
    }

    private static async Task<string> Text(ReviewTable table, Actor by)
    {
        using var written = new MemoryStream();
        await (await table.Desk.FileAsync(by, 1, ProposalFilter.All, ProposalOrder.Best, Ct)).Value.WriteAsync(written, Ct);
        return System.Text.Encoding.UTF8.GetString(written.ToArray());
    }
}
