using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>What organisers read of proposals and reviews. A proposal in which an organiser has an interest is not there for them.</summary>
public sealed class ProposalBoard(ExpoStore store)
{
    /// <param name="by">An organiser.</param>
    /// <param name="conferenceId">Of this event only.</param>
    /// <param name="filter">Which ones.</param>
    /// <param name="order">In which order.</param>
    /// <param name="skip">How many to leave out at the beginning.</param>
    /// <param name="take">At most this many.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<Result<ProposalList>> PageAsync(Actor by, int conferenceId, ProposalFilter filter, ProposalOrder order, int skip, int take, CancellationToken ct) => !by.IsOrganiser
        ? DecisionRefusals.NotOrganiser
        : await store.ReadAsync<Result<ProposalList>>(async db =>
        {
            var found = ProposalSearch.Find(db, ReviewScope.ForOrganiser(db, conferenceId, by), filter);
            return new ProposalList(await ProposalSearch.Rows(db, ProposalSearch.InOrder(db, found, order).Skip(skip).Take(take)).ToListAsync(ct), await found.CountAsync(ct));
        });

    /// <summary>How many stand where.</summary>
    public async Task<Result<IReadOnlyDictionary<ProposalPlace, int>>> CountsAsync(Actor by, int conferenceId, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return DecisionRefusals.NotOrganiser;
        }

        var groups = await store.ReadAsync(db => ReviewScope.ForOrganiser(db, conferenceId, by).GroupBy(p => new { p.State, p.Decision, p.Informed, p.Answer }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct));
        return new Dictionary<ProposalPlace, int>(Enum.GetValues<ProposalPlace>().Select(place => KeyValuePair.Create(
            place, groups.Where(g => ProposalSearch.Stands(place, g.Key.State, g.Key.Decision, g.Key.Informed, g.Key.Answer)).Sum(g => g.Count))));
    }

    public async Task<Result<IReadOnlyList<string>>> TopicsAsync(Actor by, int conferenceId, CancellationToken ct) => !by.IsOrganiser
        ? DecisionRefusals.NotOrganiser
        : await store.ReadAsync<Result<IReadOnlyList<string>>>(async db => await ReviewScope.ForOrganiser(db, conferenceId, by).Select(p => p.Topic).Where(t => t != "").Distinct().OrderBy(t => t).ToListAsync(ct));

    public async Task<Result<ProposalRecord>> RecordAsync(Actor by, int conferenceId, string code, CancellationToken ct) => !by.IsOrganiser
        ? DecisionRefusals.NotOrganiser
        : await store.ReadAsync<Result<ProposalRecord>>(async db =>
        {
            var known = ProposalCodes.Parse(code);
            if (await ReviewScope.ForOrganiser(db, conferenceId, by).AsNoTracking().Include(p => p.Speakers.OrderBy(s => s.Position).ThenBy(s => s.Id)).FirstOrDefaultAsync(p => p.Code == known, ct) is not { } proposal)
            {
                return DecisionRefusals.Unknown;
            }

            var reviews = await db.Reviews.Where(r => r.ProposalId == proposal.Id).OrderBy(r => r.WrittenAt).ThenBy(r => r.Id)
                .Join(db.Accounts, r => r.ReviewerId, a => a.Id, (r, a) => new { r.ReviewerId, Review = new NamedReview(a.DisplayName, r.Score, r.Comment, r.ChangedAt) }).ToListAsync(ct);
            var assigned = await db.ReviewAssignments.Where(a => a.ProposalId == proposal.Id).Select(a => a.ReviewerId).ToListAsync(ct);
            var conflicts = await db.ReviewConflicts.Where(c => c.ProposalId == proposal.Id).ToDictionaryAsync(c => c.ReviewerId, c => c.Reason, ct);
            var reviewers = await ReviewScope.Reviewers(db).OrderBy(a => a.DisplayName).Select(a => new { a.Id, a.DisplayName }).ToListAsync(ct);
            return new ProposalRecord(
                proposal, proposal.AttachmentId is { } file ? await db.Files.Where(f => f.Id == file).Select(f => f.Name).FirstOrDefaultAsync(ct) : null, ReviewFigures.Of([.. reviews.Select(r => r.Review.Score)]),
                reviews.ConvertAll(r => r.Review), reviewers.ConvertAll(r => new ReviewerOfProposal(r.Id, r.DisplayName, assigned.Contains(r.Id), reviews.Exists(w => w.ReviewerId == r.Id), conflicts.GetValueOrDefault(r.Id))),
                await db.ProposalLog.AsNoTracking().Where(l => l.ProposalId == proposal.Id).OrderBy(l => l.Id).ToListAsync(ct),
                proposal.SessionId is { } session ? await db.Sessions.Where(s => s.Id == session).Select(s => s.Slug).FirstOrDefaultAsync(ct) : null);
        });

    public async Task<Result<ReviewBoard>> BoardAsync(Actor by, int conferenceId, CancellationToken ct) => !by.IsOrganiser
        ? ReviewRefusals.NotOrganiser
        : await store.ReadAsync<Result<ReviewBoard>>(async db =>
        {
            var known = ReviewScope.ForOrganiser(db, conferenceId, by);
            var open = known.Where(p => p.State == ProposalState.Submitted);
            var reviewers = await ReviewScope.Reviewers(db).OrderBy(a => a.DisplayName).ThenBy(a => a.Id).Select(a => new ReviewerLoad(
                a.Id, a.DisplayName, db.ReviewAssignments.Count(x => x.ReviewerId == a.Id && open.Any(p => p.Id == x.ProposalId)),
                db.ReviewAssignments.Count(x => x.ReviewerId == a.Id && open.Any(p => p.Id == x.ProposalId) && db.Reviews.Any(r => r.ProposalId == x.ProposalId && r.ReviewerId == a.Id)),
                db.Reviews.Count(r => r.ReviewerId == a.Id && open.Any(p => p.Id == r.ProposalId)), db.ReviewConflicts.Count(c => c.ReviewerId == a.Id && open.Any(p => p.Id == c.ProposalId)))).ToListAsync(ct);
            var conflicts = await db.ReviewConflicts.OrderBy(c => c.At).Join(known, c => c.ProposalId, p => p.Id, (c, p) => new { c, p.Code, p.Title })
                .Join(db.Accounts, x => x.c.ReviewerId, a => a.Id, (x, a) => new NamedConflict(x.Code, x.Title, a.Id, a.DisplayName, x.c.Reason, x.c.DeclaredBy, x.c.At)).ToListAsync(ct);
            return new ReviewBoard(
                await db.ReviewPhases.AsNoTracking().Where(p => p.ConferenceId == conferenceId).OrderBy(p => p.Position).ThenBy(p => p.Id).ToListAsync(ct), reviewers,
                conflicts,
                await open.CountAsync(ct), await open.CountAsync(p => !db.Reviews.Any(r => r.ProposalId == p.Id), ct));
        });

    /// <summary>The found ones as a file for spreadsheets; see <see cref="ProposalFile"/>.</summary>
    public async Task<Result<ProposalFile>> FileAsync(Actor by, int conferenceId, ProposalFilter filter, ProposalOrder order, CancellationToken ct) => !by.IsOrganiser
        ? DecisionRefusals.NotOrganiser
        : await store.ReadAsync<Result<ProposalFile>>(async db =>
        {
            var numbers = await ProposalSearch.InOrder(db, ProposalSearch.Find(db, ReviewScope.ForOrganiser(db, conferenceId, by), filter), order).Select(p => p.Id).ToListAsync(ct);
            return new ProposalFile(store, numbers);
        });
}
