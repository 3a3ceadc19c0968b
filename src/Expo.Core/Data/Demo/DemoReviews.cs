using Expo.Core.Agenda;
using Expo.Core.Submissions;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Data.Demo;

/// <summary>Two phases of reviewing, the first of them active with names hidden, and what the demo's reviewer is asked for.</summary>
internal static class DemoReviews
{
    public static async Task AddAsync(ExpoDb db, Conference conference, DateTimeOffset now, CancellationToken ct)
    {
        db.ReviewPhases.Add(new ReviewPhase { ConferenceId = conference.Id, Position = 0, Name = "First look, names hidden", ActiveSince = now.AddDays(-3), MayReview = true, SeesOthers = OthersReviews.AfterOwn });
        db.ReviewPhases.Add(new ReviewPhase { ConferenceId = conference.Id, Position = 1, Name = "Talking it over", SeesNames = true, MayReview = true, SeesOthers = OthersReviews.Always });
        if (await db.Accounts.Where(a => a.Email == "reviewer@expo.example").Select(a => (int?)a.Id).FirstOrDefaultAsync(ct) is { } reviewer)
        {
            var sent = await db.Proposals.Where(p => p.ConferenceId == conference.Id && p.State == ProposalState.Submitted).OrderBy(p => p.Code).Select(p => p.Id).ToListAsync(ct);
            db.ReviewAssignments.AddRange(sent.Take(2).Select(proposal => new ReviewAssignment { ProposalId = proposal, ReviewerId = reviewer, AssignedAt = now.AddDays(-3) }));
            db.Reviews.AddRange(sent.Skip(2).Take(1).Select(proposal => new Review
            {
                ProposalId = proposal, ReviewerId = reviewer, Score = 4, Comment = "Clear about what it cannot do. Ask for a second site.", WrittenAt = now.AddDays(-2), ChangedAt = now.AddDays(-2),
            }));
        }

        await db.SaveChangesAsync(ct);
    }
}
