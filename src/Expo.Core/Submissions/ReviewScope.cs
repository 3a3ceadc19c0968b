using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>
/// Which proposals somebody may know of. Every read and change of reviewers and organisers goes through it: a proposal in
/// which somebody has an interest is not in lists, pages, searches, files, counts or exports of theirs.
/// </summary>
internal static class ReviewScope
{
    public static Task<ReviewPhase?> ActiveAsync(ExpoDb db, int conferenceId, CancellationToken ct) =>
        db.ReviewPhases.AsNoTracking().FirstOrDefaultAsync(p => p.ConferenceId == conferenceId && p.ActiveSince != null, ct);

    /// <summary>Sent proposals without those that a reviewer must not know of in this phase.</summary>
    public static IQueryable<Proposal> ForReviewer(ExpoDb db, int conferenceId, ReviewPhase phase, int reviewerId)
    {
        var open = WithoutConflicts(db, db.Proposals.Where(p => p.ConferenceId == conferenceId && p.State == ProposalState.Submitted), reviewerId);
        return phase.AssignedOnly ? open.Where(p => db.ReviewAssignments.Any(a => a.ProposalId == p.Id && a.ReviewerId == reviewerId)) : open;
    }

    /// <summary>All that was ever sent, for organisers.</summary>
    public static IQueryable<Proposal> ForOrganiser(ExpoDb db, int conferenceId, Actor by)
    {
        var sent = db.Proposals.Where(p => p.ConferenceId == conferenceId && p.State != ProposalState.Draft && p.SubmittedAt != null);
        return by.AccountId is { } account ? WithoutConflicts(db, sent, account) : sent;
    }

    /// <summary>Without those with a declared interest, and without those in which the person would speak.</summary>
    public static IQueryable<Proposal> WithoutConflicts(ExpoDb db, IQueryable<Proposal> proposals, int accountId) => proposals.Where(p =>
        !db.ReviewConflicts.Any(c => c.ProposalId == p.Id && c.ReviewerId == accountId)
        && !p.Speakers.Any(s => s.AccountId == accountId)
        && !p.Speakers.Any(s => db.Accounts.Any(a => a.Id == accountId && a.NormalizedEmail == s.NormalisedEmail.ToUpper())));

    /// <summary>Takes the row's lock until the end of the transaction: reviews, conflicts and decisions of one proposal come one after the other.</summary>
    public static Task LockAsync(ExpoDb db, int proposalId, CancellationToken ct) =>
        db.Proposals.Where(p => p.Id == proposalId).ExecuteUpdateAsync(set => set.SetProperty(p => p.Topic, p => p.Topic), ct);

    /// <summary>Accounts with the role of a reviewer.</summary>
    public static IQueryable<Account> Reviewers(ExpoDb db) =>
        db.Accounts.Where(a => db.AccountRoles.Any(l => l.UserId == a.Id && db.Roles.Any(r => r.Id == l.RoleId && r.Name == Roles.Reviewer)));

    public static void Log(ExpoDb db, int proposalId, string by, string text, DateTimeOffset now) =>
        db.ProposalLog.Add(new ProposalLogLine { ProposalId = proposalId, At = now, By = by, Text = text });
}
