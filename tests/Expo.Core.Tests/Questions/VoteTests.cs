using Expo.Core.Data;
using Expo.Core.Questions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Questions;

public sealed class VoteTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_hundred_voters_who_each_press_three_times_at_once_count_a_hundred(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);
        var question = await desk.ApprovedAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => desk.Service.VoteAsync($"viewer-{i % 100}", 1, question.Id, Ct)));

        Assert.All(results, r => Assert.True(r.Value.IsMine));
        Assert.Equal((100, 100), await CountsAsync(desk, question.Id));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Votes_given_and_taken_back_in_a_rush_add_up(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);
        var question = await desk.ApprovedAsync();
        var random = new Random(7);

        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => random.Next(2) == 0
            ? desk.Service.VoteAsync($"viewer-{i % 20}", 1, question.Id, Ct)
            : desk.Service.TakeBackVoteAsync($"viewer-{i % 20}", 1, question.Id, Ct)));

        var (counted, rows) = await CountsAsync(desk, question.Id);
        Assert.Equal(rows, counted);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_vote_can_be_taken_back_once(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);
        var question = await desk.ApprovedAsync();
        await desk.Service.VoteAsync("ada", 1, question.Id, Ct);
        await desk.Service.VoteAsync("bob", 1, question.Id, Ct);

        var first = await desk.Service.TakeBackVoteAsync("ada", 1, question.Id, Ct);
        var second = await desk.Service.TakeBackVoteAsync("ada", 1, question.Id, Ct);

        Assert.Equal(new VoteCount(question.Id, 1, false), first.Value);
        Assert.Equal(new VoteCount(question.Id, 1, false), second.Value);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_vote_counts_only_for_an_open_question_of_that_session(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);
        var waiting = await desk.AskAsync("Waiting?");
        var hidden = await desk.ApprovedAsync("Hidden?");
        await desk.Service.HideAsync(QuestionDesk.Moderator, hidden.Id, 2, Ct);
        var elsewhere = await desk.ApprovedAsync("Elsewhere?", sessionId: 3);
        var answered = await desk.ApprovedAsync("Answered?");
        await desk.Service.MarkAnsweredLiveAsync(QuestionDesk.Moderator, answered.Id, 2, Ct);

        Refusal?[] refusals = [.. (await Task.WhenAll(new[] { waiting.Id, hidden.Id, elsewhere.Id, answered.Id, 0, -5, int.MaxValue }
            .Select(id => desk.Service.VoteAsync("ada", 1, id, Ct)))).Select(r => r.Refusal)];

        var unknown = QuestionRefusals.Unknown;
        Assert.Equal([unknown, unknown, unknown, QuestionRefusals.VotingClosed, unknown, unknown, unknown], refusals);
        Assert.Equal(0, await desk.Test.Store.ReadAsync(db => db.QuestionVotes.CountAsync(Ct)));
        Assert.Equal(0, await desk.Test.Store.ReadAsync(db => db.Questions.SumAsync(q => q.Votes, Ct)));
    }

    private static Task<(int Counted, int Rows)> CountsAsync(QuestionDesk desk, int questionId) => desk.Test.Store.ReadAsync(async db => (
        await db.Questions.Where(q => q.Id == questionId).Select(q => q.Votes).SingleAsync(Ct),
        await db.QuestionVotes.CountAsync(v => v.QuestionId == questionId, Ct)));
}
