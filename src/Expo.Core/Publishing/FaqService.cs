using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Questions;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Publishing;

/// <summary>An entry was drafted, edited or published.</summary>
public sealed record FaqChanged(int EntryId);

/// <summary>Changes the FAQ: drafts an entry from an answered question, saves edits, publishes revisions, takes down.</summary>
public sealed class FaqService(ExpoStore store, Feed<FaqChanged> feed, TimeProvider clock)
{
    public const int HeadingLength = 400;
    public const int AnswerLength = 20_000;
    public const int TopicLength = 80;

    /// <summary>
    /// Writes up an answered question as a draft. Again for the same question, it brings the draft up to date as long as
    /// nobody has edited or published it, and otherwise leaves it alone: an organiser's words are never overwritten.
    /// </summary>
    public async Task<Result<FaqEntry>> DraftAsync(Actor by, int questionId, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return PublishingRefusals.NotOrganiser;
        }

        Task<Result<FaqEntry>> DraftOnceAsync() => store.ChangeAsync<FaqEntry>(
            async db =>
            {
                var known = await db.FaqEntries.SingleOrDefaultAsync(e => e.QuestionId == questionId, ct);
                var question = await db.Questions.FindAsync([questionId], ct);
                if (question is not { State: QuestionState.Answered })
                {
                    return question is null ? PublishingRefusals.UnknownQuestion : PublishingRefusals.NotAnswered;
                }

                if (known is null)
                {
                    var session = await db.Sessions.SingleAsync(s => s.Id == question.SessionId, ct);
                    known = EntryFor(question, session);
                    db.FaqEntries.Add(known);
                }
                else if (known is { Edit: 0, State: FaqState.Draft })
                {
                    Follow(known, question);
                }

                return known;
            },
            ct);

        try
        {
            return Tell(await DraftOnceAsync());
        }
        catch (DbUpdateException fault) when (fault is DbUpdateConcurrencyException || ExpoStore.IsDuplicate(fault))
        {
            // Another worker, or an editor, was first by a hair. What they left is there now.
            return Tell(await DraftOnceAsync());
        }
    }

    /// <summary>Saves a draft. The public page does not change until <see cref="PublishAsync"/>.</summary>
    /// <param name="by">An organiser.</param>
    /// <param name="entryId">Which entry.</param>
    /// <param name="seenEdit"><see cref="FaqEntry.Edit"/> of the text that the editor began from.</param>
    /// <param name="text">The new text; it may be unfinished.</param>
    /// <param name="ct">Ends the attempt.</param>
    public Task<Result<FaqEntry>> EditAsync(Actor by, int entryId, int seenEdit, FaqText text, CancellationToken ct)
    {
        var clean = text.Cleaned();
        return ChangeAsync(
            by,
            entryId,
            seenEdit,
            (_, entry) =>
            {
                if (clean.WhyNot() is { } refusal)
                {
                    return Task.FromResult<Result<FaqEntry>>(refusal);
                }

                entry.Heading = clean.Heading;
                entry.AnswerMarkdown = clean.AnswerMarkdown;
                entry.Topic = clean.Topic;
                entry.Edit++;
                entry.EditedAt = clock.GetUtcNow();
                entry.EditedBy = by.Name;
                return Task.FromResult<Result<FaqEntry>>(entry);
            },
            ct);
    }

    /// <summary>Puts the saved draft on the public page as a new revision with its date. The address is given once and stays.</summary>
    public Task<Result<FaqEntry>> PublishAsync(Actor by, int entryId, int seenEdit, CancellationToken ct) => ChangeAsync(
        by,
        entryId,
        seenEdit,
        async (db, entry) =>
        {
            if (entry.Heading.Length == 0)
            {
                return PublishingRefusals.NoHeading;
            }

            if (string.IsNullOrWhiteSpace(entry.AnswerMarkdown))
            {
                return PublishingRefusals.NoAnswer;
            }

            if (await db.Questions.AnyAsync(q => q.Id == entry.QuestionId && q.State == QuestionState.Hidden, ct))
            {
                return PublishingRefusals.QuestionHidden;
            }

            // Compared here and not in the database, whose order of letters may call a capital the same as a small one.
            var shown = await db.FaqRevisions.FirstOrDefaultAsync(r => r.FaqEntryId == entryId && r.Number == entry.Version, ct);
            var isNew = shown is null || shown.Heading != entry.Heading || shown.AnswerMarkdown != entry.AnswerMarkdown;
            if (!isNew && entry.State == FaqState.Published)
            {
                return PublishingRefusals.NothingNew;
            }

            var now = clock.GetUtcNow();
            if (entry.State == FaqState.Draft)
            {
                entry.Slug = await FreeSlugAsync(db, entry, ct);
                entry.PublishedAt = now;
            }

            entry.State = FaqState.Published;
            if (!isNew)
            {
                return entry;
            }

            entry.Version++;
            db.FaqRevisions.Add(new FaqRevision { FaqEntryId = entry.Id, Number = entry.Version, At = now, Heading = entry.Heading, AnswerMarkdown = entry.AnswerMarkdown, By = by.Name });
            return entry;
        },
        ct);

    /// <summary>Takes a public entry down. Its address stays and says so; publishing again brings it back.</summary>
    public Task<Result<FaqEntry>> WithdrawAsync(Actor by, int entryId, int seenEdit, CancellationToken ct) => ChangeAsync(
        by,
        entryId,
        seenEdit,
        (_, entry) =>
        {
            if (entry.State != FaqState.Published)
            {
                return Task.FromResult<Result<FaqEntry>>(PublishingRefusals.EntryNotPublished);
            }

            entry.State = FaqState.Withdrawn;
            return Task.FromResult<Result<FaqEntry>>(entry);
        },
        ct);

    private async Task<Result<FaqEntry>> ChangeAsync(Actor by, int entryId, int seenEdit, Func<ExpoDb, FaqEntry, Task<Result<FaqEntry>>> change, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return PublishingRefusals.NotOrganiser;
        }

        try
        {
            return Tell(await store.ChangeAsync(
                async db => await db.FaqEntries.FindAsync([entryId], ct) is not { } entry ? PublishingRefusals.UnknownEntry
                    : entry.Edit != seenEdit ? PublishingRefusals.EditedMeanwhile
                    : await change(db, entry),
                ct));
        }
        catch (DbUpdateException fault) when (fault is DbUpdateConcurrencyException || ExpoStore.IsDuplicate(fault))
        {
            return PublishingRefusals.EditedMeanwhile;
        }
    }

    private static async Task<string> FreeSlugAsync(ExpoDb db, FaqEntry entry, CancellationToken ct)
    {
        var wanted = FaqText.SlugFrom(entry.Heading);
        var taken = wanted.Length == 0 || await db.FaqEntries.AnyAsync(e => e.Slug == wanted && e.Id != entry.Id, ct);
        // The number is the entry's own, so a second choice is free without another look.
        return taken ? $"{(wanted.Length == 0 ? "question" : wanted)}-{entry.Id}" : wanted;
    }

    private FaqEntry EntryFor(Question question, Agenda.Session session)
    {
        var entry = new FaqEntry
        {
            ConferenceId = session.ConferenceId,
            Slug = $"draft-of-question-{question.Id}",
            Heading = "",
            AskedWording = question.OriginalText,
            AskedBy = question.AskedBy,
            AskedAt = question.AskedAt,
            QuestionId = question.Id,
            SessionId = session.Id,
            Topic = session.Topics is [var first, ..] ? first : null,
            CreatedAt = clock.GetUtcNow(),
        };
        Follow(entry, question);
        return entry;
    }

    private static void Follow(FaqEntry entry, Question question)
    {
        entry.Heading = FaqText.HeadingFrom(question.Text);
        entry.AnswerMarkdown = question.AnswerText ?? "";
        entry.AnsweredBy = question.AnsweredBy;
        entry.AnsweredAt = question.AnsweredAt;
        entry.AnsweredLive = question.AnsweredLive;
    }

    private Result<FaqEntry> Tell(Result<FaqEntry> result)
    {
        if (!result.IsRefused)
        {
            feed.Tell(new FaqChanged(result.Value.Id));
        }

        return result;
    }
}
