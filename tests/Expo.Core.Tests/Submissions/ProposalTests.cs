using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Submissions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Submissions;

public sealed class ProposalTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_draft_begun_without_an_account_opens_with_its_secret_only_and_the_database_holds_the_hash(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        var begun = await desk.BeginAsync();

        var own = await desk.Queries.OwnAsync(Actor.Visitor, begun.Code.ToLowerInvariant(), begun.DraftKey, Ct);
        var other = await desk.Queries.OwnAsync(Actor.Visitor, begun.Code, LinkSecrets.Create(), Ct);
        var nobody = await desk.Queries.OwnAsync(new Actor { Name = "Eve", AccountId = 9 }, begun.Code, null, Ct);

        Assert.True(own.Value.IsOwner);
        Assert.Equal((ProposalRefusals.Unknown, ProposalRefusals.Unknown), (other.Refusal, nobody.Refusal));
        Assert.Equal(LinkSecrets.HashOf(begun.DraftKey!), (await desk.ProposalAsync(begun.Code)).DraftKeyHash);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_draft_keeps_half_of_everything_and_cannot_be_sent(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        var begun = await desk.BeginAsync();

        var saved = await desk.Service.SaveAsync(Actor.Visitor, begun.Code, begun.DraftKey, new ProposalEdit(0, new ProposalDraft { Title = "Ledgers", Email = "ada@" }), Ct);
        var sent = await desk.Service.SubmitAsync(Actor.Visitor, begun.Code, begun.DraftKey, saved.Value, Ct);

        var kept = await desk.ProposalAsync(begun.Code);
        Assert.Equal(("Ledgers", "ada@", "", ProposalState.Draft), (kept.Title, kept.Speakers[0].Email, kept.Speakers[0].NormalisedEmail, kept.State));
        Assert.Equal(ProposalRefusals.Incomplete, sent.Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Two_windows_do_not_overwrite_each_other(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        var begun = await desk.BeginAsync();
        Task<Result<int>> Save(int at, string title) => desk.Service.SaveAsync(Actor.Visitor, begun.Code, begun.DraftKey, new ProposalEdit(at, new ProposalDraft { Title = title }), Ct);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Save(0, $"Window {i}"), Ct)));

        Assert.Single(answers, a => !a.IsRefused);
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal(ProposalRefusals.ChangedMeanwhile, a.Refusal));
        Assert.Equal(1, (await desk.ProposalAsync(begun.Code)).Revision);
        Assert.False((await Save(1, "After a look")).IsRefused);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_call_closes_at_its_very_instant_and_says_so_and_withdrawing_is_still_possible(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        var begun = await desk.SubmitAsync();
        var edit = new ProposalEdit(2, ProposalDesk.Complete() with { Title = "Better" });
        desk.Test.Clock.SetUtcNow(desk.Closes.AddTicks(-10));
        var last = await desk.Service.SaveAsync(Actor.Visitor, begun.Code, begun.DraftKey, edit, Ct);
        desk.Test.Clock.SetUtcNow(desk.Closes);

        var late = await desk.Service.SaveAsync(Actor.Visitor, begun.Code, begun.DraftKey, edit with { Revision = last.Value }, Ct);
        var begin = await desk.Service.BeginAsync(Actor.Visitor, 1, Ct);
        var withdrawn = await desk.Service.WithdrawAsync(Actor.Visitor, begun.Code, begun.DraftKey, last.Value, Ct);

        Assert.Equal("The call for talks closed on 21 March 2023, 10:30 EDT. Proposals can be neither sent nor changed any more; you can still withdraw yours.", late.Refusal!.Message);
        Assert.Equal(late.Refusal, begin.Refusal);
        Assert.False(withdrawn.IsRefused);
        Assert.Equal(["Ada Lovelace: Submitted.", "Ada Lovelace: Changed.", "Ada Lovelace: Withdrawn."], await desk.LogAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Coming_back_by_the_letter_makes_the_proposal_the_accounts_and_the_cookie_opens_it_no_more(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        var begun = await desk.SubmitAsync();
        var letter = await desk.LetterAsync(ProposalLetters.Sent);

        var owner = await desk.ComeBackAsync(ProposalDesk.SecretIn(letter.Text, SignInLinks.Page));

        Assert.True((await desk.Queries.OwnAsync(owner, begun.Code, null, Ct)).Value.IsConfirmed);
        Assert.Equal(ProposalRefusals.Unknown, (await desk.Queries.OwnAsync(Actor.Visitor, begun.Code, begun.DraftKey, Ct)).Refusal);
        Assert.Equal(begun.Code, Assert.Single(await desk.Queries.MineAsync(owner, Ct)).Code);
        var moved = await desk.Service.SaveAsync(owner, begun.Code, null, new ProposalEdit(2, ProposalDesk.Complete("eve@example.org")), Ct);
        Assert.Equal(ProposalRefusals.AddressFixed, moved.Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task What_organisers_think_of_it_is_not_told_before_the_speaker_is_informed(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        var (code, owner) = await desk.ConfirmedAsync();
        await desk.Test.Store.ReadAsync(db => db.Proposals.ExecuteUpdateAsync(set => set.SetProperty(p => p.Decision, Decision.Rejected).SetProperty(p => p.DecidedBy, "Ona"), Ct));

        var (page, list) = ((await desk.Queries.OwnAsync(owner, code, null, Ct)).Value.Proposal, Assert.Single(await desk.Queries.MineAsync(owner, Ct)));

        Assert.All(new[] { page, list }, p => Assert.Equal((Decision.None, null), (p.Decision, p.DecidedBy)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_mistyped_address_is_mended_and_the_letter_goes_to_the_right_one_but_not_to_many(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        var begun = await desk.SubmitAsync("oda@example.org");

        var mended = await desk.Service.SaveAsync(Actor.Visitor, begun.Code, begun.DraftKey, new ProposalEdit(2, ProposalDesk.Complete()), Ct);

        Assert.False(mended.IsRefused);
        Assert.Equal("ada@example.org", (await desk.LetterAsync(ProposalLetters.Sent)).To);
        for (var i = 0; i < 4; i++)
        {
            await desk.SubmitAsync();
        }

        var more = await desk.BeginAsync();
        await desk.Service.SaveAsync(Actor.Visitor, more.Code, more.DraftKey, new ProposalEdit(0, ProposalDesk.Complete()), Ct);
        Assert.Equal(ProposalRefusals.TooManyLetters, (await desk.Service.SubmitAsync(Actor.Visitor, more.Code, more.DraftKey, 1, Ct)).Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_talk_that_has_joined_the_programme_is_not_changed_where_nobody_would_see_it(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        await desk.Test.AddAsync(Samples.Stage());
        var (code, owner) = await desk.ConfirmedAsync();
        await desk.AcceptAsync(code);
        await desk.Decisions.AnswerAsync(owner, code, true, Ct);
        var revision = (await desk.ProposalAsync(code)).Revision;

        var saved = await desk.Service.SaveAsync(owner, code, null, new ProposalEdit(revision, ProposalDesk.Complete() with { Title = "Another" }), Ct);

        Assert.Equal(ProposalRefusals.InProgramme, saved.Refusal);
        Assert.Equal(("Reading ledgers", revision), ((await desk.ProposalAsync(code)).Title, (await desk.ProposalAsync(code)).Revision));
        Assert.Equal(ProposalRefusals.InProgramme, (await desk.Queries.OwnAsync(owner, code, null, Ct)).Value.Shut);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_topic_that_is_taken_off_the_call_stays_with_what_was_sent_and_is_open_to_nothing_else(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        var begun = await desk.SubmitAsync();
        var call = await desk.Test.Store.ReadAsync(db => db.CallsForTalks.AsNoTracking().SingleAsync(Ct));
        Assert.Null((await desk.Calls.EditAsync(ProposalDesk.Organiser, 1, CallDraft.Of(call) with { Topics = ["Remedy", "Testing"] }, Ct)).Refusal);

        var saved = await desk.Service.SaveAsync(Actor.Visitor, begun.Code, begun.DraftKey, new ProposalEdit(2, ProposalDesk.Complete() with { Title = "Better" }), Ct);

        Assert.Null(saved.Refusal);
        var view = (await desk.Queries.OwnAsync(Actor.Visitor, begun.Code, begun.DraftKey, Ct)).Value;
        Assert.Equal(("Better", "Tracing"), (view.Proposal.Title, view.Proposal.Topic));
        Assert.Equal(["Remedy", "Testing", "Tracing"], ProposalRules.TopicsOf(view.Proposal, view.Call));
        var late = await desk.BeginAsync();
        await desk.Service.SaveAsync(Actor.Visitor, late.Code, late.DraftKey, new ProposalEdit(0, ProposalDesk.Complete("eve@example.org")), Ct);
        Assert.Equal(ProposalRefusals.Incomplete, (await desk.Service.SubmitAsync(Actor.Visitor, late.Code, late.DraftKey, 1, Ct)).Refusal);
    }

    [Fact]
    public void All_mistakes_are_said_at_once_each_at_its_field()
    {
        var mistakes = ProposalRules.Check(new ProposalDraft { Title = new string('x', 201), Savings = "It saves a lot of time for everybody in the field.", Phone = "call me", Country = "Atlantis", Email = "ada" }, ["Tracing"]);

        Assert.Equal(["Title", "Topic", "Savings", "Description", "Name", "Email", "Phone", "Company", "Country"], mistakes.Select(m => m.Field));
        Assert.Contains(ProposalRefusals.SavingsWithoutFigure, mistakes);
        Assert.Empty(ProposalRules.Check(ProposalDesk.Complete(), ["Tracing"]));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Drafts_that_were_never_touched_go_and_others_stay(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        var (touched, _) = (await desk.BeginAsync(), await desk.BeginAsync());
        await desk.Service.SaveAsync(Actor.Visitor, touched.Code, touched.DraftKey, new ProposalEdit(0, new ProposalDraft { Title = "Kept" }), Ct);
        desk.Test.Clock.Advance(TimeSpan.FromDays(3));

        var fresh = await desk.BeginAsync();

        Assert.Equal([touched.Code, fresh.Code], await desk.Test.Store.ReadAsync(db => db.Proposals.OrderBy(p => p.Id).Select(p => p.Code).ToListAsync(Ct)));
    }
}
