using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>The questions on the form. No change to one loses an answer; only its promised end does.</summary>
public sealed partial class CatalogueService
{
    /// <summary>At the end of the form.</summary>
    /// <returns>The question's id.</returns>
    public Task<Result<int>> AddQuestionAsync(Actor by, int conferenceId, QuestionDraft draft, CancellationToken ct) => ChangeAsync<int>(
        by,
        async books =>
        {
            var db = books.Db;
            if (!await db.Conferences.AnyAsync(c => c.Id == conferenceId, ct))
            {
                return CatalogueRefusals.UnknownEvent;
            }

            var read = CatalogueRules.Read(draft, await TicketCodesAsync(db, conferenceId, ct));
            if (read.IsRefused)
            {
                return read.Refusal;
            }

            var last = await db.FormQuestions.Where(q => q.ConferenceId == conferenceId).MaxAsync(q => (int?)q.Position, ct) ?? 0;
            var question = new FormQuestion { ConferenceId = conferenceId, Kind = draft.Kind, Position = last + 1, Label = read.Value.Label!, Purpose = read.Value.Purpose! };
            Put(read.Value, question);
            db.FormQuestions.Add(question);
            await AnswerPurge.LeaveAsync(db, books.Now, null, ct);
            await db.SaveChangesAsync(ct);
            Log(books, by, conferenceId, $"Question {question.Id} was added to the form: “{question.Label}”, for: {question.Purpose} Kept {question.KeepDays} days.");
            return question.Id;
        },
        ct);

    /// <summary>
    /// Changes a question from what was shown to what is wanted. Its kind stays; once somebody has answered, so does what they
    /// were promised: the purpose, and the end at the latest.
    /// </summary>
    public Task<Result<Done>> EditQuestionAsync(Actor by, int questionId, QuestionDraft shown, QuestionDraft wanted, CancellationToken ct) => ChangeAsync<Done>(
        by,
        async books =>
        {
            var db = books.Db;
            if (await QuestionAsync(db, questionId, ct) is not { } question)
            {
                return CatalogueRefusals.UnknownQuestion;
            }

            var saved = QuestionDraft.Of(question);
            if (CatalogueFacts.Stale(shown.Facts(), saved.Facts()) is { } stale)
            {
                return stale;
            }

            if (wanted.Kind != question.Kind)
            {
                return CatalogueRefusals.KindFixed;
            }

            var read = CatalogueRules.Read(wanted, await TicketCodesAsync(db, question.ConferenceId, ct));
            if (read.IsRefused)
            {
                return read.Refusal;
            }

            if ((read.Value.Purpose != saved.Purpose || read.Value.KeepDays > saved.KeepDays) && await db.FormAnswers.AnyAsync(a => a.FormQuestionId == questionId, ct))
            {
                return read.Value.Purpose != saved.Purpose ? CatalogueRefusals.PurposeFixed : CatalogueRefusals.KeepDaysFixed;
            }

            Put(read.Value, question);
            await AnswerPurge.LeaveAsync(db, books.Now, null, ct);
            LogChanges(books, by, question.ConferenceId, $"Question {question.Id}", CatalogueFacts.Changes(saved.Facts(), read.Value.Facts()));
            return Done.It;
        },
        ct);

    /// <summary>Archived, it is asked no more; its answers stay until their end.</summary>
    public Task<Result<Done>> ArchiveQuestionAsync(Actor by, int questionId, bool archived, CancellationToken ct) => ChangeAsync<Done>(
        by,
        async books =>
        {
            if (await QuestionAsync(books.Db, questionId, ct) is not { } question)
            {
                return CatalogueRefusals.UnknownQuestion;
            }

            if (question.IsArchived != archived)
            {
                question.IsArchived = archived;
                Log(books, by, question.ConferenceId, $"Question {question.Id} was {(archived ? "archived" : "put back on the form")}.");
            }

            return Done.It;
        },
        ct);

    /// <summary>Puts the questions in another order, from the one that was shown. Both are all ids, archived ones too.</summary>
    public Task<Result<Done>> ReorderQuestionsAsync(Actor by, int conferenceId, IReadOnlyList<int> shown, IReadOnlyList<int> wanted, CancellationToken ct) => ChangeAsync<Done>(
        by,
        async books =>
        {
            await books.Db.FormQuestions.Where(q => q.ConferenceId == conferenceId).ExecuteUpdateAsync(set => set.SetProperty(q => q.Position, q => q.Position), ct);
            var questions = await books.Db.FormQuestions.Where(q => q.ConferenceId == conferenceId).OrderBy(q => q.Position).ThenBy(q => q.Id).ToListAsync(ct);
            if (!questions.Select(q => q.Id).SequenceEqual(shown) || !wanted.Order().SequenceEqual(shown.Order()))
            {
                return CatalogueRefusals.ChangedMeanwhile("the questions or their order are others now");
            }

            questions.ForEach(q => q.Position = wanted.Index().First(w => w.Item == q.Id).Index + 1);
            LogChanges(books, by, conferenceId, "The order of the questions", shown.SequenceEqual(wanted) ? "" : string.Join(", ", wanted));
            return Done.It;
        },
        ct);

    private static async Task<FormQuestion?> QuestionAsync(ExpoDb db, int questionId, CancellationToken ct) =>
        await db.FormQuestions.Where(q => q.Id == questionId).ExecuteUpdateAsync(set => set.SetProperty(q => q.Position, q => q.Position), ct) == 1
            ? await db.FormQuestions.FirstAsync(q => q.Id == questionId, ct)
            : null;

    private static Task<List<string>> TicketCodesAsync(ExpoDb db, int conferenceId, CancellationToken ct) =>
        db.TicketTypes.Where(t => t.ConferenceId == conferenceId).Select(t => t.Code).ToListAsync(ct);

    private static void Put(QuestionDraft from, FormQuestion into)
    {
        (into.Label, into.Hint, into.IsRequired, into.Purpose, into.KeepDays) = (from.Label!, from.Hint, from.IsRequired, from.Purpose!, from.KeepDays);
        Replace(into.Choices, from.Choices);
        Replace(into.TicketTypes, from.TicketTypes);
    }

    private static void Replace(List<string> list, IReadOnlyList<string> by)
    {
        if (!list.SequenceEqual(by))
        {
            list.Clear();
            list.AddRange(by);
        }
    }
}
