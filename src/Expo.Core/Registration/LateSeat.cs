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

        // A use of its code was given back with the seat, and somebody else may have used the code since.
        if (ticket is { AccessCodeId: { } code, State: AttendeeState.Cancelled } && await db.AccessCodes.AnyAsync(c => c.Id == code && c.Uses >= c.MostUses, ct))
        {
            return PaidSeat.NoSeat;
        }

        var seats = await SeatCount.ReadAsync(db, ticket.ConferenceId, now, ct, mover: ticket.Id);
        var wanted = seats.Counts.Of(ticket.TicketTypeId, Organisations.Key(ticket.Organisation));
        return wanted is null || wanted.Any(pool => pool.Open <= 0) ? PaidSeat.NoSeat : PaidSeat.Sure;
    }
}
