using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>A pool as a reader counts it: what has run out is free.</summary>
/// <param name="Free">Never below 0.</param>
/// <param name="NextHoldEnds">When the first of the living holds ends; null when nothing is held.</param>
internal sealed record CountedPool(int Id, string Name, int Capacity, int Taken, int Free, bool EachOrganisation, DateTimeOffset? NextHoldEnds);

/// <summary>The seats of an event at one instant, read without locks.</summary>
/// <param name="Pools">Those without a parent.</param>
/// <param name="Waiting">How many people wait for each ticket type, those whose offer has run out not counted.</param>
/// <param name="Draws">What each ticket type that somebody waits for draws on.</param>
internal sealed record SeatCount(IReadOnlyDictionary<int, CountedPool> Pools, IReadOnlyDictionary<int, int> Waiting, IReadOnlyDictionary<int, List<int>> Draws)
{
    public static async Task<SeatCount> ReadAsync(ExpoDb db, int conferenceId, DateTimeOffset now, CancellationToken ct)
    {
        var pools = await db.SeatPools.AsNoTracking().Where(p => p.ConferenceId == conferenceId && p.ParentId == null).ToListAsync(ct);
        var waiting = await db.Attendees.Where(a => a.ConferenceId == conferenceId && a.State == AttendeeState.Waiting).GroupBy(a => a.TicketTypeId).ToDictionaryAsync(g => g.Key, g => g.Count(), ct);
        var draws = await db.TicketTypes.AsNoTracking().Where(t => t.ConferenceId == conferenceId).Select(t => new { t.Id, Pools = t.Pools.Select(d => d.SeatPoolId).ToList() }).ToDictionaryAsync(t => t.Id, t => t.Pools, ct);
        var holds = await db.Attendees.Where(a => a.ConferenceId == conferenceId && a.HeldUntil != null && a.State != AttendeeState.Cancelled).Select(a => new { a.TicketTypeId, a.State, a.HeldUntil }).ToListAsync(ct);
        var codes = await db.AccessCodes.Where(c => c.ConferenceId == conferenceId && c.SeatsHeld > 0 && c.EndsAt != null).Select(c => new { c.TicketTypeId, c.SeatsHeld, c.EndsAt }).ToListAsync(ct);
        return new SeatCount(
            pools.ToDictionary(p => p.Id, p =>
            {
                var ranOut = holds.Count(h => h.HeldUntil <= now && draws[h.TicketTypeId].Contains(p.Id)) + codes.Where(c => c.EndsAt <= now && draws[c.TicketTypeId].Contains(p.Id)).Sum(c => c.SeatsHeld);
                // A confirmed seat is its holder's; only offers and unpaid seats are "held by others for now".
                var alive = holds.Where(h => h.HeldUntil > now && h.State != AttendeeState.Confirmed && draws[h.TicketTypeId].Contains(p.Id)).Select(h => h.HeldUntil);
                return new CountedPool(p.Id, p.Name, p.Capacity, p.Taken - ranOut, Math.Max(0, p.Capacity - p.Taken + ranOut), p.EachOrganisation, alive.Min());
            }),
            waiting,
            draws);
    }

    /// <summary>Free seats that a newcomer cannot have, because somebody waits for them.</summary>
    public bool IsSpokenFor(TicketType type) => Waiting.Keys.Any(other =>
        Draws[other].Intersect(type.Pools.Select(d => d.SeatPoolId)).Any() && Draws[other].All(id => Pools[id].EachOrganisation || Pools[id].Free > 0));
}
