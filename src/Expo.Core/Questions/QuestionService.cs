using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Questions;

/// <summary>What a viewer sends in. <paramref name="Name"/> is what others will see; null or blank asks anonymously.</summary>
/// <param name="Network">Where it comes from, never stored; null is not counted.</param>
public sealed record NewQuestion(int SessionId, string? Text, string? Name, string? Network = null);

/// <summary>How a vote stands after it was given or taken back.</summary>
public sealed record VoteCount(int QuestionId, int Votes, bool IsMine);

/// <summary>
/// Changes questions and votes: here what viewers do (ask, vote), beside it in <c>QuestionService.Moderation.cs</c>, by explicit
/// commands and nothing else, what moderators do. A viewer is an opaque key that the host made; it never comes from what the viewer sent.
/// </summary>
public sealed partial class QuestionService(ExpoStore store, Feed<QuestionChanged> feed, IOptions<QuestionOptions> options, TimeProvider clock)
{
    private const int StoredTextLimit = 2000;
    private const int StoredNameLimit = 120;
    private readonly QuestionOptions _limits = options.Value;
    private readonly NetworkQueues _networks = new();

    /// <summary>Takes a question into the moderators' queue.</summary>
    public async Task<Result<Question>> AskAsync(string viewerKey, NewQuestion asked, CancellationToken ct)
    {
        var text = QuestionText.Line(asked.Text);
        var name = QuestionText.Line(asked.Name);
        if (Check(text) is { } refusal)
        {
            return refusal;
        }

        if (QuestionText.Length(name) > _limits.NameLength || name.Length > StoredNameLimit)
        {
            return QuestionRefusals.NameTooLong(_limits.NameLength);
        }

        if (!await store.ReadAsync(db => db.ReleasedSessions.AnyAsync(s => s.SessionId == asked.SessionId, ct)))
        {
            return QuestionRefusals.UnknownSession;
        }

        await SessionNumbers.PrepareAsync(store, asked.SessionId, ct);
        using var turn = await _networks.EnterAsync(asked, ct);
        var result = await store.ChangeAsync<Question>(
            async db =>
            {
                await SessionNumbers.LockAsync(db, asked.SessionId, ct);
                var now = Now();
                if (await RefusalAsync(db, viewerKey, asked.SessionId, text, name, now, ct) is { } no)
                {
                    return no;
                }

                if (turn is not null && await turn.WaitingAsync(db.Questions, ct) >= _limits.WaitingForEachNetwork)
                {
                    return QuestionRefusals.NetworkFull;
                }

                var question = new Question
                {
                    SessionId = asked.SessionId,
                    Text = text,
                    OriginalText = text,
                    AskedBy = name.Length == 0 ? null : name,
                    AskerKey = viewerKey,
                    AskedAt = now,
                };
                db.Questions.Add(question);
                return question;
            },
            ct);
        if (!result.IsRefused)
        {
            turn?.Keep(result.Value.Id);
        }

        return Tell(result, QuestionChange.Asked, number: null);
    }

    /// <summary>Gives a viewer's vote. Giving it twice counts once.</summary>
    public Task<Result<VoteCount>> VoteAsync(string viewerKey, int sessionId, int questionId, CancellationToken ct) =>
        VoteAsync(viewerKey, sessionId, questionId, wanted: true, ct);

    /// <summary>Takes a viewer's vote back. Taking back what was not given changes nothing.</summary>
    public Task<Result<VoteCount>> TakeBackVoteAsync(string viewerKey, int sessionId, int questionId, CancellationToken ct) =>
        VoteAsync(viewerKey, sessionId, questionId, wanted: false, ct);

    private async Task<Result<VoteCount>> VoteAsync(string viewerKey, int sessionId, int questionId, bool wanted, CancellationToken ct)
    {
        var step = wanted ? 1 : -1;
        var changed = false;
        var asker = "";
        var result = await store.ChangeAsync<VoteCount>(
            async db =>
            {
                // Guarded update first: it proves that the question is of this session and open for votes, and its row lock
                // makes every other voter of the question wait, so the look at this viewer's vote below cannot be outrun.
                var open = await db.Questions.Where(q => q.Id == questionId && q.SessionId == sessionId && q.State == QuestionState.Approved)
                    .ExecuteUpdateAsync(set => set.SetProperty(q => q.Votes, q => q.Votes), ct);
                var question = await db.Questions.AsNoTracking().FirstOrDefaultAsync(q => q.Id == questionId && q.SessionId == sessionId, ct);
                if (question is null || !question.IsPublic)
                {
                    return QuestionRefusals.Unknown;
                }

                if (open == 0)
                {
                    return QuestionRefusals.VotingClosed;
                }

                var mine = await db.QuestionVotes.FindAsync([questionId, viewerKey], ct);
                changed = (mine is not null) != wanted;
                asker = question.AskerKey;
                if (!changed)
                {
                    return new VoteCount(questionId, question.Votes, wanted);
                }

                if (wanted)
                {
                    db.QuestionVotes.Add(new QuestionVote { QuestionId = questionId, VoterKey = viewerKey, At = Now() });
                }
                else
                {
                    db.QuestionVotes.Remove(mine!);
                }

                await db.Questions.Where(q => q.Id == questionId).ExecuteUpdateAsync(set => set.SetProperty(q => q.Votes, q => q.Votes + step), ct);
                return new VoteCount(questionId, question.Votes + step, wanted);
            },
            ct);
        if (changed && !result.IsRefused)
        {
            feed.Tell(new QuestionChanged(sessionId, questionId, QuestionChange.Votes, null, asker));
        }

        return result;
    }

    private async Task<Refusal?> RefusalAsync(ExpoDb db, string viewerKey, int sessionId, string text, string name, DateTimeOffset now, CancellationToken ct)
    {
        var session = await db.Sessions.AsNoTracking().SingleAsync(s => s.Id == sessionId, ct);
        if (!session.TakesQuestions)
        {
            return QuestionRefusals.NotTaken;
        }

        if (name.Length == 0 && !await db.Conferences.AnyAsync(c => c.Id == session.ConferenceId && c.AllowAnonymousQuestions, ct))
        {
            return QuestionRefusals.NameNeeded;
        }

        var mine = await db.Questions.AsNoTracking().Where(q => q.SessionId == sessionId && q.AskerKey == viewerKey).Select(q => new { q.OriginalText, q.AskedAt }).ToListAsync(ct);
        if (mine.Any(q => string.Equals(q.OriginalText, text, StringComparison.OrdinalIgnoreCase)))
        {
            return QuestionRefusals.Repeated;
        }

        if (mine.Count(q => q.AskedAt > now - _limits.ViewerWindow) >= _limits.ForEachViewer)
        {
            return QuestionRefusals.TooManyOfYours(_limits.ForEachViewer, _limits.ViewerWindow);
        }

        var waiting = await db.Questions.CountAsync(q => q.SessionId == sessionId && q.State == QuestionState.Waiting, ct);
        return waiting >= _limits.WaitingForEachSession ? QuestionRefusals.SessionFull : null;
    }

    private Refusal? Check(string text) =>
        text.Length == 0 ? QuestionRefusals.Empty
        : QuestionText.Length(text) > _limits.Length || text.Length > StoredTextLimit ? QuestionRefusals.TooLong(_limits.Length)
        : null;

    /// <summary>Whole milliseconds, which every database keeps as they are: an event then says exactly what the list says.</summary>
    private DateTimeOffset Now()
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }

    private Result<Question> Tell(Result<Question> result, QuestionChange change, long? number)
    {
        if (!result.IsRefused)
        {
            feed.Tell(new QuestionChanged(result.Value.SessionId, result.Value.Id, change, number, result.Value.AskerKey));
        }

        return result;
    }
}
