using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Questions;
using Expo.Testing;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Questions;

/// <summary>A database with one live session (1), one planned (2) and one more live on another stage (3), and the services around it.</summary>
internal sealed class QuestionDesk : IAsyncDisposable
{
    public static readonly Actor Moderator = new() { Name = "Priya Ramanathan-Lowe", IsModerator = true };

    private QuestionDesk(TestStore test, QuestionOptions options)
    {
        Test = test;
        Service = new QuestionService(test.Store, Feed, Options.Create(options), test.Clock);
        Queries = new QuestionQueries(test.Store);
    }

    public TestStore Test { get; }

    public Feed<QuestionChanged> Feed { get; } = new();

    public QuestionService Service { get; }

    public QuestionQueries Queries { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<QuestionDesk> OpenAsync(DatabaseProvider provider, QuestionOptions? options = null, bool anonymous = true)
    {
        var conference = Samples.Conference();
        conference.AllowAnonymousQuestions = anonymous;
        var test = await TestStore.CreateAsync(
            provider, conference, Samples.Stage(), new Stage { ConferenceId = 1, Slug = "annex", Name = "Annex" },
            Live(Samples.Session("isotopes")), Samples.Session("cotton"), Live(AnnexSession()));
        return new QuestionDesk(test, options ?? new QuestionOptions { ForEachViewer = 1000 });
    }

    /// <summary>Asks and expects it to be taken.</summary>
    public async Task<Question> AskAsync(string text = "What does one test cost?", string viewer = "ada", int sessionId = 1) =>
        (await Service.AskAsync(viewer, new NewQuestion(sessionId, text, null), Ct)).Value;

    public async Task<Question> ApprovedAsync(string text = "What does one test cost?", string viewer = "ada", int sessionId = 1)
    {
        var asked = await AskAsync(text, viewer, sessionId);
        return (await Service.ApproveAsync(Moderator, asked.Id, asked.Version, Ct)).Value;
    }

    public async Task<IReadOnlyList<PublicEvent>> EventsAsync(int sessionId = 1, long after = 0) =>
        (await Queries.EventsAfterAsync(sessionId, after, Ct)).Value.Events;

    public ValueTask DisposeAsync() => Test.DisposeAsync();

    private static Session Live(Session session) => session.GoLive(Samples.Opening).Value;

    private static Session AnnexSession() => new()
    {
        ConferenceId = 1, StageId = 2, Slug = "ledgers", Title = "Ledgers", StartsAt = Samples.Opening, EndsAt = Samples.Opening.AddMinutes(25),
    };
}
