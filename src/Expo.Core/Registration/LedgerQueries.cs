using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>A pool as the organiser reads it beside its ledger.</summary>
/// <param name="Taken">Everything that keeps a seat from others. For a pool that counts for each organisation: of all of them together.</param>
/// <param name="Held">Of these: offered or not yet paid, until a given time.</param>
/// <param name="HeldBack">Of these: kept for access codes.</param>
/// <param name="Over">Seats taken over the cap.</param>
/// <param name="Waiting">People who wait for a ticket that draws on it.</param>
/// <param name="Organisations">How many organisations have a pool of their own under it; null where it counts for all.</param>
public sealed record PoolFigure(int Id, string Name, int Capacity, int Taken, int Held, int HeldBack, int Over, int Waiting, int? Organisations);

/// <summary>One line of the ledger with the names it points to.</summary>
/// <param name="Person">Null when it is about no person, or one whose name was erased.</param>
/// <param name="By">Of a line about the pool itself: the organiser who changed it.</param>
public sealed record LedgerRow(long Id, DateTimeOffset At, string Pool, int Change, int? Ceiling, string Text, int? AttendeeId, string? Person, string? By);

/// <summary>One page of the ledger, newest first, and how many lines there are.</summary>
public sealed record LedgerPage(IReadOnlyList<LedgerRow> Lines, int Total);

/// <summary>Reads the seat ledger. For organisers.</summary>
public sealed class LedgerQueries(ExpoStore store, RegistrationQueries registration, TimeProvider clock)
{
    /// <summary>The pools that count for everybody or for each organisation, in the order they were made.</summary>
    public async Task<Result<List<PoolFigure>>> PoolsAsync(Actor by, int conferenceId, CancellationToken ct) =>
        by.IsOrganiser ? await store.ReadAsync(db => PoolsAsync(db, conferenceId, ct)) : RegistrationRefusals.NotOrganiser;

    /// <param name="by">An organiser.</param>
    /// <param name="conferenceId">Of this event only.</param>
    /// <param name="poolId">Of this pool and those under it, or null for all.</param>
    /// <param name="skip">How many of the newest to leave out.</param>
    /// <param name="take">At most this many.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<Result<LedgerPage>> LinesAsync(Actor by, int conferenceId, int? poolId, int skip, int take, CancellationToken ct) => !by.IsOrganiser
        ? RegistrationRefusals.NotOrganiser
        : await store.ReadAsync(async db =>
        {
            var pools = await db.SeatPools.Where(p => p.ConferenceId == conferenceId && (poolId == null || p.Id == poolId || p.ParentId == poolId)).ToDictionaryAsync(p => p.Id, p => p.Name, ct);
            var ids = pools.Keys.ToList();
            var lines = db.SeatLedger.Where(l => ids.Contains(l.SeatPoolId));
            var page = await lines.OrderByDescending(l => l.Id).Skip(skip).Take(take)
                .Select(l => new
                {
                    l.Id, l.At, l.SeatPoolId, l.Change, l.Ceiling, l.Text, l.AttendeeId, Person = db.Attendees.Where(a => a.Id == l.AttendeeId && a.Email != "").Select(a => a.Name).FirstOrDefault(),
                    // The ledger names nobody. The log does, and what one transaction writes has one instant.
                    By = l.AttendeeId == null ? db.RegistrationLog.Where(g => g.ConferenceId == conferenceId && g.AttendeeId == null && g.At == l.At && g.Text.StartsWith(CatalogueService.PoolLog)).Select(g => g.By).FirstOrDefault() : null,
                }).ToListAsync(ct);
            return new LedgerPage(page.ConvertAll(l => new LedgerRow(l.Id, l.At, pools[l.SeatPoolId], l.Change, l.Ceiling, l.Text, l.AttendeeId, l.Person, l.By)), await lines.CountAsync(ct));
        });

    /// <summary>Replays the whole ledger, line by line: slow with many lines, so only when it is asked for.</summary>
    public async Task<Result<List<LedgerCheck>>> ReplayAsync(Actor by, int conferenceId, CancellationToken ct) =>
        by.IsOrganiser ? await registration.CheckLedgerAsync(conferenceId, ct) : RegistrationRefusals.NotOrganiser;

    private async Task<List<PoolFigure>> PoolsAsync(ExpoDb db, int conferenceId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var pools = await db.SeatPools.AsNoTracking().Where(p => p.ConferenceId == conferenceId).OrderBy(p => p.Id).ToListAsync(ct);
        var held = await db.Attendees.Where(a => a.ConferenceId == conferenceId && a.HeldUntil > now && (a.State == AttendeeState.Offered || a.State == AttendeeState.Unpaid))
            .Join(db.SeatLedger, a => a.Id, l => l.AttendeeId, (_, l) => l).GroupBy(l => l.SeatPoolId).ToDictionaryAsync(g => g.Key, g => g.Sum(l => l.Change), ct);
        var heldBack = await db.SeatLedger.Where(l => l.AccessCodeId != null).GroupBy(l => l.SeatPoolId).ToDictionaryAsync(g => g.Key, g => g.Sum(l => l.Change), ct);
        var waiting = await db.Attendees.Where(a => a.ConferenceId == conferenceId && a.State == AttendeeState.Waiting)
            .Join(db.TicketTypePools, a => a.TicketTypeId, d => d.TicketTypeId, (_, d) => d).GroupBy(d => d.SeatPoolId).ToDictionaryAsync(g => g.Key, g => g.Count(), ct);
        var children = pools.Where(p => p.ParentId is not null).ToLookup(p => p.ParentId!.Value);
        return pools.Where(p => p.ParentId is null).Select(p =>
        {
            SeatPool[] counted = p.EachOrganisation ? [.. children[p.Id]] : [p];
            return new PoolFigure(
                p.Id, p.Name, p.Capacity, counted.Sum(c => c.Taken), counted.Sum(c => held.GetValueOrDefault(c.Id)), counted.Sum(c => heldBack.GetValueOrDefault(c.Id)),
                counted.Sum(c => c.Over), waiting.GetValueOrDefault(p.Id), p.EachOrganisation ? counted.Length : null);
        }).ToList();
    }
}
