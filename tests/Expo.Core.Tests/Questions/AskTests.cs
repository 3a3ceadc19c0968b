using Expo.Core.Data;
using Expo.Core.Questions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Questions;

public sealed class AskTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_question_waits_with_the_askers_words_and_the_time_it_was_received(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);

        var asked = await desk.Service.AskAsync("ada", new NewQuestion(1, "  What does\none test   cost? ", "Ada"), Ct);

        var stored = await desk.Test.Store.ReadAsync(db => db.Questions.AsNoTracking().SingleAsync(Ct));
        Assert.Equivalent(
            new
            {
                asked.Value.Id, SessionId = 1, Text = "What does one test cost?", OriginalText = "What does one test cost?", AskedBy = "Ada", AskerKey = "ada",
                State = QuestionState.Waiting, Votes = 0, AskedAt = desk.Test.Clock.GetUtcNow(), Version = 1,
            },
            stored);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_session_that_is_not_live_takes_no_questions(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);

        var planned = await desk.Service.AskAsync("ada", new NewQuestion(2, "Too early?", null), Ct);
        var unknown = await desk.Service.AskAsync("ada", new NewQuestion(99, "Anybody?", null), Ct);

        Assert.Equal(QuestionRefusals.NotTaken, planned.Refusal);
        Assert.Equal(QuestionRefusals.UnknownSession, unknown.Refusal);
        Assert.Equal(0, await desk.Test.Store.ReadAsync(db => db.Questions.CountAsync(Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_name_is_needed_where_the_conference_takes_no_anonymous_questions(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider, anonymous: false);

        var anonymous = await desk.Service.AskAsync("ada", new NewQuestion(1, "Who am I?", " \u200B "), Ct);
        var named = await desk.Service.AskAsync("ada", new NewQuestion(1, "Who am I?", "Ada"), Ct);

        Assert.Equal(QuestionRefusals.NameNeeded, anonymous.Refusal);
        Assert.Equal("Ada", named.Value.AskedBy);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task What_the_databases_cannot_keep_is_refused_or_made_fit(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);
        var zalgo = "a" + new string('\u0301', 5000);

        var tall = await desk.Service.AskAsync("ada", new NewQuestion(1, zalgo, null), Ct);
        var broken = await desk.Service.AskAsync("ada", new NewQuestion(1, "half \ud83d and nul \0 here", null), Ct);

        Assert.Equal(QuestionRefusals.TooLong(280), tall.Refusal);
        Assert.Equal("half \uFFFD and nul here", broken.Value.Text);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task One_viewer_may_ask_so_many_in_so_long_even_all_at_once(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider, new QuestionOptions { ForEachViewer = 3 });

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => desk.Service.AskAsync("ada", new NewQuestion(1, $"Question {i}?", null), Ct)));
        desk.Test.Clock.Advance(TimeSpan.FromMinutes(10));
        var later = await desk.Service.AskAsync("ada", new NewQuestion(1, "And now?", null), Ct);

        Assert.Equal(3, results.Count(r => !r.IsRefused));
        Assert.Equal([QuestionRefusals.TooManyOfYours(3, TimeSpan.FromMinutes(10))], results.Where(r => r.IsRefused).Select(r => r.Refusal).Distinct());
        Assert.False(later.IsRefused);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_sessions_queue_does_not_grow_for_ever(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider, new QuestionOptions { WaitingForEachSession = 10 });

        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => desk.Service.AskAsync($"viewer-{i}", new NewQuestion(1, $"Question {i}?", null), Ct)));
        var elsewhere = await desk.Service.AskAsync("viewer-50", new NewQuestion(3, "Here?", null), Ct);

        Assert.Equal(10, results.Count(r => !r.IsRefused));
        Assert.Equal([QuestionRefusals.SessionFull], results.Where(r => r.IsRefused).Select(r => r.Refusal).Distinct());
        Assert.False(elsewhere.IsRefused);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task One_network_has_so_many_questions_waiting_even_if_all_come_at_once_and_others_still_ask(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider, new QuestionOptions { WaitingForEachNetwork = 10 });

        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => desk.Service.AskAsync($"viewer-{i}", new NewQuestion(1, $"Question {i}?", null, "hall"), Ct)));
        var elsewhere = await desk.Service.AskAsync("viewer-50", new NewQuestion(3, "Here?", null, "hall"), Ct);
        var another = await desk.Service.AskAsync("viewer-51", new NewQuestion(1, "And from home?", null, "home"), Ct);
        var read = results.First(r => !r.IsRefused).Value;
        await desk.Service.HideAsync(QuestionDesk.Moderator, read.Id, read.Version, Ct);
        var afterwards = await desk.Service.AskAsync("viewer-52", new NewQuestion(1, "Is there room now?", null, "hall"), Ct);
        var once = await desk.Service.AskAsync("viewer-53", new NewQuestion(1, "And for one more?", null, "hall"), Ct);

        Assert.Equal(10, results.Count(r => !r.IsRefused));
        Assert.Equal([QuestionRefusals.NetworkFull], results.Where(r => r.IsRefused).Select(r => r.Refusal).Distinct());
        Assert.Equal([false, false, false, true], new[] { elsewhere, another, afterwards, once }.Select(r => r.IsRefused));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_same_words_from_the_same_viewer_are_taken_once(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);
        await desk.AskAsync("What does it cost?");

        var again = await desk.Service.AskAsync("ada", new NewQuestion(1, "what  does it COST?", null), Ct);
        var other = await desk.Service.AskAsync("bob", new NewQuestion(1, "What does it cost?", null), Ct);

        Assert.Equal(QuestionRefusals.Repeated, again.Refusal);
        Assert.False(other.IsRefused);
    }
}
