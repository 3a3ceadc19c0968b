using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Submissions;
using Expo.Testing;

namespace Expo.Core.Tests.Submissions;

public sealed class CallTests
{
    private static readonly CallDraft Wanted = new() { OpensAt = Samples.Opening, ClosesAt = Samples.Opening.AddDays(30), Topics = [" Tracing ", "", "Remedy"], Introduction = " Come " };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_organiser_lays_opens_and_closes_the_call_and_nobody_else(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference());
        var (calls, queries) = (new CallService(test.Store, new Feed<CallChanged>(), test.Clock), new CallQueries(test.Store, test.Clock));

        var other = await calls.EditAsync(new Actor { Name = "Mo", IsModerator = true, IsReviewer = true }, 1, Wanted, Ct);
        var saved = await calls.EditAsync(ProposalDesk.Organiser, 1, Wanted, Ct);
        var closed = await calls.CloseNowAsync(ProposalDesk.Organiser, 1, saved.Value.Revision, Ct);
        var shut = await queries.IsOpenAsync(1, Ct);
        var opened = await calls.OpenNowAsync(ProposalDesk.Organiser, 1, closed.Value.Revision, Ct);

        Assert.Equal(CallRefusals.NotOrganiser, other.Refusal);
        Assert.Equal(("Tracing, Remedy", "Come", 15, 10), (string.Join(", ", saved.Value.Topics), saved.Value.Introduction, saved.Value.TalkMinutes, saved.Value.QuestionMinutes));
        Assert.False(shut);
        Assert.Equal((3, null, true), (opened.Value.Revision, opened.Value.ClosesAt, await queries.IsOpenAsync(1, Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Two_organisers_do_not_overwrite_each_other_nor_make_two_calls(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference());
        var calls = new CallService(test.Store, new Feed<CallChanged>(), test.Clock);

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(() => calls.EditAsync(ProposalDesk.Organiser, 1, Wanted with { MostSpeakers = i }, Ct), Ct)));

        Assert.Single(answers, a => !a.IsRefused);
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal(CallRefusals.ChangedMeanwhile, a.Refusal));
    }

    [Fact]
    public void The_longest_topic_of_a_call_is_one_that_a_session_takes()
    {
        var topic = new string('x', SessionSheet.MostOfTopic);

        Assert.Null(CallRules.Read(Wanted with { Topics = [topic] }).Refusal);
        Assert.Null(new SessionSheet("Talk", "", SessionKind.Talk, [topic], [], null).Check());
        Assert.Equal("proposals.too-long", Assert.Single(ProposalRules.CheckDraft(new ProposalDraft { Topic = topic + "x" })).Code);
    }

    [Fact]
    public void A_call_is_open_from_its_first_instant_to_before_its_last()
    {
        var call = new CallForTalks { OpensAt = Samples.Opening, ClosesAt = Samples.Opening.AddHours(1) };

        Assert.Equal(
            [CallState.NotYet, CallState.Open, CallState.Open, CallState.Closed],
            new[] { -1, 0, 35_999_999_999, 36_000_000_000 }.Select(ticks => CallRules.StateOf(call, Samples.Opening.AddTicks(ticks))));
        Assert.Equal(CallState.None, CallRules.StateOf(null, Samples.Opening));
        Assert.Equal("Proposals are taken from 14 March 2023, 09:00 EDT on. Come back then.", CallRules.WhyShut(call, EventTime.In("America/New_York"), Samples.Opening.AddTicks(-1))!.Message);
    }

    [Fact]
    public void A_mistake_is_said_at_its_field()
    {
        CallDraft[] wrong =
        [
            Wanted with { OpensAt = null }, Wanted with { ClosesAt = Wanted.OpensAt }, Wanted with { Introduction = new string('x', 4001) }, Wanted with { TalkMinutes = 0 },
            Wanted with { QuestionMinutes = -1 }, Wanted with { MostSpeakers = 13 }, Wanted with { Topics = ["a", "A"] }, Wanted with { Topics = [] },
            Wanted with { Topics = [new string('x', SessionSheet.MostOfTopic + 1)] }, Wanted with { Topics = ["Tracing, testing"] },
        ];

        Assert.Equal(
            ["OpensAt", "ClosesAt", "Introduction", "TalkMinutes", "QuestionMinutes", "MostSpeakers", "Topics", "Topics", "Topics", "Topics"],
            wrong.Select(draft => CallRules.Read(draft).Refusal!.Field));
    }
}
