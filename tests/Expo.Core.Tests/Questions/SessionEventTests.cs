using System.Text.Json;
using Expo.Core.Data;
using Expo.Core.Questions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Questions;

public sealed class SessionEventTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Two_hundred_approvals_at_once_leave_no_gap_in_the_numbers(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);
        var asked = new List<Question>();
        for (var i = 0; i < 200; i++)
        {
            asked.Add(await desk.AskAsync($"Question {i}?", $"viewer-{i}"));
        }

        // Every tenth is approved by two moderators at once; one of the two must lose without leaving a hole.
        var results = await Task.WhenAll(asked.Concat(asked.Where((_, i) => i % 10 == 0))
            .Select(q => desk.Service.ApproveAsync(QuestionDesk.Moderator, q.Id, 1, Ct)));

        var numbers = await desk.Test.Store.ReadAsync(db => db.SessionEvents.Where(e => e.SessionId == 1).OrderBy(e => e.Number).Select(e => e.Number).ToListAsync(Ct));
        Assert.Equal(200, results.Count(r => !r.IsRefused));
        Assert.Equal(Enumerable.Range(1, 200).Select(n => (long)n), numbers);
        Assert.Equal(200, await desk.Queries.LatestAsync(1, Ct));
        Assert.Equal(0, await desk.Queries.LatestAsync(3, Ct));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Events_after_a_number_come_in_pages_that_lead_to_the_public_list(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);
        for (var i = 0; i < QuestionQueries.EventsInPage + 30; i++)
        {
            await desk.ApprovedAsync($"Question {i}?", $"viewer-{i}");
        }

        var list = new Dictionary<int, PublicQuestion>();
        long last = 0;
        EventPage page;
        do
        {
            page = (await desk.Queries.EventsAfterAsync(1, last, Ct)).Value;
            Assert.Equal(last + 1, page.Events[0].Number);
            foreach (var e in page.Events.Where(e => e.Question is not null))
            {
                list[e.Question!.Id] = e.Question;
            }

            last = page.Events[^1].Number;
        }
        while (last < page.Latest);

        var snapshot = await desk.Queries.PublicAsync(1, Ct);
        Assert.Equal(snapshot.Questions.OrderBy(q => q.Id), list.Values.OrderBy(q => q.Id));
        Assert.Equal(last, snapshot.Latest);
        Assert.Empty((await desk.Queries.EventsAfterAsync(1, last + 1_000_000, Ct)).Value.Events);
        Assert.Equal(QuestionRefusals.BadNumber, (await desk.Queries.EventsAfterAsync(1, -1, Ct)).Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Nothing_waiting_hidden_or_private_is_in_any_public_answer_or_event(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);
        var by = QuestionDesk.Moderator;
        var keep = await desk.ApprovedAsync("SECRET-first-wording of a kept one", "SECRET-viewer-1");
        await desk.Service.EditAsync(by, keep.Id, 2, "A kept question", Ct);
        await desk.AskAsync("SECRET-waiting", "SECRET-viewer-2");
        var hiddenEarly = await desk.AskAsync("SECRET-hidden-before", "SECRET-viewer-3");
        await desk.Service.HideAsync(by, hiddenEarly.Id, 1, Ct);
        var hiddenLate = await desk.ApprovedAsync("SECRET-hidden-after", "SECRET-viewer-4");
        await desk.Service.VoteAsync("SECRET-viewer-5", 1, hiddenLate.Id, Ct);
        await desk.Service.HideAsync(by, hiddenLate.Id, 2, Ct);
        var answered = await desk.ApprovedAsync("SECRET-answered-then-hidden", "SECRET-viewer-6");
        await desk.Service.AnswerInWritingAsync(by, answered.Id, 2, "SECRET-answer", "SECRET-name", Ct);
        await desk.Service.HideAsync(by, answered.Id, 3, Ct);

        var said = JsonSerializer.Serialize(new
        {
            List = await desk.Queries.PublicAsync(1, Ct),
            Events = await desk.EventsAsync(),
            Rows = await desk.Test.Store.ReadAsync(db => db.SessionEvents.AsNoTracking().ToListAsync(Ct)),
            Other = await desk.Queries.OfViewerAsync("somebody-else", 1, Ct),
        });

        Assert.Contains("A kept question", said);
        Assert.DoesNotContain("SECRET", said);
        Assert.DoesNotContain(by.Name, said);
        Assert.Equal(
            [(1, SessionEventKinds.Superseded), (2, SessionEventKinds.Edited), (3, SessionEventKinds.Superseded), (4, SessionEventKinds.Gone),
             (5, SessionEventKinds.Superseded), (6, SessionEventKinds.Superseded), (7, SessionEventKinds.Gone)],
            (await desk.EventsAsync()).Select(e => ((int)e.Number, e.Kind)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_viewer_sees_how_their_own_questions_stand_and_nobody_elses(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);
        var waiting = await desk.AskAsync("Waiting?");
        var live = await desk.ApprovedAsync("Live?");
        await desk.AskAsync("Not mine", "bob");
        await desk.Service.VoteAsync("ada", 1, live.Id, Ct);

        var mine = await desk.Queries.OfViewerAsync("ada", 1, Ct);

        var now = desk.Test.Clock.GetUtcNow();
        Assert.Equal([new OwnQuestion(live.Id, "Live?", "approved", now), new OwnQuestion(waiting.Id, "Waiting?", "waiting", now)], mine.Asked);
        Assert.Equal([live.Id], mine.Voted);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_feed_hears_of_each_change_after_it_was_committed_and_of_no_refusal(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);
        using var listener = desk.Feed.Listen();

        var question = await desk.ApprovedAsync();
        await desk.Service.VoteAsync("bob", 1, question.Id, Ct);
        await desk.Service.VoteAsync("bob", 1, question.Id, Ct);
        await desk.Service.ApproveAsync(QuestionDesk.Moderator, question.Id, 1, Ct);

        var heard = new List<QuestionChanged>();
        while (listener.Hints.TryRead(out var hint))
        {
            heard.Add(hint);
        }

        Assert.Equal(
            [
                new QuestionChanged(1, question.Id, QuestionChange.Asked, null, "ada"), new QuestionChanged(1, question.Id, QuestionChange.Moderated, 1, "ada"),
                new QuestionChanged(1, question.Id, QuestionChange.Votes, null, "ada"),
            ],
            heard);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_longest_texts_fit_into_an_event(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);
        var text = string.Concat(Enumerable.Repeat("👨‍👩‍👧", 240));
        var answer = string.Concat(Enumerable.Repeat("😀", 2000));
        var asked = await desk.AskAsync(text);

        await desk.Service.AnswerInWritingAsync(QuestionDesk.Moderator, asked.Id, 1, answer, null, Ct);

        var said = Assert.Single(await desk.EventsAsync()).Question;
        Assert.Equal((text, answer), (said?.Text, said?.Answer));
    }
}
