namespace Expo.Core.Submissions;

/// <summary>Every "no" to reviewing. Fields are named as in <see cref="PhaseDraft"/> and <see cref="ReviewEdit"/>.</summary>
public static class ReviewRefusals
{
    public static readonly Refusal NotOrganiser = Refusal.Forbidden("review.not-organiser", "Only an organizer can look after reviewing. Sign in with an organizer’s account.");

    public static readonly Refusal NotReviewer = Refusal.Forbidden("review.not-reviewer", "Only reviewers can read proposals. Ask an organizer to make you one.");

    /// <summary>Also for a proposal that the reviewer must not know of: both sound the same.</summary>
    public static readonly Refusal Unknown = Refusal.NotFound("review.unknown", "There is no proposal by that number that you can review.");

    public static readonly Refusal NoPhase = Refusal.Conflict("review.no-phase", "Reviewing is not open at the moment. The organizers open it.");

    public static readonly Refusal ReadOnly = Refusal.Conflict("review.read-only", "In this phase proposals can be read and not reviewed. Nothing was saved.");

    public static readonly Refusal ScoreWrong = Refusal.Invalid("review.score", $"Choose a score from {Review.LowestScore} to {Review.HighestScore}, or abstain.", nameof(ReviewEdit.Score));

    public static readonly Refusal CommentWrong = Refusal.Invalid("review.comment", $"Use at most {SubmissionMapping.LongestText:N0} characters that can be printed.", nameof(ReviewEdit.Comment));

    public static readonly Refusal ChangedMeanwhile = Refusal.Conflict("review.changed-meanwhile", "You changed this review in another window after you opened it here. What is saved stands, and what you typed still stands below.");

    public static readonly Refusal ReasonMissing = Refusal.Invalid("review.reason", "Say in one line of at most 400 characters what the interest is.", "Reason");

    public static readonly Refusal ConflictKnown = Refusal.Conflict("review.conflict-known", "This conflict is kept already.");

    public static readonly Refusal ConflictUnknown = Refusal.NotFound("review.conflict-unknown", "There is no such conflict any more. Reload the page.");

    public static readonly Refusal OwnConflict = Refusal.Forbidden("review.own-conflict", "Nobody takes their own conflict back. Ask another organizer.");

    public static readonly Refusal UnknownReviewer = Refusal.NotFound("review.unknown-reviewer", "There is no such reviewer. Reload the page.");

    public static readonly Refusal UnknownPhase = Refusal.NotFound("review.unknown-phase", "There is no such phase any more. Reload the page.");

    public static readonly Refusal PhaseNameWrong = Refusal.Invalid("review.phase-name", "Give the phase a name of at most 120 characters in one line.", nameof(PhaseDraft.Name));

    public static readonly Refusal PhaseActive = Refusal.Conflict("review.phase-active", "This phase is active. End it or begin another one first.");

    public static readonly Refusal PhaseChanged = Refusal.Conflict("review.phase-changed", "Somebody else began another phase at the same moment. Look at what is active now, then choose again.");

    public static readonly Refusal EachWrong = Refusal.Invalid("review.each", "A proposal gets 1 to 12 reviewers.", "Each");

    public static readonly Refusal NoReviewers = Refusal.Conflict("review.no-reviewers", "Nobody has the role of a reviewer yet.");
}
