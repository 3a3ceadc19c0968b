using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>
/// Changes what seats there are: pools, their caps, what ticket types draw on, and seats held back. Each change moves the seats
/// of those who have them along, in one transaction, with a ledger line for each.
/// </summary>
public sealed class SeatPoolService(ExpoStore store, JobBell bell, Feed<SeatsChanged> feed, TimeProvider clock)
{
    private const int LargestCapacity = 1_000_000;

    /// <returns>The pool's id.</returns>
    public Task<Result<int>> AddPoolAsync(Actor by, int conferenceId, string? name, int capacity, bool eachOrganisation, CancellationToken ct) =>
        ChangeAsync(by, books => AddAsync(books, conferenceId, name, capacity, eachOrganisation, ct), ct);

    /// <summary>
    /// Changes a cap. Raised, the new seats are offered to whoever waits; lowered below what is taken, nobody loses a seat and
    /// none comes free until enough people left.
    /// </summary>
    public Task<Result<Done>> SetCapacityAsync(Actor by, int poolId, int capacity, CancellationToken ct) => ChangeAsync(by, books => SetCapacityAsync(books, poolId, capacity, ct), ct);

    /// <summary>
    /// Says what a ticket type draws on. Whoever has such a ticket takes a seat of each pool that is added, over its cap if need
    /// be, and gives back those of pools that are taken away.
    /// </summary>
    public Task<Result<Done>> DrawOnAsync(Actor by, int ticketTypeId, IReadOnlyCollection<int> poolIds, CancellationToken ct) => ChangeAsync(by, books => DrawOnAsync(books, ticketTypeId, poolIds, ct), ct);

    internal static async Task<Result<int>> AddAsync(SeatBooks books, int conferenceId, string? name, int capacity, bool eachOrganisation, CancellationToken ct)
    {
        if (PlainText.OrNull(name) is not { Length: <= 120 } called || !PlainText.IsOneLine(called))
        {
            return CatalogueRefusals.NameMissing;
        }

        if (capacity is < 0 or > LargestCapacity)
        {
            return RegistrationRefusals.CapacityWrong;
        }

        var pool = SeatPool.Of(conferenceId, called, capacity, eachOrganisation);
        books.Db.SeatPools.Add(pool);
        await books.Db.SaveChangesAsync(ct);
        books.Db.SeatLedger.Add(new SeatLedgerLine { SeatPoolId = pool.Id, At = books.Now, Ceiling = capacity, Text = LedgerWords.Cap(capacity) });
        return pool.Id;
    }

    internal static async Task<Result<Done>> SetCapacityAsync(SeatBooks books, int poolId, int capacity, CancellationToken ct)
    {
        if (capacity is < 0 or > LargestCapacity)
        {
            return RegistrationRefusals.CapacityWrong;
        }

        if (await books.Db.SeatPools.AsNoTracking().FirstOrDefaultAsync(p => p.Id == poolId && p.ParentId == null, ct) is not { } pool)
        {
            return RegistrationRefusals.UnknownPool;
        }

        await SetAsync(books, pool, capacity, ct);
        foreach (var child in await books.Db.SeatPools.AsNoTracking().Where(p => p.ParentId == poolId).OrderBy(p => p.Id).ToListAsync(ct))
        {
            await SetAsync(books, child, capacity, ct);
        }

        // Lowered, a party may stand in the line that can never be seated now, and keeps nothing from others any more.
        books.Freed = true;
        return Done.It;
    }

    internal static async Task<Result<Done>> DrawOnAsync(SeatBooks books, int ticketTypeId, IReadOnlyCollection<int> poolIds, CancellationToken ct)
    {
        var db = books.Db;
        if (await db.TicketTypes.Include(t => t.Pools).FirstOrDefaultAsync(t => t.Id == ticketTypeId, ct) is not { } type)
        {
            return CatalogueRefusals.UnknownType;
        }

        if (await db.SeatPools.CountAsync(p => poolIds.Contains(p.Id) && p.ConferenceId == type.ConferenceId && p.ParentId == null, ct) != poolIds.Distinct().Count())
        {
            return RegistrationRefusals.UnknownPool;
        }

        type.Pools.RemoveAll(d => !poolIds.Contains(d.SeatPoolId));
        type.Pools.AddRange(poolIds.Except(type.Pools.Select(d => d.SeatPoolId)).Select(id => new TicketTypePool { TicketTypeId = type.Id, SeatPoolId = id }).ToList());
        await db.SaveChangesAsync(ct);
        var holders = await db.Attendees.AsNoTracking()
            .Where(a => a.TicketTypeId == type.Id && (a.State == AttendeeState.Confirmed || a.State == AttendeeState.Offered || a.State == AttendeeState.Unpaid)).OrderBy(a => a.Id).ToListAsync(ct);
        foreach (var holder in holders)
        {
            await books.MatchAsync(holder.Id, await books.CountedPoolsOfAsync(type.Id, holder.Organisation, ct), LedgerWords.PoolsChanged, ct, over: true);
        }

        books.Freed = true;
        return Done.It;
    }

    /// <summary>Holds seats of the type's pools back for an access code. Refused when there is no room for all of them.</summary>
    internal static async Task<Refusal?> HoldBackAsync(SeatBooks books, AccessCode code, int seats, CancellationToken ct)
    {
        var pools = await books.SharedPoolsOfAsync(code.TicketTypeId, ct);
        if (pools.Count == 0 || (await books.FreeSeatsAsync(pools, ct)).Values.Any(free => free < seats))
        {
            return CatalogueRefusals.NotEnoughToHoldBack;
        }

        foreach (var pool in pools)
        {
            await books.TakeForCodeAsync(pool, code.Id, seats, ct);
        }

        await books.Db.AccessCodes.Where(c => c.Id == code.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.SeatsHeld, seats), ct);
        return null;
    }

    internal async Task<Result<T>> ChangeAsync<T>(Actor by, Func<SeatBooks, Task<Result<T>>> change, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return RegistrationRefusals.NotOrganiser;
        }

        var result = await SeatChange.RunAsync(store, clock, change, ct);
        if (!result.IsRefused)
        {
            bell.Ring();
            feed.Tell(new SeatsChanged());
        }

        return result;
    }

    private static async Task SetAsync(SeatBooks books, SeatPool pool, int capacity, CancellationToken ct)
    {
        await books.Db.SeatPools.Where(p => p.Id == pool.Id).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.Capacity, capacity).SetProperty(p => p.Ceiling, p => p.Taken > capacity ? p.Taken : capacity), ct);
        books.Db.SeatLedger.Add(new SeatLedgerLine
        {
            SeatPoolId = pool.Id, At = books.Now, Ceiling = Math.Max(pool.Taken, capacity), Text = LedgerWords.CapChanged(pool.Capacity, capacity, Math.Max(0, pool.Taken - capacity)),
        });
    }
}
