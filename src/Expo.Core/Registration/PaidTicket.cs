using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>What a payment does to a ticket, inside a transaction that holds the locks of all pools.</summary>
internal sealed class PaidTicket(SeatBooks books)
{
    public async Task<PaidSeat> SettleAsync(int attendeeId, CancellationToken ct)
    {
        var ticket = await books.Db.Attendees.Include(a => a.TicketType).FirstOrDefaultAsync(a => a.Id == attendeeId, ct);
        switch (ticket)
        {
            case { State: AttendeeState.Confirmed }:
                return PaidSeat.Sure;
            case { State: AttendeeState.Unpaid } when ticket.HeldUntil > books.Now:
                await MakeSureAsync(ticket, LedgerWords.Paid, ct);
                return PaidSeat.Sure;
            case { State: AttendeeState.Cancelled, HeldUntil: not null } when await MayBeHonouredAsync(ticket, ct):
                await books.TakeAsync((await books.PoolsOfAsync(ticket.TicketTypeId, ticket.Organisation, ct)).Value, ticket.Id, LedgerWords.PaidLate, ct);
                ticket.CancelledAt = null;
                await MakeSureAsync(ticket, null, ct);
                return PaidSeat.Sure;
            default:
                return PaidSeat.NoSeat;
        }
    }

    // Its hold ran out, which is not a cancellation: honoured if a seat is left for somebody at the end of the line, and the
    // address has not registered anew meanwhile.
    private async Task<bool> MayBeHonouredAsync(Attendee ticket, CancellationToken ct)
    {
        var honours = await books.Db.RegistrationSettings.Where(s => s.ConferenceId == ticket.ConferenceId).Select(s => (bool?)s.HonourLatePayments).FirstOrDefaultAsync(ct) ?? true;
        return honours
            && !await books.Db.Attendees.AnyAsync(a => a.ConferenceId == ticket.ConferenceId && a.NormalisedEmail == ticket.NormalisedEmail && a.State != AttendeeState.Cancelled, ct)
            && await books.PoolsOfAsync(ticket.TicketTypeId, ticket.Organisation, ct) is { IsRefused: false, Value: var pools }
            && await new WaitingLine(books).FirstFullAsync(ticket.ConferenceId, pools, ct) is null
            && await UseCodeAgainAsync(ticket, ct);
    }

    // Its use was given back when the hold ran out; somebody else may have used the code since.
    private async Task<bool> UseCodeAgainAsync(Attendee ticket, CancellationToken ct) => ticket.AccessCodeId is null
        || await books.Db.AccessCodes.Where(c => c.Id == ticket.AccessCodeId && c.Uses < c.MostUses).ExecuteUpdateAsync(set => set.SetProperty(c => c.Uses, c => c.Uses + 1), ct) == 1;

    private async Task MakeSureAsync(Attendee ticket, string? words, CancellationToken ct)
    {
        (ticket.State, ticket.HeldUntil) = (AttendeeState.Confirmed, null);
        ticket.Revision++;
        if (words is not null)
        {
            await books.TellAsync(ticket, words, ct);
        }

        books.Leave(nameof(SendTicket), ticket);
    }
}
