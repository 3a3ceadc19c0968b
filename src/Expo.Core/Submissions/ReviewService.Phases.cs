using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>What organisers do: phases and assignments.</summary>
public sealed partial class ReviewService
{
    private const int LongestName = 120;
    private const int MostEach = 12;
    private const int AssignTries = 3;

    /// <summary>A new phase, or changes to one. A change of the active one holds from the next look on.</summary>
    public async Task<Result<ReviewPhase>> SavePhaseAsync(Actor by, int conferenceId, int? phaseId, PhaseDraft draft, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return ReviewRefusals.NotOrganiser;
        }

        if (PlainText.OrNull(draft.Name) is not { Length: <= LongestName } name || !PlainText.IsOneLine(name))
        {
            return ReviewRefusals.PhaseNameWrong;
        }

        return Tell(await store.ChangeAsync<ReviewPhase>(
            async db =>
            {
                var phase = phaseId is { } id ? await db.ReviewPhases.FirstOrDefaultAsync(p => p.Id == id && p.ConferenceId == conferenceId, ct) : null;
                if (phase is null && phaseId is not null)
                {
                    return ReviewRefusals.UnknownPhase;
                }

                if (phase is null)
                {
                    phase = new ReviewPhase { ConferenceId = conferenceId, Name = name, Position = await db.ReviewPhases.Where(p => p.ConferenceId == conferenceId).Select(p => (int?)p.Position).MaxAsync(ct) + 1 ?? 0 };
                    db.ReviewPhases.Add(phase);
                }

                (phase.Name, phase.SeesNames, phase.SeesOthers) = (name, draft.SeesNames, draft.SeesOthers);
                (phase.MayReview, phase.MayDecide, phase.AssignedOnly) = (draft.MayReview, draft.MayDecide, draft.AssignedOnly);
                return phase;
            },
            ct));
    }

    /// <summary>Begins a phase and ends the one before it; null ends reviewing. The unique index holds that one is active.</summary>
    public async Task<Result<Done>> ActivateAsync(Actor by, int conferenceId, int? phaseId, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return ReviewRefusals.NotOrganiser;
        }

        DateTimeOffset? now = clock.GetUtcNow();
        try
        {
            return Tell(await store.ChangeAsync<Done>(
                async db =>
                {
                    await db.ReviewPhases.Where(p => p.ConferenceId == conferenceId && p.ActiveSince != null && p.Id != phaseId).ExecuteUpdateAsync(set => set.SetProperty(p => p.ActiveSince, (DateTimeOffset?)null), ct);
                    return phaseId is null || await db.ReviewPhases.Where(p => p.Id == phaseId && p.ConferenceId == conferenceId).ExecuteUpdateAsync(set => set.SetProperty(p => p.ActiveSince, p => p.ActiveSince ?? now), ct) == 1
                        ? Done.It
                        : ReviewRefusals.UnknownPhase;
                },
                ct));
        }
        catch (Exception fault) when (ExpoStore.IsDuplicate(fault))
        {
            return ReviewRefusals.PhaseChanged;
        }
    }

    /// <summary>Removes a phase that is not active. Reviews stay.</summary>
    public async Task<Result<Done>> RemovePhaseAsync(Actor by, int conferenceId, int phaseId, CancellationToken ct) => !by.IsOrganiser
        ? ReviewRefusals.NotOrganiser
        : Tell(await store.ChangeAsync<Done>(
            async db => await db.ReviewPhases.Where(p => p.Id == phaseId && p.ConferenceId == conferenceId && p.ActiveSince == null).ExecuteDeleteAsync(ct) == 1 ? Done.It
                : await db.ReviewPhases.AnyAsync(p => p.Id == phaseId && p.ConferenceId == conferenceId, ct) ? ReviewRefusals.PhaseActive : ReviewRefusals.UnknownPhase,
            ct));

    /// <summary>Asks reviewers until each sent proposal without a decision has so many. What was asked before stays.</summary>
    /// <returns>How many were asked now.</returns>
    public async Task<Result<int>> AssignAsync(Actor by, int conferenceId, int? each, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return ReviewRefusals.NotOrganiser;
        }

        if (each is not (>= 1 and <= MostEach))
        {
            return ReviewRefusals.EachWrong;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Tell(await store.ChangeAsync(db => AssignAsync(db, conferenceId, each.Value, ct), ct));
            }
            catch (DbUpdateException fault) when (attempt < AssignTries && ExpoStore.IsDuplicate(fault))
            {
                // Somebody was asked by hand meanwhile.
            }
        }
    }

    /// <summary>Asks one reviewer for one proposal, or takes that back. A review that was written stays.</summary>
    public async Task<Result<Done>> AskAsync(Actor by, int conferenceId, string code, int reviewerId, bool asked, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return ReviewRefusals.NotOrganiser;
        }

        return await OnceAsync(() => store.ChangeAsync<Done>(
            async db =>
            {
                var known = ProposalCodes.Parse(code);
                if (await ReviewScope.ForOrganiser(db, conferenceId, by).Where(p => p.Code == known).Select(p => (int?)p.Id).FirstOrDefaultAsync(ct) is not { } proposal)
                {
                    return ReviewRefusals.Unknown;
                }

                await ReviewScope.LockAsync(db, proposal, ct);
                if (!asked)
                {
                    await db.ReviewAssignments.Where(a => a.ProposalId == proposal && a.ReviewerId == reviewerId).ExecuteDeleteAsync(ct);
                    return Done.It;
                }

                if (!await ReviewScope.Reviewers(db).AnyAsync(a => a.Id == reviewerId, ct)
                    || !await ReviewScope.WithoutConflicts(db, db.Proposals.Where(p => p.Id == proposal), reviewerId).AnyAsync(ct))
                {
                    return ReviewRefusals.UnknownReviewer;
                }

                if (!await db.ReviewAssignments.AnyAsync(a => a.ProposalId == proposal && a.ReviewerId == reviewerId, ct))
                {
                    db.ReviewAssignments.Add(new ReviewAssignment { ProposalId = proposal, ReviewerId = reviewerId, AssignedAt = clock.GetUtcNow() });
                }

                return Done.It;
            },
            ct));
    }

    private async Task<Result<int>> AssignAsync(ExpoDb db, int conferenceId, int each, CancellationToken ct)
    {
        // Takes the event's row: of two who press at once the second counts what the first has asked.
        await db.Conferences.LockAsync(conferenceId, ct);
        var reviewers = await ReviewScope.Reviewers(db).Select(a => new { a.Id, a.NormalizedEmail }).ToListAsync(ct);
        if (reviewers.Count == 0)
        {
            return ReviewRefusals.NoReviewers;
        }

        var proposals = await db.Proposals.Where(p => p.ConferenceId == conferenceId && p.State == ProposalState.Submitted && p.Decision == Decision.None).Select(p => p.Id).ToListAsync(ct);
        var speakers = await db.ProposalSpeakers.Where(s => proposals.Contains(s.ProposalId)).Select(s => new { s.ProposalId, s.AccountId, s.NormalisedEmail }).ToListAsync(ct);
        var conflicts = (await db.ReviewConflicts.Where(c => proposals.Contains(c.ProposalId)).Select(c => new { c.ProposalId, c.ReviewerId }).ToListAsync(ct)).ConvertAll(c => new Asked(c.ProposalId, c.ReviewerId));
        conflicts.AddRange(from speaker in speakers
                           from reviewer in reviewers
                           where speaker.AccountId == reviewer.Id || speaker.NormalisedEmail.ToUpperInvariant() == reviewer.NormalizedEmail
                           select new Asked(speaker.ProposalId, reviewer.Id));
        var standing = (await db.ReviewAssignments.Where(a => proposals.Contains(a.ProposalId)).Select(a => new { a.ProposalId, a.ReviewerId }).ToListAsync(ct))
            .Concat(await db.Reviews.Where(r => proposals.Contains(r.ProposalId)).Select(r => new { r.ProposalId, r.ReviewerId }).ToListAsync(ct)).Select(a => new Asked(a.ProposalId, a.ReviewerId)).Distinct();
        var now = clock.GetUtcNow();
        var added = AssignmentPlan.Add(proposals, reviewers.Select(r => r.Id), conflicts, standing, each);
        db.ReviewAssignments.AddRange(added.Select(a => new ReviewAssignment { ProposalId = a.ProposalId, ReviewerId = a.ReviewerId, AssignedAt = now }));
        return added.Count;
    }
}
