using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>
/// Whether money that comes after its hold has ended still gets a seat. It changes nothing, so those who ask somebody to pay
/// late and the one who settles the money judge by the same; only the latter holds the locks.
/// </summary>
internal static class LateSeat
{
    /// <param name="db">Everything saved that is to be counted.</param>
    /// <param name="ticket">Its hold has run out, whether or not anybody has put it back.</param>
    /// <param name="now">Holds that ran out by then count as free.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <returns><see cref="PaidSeat.Sure"/> when it would, or why not.</returns>
    public static async Task<PaidSeat> AnswerAsync(ExpoDb db, Attendee ticket, DateTimeOffset now, CancellationToken ct)
    {
        if (!(await db.RegistrationSettings.Where(s => s.ConferenceId == ticket.ConferenceId).Select(s => (bool?)s.HonourLatePayments).FirstOrDefaultAsync(ct) ?? true))
        {
            return PaidSeat.NotHonoured;
        }

        if (await db.Attendees.AnyAsync(a => a.ConferenceId == ticket.ConferenceId && a.NormalisedEmail == ticket.NormalisedEmail && a.State != AttendeeState.Cancelled && a.Id != ticket.Id, ct))
        {
            return PaidSeat.RegisteredAnew;
        }

        var type = await db.TicketTypes.AsNoTracking().Include(t => t.Pools).FirstAsync(t => t.Id == ticket.TicketTypeId, ct);
        var seats = await SeatCount.ReadAsync(db, ticket.ConferenceId, now, ct);
        var pools = type.Pools.ConvertAll(d => seats.Pools[d.SeatPoolId]);
        return pools.Exists(p => !p.EachOrganisation && p.Free <= 0) || seats.IsSpokenFor(type) || await IsOrganisationFullAsync(db, pools, ticket.Organisation, now, ct)
            ? PaidSeat.NoSeat
            : PaidSeat.Sure;
    }

    private static async Task<bool> IsOrganisationFullAsync(ExpoDb db, List<CountedPool> pools, string? organisation, DateTimeOffset now, CancellationToken ct)
    {
        var key = Organisations.Key(organisation);
        foreach (var pool in pools.Where(p => p.EachOrganisation && key is not null))
        {
            var own = await db.SeatPools.AsNoTracking().FirstOrDefaultAsync(p => p.ParentId == pool.Id && p.OrganisationKey == key, ct);
            var ranOut = own is null ? 0 : await db.SeatLedger
                .Where(l => l.SeatPoolId == own.Id && db.Attendees.Any(a => a.Id == l.AttendeeId && a.HeldUntil <= now && a.State != AttendeeState.Cancelled)).SumAsync(l => l.Change, ct);
            if (own is null ? pool.Capacity <= 0 : own.Capacity - own.Taken + ranOut <= 0)
            {
                return true;
            }
        }

        return false;
    }
}
