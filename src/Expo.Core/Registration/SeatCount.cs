using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>A pool as a reader counts it: what has run out is free.</summary>
/// <param name="Free">Never below 0.</param>
/// <param name="Open">Of these, what a newcomer can have: the rest is kept for people who wait.</param>
/// <param name="NextHoldEnds">When the first of the living holds ends; null when nothing is held.</param>
internal sealed record CountedPool(int Id, string Name, int Capacity, int Taken, int Free, int Open, bool EachOrganisation, DateTimeOffset? NextHoldEnds);

/// <summary>The seats of an event at one instant, read without locks.</summary>
/// <param name="Pools">Those without a parent.</param>
/// <param name="Waiting">How many people wait for each ticket type, those whose offer has run out not counted.</param>
/// <param name="Draws">What each ticket type draws on.</param>
/// <param name="Counts">The same pools, and those of single organisations where they were asked for, with what is kept for people who wait.</param>
internal sealed record SeatCount(IReadOnlyDictionary<int, CountedPool> Pools, IReadOnlyDictionary<int, int> Waiting, IReadOnlyDictionary<int, List<int>> Draws, PoolCounts Counts)
{
    /// <summary>The pools of a ticket type that its future holder has no seat of yet, that of the own organisation with them.</summary>
    public List<CountedPool> WantedBy(Attendee holder, int ticketType, IReadOnlySet<int> held) =>
        [.. (Counts.Of(ticketType, Organisations.Key(holder.Organisation)) ?? []).Where(p => !held.Contains(p.Id))
            .Select(p => Pools.GetValueOrDefault(p.Id) ?? new CountedPool(p.Id, p.Name, p.Capacity, p.Taken, Math.Max(0, p.Free), p.Open, false, null))];

    /// <summary>How many people stand in the line that somebody who waits for this ticket type joins: all who wait for a seat of one of its pools, for whatever ticket. As <see cref="LinePlace"/> counts them.</summary>
    public int WaitingWith(int ticketType) => Waiting.Where(w => w.Key == ticketType || SharesPools(w.Key, ticketType)).Sum(w => w.Value);

    public bool SharesPools(int ticketType, int other) => Draws[ticketType].Intersect(Draws[other]).Any();

    /// <param name="db">To read from.</param>
    /// <param name="conferenceId">Of this event.</param>
    /// <param name="now">What has run out by then is free.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <param name="mover">Who may wait already and does not stand in his own way.</param>
    public static async Task<SeatCount> ReadAsync(ExpoDb db, int conferenceId, DateTimeOffset now, CancellationToken ct, int mover = 0)
    {
        var pools = await db.SeatPools.AsNoTracking().Where(p => p.ConferenceId == conferenceId && p.ParentId == null).ToListAsync(ct);
        var waiting = await db.Attendees.Where(a => a.ConferenceId == conferenceId && a.State == AttendeeState.Waiting).GroupBy(a => a.TicketTypeId).ToDictionaryAsync(g => g.Key, g => g.Count(), ct);
        var draws = await db.TicketTypes.AsNoTracking().Where(t => t.ConferenceId == conferenceId).Select(t => new { t.Id, Pools = t.Pools.Select(d => d.SeatPoolId).OrderBy(id => id).ToList() }).ToDictionaryAsync(t => t.Id, t => t.Pools, ct);
        var holds = await db.Attendees.Where(a => a.ConferenceId == conferenceId && a.HeldUntil != null && a.State != AttendeeState.Cancelled).Select(a => new { a.TicketTypeId, a.State, a.HeldUntil, a.Organisation }).ToListAsync(ct);
        var codes = await db.AccessCodes.Where(c => c.ConferenceId == conferenceId && c.SeatsHeld > 0 && c.EndsAt != null).Select(c => new { c.TicketTypeId, c.SeatsHeld, c.EndsAt }).ToListAsync(ct);
        // The pools of single organisations, of which there may be many, matter to those who wait and to those who change.
        var organisations = (waiting.Count > 0 || mover != 0) && pools.Exists(p => p.EachOrganisation)
            ? await db.SeatPools.AsNoTracking().Where(p => p.ConferenceId == conferenceId && p.ParentId != null).ToListAsync(ct) : [];
        var over = holds.Where(h => h.HeldUntil <= now).ToList();
        int RanOut(int pool) => over.Count(h => draws[h.TicketTypeId].Contains(pool)) + codes.Where(c => c.EndsAt <= now && draws[c.TicketTypeId].Contains(pool)).Sum(c => c.SeatsHeld);
        var each = pools.Where(p => p.EachOrganisation).Select(p => p.Id).ToHashSet();
        var counts = new PoolCounts(
            pools.ToDictionary(p => p.Id, p => new PoolCount(p.Id, p.Name, p.Capacity, p.Taken - RanOut(p.Id))),
            organisations.ToDictionary(p => (p.ParentId!.Value, p.OrganisationKey!), p => new PoolCount(
                p.Id, p.Name, p.Capacity, p.Taken - over.Count(h => draws[h.TicketTypeId].Contains(p.ParentId!.Value) && Organisations.Key(h.Organisation) == p.OrganisationKey), ofOrganisation: true)),
            draws.Where(d => d.Value.Count > 0).ToDictionary(d => d.Key, d => new Draw([.. d.Value.Where(id => !each.Contains(id))], [.. d.Value.Where(each.Contains)])));
        if (waiting.Keys.Any(counts.IsOpen))
        {
            await WaitingLine.LayAsync(db, counts, conferenceId, ct, mover);
        }

        return new SeatCount(
            pools.ToDictionary(p => p.Id, p =>
            {
                // A confirmed seat is its holder's; only offers and unpaid seats are "held by others for now".
                var alive = holds.Where(h => h.HeldUntil > now && h.State != AttendeeState.Confirmed && draws[h.TicketTypeId].Contains(p.Id)).Select(h => h.HeldUntil);
                var count = counts.Shared(p.Id);
                return new CountedPool(p.Id, p.Name, p.Capacity, count.Taken, Math.Max(0, count.Free), count.Open, p.EachOrganisation, alive.Min());
            }),
            waiting,
            draws,
            counts);
    }
}
