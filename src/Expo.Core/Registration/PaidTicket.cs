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
            case { State: AttendeeState.Cancelled, HeldUntil: not null }:
                // Its hold ran out, which is not a cancellation.
                return await HonourAsync(ticket, ct);
            case { State: AttendeeState.Cancelled }:
                return PaidSeat.Cancelled;
            default:
                return PaidSeat.NoSeat;
        }
    }

    private async Task<PaidSeat> HonourAsync(Attendee ticket, CancellationToken ct)
    {
        await books.Db.SaveChangesAsync(ct);
        var answer = await LateSeat.AnswerAsync(books.Db, ticket, books.Now, ct);
        if (answer == PaidSeat.Sure && !await UseCodeAgainAsync(ticket, ct))
        {
            return PaidSeat.NoSeat;
        }

        if (answer == PaidSeat.Sure)
        {
            await books.TakeAsync((await books.PoolsOfAsync(ticket.TicketTypeId, ticket.Organisation, ct)).Value, ticket.Id, LedgerWords.PaidLate, ct);
            ticket.CancelledAt = null;
            await MakeSureAsync(ticket, null, ct);
        }

        return answer;
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
