using Expo.Core.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>Pools: their names and caps.</summary>
public sealed partial class CatalogueService
{
    /// <summary>How lines of the log about a pool begin.</summary>
    internal const string PoolLog = "Pool “";

    /// <returns>The pool's id.</returns>
    public Task<Result<int>> AddPoolAsync(Actor by, int conferenceId, PoolDraft draft, bool eachOrganisation, CancellationToken ct) => ChangeAsync<int>(
        by,
        async books =>
        {
            if (!await books.Db.Conferences.AnyAsync(c => c.Id == conferenceId, ct))
            {
                return CatalogueRefusals.UnknownEvent;
            }

            var added = await SeatPoolService.AddAsync(books, conferenceId, draft.Name, draft.Capacity, eachOrganisation, ct);
            if (!added.IsRefused)
            {
                Log(books, by, conferenceId, $"{PoolLog}{PlainText.OrNull(draft.Name)}” was added with a cap of {draft.Capacity}{(eachOrganisation ? " for each organization" : "")}.");
            }

            return added;
        },
        ct);

    /// <summary>
    /// Renames a pool or changes its cap. Nobody loses a seat by a lower cap; the pool is over then, and nothing of it comes
    /// free until enough people have left.
    /// </summary>
    public Task<Result<Done>> EditPoolAsync(Actor by, int poolId, PoolDraft shown, PoolDraft wanted, CancellationToken ct) => ChangeAsync<Done>(
        by,
        async books =>
        {
            var db = books.Db;
            if (await db.SeatPools.AsNoTracking().FirstOrDefaultAsync(p => p.Id == poolId && p.ParentId == null, ct) is not { } pool)
            {
                return RegistrationRefusals.UnknownPool;
            }

            var saved = new PoolDraft(pool.Name, pool.Capacity);
            if (CatalogueFacts.Stale(shown.Facts(), saved.Facts()) is { } stale)
            {
                return stale;
            }

            if (PlainText.OrNull(wanted.Name) is not { Length: <= 120 } called || !PlainText.IsOneLine(called))
            {
                return CatalogueRefusals.NameMissing;
            }

            if (wanted.Capacity != saved.Capacity && await SeatPoolService.SetCapacityAsync(books, poolId, wanted.Capacity, ct) is { IsRefused: true, Refusal: var refusal })
            {
                return refusal;
            }

            await db.SeatPools.Where(p => p.Id == poolId).ExecuteUpdateAsync(set => set.SetProperty(p => p.Name, called), ct);
            LogChanges(books, by, pool.ConferenceId, $"{PoolLog}{pool.Name}”", CatalogueFacts.Changes(saved.Facts(), (wanted with { Name = called }).Facts()));
            return Done.It;
        },
        ct);

    /// <summary>Only a pool that no ticket draws on and that never gave a seat.</summary>
    public Task<Result<Done>> DeletePoolAsync(Actor by, int poolId, CancellationToken ct) => ChangeAsync<Done>(
        by,
        async books =>
        {
            var db = books.Db;
            if (await db.SeatPools.AsNoTracking().FirstOrDefaultAsync(p => p.Id == poolId && p.ParentId == null, ct) is not { } pool)
            {
                return RegistrationRefusals.UnknownPool;
            }

            if (await db.TicketTypePools.AnyAsync(d => d.SeatPoolId == poolId, ct) || await db.SeatPools.AnyAsync(p => p.ParentId == poolId, ct)
                || await db.SeatLedger.AnyAsync(l => l.SeatPoolId == poolId && (l.Change != 0 || l.AttendeeId != null || l.AccessCodeId != null), ct))
            {
                return CatalogueRefusals.PoolInUse;
            }

            // What is left of its ledger only tells of caps that nobody was ever counted against.
            await db.SeatLedger.Where(l => l.SeatPoolId == poolId).ExecuteDeleteAsync(ct);
            await db.SeatPools.Where(p => p.Id == poolId).ExecuteDeleteAsync(ct);
            Log(books, by, pool.ConferenceId, $"{PoolLog}{pool.Name}” with a cap of {pool.Capacity} was deleted; no seat of it was ever taken.");
            return Done.It;
        },
        ct,
        fault: CatalogueRefusals.PoolInUse);
}
