using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Questions;

/// <summary>All public questions of a session as of event number <paramref name="Latest"/> or later.</summary>
/// <param name="Counts">Votes by question id.</param>
public sealed record QuestionSnapshot(long Latest, IReadOnlyList<PublicQuestion> Questions, IReadOnlyDictionary<int, int> Counts);

/// <summary>Public events after a number, oldest first.</summary>
/// <param name="Latest">The session's newest number. When the last event here is older, ask again after it.</param>
public sealed record EventPage(long Latest, IReadOnlyList<PublicEvent> Events, IReadOnlyDictionary<int, int> Counts);

/// <summary>A viewer's own question, for that viewer only.</summary>
/// <param name="State"><c>waiting</c>, <c>approved</c>, <c>answered</c> or <c>hidden</c>.</param>
public sealed record OwnQuestion(int Id, string Text, string State, DateTimeOffset AskedAt)
{
    public static OwnQuestion Of(Question question) => new(question.Id, question.OriginalText, question.State.ToString().ToLowerInvariant(), question.AskedAt);
}

/// <summary>What one viewer asked and voted for in a session.</summary>
public sealed record ViewerPart(IReadOnlyList<OwnQuestion> Asked, IReadOnlyList<int> Voted);

/// <summary>What moderators see of a session.</summary>
/// <param name="Waiting">Oldest first.</param>
/// <param name="Approved">Most votes first.</param>
/// <param name="Answered">Latest first.</param>
/// <param name="Latest">Number of the newest public event.</param>
public sealed record ModerationView(
    IReadOnlyList<Question> Waiting, IReadOnlyList<Question> Approved, IReadOnlyList<Question> Answered, IReadOnlyList<Question> Hidden, long Latest);

/// <summary>A session in the moderators' list.</summary>
public sealed record ModerationDesk(int SessionId, int Waiting, int Approved);

/// <summary>A session as the questions need to know it.</summary>
public sealed record QuestionSession(int Id, string Slug, int StageId, string Stage, bool TakesQuestions, bool AllowsAnonymous);

/// <summary>Reads of questions. What is for viewers is made of <see cref="PublicQuestion"/> and nothing else.</summary>
public sealed class QuestionQueries(ExpoStore store)
{
    /// <summary>Events in one page; a client that is further behind asks again.</summary>
    public const int EventsInPage = 200;

    /// <summary>A session that the public sees; null for any other.</summary>
    public Task<QuestionSession?> SessionAsync(string slug, CancellationToken ct) => store.ReadAsync(db =>
        (from session in db.Sessions.AsNoTracking()
         join conference in db.Conferences on session.ConferenceId equals conference.Id
         join release in db.Releases on conference.Id equals release.ConferenceId
         join row in db.ReleasedSessions on new { ReleaseId = release.Id, SessionId = session.Id } equals new { row.ReleaseId, row.SessionId }
         join stage in db.Stages on row.StageId equals stage.Id
         where session.Slug == slug && row.Kind != SessionKind.Break && !db.Releases.Any(r => r.ConferenceId == conference.Id && r.Number > release.Number)
         select new QuestionSession(session.Id, session.Slug, stage.Id, stage.Slug, session.State == SessionState.Live, conference.AllowAnonymousQuestions))
        .FirstOrDefaultAsync(ct));

    public Task<QuestionSnapshot> PublicAsync(int sessionId, CancellationToken ct) => store.ReadAsync(async db =>
    {
        // The number is read before the list: the list may then hold more than the number says, never less.
        var latest = await LatestAsync(db, sessionId, ct);
        var questions = await Public(db, sessionId).OrderByDescending(q => q.Votes).ThenBy(q => q.AskedAt).ToListAsync(ct);
        return new QuestionSnapshot(latest, [.. questions.Select(PublicQuestion.Of)], questions.ToDictionary(q => q.Id, q => q.Votes));
    });

    /// <summary>Votes of all public questions of a session.</summary>
    public Task<Dictionary<int, int>> CountsAsync(int sessionId, CancellationToken ct) => store.ReadAsync(db => CountsAsync(db, sessionId, ct));

    /// <summary>Events numbered above <paramref name="after"/>, at most <see cref="EventsInPage"/>. A negative number is refused.</summary>
    public async Task<Result<EventPage>> EventsAfterAsync(int sessionId, long after, CancellationToken ct)
    {
        if (after < 0)
        {
            return QuestionRefusals.BadNumber;
        }

        return await store.ReadAsync(async db =>
        {
            var events = await db.SessionEvents.AsNoTracking().Where(e => e.SessionId == sessionId && e.Number > after)
                .OrderBy(e => e.Number).Take(EventsInPage).ToListAsync(ct);
            var latest = await LatestAsync(db, sessionId, ct);
            return new EventPage(latest, [.. events.Select(SessionEventBody.Read)], await CountsAsync(db, sessionId, ct));
        });
    }

    public Task<long> LatestAsync(int sessionId, CancellationToken ct) => store.ReadAsync(db => LatestAsync(db, sessionId, ct));

    public Task<ViewerPart> OfViewerAsync(string viewerKey, int sessionId, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var asked = await db.Questions.AsNoTracking().Where(q => q.SessionId == sessionId && q.AskerKey == viewerKey)
            .OrderByDescending(q => q.Id).ToListAsync(ct);
        var voted = await db.QuestionVotes.AsNoTracking()
            .Where(v => v.VoterKey == viewerKey && db.Questions.Any(q => q.Id == v.QuestionId && q.SessionId == sessionId))
            .Select(v => v.QuestionId).ToListAsync(ct);
        return new ViewerPart([.. asked.Select(OwnQuestion.Of)], voted);
    });

    public async Task<Result<ModerationView>> ModerationAsync(Actor by, int sessionId, CancellationToken ct)
    {
        if (!by.IsModerator)
        {
            return QuestionRefusals.NotModerator;
        }

        return await store.ReadAsync(async db =>
        {
            var latest = await LatestAsync(db, sessionId, ct);
            var all = await db.Questions.AsNoTracking().Where(q => q.SessionId == sessionId).ToListAsync(ct);
            IEnumerable<Question> In(QuestionState state) => all.Where(q => q.State == state);
            return new ModerationView(
                [.. In(QuestionState.Waiting).OrderBy(q => q.AskedAt).ThenBy(q => q.Id)],
                [.. In(QuestionState.Approved).OrderByDescending(q => q.Votes).ThenBy(q => q.AskedAt)],
                [.. In(QuestionState.Answered).OrderByDescending(q => q.AnsweredAt)],
                [.. In(QuestionState.Hidden).OrderByDescending(q => q.AskedAt)],
                latest);
        });
    }

    /// <summary>How much there is to do in each session that has questions.</summary>
    public async Task<Result<List<ModerationDesk>>> DesksAsync(Actor by, CancellationToken ct)
    {
        if (!by.IsModerator)
        {
            return QuestionRefusals.NotModerator;
        }

        return await store.ReadAsync(db => db.Questions.GroupBy(q => q.SessionId)
            .Select(g => new ModerationDesk(g.Key, g.Count(q => q.State == QuestionState.Waiting), g.Count(q => q.State == QuestionState.Approved)))
            .ToListAsync(ct));
    }

    private static IQueryable<Question> Public(ExpoDb db, int sessionId) => db.Questions.AsNoTracking()
        .Where(q => q.SessionId == sessionId && (q.State == QuestionState.Approved || q.State == QuestionState.Answered));

    private static Task<Dictionary<int, int>> CountsAsync(ExpoDb db, int sessionId, CancellationToken ct) =>
        Public(db, sessionId).Select(q => new { q.Id, q.Votes }).ToDictionaryAsync(q => q.Id, q => q.Votes, ct);

    private static Task<long> LatestAsync(ExpoDb db, int sessionId, CancellationToken ct) =>
        db.SessionSequences.Where(s => s.SessionId == sessionId).Select(s => s.Last).FirstOrDefaultAsync(ct);
}
