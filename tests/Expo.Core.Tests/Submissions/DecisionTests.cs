using System.Text;
using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Submissions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Submissions;

public sealed class DecisionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static IEnumerable<object[]> Databases => TestDatabases.All();

    [Theory, MemberData(nameof(Databases))]
    public async Task Of_two_who_decide_at_once_one_wins_and_the_other_is_told_and_speakers_learn_nothing(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider);
        var code = ReviewTable.CodeOf(1);
        Decision[] wanted = [Decision.Accepted, Decision.Standby, Decision.Rejected];

        var answers = await Task.WhenAll(wanted.Select(d => Task.Run(() => table.Decisions.DecideAsync(ReviewTable.Organiser with { Name = $"For {d}" }, 1, code, Decision.None, d, Ct))));

        var won = wanted[Array.FindIndex(answers, a => !a.IsRefused)];
        Assert.Equal(2, answers.Count(a => a.Refusal == DecisionRefusals.DecidedMeanwhile($"For {won}", won)));
        var proposal = await table.ProposalAsync(1);
        Assert.Equal((won, Decision.None, 0), (proposal.Decision, proposal.Informed, proposal.Revision));
        Assert.Equal(0, await table.Store.ReadAsync(db => db.Outbox.CountAsync(Ct)));
        Assert.Equal([$"Decided: {DecisionWords.Of(won).ToLowerInvariant()}."], await table.Store.ReadAsync(db => db.ProposalLog.Select(l => l.Text).ToListAsync(Ct)));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Reviewers_decide_only_in_a_phase_that_lets_them_and_only_where_they_have_no_interest(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider);
        var rita = await table.ReviewerAsync("Rita");
        var phase = await table.BeginAsync();

        Task<Result<Done>> TryAsync(int number) => table.Decisions.DecideAsync(rita, 1, ReviewTable.CodeOf(number), Decision.None, Decision.Accepted, Ct);

        Assert.Equal(DecisionRefusals.MayNotDecide, (await TryAsync(1)).Refusal);
        await table.Reviews.SavePhaseAsync(ReviewTable.Organiser, 1, phase.Id, PhaseDraft.Of(phase) with { MayDecide = true }, Ct);
        await table.Reviews.DeclareAsync(rita, 1, ReviewTable.CodeOf(2), "My own team.", Ct);
        Assert.Null((await TryAsync(1)).Refusal);
        Assert.Equal(DecisionRefusals.Unknown, (await TryAsync(2)).Refusal);
        Assert.Equal(DecisionRefusals.NotOrganiser, (await table.Decisions.DecideAsync(Actor.Visitor, 1, ReviewTable.CodeOf(3), Decision.None, Decision.Accepted, Ct)).Refusal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Letters_go_as_previewed_once_each_however_many_confirm_at_once(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider);
        await table.OfferAsync(4, p => p.Speakers.Add(new ProposalSpeaker { Name = "Bo", Email = "bo@example.org", NormalisedEmail = "bo@example.org", AcceptedAt = p.StartedAt, Position = 1 }));
        await DecideAsync(table, (1, Decision.Accepted), (2, Decision.Standby), (3, Decision.Rejected), (4, Decision.Accepted));
        int[] all = [.. (await table.Decisions.ToInformAsync(ReviewTable.Organiser, 1, Ct)).Value.Select(p => p.ProposalId)];
        var plan = (await table.Decisions.PlanAsync(ReviewTable.Organiser, 1, all, Ct)).Value;

        Assert.Equal(DecisionRefusals.CountMissing, (await InformAsync(table, plan, null)).Refusal);
        Assert.Equal(DecisionRefusals.CountChanged(4, 5), (await InformAsync(table, plan, 4)).Refusal);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => InformAsync(table, plan, 5))));

        Assert.Single(answers, a => !a.IsRefused);
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Contains(a.Refusal, new[] { DecisionRefusals.NobodyChosen, DecisionRefusals.PlanChanged }));
        var rows = await table.Store.ReadAsync(db => db.Outbox.AsNoTracking().OrderBy(l => l.Id).ToListAsync(Ct));
        Assert.Equal(5, rows.Count);
        foreach (var row in rows)
        {
            var (left, shown) = (await table.Letters.WriteAsync(row, Ct), plan.Letters.Single(l => l.Letter.To.Equals(row.Recipient, StringComparison.Ordinal)).Letter);
            Assert.Equal(shown.Subject, left!.Subject);
            Assert.Equal(Shorn(shown.Text), Shorn(left.Text));
        }

        Assert.DoesNotContain("/account/link/", plan.Letters.Single(l => l.Code == ReviewTable.CodeOf(3)).Letter.Text, StringComparison.Ordinal);
        Assert.Empty((await table.Decisions.ToInformAsync(ReviewTable.Organiser, 1, Ct)).Value);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_letter_that_was_previewed_is_not_sent_when_the_decision_or_the_title_has_changed_since(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider);
        await DecideAsync(table, (1, Decision.Accepted));
        var plan = (await table.Decisions.PlanAsync(ReviewTable.Organiser, 1, [1], Ct)).Value;
        await table.Decisions.DecideAsync(ReviewTable.Organiser, 1, ReviewTable.CodeOf(1), Decision.Accepted, Decision.Rejected, Ct);

        Assert.Equal(DecisionRefusals.PlanChanged, (await InformAsync(table, plan, 1)).Refusal);
        var second = (await table.Decisions.PlanAsync(ReviewTable.Organiser, 1, [1], Ct)).Value;
        await table.Store.ReadAsync(db => db.Proposals.Where(p => p.Id == 1).ExecuteUpdateAsync(set => set.SetProperty(p => p.Title, "Another"), Ct));
        Assert.Equal(DecisionRefusals.PlanChanged, (await InformAsync(table, second, 1)).Refusal);
        Assert.Equal(0, await table.Store.ReadAsync(db => db.Outbox.CountAsync(Ct)));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_decision_that_is_changed_after_its_letter_asks_for_another_one_and_the_earlier_is_overtaken(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider);
        var owner = await table.OwnerAsync(1);
        await TellAsync(table, 1, Decision.None, Decision.Accepted);
        await table.Decisions.DecideAsync(ReviewTable.Organiser, 1, ReviewTable.CodeOf(1), Decision.Accepted, Decision.Standby, Ct);

        var warned = Assert.Single((await table.Decisions.ToInformAsync(ReviewTable.Organiser, 1, Ct)).Value);
        var early = await table.Decisions.AnswerAsync(owner, ReviewTable.CodeOf(1), true, Ct);
        await TellAsync(table, 1, Decision.Standby, Decision.Standby);
        await TellAsync(table, 1, Decision.Standby, Decision.Accepted);

        Assert.Equal((Decision.Standby, Decision.Accepted), (warned.Decision, warned.WasTold));
        Assert.Equal(DecisionRefusals.NotAsked, early.Refusal);
        var rows = await table.Store.ReadAsync(db => db.Outbox.AsNoTracking().OrderBy(l => l.Id).ToListAsync(Ct));
        Assert.Equal([("TellAccepted", 0), ("TellStandby", 0), ("TellAccepted", 1)], rows.Select(r => (r.Template, r.Version)));
        Assert.Null(await table.Letters.WriteAsync(rows[1], Ct));
        Assert.NotNull(await table.Letters.WriteAsync(rows[2], Ct));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Confirming_many_times_at_once_makes_one_session_that_waits_to_be_placed_with_its_speakers(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider, proposals: 1);
        await table.OfferAsync(2, p =>
        {
            p.Title = "Talk 1";
            p.Speakers.Add(new ProposalSpeaker { Name = "Bo", Company = "B", Country = "Norway", Email = "bo@example.org", NormalisedEmail = "bo@example.org", AcceptedAt = p.StartedAt, Position = 1 });
            p.Speakers.Add(new ProposalSpeaker { Name = "Open", Email = "open@example.org", NormalisedEmail = "open@example.org", Position = 2 });
        });
        var (one, two) = (await table.OwnerAsync(1), await table.OwnerAsync(2));
        await TellAsync(table, 1, Decision.None, Decision.Accepted);
        await TellAsync(table, 2, Decision.None, Decision.Accepted);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => table.Decisions.AnswerAsync(i % 2 == 0 ? one : two, ReviewTable.CodeOf((i % 2) + 1), true, Ct))));

        Assert.Equal(["talk-1", "talk-1-2"], answers.Where(a => !a.IsRefused).Select(a => a.Value).Order());
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal(DecisionRefusals.AnsweredAlready, a.Refusal));
        var sessions = await table.Store.ReadAsync(db => db.Sessions.AsNoTracking().Include(s => s.Speakers).ToListAsync(Ct));
        Assert.Equal((2, true), (sessions.Count, sessions.TrueForAll(s => !s.IsPlaced && s.EndsAt - s.StartsAt == TimeSpan.FromMinutes(25))));
        var (first, second) = (await table.ProposalAsync(1), await table.ProposalAsync(2));
        Assert.Equal(["Ingrid Solvang1"], sessions.Single(s => s.Id == first.SessionId).Speakers.Select(s => s.Name));
        Assert.Equal(["Bo", "Ingrid Solvang2"], sessions.Single(s => s.Id == second.SessionId).Speakers.Select(s => s.Name).Order());
        Assert.Equal([true, true, false], second.Speakers.OrderBy(s => s.Position).Select(s => s.SpeakerId is not null));
        Assert.Equal(DecisionRefusals.InProgramme, (await table.Decisions.DecideAsync(ReviewTable.Organiser, 1, first.Code, Decision.Accepted, Decision.Rejected, Ct)).Refusal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_speaker_answers_once_and_only_for_a_talk_of_their_own_that_they_were_asked_for(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider);
        var (one, other, code) = (await table.OwnerAsync(1), await table.OwnerAsync(2), ReviewTable.CodeOf(1));
        await DecideAsync(table, (1, Decision.Accepted));

        Assert.Equal(DecisionRefusals.NotAsked, (await table.Decisions.AnswerAsync(one, code, true, Ct)).Refusal);
        await TellAsync(table, 1, Decision.Accepted, Decision.Accepted);
        Assert.Equal(DecisionRefusals.NotYours, (await table.Decisions.AnswerAsync(other, code, true, Ct)).Refusal);
        Assert.Null((await table.Decisions.AnswerAsync(one, code, false, Ct)).Value);
        Assert.Equal(DecisionRefusals.AnsweredAlready, (await table.Decisions.AnswerAsync(one, code, true, Ct)).Refusal);
        Assert.Equal(0, await table.Store.ReadAsync(db => db.Sessions.CountAsync(Ct)));
        Assert.Equal(1, (await table.Desk.CountsAsync(ReviewTable.Organiser, 1, Ct)).Value[ProposalPlace.Declined]);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_list_is_found_sorted_and_paged_by_the_database(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider, proposals: 5);
        await table.OfferAsync(6, p => p.State = ProposalState.Draft);
        await table.BeginAsync();
        var (rita, otto) = (await table.ReviewerAsync("Rita"), await table.ReviewerAsync("Otto"));
        foreach (var (who, number, score) in new[] { (rita, 1, 2), (otto, 1, 4), (rita, 2, 5), (rita, 3, 1), (otto, 3, 5) })
        {
            await table.Reviews.SaveAsync(who, 1, ReviewTable.CodeOf(number), new ReviewEdit(score, "", null), Ct);
        }

        async Task<string> NumbersAsync(ProposalFilter filter, ProposalOrder order, int skip = 0, int take = 10) =>
            string.Concat((await table.Desk.PageAsync(ReviewTable.Organiser, 1, filter, order, skip, take, Ct)).Value.Rows.Select(r => r.Title[^1]));

        Assert.Equal("21345", await NumbersAsync(ProposalFilter.All, ProposalOrder.Best));
        Assert.Equal("13245", await NumbersAsync(ProposalFilter.All, new(ProposalSort.Mean, false)));
        Assert.Equal("31245", await NumbersAsync(ProposalFilter.All, new(ProposalSort.Spread, true)));
        Assert.Equal("13", await NumbersAsync(ProposalFilter.All, ProposalOrder.Best, 1, 2));
        Assert.Equal("245", await NumbersAsync(new(FewerReviewsThan: 2), new(ProposalSort.Number, false)));
        Assert.Equal("3", await NumbersAsync(new("SOLVANG3"), ProposalOrder.Best));
        await DecideAsync(table, (4, Decision.Rejected));
        Assert.Equal("4", await NumbersAsync(new(Place: ProposalPlace.ToInform), ProposalOrder.Best));
        var row = (await table.Desk.PageAsync(ReviewTable.Organiser, 1, new("Talk 3"), ProposalOrder.Best, 0, 10, Ct)).Value.Rows[0];
        Assert.Equal((2, 0, 3.0, 2.0), (row.Reviews, row.Abstained, row.Mean, row.Spread));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_file_of_proposals_holds_no_formulas_and_no_addresses(DatabaseProvider provider)
    {
        await using var table = await ReviewTable.SetAsync(provider, proposals: 1);
        await table.OfferAsync(2, p => p.Title = "=HYPERLINK(\"x\")");
        using var written = new MemoryStream();

        await (await table.Desk.FileAsync(ReviewTable.Organiser, 1, ProposalFilter.All, new(ProposalSort.Number, false), Ct)).Value.WriteAsync(written, Ct);

        var text = Encoding.UTF8.GetString(written.ToArray());
        Assert.Contains($"\r\n{ReviewTable.CodeOf(2)},\"'=HYPERLINK(\"\"x\"\")\",", text, StringComparison.Ordinal);
        Assert.DoesNotContain("@", text, StringComparison.Ordinal);
        Assert.Equal(DecisionRefusals.NotOrganiser, (await table.Desk.FileAsync(Actor.Visitor, 1, ProposalFilter.All, ProposalOrder.Best, Ct)).Refusal);
    }

    private static async Task DecideAsync(ReviewTable table, params (int Number, Decision Decision)[] wanted)
    {
        foreach (var (number, decision) in wanted)
        {
            Assert.Null((await table.Decisions.DecideAsync(ReviewTable.Organiser, 1, ReviewTable.CodeOf(number), Decision.None, decision, Ct)).Refusal);
        }
    }

    private static async Task TellAsync(ReviewTable table, int number, Decision seen, Decision wanted)
    {
        await table.Decisions.DecideAsync(ReviewTable.Organiser, 1, ReviewTable.CodeOf(number), seen, wanted, Ct);
        var plan = (await table.Decisions.PlanAsync(ReviewTable.Organiser, 1, [(await table.ProposalAsync(number)).Id], Ct)).Value;
        Assert.Null((await InformAsync(table, plan, plan.Letters.Count)).Refusal);
    }

    private static Task<Result<int>> InformAsync(ReviewTable table, InformPlan plan, int? count) =>
        table.Decisions.InformAsync(ReviewTable.Organiser, 1, [.. plan.Proposals.Select(p => p.ProposalId)], plan.Stamp, count, Ct);

    // The secret of the link is all that may differ.
    private static string Shorn(string text) => System.Text.RegularExpressions.Regex.Replace(text, "/account/link/[^\\s?]+", "/account/link/…");
}
