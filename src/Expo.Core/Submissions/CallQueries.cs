using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>How many proposals there are, as the call's desk shows them.</summary>
public sealed record CallCount(int Drafts, int Submitted, int Withdrawn);

/// <summary>Reads of the call for talks.</summary>
public sealed class CallQueries(ExpoStore store, TimeProvider clock)
{
    /// <summary>Null where no organiser has saved one.</summary>
    public Task<CallForTalks?> CallAsync(int conferenceId, CancellationToken ct) =>
        store.ReadAsync(db => db.CallsForTalks.AsNoTracking().FirstOrDefaultAsync(c => c.ConferenceId == conferenceId, ct));

    public async Task<bool> IsOpenAsync(int conferenceId, CancellationToken ct) => CallRules.StateOf(await CallAsync(conferenceId, ct), clock.GetUtcNow()) == CallState.Open;

    public async Task<Result<CallCount>> CountAsync(Actor by, int conferenceId, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return CallRefusals.NotOrganiser;
        }

        var states = await store.ReadAsync(db => db.Proposals.Where(p => p.ConferenceId == conferenceId).GroupBy(p => p.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct));
        return new CallCount(states.GetValueOrDefault(ProposalState.Draft), states.GetValueOrDefault(ProposalState.Submitted), states.GetValueOrDefault(ProposalState.Withdrawn));
    }
}
