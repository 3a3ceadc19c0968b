using Expo.Core.Data;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>
/// Seats inside one transaction: taking, freeing, and the ledger line for each. What a person or an access code holds is what
/// the ledger says, so a seat goes back to the pool it came from whatever has become of its ticket type since.
/// </summary>
internal sealed class SeatBooks(ExpoDb db, DateTimeOffset now)
{
    public ExpoDb Db => db;

    public DateTimeOffset Now => now;

    /// <summary>Seats came free, or may have: whoever waits must be looked at before the end.</summary>
    public bool Freed { get; set; }

    /// <summary>
    /// Locks every pool without a parent, in the order of their keys, before anything is read: whoever gives away or frees a
    /// seat stands in this one line, so nothing read after it can change underfoot.
    /// </summary>
    public async Task LockAsync(CancellationToken ct)
    {
        foreach (var id in await db.SeatPools.Where(p => p.ParentId == null).OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(ct))
        {
            await db.SeatPools.Where(p => p.Id == id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Taken, p => p.Taken), ct);
        }
    }

    /// <summary>The pools that one person with this ticket takes a seat of, in the order of their keys. Refused when the ticket is counted for each organisation and the person names none.</summary>
    public async Task<Result<List<int>>> PoolsOfAsync(int ticketTypeId, string? organisation, CancellationToken ct) =>
        Organisations.Key(organisation) is null && (await DrawnAsync(ticketTypeId, ct)).Exists(pool => pool.EachOrganisation)
            ? RegistrationRefusals.OrganisationMissing
            : await CountedPoolsOfAsync(ticketTypeId, organisation, ct);

    /// <summary>The same for whoever has the ticket already: without an organisation a person is counted in none.</summary>
    public async Task<List<int>> CountedPoolsOfAsync(int ticketTypeId, string? organisation, CancellationToken ct)
    {
        var pools = new List<int>();
        foreach (var pool in await DrawnAsync(ticketTypeId, ct))
        {
            if (!pool.EachOrganisation)
            {
                pools.Add(pool.Id);
            }
            else if (Organisations.Key(organisation) is { } key)
            {
                pools.Add(await OrganisationPoolAsync(pool, key, organisation!, ct));
            }
        }

        return [.. pools.Order()];
    }

    /// <summary>Those of its pools that count for everybody.</summary>
    public async Task<List<int>> SharedPoolsOfAsync(int ticketTypeId, CancellationToken ct) =>
        [.. (await DrawnAsync(ticketTypeId, ct)).Where(pool => !pool.EachOrganisation).Select(pool => pool.Id)];

    public async Task<Dictionary<int, int>> FreeSeatsAsync(IEnumerable<int> pools, CancellationToken ct)
    {
        var ids = pools.Distinct().ToList();
        // Selected, not loaded: a pool that the context had loaded before would be counted as it was then.
        return await db.SeatPools.Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, Free = p.Capacity - p.Taken }).ToDictionaryAsync(p => p.Id, p => p.Free, ct);
    }

    /// <summary>Takes a seat of each pool. The guard in the statement holds the cap; only <paramref name="over"/> may pass it, and says so in the pool and the ledger.</summary>
    public async Task TakeAsync(IEnumerable<int> pools, int attendee, string words, CancellationToken ct, bool over = false)
    {
        foreach (var pool in pools)
        {
            var took = await db.SeatPools.Where(p => p.Id == pool && p.Taken < p.Capacity).ExecuteUpdateAsync(set => set.SetProperty(p => p.Taken, p => p.Taken + 1), ct) == 1;
            int? ceiling = null;
            if (!took && over)
            {
                took = await db.SeatPools.Where(p => p.Id == pool).ExecuteUpdateAsync(set => set.SetProperty(p => p.Ceiling, p => p.Taken + 1).SetProperty(p => p.Taken, p => p.Taken + 1), ct) == 1;
                ceiling = await db.SeatPools.Where(p => p.Id == pool).Select(p => p.Ceiling).FirstAsync(ct);
            }

            if (!took)
            {
                throw new InvalidOperationException($"Pool {pool} had room a moment ago although its row is locked.");
            }

            db.SeatLedger.Add(new SeatLedgerLine { SeatPoolId = pool, AttendeeId = attendee, At = now, Change = 1, Ceiling = ceiling, Text = words });
        }
    }

    /// <summary>What a person holds: seats by pool, in the order of the pools.</summary>
    public async Task<SortedDictionary<int, int>> HeldByAsync(int attendee, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        return new(await db.SeatLedger.Where(l => l.AttendeeId == attendee).GroupBy(l => l.SeatPoolId)
            .Select(g => new { Pool = g.Key, Seats = g.Sum(l => l.Change) }).Where(h => h.Seats > 0).ToDictionaryAsync(h => h.Pool, h => h.Seats, ct));
    }

    /// <summary>Gives back everything that a person holds, except in these pools.</summary>
    /// <returns>False when that is nothing.</returns>
    public async Task<bool> FreeAsync(int attendee, string words, CancellationToken ct, IReadOnlyCollection<int>? but = null)
    {
        var gone = (await HeldByAsync(attendee, ct)).Where(h => but?.Contains(h.Key) != true).ToList();
        foreach (var (pool, seats) in gone)
        {
            await GiveBackAsync(pool, seats, new SeatLedgerLine { SeatPoolId = pool, AttendeeId = attendee, At = now, Change = -seats, Text = words }, ct);
        }

        return gone.Count > 0;
    }

    /// <summary>Makes what a person holds the seats of exactly these pools; over a cap only if <paramref name="over"/> says so.</summary>
    public async Task MatchAsync(int attendee, IReadOnlyCollection<int> pools, string words, CancellationToken ct, bool over)
    {
        await FreeAsync(attendee, words, ct, but: pools);
        await TakeAsync(pools.Except((await HeldByAsync(attendee, ct)).Keys).ToList(), attendee, words, ct, over);
    }

    /// <summary>Counts seats as taken for an access code. The guard in the statement holds the cap.</summary>
    public async Task TakeForCodeAsync(int pool, int code, int seats, CancellationToken ct)
    {
        if (await db.SeatPools.Where(p => p.Id == pool && p.Taken + seats <= p.Capacity).ExecuteUpdateAsync(set => set.SetProperty(p => p.Taken, p => p.Taken + seats), ct) != 1)
        {
            throw new InvalidOperationException($"Pool {pool} had room for {seats} a moment ago although its row is locked.");
        }

        db.SeatLedger.Add(new SeatLedgerLine { SeatPoolId = pool, AccessCodeId = code, At = now, Change = seats, Text = LedgerWords.HeldBack(seats) });
    }

    /// <summary>Gives back what is still held back for an access code that is over.</summary>
    public async Task FreeCodeAsync(AccessCode code, CancellationToken ct)
    {
        var held = await db.SeatLedger.Where(l => l.AccessCodeId == code.Id).GroupBy(l => l.SeatPoolId)
            .Select(g => new { Pool = g.Key, Seats = g.Sum(l => l.Change) }).Where(h => h.Seats > 0).OrderBy(h => h.Pool).ToListAsync(ct);
        foreach (var h in held)
        {
            await GiveBackAsync(h.Pool, h.Seats, new SeatLedgerLine { SeatPoolId = h.Pool, AccessCodeId = code.Id, At = now, Change = -h.Seats, Text = LedgerWords.CodeOver(h.Seats) }, ct);
        }

        await db.AccessCodes.Where(c => c.Id == code.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.SeatsHeld, 0), ct);
    }

    /// <summary>Tells of something that moved no seat.</summary>
    public void Tell(int pool, int attendee, string words) => db.SeatLedger.Add(new SeatLedgerLine { SeatPoolId = pool, AttendeeId = attendee, At = now, Text = words });

    /// <summary>Tells it in the first pool that the person's ticket draws on; nowhere when that has no cap.</summary>
    public async Task TellAsync(Attendee attendee, string words, CancellationToken ct)
    {
        if (await CountedPoolsOfAsync(attendee.TicketTypeId, attendee.Organisation, ct) is [var pool, ..])
        {
            Tell(pool, attendee.Id, words);
        }
    }

    /// <summary>Leaves a letter about this ticket as it is now; one of each kind for each revision.</summary>
    public void Leave(string template, Attendee about) =>
        db.Outbox.Add(OutboxLetter.For(template, about.NormalisedEmail, about.Id, about.Revision, now));

    // Over the cap the ceiling comes down with each seat that is given back, and stays at the cap.
    private async Task GiveBackAsync(int pool, int seats, SeatLedgerLine line, CancellationToken ct)
    {
        var before = await db.SeatPools.Where(p => p.Id == pool).Select(p => new { p.Ceiling, p.Capacity }).FirstAsync(ct);
        var gave = await db.SeatPools.Where(p => p.Id == pool && p.Taken >= seats).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.Taken, p => p.Taken - seats).SetProperty(p => p.Ceiling, p => p.Taken - seats > p.Capacity ? p.Taken - seats : p.Capacity), ct);
        if (gave != 1)
        {
            throw new InvalidOperationException($"Pool {pool} counts fewer than {seats} seats although the ledger says that they are taken.");
        }

        int? ceiling = before.Ceiling > before.Capacity ? await db.SeatPools.Where(p => p.Id == pool).Select(p => p.Ceiling).FirstAsync(ct) : null;
        db.SeatLedger.Add(new SeatLedgerLine
        {
            SeatPoolId = line.SeatPoolId, AttendeeId = line.AttendeeId, AccessCodeId = line.AccessCodeId, At = line.At, Change = line.Change, Text = line.Text, Ceiling = ceiling,
        });
        Freed = true;
    }

    private Task<List<SeatPool>> DrawnAsync(int ticketTypeId, CancellationToken ct) => db.TicketTypePools.Where(d => d.TicketTypeId == ticketTypeId)
        .Join(db.SeatPools, d => d.SeatPoolId, p => p.Id, (_, p) => p).AsNoTracking().OrderBy(p => p.Id).ToListAsync(ct);

    private async Task<int> OrganisationPoolAsync(SeatPool parent, string key, string name, CancellationToken ct)
    {
        if (await db.SeatPools.Where(p => p.ParentId == parent.Id && p.OrganisationKey == key).Select(p => (int?)p.Id).FirstOrDefaultAsync(ct) is { } found)
        {
            return found;
        }

        var pool = SeatPool.OfOrganisation(parent, key, name);
        db.SeatPools.Add(pool);
        await db.SaveChangesAsync(ct);
        db.SeatLedger.Add(new SeatLedgerLine { SeatPoolId = pool.Id, At = now, Ceiling = pool.Capacity, Text = LedgerWords.Cap(pool.Capacity) });
        return pool.Id;
    }
}
