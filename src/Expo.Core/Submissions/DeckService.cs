using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>Chooses which version of a deck is shown on stage, and which one the public may have. Versions come in as uploads.</summary>
public sealed class DeckService(ExpoStore store, Feed<DeckChanged> feed, TimeProvider clock)
{
    /// <summary>Freezes a version for the stage, in place of the one that was. Later uploads change nothing of that.</summary>
    public async Task<Result<DeckVersion>> FreezeAsync(Actor by, int versionId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        try
        {
            return await ChangeAsync(by, versionId, async (db, version) =>
            {
                if (version.State != DeckState.Ready)
                {
                    return DeckRefusals.NotReady;
                }

                await db.DeckVersions.Where(d => d.SessionId == version.SessionId && d.FrozenAt != null && d.Id != versionId)
                    .ExecuteUpdateAsync(set => set.SetProperty(d => d.FrozenAt, (DateTimeOffset?)null).SetProperty(d => d.FrozenBy, (string?)null), ct);
                (version.FrozenAt, version.FrozenBy) = (version.FrozenAt ?? now, version.FrozenBy ?? by.Name);
                return version;
            }, ct);
        }
        catch (DbUpdateException fault) when (ExpoStore.IsDuplicate(fault))
        {
            return DeckRefusals.FrozenElsewhere;
        }
    }

    public Task<Result<DeckVersion>> UnfreezeAsync(Actor by, int versionId, CancellationToken ct) => ChangeAsync(by, versionId, (_, version) =>
    {
        if (!version.IsOnStage)
        {
            return Task.FromResult<Result<DeckVersion>>(DeckRefusals.NotFrozen);
        }

        (version.FrozenAt, version.FrozenBy) = (null, null);
        return Task.FromResult<Result<DeckVersion>>(version);
    }, ct);

    /// <summary>Lets the public have this version once the talk is over, in place of any other of the session. Every speaker must have allowed it.</summary>
    public Task<Result<DeckVersion>> ApproveAsync(Actor by, int versionId, CancellationToken ct) => ChangeAsync(by, versionId, async (db, version) =>
    {
        if (version.State != DeckState.Ready || version.PublicFileId is null)
        {
            return version.State != DeckState.Ready ? DeckRefusals.NotReady : DeckRefusals.NoPublicCopy;
        }

        var silent = await db.Sessions.Where(s => s.Id == version.SessionId).SelectMany(s => s.Speakers)
            .Where(p => !db.SpeakerConsents.Any(c => c.SessionId == version.SessionId && c.SpeakerId == p.Id && c.Publish)).OrderBy(p => p.Name).Select(p => p.Name).ToListAsync(ct);
        if (silent.Count > 0)
        {
            return DeckRefusals.NoConsent(string.Join(" and ", silent));
        }

        await db.DeckVersions.Where(d => d.SessionId == version.SessionId && d.ApprovedAt != null && d.Id != versionId)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.ApprovedAt, (DateTimeOffset?)null).SetProperty(d => d.ApprovedBy, (string?)null), ct);
        (version.ApprovedAt, version.ApprovedBy) = (version.ApprovedAt ?? clock.GetUtcNow(), version.ApprovedBy ?? by.Name);
        return version;
    }, ct);

    /// <summary>Takes the approval back. From then on its public address answers nobody.</summary>
    public Task<Result<DeckVersion>> WithdrawAsync(Actor by, int versionId, CancellationToken ct) => ChangeAsync(by, versionId, (_, version) =>
    {
        if (version.ApprovedAt is null)
        {
            return Task.FromResult<Result<DeckVersion>>(DeckRefusals.NotApproved);
        }

        (version.ApprovedAt, version.ApprovedBy) = (null, null);
        return Task.FromResult<Result<DeckVersion>>(version);
    }, ct);

    private async Task<Result<DeckVersion>> ChangeAsync(Actor by, int versionId, Func<ExpoDb, DeckVersion, Task<Result<DeckVersion>>> change, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return DeckRefusals.NotOrganiser;
        }

        var changed = await store.ChangeAsync(async db => await db.DeckVersions.FindAsync([versionId], ct) is { } version ? await change(db, version) : DeckRefusals.Unknown, ct);
        if (!changed.IsRefused)
        {
            feed.Tell(new DeckChanged(changed.Value.SessionId));
        }

        return changed;
    }
}
