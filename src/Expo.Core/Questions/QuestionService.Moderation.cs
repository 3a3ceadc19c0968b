using Expo.Core.Accounts;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Questions;

// The moderators' side: each command says which version it was made from, so that two moderators never overwrite each other.
public sealed partial class QuestionService
{
    private const int StoredAnswerLimit = 4000;

    public Task<Result<Question>> ApproveAsync(Actor by, int questionId, int version, CancellationToken ct) =>
        ModerateAsync(by, questionId, version, SessionEventKinds.Approved, (question, now) => question.Approve(now), ct);

    /// <summary>Changes the wording that viewers see. The asker's own is kept.</summary>
    public Task<Result<Question>> EditAsync(Actor by, int questionId, int version, string? text, CancellationToken ct)
    {
        var edited = QuestionText.Line(text);
        return ModerateAsync(by, questionId, version, SessionEventKinds.Edited, (question, now) => Check(edited) is { } no ? no : edited == question.Text ? QuestionRefusals.SameWording : question.Edit(edited, now), ct);
    }

    public Task<Result<Question>> HideAsync(Actor by, int questionId, int version, CancellationToken ct) =>
        ModerateAsync(by, questionId, version, SessionEventKinds.Gone, (question, _) => question.Hide(), ct);

    public Task<Result<Question>> BackToQueueAsync(Actor by, int questionId, int version, CancellationToken ct) =>
        ModerateAsync(by, questionId, version, SessionEventKinds.Gone, (question, _) => question.BackToQueue(), ct);

    /// <param name="answeredBy">Public: who answers, for instance the speaker. Null leaves it unsaid; the moderator is never named.</param>
    public Task<Result<Question>> AnswerInWritingAsync(Actor by, int questionId, int version, string? answer, string? answeredBy, CancellationToken ct)
    {
        var written = QuestionText.Paragraphs(answer);
        var name = QuestionText.Line(answeredBy);
        return ModerateAsync(
            by, questionId, version, SessionEventKinds.Answered,
            (question, now) => CheckAnswer(written, name) is { } no ? no : question.AnswerInWriting(written, name.Length == 0 ? null : name, now), ct);
    }

    public Task<Result<Question>> MarkAnsweredLiveAsync(Actor by, int questionId, int version, CancellationToken ct) =>
        ModerateAsync(by, questionId, version, SessionEventKinds.Answered, (question, now) => question.MarkAnsweredLive(now), ct);

    private async Task<Result<Question>> ModerateAsync(
        Actor by, int questionId, int version, string kind, Func<Question, DateTimeOffset, Result<Question>> act, CancellationToken ct)
    {
        if (!by.IsModerator)
        {
            return QuestionRefusals.NotModerator;
        }

        var sessionId = await store.ReadAsync(db => db.Questions.Where(q => q.Id == questionId).Select(q => q.SessionId).FirstOrDefaultAsync(ct));
        if (sessionId == 0)
        {
            return QuestionRefusals.Unknown;
        }

        await SessionNumbers.PrepareAsync(store, sessionId, ct);
        long? number = null;
        var result = await store.ChangeAsync<Question>(
            async db =>
            {
                // The lock comes before the reading: what is read below is true until the commit.
                var sequence = await SessionNumbers.LockAsync(db, sessionId, ct);
                var question = await db.Questions.SingleAsync(q => q.Id == questionId, ct);
                if (question.Version != version)
                {
                    return QuestionRefusals.Stale(question);
                }

                var (wasPublic, now) = (question.IsPublic, Now());
                var changed = act(question, now);
                if (changed.IsRefused)
                {
                    return changed;
                }

                question.Version++;
                question.ChangedBy = by.Name;
                number = wasPublic || question.IsPublic ? await SessionNumbers.AddAsync(db, sequence, question, kind, now, ct) : null;

                if (question.State == QuestionState.Answered)
                {
                    db.Jobs.Add(Job.For(new QuestionAnswered(questionId), now));
                }

                return changed;
            },
            ct);
        return Tell(result, QuestionChange.Moderated, number);
    }

    private Refusal? CheckAnswer(string answer, string name) =>
        answer.Length == 0 ? QuestionRefusals.AnswerEmpty
        : QuestionText.Length(answer) > _limits.AnswerLength || answer.Length > StoredAnswerLimit ? QuestionRefusals.AnswerTooLong(_limits.AnswerLength)
        : QuestionText.Length(name) > _limits.NameLength || name.Length > StoredNameLimit ? QuestionRefusals.NameTooLong(_limits.NameLength)
        : null;
}
