using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>Filter and order of the organiser's list as queries.</summary>
internal static class ProposalSearch
{
    public static IQueryable<Proposal> Find(ExpoDb db, IQueryable<Proposal> all, ProposalFilter filter)
    {
        var found = filter.Place switch
        {
            ProposalPlace.Withdrawn => all.Where(p => p.State == ProposalState.Withdrawn),
            { } place => Stand(all.Where(p => p.State == ProposalState.Submitted), place),
            null => all,
        };
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            var part = filter.Text.Trim().ToLowerInvariant();
            found = found.Where(p => p.Title.ToLower().Contains(part) || p.Code.ToLower().Contains(part) || p.Speakers.Any(s => s.Name.ToLower().Contains(part) || s.Company.ToLower().Contains(part)));
        }

        if (filter.Topic is { } topic)
        {
            found = found.Where(p => p.Topic == topic);
        }

        return filter.FewerReviewsThan is { } fewer ? found.Where(p => db.Reviews.Count(r => r.ProposalId == p.Id) < fewer) : found;
    }

    /// <summary>Those without a value stand last in either direction, on every database.</summary>
    public static IQueryable<Proposal> InOrder(ExpoDb db, IQueryable<Proposal> found, ProposalOrder order) => (order.By, order.Descending) switch
    {
        (ProposalSort.Title, false) => found.OrderBy(p => p.Title).ThenBy(p => p.Id),
        (ProposalSort.Title, true) => found.OrderByDescending(p => p.Title).ThenBy(p => p.Id),
        (ProposalSort.Topic, false) => found.OrderBy(p => p.Topic).ThenBy(p => p.Id),
        (ProposalSort.Topic, true) => found.OrderByDescending(p => p.Topic).ThenBy(p => p.Id),
        (ProposalSort.Reviews, false) => found.OrderBy(p => db.Reviews.Count(r => r.ProposalId == p.Id)).ThenBy(p => p.Id),
        (ProposalSort.Reviews, true) => found.OrderByDescending(p => db.Reviews.Count(r => r.ProposalId == p.Id)).ThenBy(p => p.Id),
        (ProposalSort.Mean, false) => found.OrderBy(p => !db.Reviews.Any(r => r.ProposalId == p.Id && r.Score != null)).ThenBy(p => db.Reviews.Where(r => r.ProposalId == p.Id).Average(r => (double?)r.Score)).ThenBy(p => p.Id),
        (ProposalSort.Mean, true) => found.OrderBy(p => !db.Reviews.Any(r => r.ProposalId == p.Id && r.Score != null)).ThenByDescending(p => db.Reviews.Where(r => r.ProposalId == p.Id).Average(r => (double?)r.Score)).ThenBy(p => p.Id),
        (ProposalSort.Spread, var down) => BySpread(db, found.OrderBy(p => !db.Reviews.Any(r => r.ProposalId == p.Id && r.Score != null)), down),
        (ProposalSort.Sent, false) => found.OrderBy(p => p.SubmittedAt).ThenBy(p => p.Id),
        (ProposalSort.Sent, true) => found.OrderByDescending(p => p.SubmittedAt).ThenBy(p => p.Id),
        (_, false) => found.OrderBy(p => p.Code),
        (_, true) => found.OrderByDescending(p => p.Code),
    };

    public static IQueryable<ProposalRow> Rows(ExpoDb db, IQueryable<Proposal> found) => found.Select(p => new
    {
        p, Owner = p.Speakers.First(s => s.IsOwner), Count = db.Reviews.Count(r => r.ProposalId == p.Id && r.Score != null), Abstained = db.Reviews.Count(r => r.ProposalId == p.Id && r.Score == null),
        Mean = db.Reviews.Where(r => r.ProposalId == p.Id).Average(r => (double?)r.Score), Squares = db.Reviews.Where(r => r.ProposalId == p.Id).Average(r => (double?)r.Score * r.Score),
    }).Select(x => new ProposalRow(
        x.p.Id, x.p.Code, x.p.Title, x.p.Topic, x.Owner.Name, x.Owner.Company, x.p.State, x.p.Decision, x.p.Informed, x.p.Answer, x.p.SubmittedAt, x.Count, x.Abstained, x.Mean,
        // Rounding may leave a trace below zero.
        x.Mean == null ? null : Math.Sqrt(Math.Abs(x.Squares!.Value - (x.Mean.Value * x.Mean.Value)))));

    /// <summary>The same rule as <see cref="Stand"/>, for what was read already.</summary>
    public static bool Stands(ProposalPlace place, ProposalState state, Decision decision, Decision informed, SpeakerAnswer answer) => place == ProposalPlace.Withdrawn
        ? state == ProposalState.Withdrawn
        : state == ProposalState.Submitted && place switch
        {
            ProposalPlace.ToDecide => decision == Decision.None,
            ProposalPlace.Accepted => decision == Decision.Accepted,
            ProposalPlace.Standby => decision == Decision.Standby,
            ProposalPlace.Rejected => decision == Decision.Rejected,
            ProposalPlace.ToInform => decision != Decision.None && decision != informed,
            ProposalPlace.Unanswered => decision == Decision.Accepted && informed == Decision.Accepted && answer == SpeakerAnswer.None,
            ProposalPlace.Confirmed => answer == SpeakerAnswer.Confirmed,
            _ => answer == SpeakerAnswer.Declined,
        };

    private static IQueryable<Proposal> Stand(IQueryable<Proposal> open, ProposalPlace place) => place switch
    {
        ProposalPlace.ToDecide => open.Where(p => p.Decision == Decision.None),
        ProposalPlace.Accepted => open.Where(p => p.Decision == Decision.Accepted),
        ProposalPlace.Standby => open.Where(p => p.Decision == Decision.Standby),
        ProposalPlace.Rejected => open.Where(p => p.Decision == Decision.Rejected),
        ProposalPlace.ToInform => open.Where(p => p.Decision != Decision.None && p.Decision != p.Informed),
        ProposalPlace.Unanswered => open.Where(p => p.Decision == Decision.Accepted && p.Informed == Decision.Accepted && p.Answer == SpeakerAnswer.None),
        ProposalPlace.Confirmed => open.Where(p => p.Answer == SpeakerAnswer.Confirmed),
        _ => open.Where(p => p.Answer == SpeakerAnswer.Declined),
    };

    // The variance orders as its root does.
    private static IQueryable<Proposal> BySpread(ExpoDb db, IOrderedQueryable<Proposal> found, bool down) => (down
        ? found.ThenByDescending(p => db.Reviews.Where(r => r.ProposalId == p.Id).Average(r => (double?)r.Score * r.Score) - (db.Reviews.Where(r => r.ProposalId == p.Id).Average(r => (double?)r.Score) * db.Reviews.Where(r => r.ProposalId == p.Id).Average(r => (double?)r.Score)))
        : found.ThenBy(p => db.Reviews.Where(r => r.ProposalId == p.Id).Average(r => (double?)r.Score * r.Score) - (db.Reviews.Where(r => r.ProposalId == p.Id).Average(r => (double?)r.Score) * db.Reviews.Where(r => r.ProposalId == p.Id).Average(r => (double?)r.Score))))
        .ThenBy(p => p.Id);
}
