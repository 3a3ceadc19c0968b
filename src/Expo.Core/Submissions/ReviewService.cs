using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>Phases, reviews, conflicts of interest and assignments.</summary>
public sealed partial class ReviewService(ExpoStore store, Feed<ReviewsChanged> feed, TimeProvider clock)
{
    /// <summary>Lines of the log, which speakers may read one day: whose interest it is stands with the conflict.</summary>
    internal const string Conflict = "Conflict of interest of a reviewer.";

    internal const string TookBack = "Took back a conflict of interest.";

    private const int LongestReason = 400;

    /// <summary>Writes or changes one's own review. The unique index holds that there is one for each reviewer and proposal.</summary>
    public async Task<Result<Review>> SaveAsync(Actor by, int conferenceId, string code, ReviewEdit edit, CancellationToken ct)
    {
        if (Check(edit) is { } wrong)
        {
            return wrong;
        }

        var comment = PlainText.OrNull(edit.Comment) ?? "";
        try
        {
            return Tell(await OnProposalAsync<Review>(
                by,
                conferenceId,
                code,
                async (db, proposal, phase, reviewer, now) =>
                {
                    if (!phase.MayReview)
                    {
                        return ReviewRefusals.ReadOnly;
                    }

                    var review = await db.Reviews.FirstOrDefaultAsync(r => r.ProposalId == proposal && r.ReviewerId == reviewer, ct);
                    if (ReviewEdit.StampOf(review) != (edit.Seen ?? ""))
                    {
                        return ReviewRefusals.ChangedMeanwhile;
                    }

                    if (review is null)
                    {
                        review = new Review { ProposalId = proposal, ReviewerId = reviewer, WrittenAt = now };
                        db.Reviews.Add(review);
                    }

                    (review.Score, review.Comment, review.ChangedAt) = (edit.Score, comment, now);
                    return review;
                },
                ct));
        }
        catch (DbUpdateException fault) when (ExpoStore.IsDuplicate(fault))
        {
            return ReviewRefusals.ChangedMeanwhile;
        }
    }

    /// <summary>The reviewer has an interest: the proposal vanishes for them, and so do their review and their assignment.</summary>
    public async Task<Result<Done>> DeclareAsync(Actor by, int conferenceId, string code, string? reason, CancellationToken ct)
    {
        if (Reason(reason) is not { } kept)
        {
            return ReviewRefusals.ReasonMissing;
        }

        return await OnceAsync(async () => await OnProposalAsync<Done>(by, conferenceId, code, (db, proposal, _, reviewer, now) => ConflictAsync(db, by, proposal, reviewer, kept, now, ct), ct));
    }

    /// <summary>An organiser knows of a reviewer's interest.</summary>
    public async Task<Result<Done>> DeclareForAsync(Actor by, int conferenceId, string code, int reviewerId, string? reason, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return ReviewRefusals.NotOrganiser;
        }

        if (Reason(reason) is not { } kept)
        {
            return ReviewRefusals.ReasonMissing;
        }

        return await OnceAsync(() => store.ChangeAsync<Done>(
            async db =>
            {
                var known = ProposalCodes.Parse(code);
                if (await ReviewScope.ForOrganiser(db, conferenceId, by).Where(p => p.Code == known).Select(p => (int?)p.Id).FirstOrDefaultAsync(ct) is not { } proposal)
                {
                    return ReviewRefusals.Unknown;
                }

                return !await db.Accounts.AnyAsync(a => a.Id == reviewerId, ct) ? ReviewRefusals.UnknownReviewer : await ConflictAsync(db, by, proposal, reviewerId, kept, clock.GetUtcNow(), ct);
            },
            ct));
    }

    /// <summary>An organiser takes a conflict back that was a mistake. Nobody takes back their own.</summary>
    public async Task<Result<Done>> TakeBackAsync(Actor by, int conferenceId, string code, int reviewerId, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return ReviewRefusals.NotOrganiser;
        }

        if (by.AccountId == reviewerId)
        {
            return ReviewRefusals.OwnConflict;
        }

        return Tell(await store.ChangeAsync<Done>(
            async db =>
            {
                var known = ProposalCodes.Parse(code);
                var proposal = await ReviewScope.ForOrganiser(db, conferenceId, by).Where(p => p.Code == known).Select(p => p.Id).FirstOrDefaultAsync(ct);
                if (await db.ReviewConflicts.Where(c => c.ProposalId == proposal && c.ReviewerId == reviewerId).ExecuteDeleteAsync(ct) != 1)
                {
                    return ReviewRefusals.ConflictUnknown;
                }

                ReviewScope.Log(db, proposal, by.Name, TookBack, clock.GetUtcNow());
                return Done.It;
            },
            ct));
    }

    private static async Task<Result<Done>> ConflictAsync(ExpoDb db, Actor by, int proposal, int reviewer, string reason, DateTimeOffset now, CancellationToken ct)
    {
        // A review that is being written at the same moment waits for this, and then finds the conflict.
        await ReviewScope.LockAsync(db, proposal, ct);
        if (await db.ReviewConflicts.AnyAsync(c => c.ProposalId == proposal && c.ReviewerId == reviewer, ct))
        {
            return ReviewRefusals.ConflictKnown;
        }

        db.ReviewConflicts.Add(new ReviewConflict { ProposalId = proposal, ReviewerId = reviewer, Reason = reason, DeclaredBy = by.Name, At = now });
        await db.Reviews.Where(r => r.ProposalId == proposal && r.ReviewerId == reviewer).ExecuteDeleteAsync(ct);
        await db.ReviewAssignments.Where(a => a.ProposalId == proposal && a.ReviewerId == reviewer).ExecuteDeleteAsync(ct);
        ReviewScope.Log(db, proposal, by.Name, Conflict, now);
        return Done.It;
    }

    /// <summary>A change by a reviewer of a proposal that they may know of, under the proposal's lock.</summary>
    private async Task<Result<T>> OnProposalAsync<T>(Actor by, int conferenceId, string code, Func<ExpoDb, int, ReviewPhase, int, DateTimeOffset, Task<Result<T>>> change, CancellationToken ct)
    {
        if (by is not { IsReviewer: true, AccountId: { } reviewer })
        {
            return ReviewRefusals.NotReviewer;
        }

        return await store.ChangeAsync<T>(
            async db =>
            {
                if (await ReviewScope.ActiveAsync(db, conferenceId, ct) is not { } phase)
                {
                    return ReviewRefusals.NoPhase;
                }

                var known = ProposalCodes.Parse(code);
                var seen = ReviewScope.ForReviewer(db, conferenceId, phase, reviewer).Where(p => p.Code == known).Select(p => (int?)p.Id);
                if (await seen.FirstOrDefaultAsync(ct) is not { } proposal)
                {
                    return ReviewRefusals.Unknown;
                }

                // Looked at again under the lock: a conflict may have been declared meanwhile.
                await ReviewScope.LockAsync(db, proposal, ct);
                return await seen.AnyAsync(ct) ? await change(db, proposal, phase, reviewer, clock.GetUtcNow()) : ReviewRefusals.Unknown;
            },
            ct);
    }

    private async Task<Result<Done>> OnceAsync(Func<Task<Result<Done>>> declare)
    {
        try
        {
            return Tell(await declare());
        }
        catch (DbUpdateException fault) when (ExpoStore.IsDuplicate(fault))
        {
            return ReviewRefusals.ConflictKnown;
        }
    }

    private Result<T> Tell<T>(Result<T> result)
    {
        if (!result.IsRefused)
        {
            feed.Tell(new ReviewsChanged());
        }

        return result;
    }

    private static Refusal? Check(ReviewEdit edit) =>
        edit.Score is < Review.LowestScore or > Review.HighestScore ? ReviewRefusals.ScoreWrong
        : edit.Comment is { } comment && (!PlainText.IsReadable(comment) || comment.Trim().Length > SubmissionMapping.LongestText) ? ReviewRefusals.CommentWrong
        : null;

    private static string? Reason(string? typed) => PlainText.OrNull(typed) is { Length: <= LongestReason } reason && PlainText.IsOneLine(reason) ? reason : null;
}
