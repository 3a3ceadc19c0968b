using Expo.Core.Data;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>
/// The one class that changes registrations. Whoever holds a ticket's code may change that ticket; registering needs
/// nothing. New registrations go through <see cref="SeatWriter"/>.
/// </summary>
public sealed class RegistrationService(ExpoStore store, SeatWriter writer, JobBell bell, Feed<SeatsChanged> feed, TimeProvider clock)
{
    /// <summary>
    /// Registers a visitor, or refuses. Says the same whether the address is new or registered already, and does the same
    /// work for both: what happened is told by letter, to the owner of the address.
    /// </summary>
    public async Task<Result<Done>> RegisterAsync(RegistrationRequest request, CancellationToken ct)
    {
        var read = RegistrationRules.Read(request);
        if (read.IsRefused)
        {
            return read.Refusal;
        }

        var answer = await writer.AskAsync(read.Value, ct);
        return answer.IsRefused ? answer.Refusal : Done.It;
    }

    /// <summary>Cancels a registration. Its seat goes to the first person waiting, in the same transaction. Cancelling twice is not an error.</summary>
    public Task<Result<Done>> CancelAsync(string? ticketCode, CancellationToken ct) => ChangeAsync(
        ticketCode,
        async (change, ticket) =>
        {
            if (ticket.State == AttendeeState.Cancelled)
            {
                return Done.It;
            }

            await change.LeaveAsync(ticket, LedgerWords.CancelledSeat, LedgerWords.CancelledWaiting, ct);
            ticket.State = AttendeeState.Cancelled;
            ticket.CancelledAt = change.Now;
            change.Leave(new SendCancelled(ticket.Id));
            return Done.It;
        },
        ct);

    /// <summary>
    /// Moves a registration to one of <see cref="Places"/> in one step. A seat that is left goes to the first person waiting.
    /// Asking for the place one has is not an error.
    /// </summary>
    public Task<Result<Done>> MoveAsync(string? ticketCode, string? place, CancellationToken ct) => ChangeAsync(
        ticketCode,
        async (change, ticket) =>
        {
            if (ticket.State == AttendeeState.Cancelled)
            {
                return RegistrationRefusals.Cancelled;
            }

            return place switch
            {
                Places.Stream => await change.ToStreamAsync(ticket, ct),
                Places.Room => await change.ToRoomAsync(ticket, mayWait: false, ct),
                Places.Waiting => await change.ToRoomAsync(ticket, mayWait: true, ct),
                _ => RegistrationRefusals.PlaceUnknown,
            };
        },
        ct);

    /// <summary>
    /// The money for a ticket has come: makes its held seat sure, in the caller's transaction. A hold that has run out is
    /// honoured if seats are left and the event's settings say so. Saying it twice changes nothing.
    /// </summary>
    /// <param name="db">In a transaction that commits together with what is known of the money.</param>
    /// <param name="attendeeId">Whose ticket it is.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<PaidSeat> SettlePaidAsync(ExpoDb db, int attendeeId, CancellationToken ct)
    {
        var step = new TicketChange(db, clock.GetUtcNow());
        await step.LockSeatsAsync(ct);
        if (await db.Attendees.Include(a => a.TicketType).FirstOrDefaultAsync(a => a.Id == attendeeId, ct) is not { } ticket)
        {
            return PaidSeat.NoSeat;
        }

        if (ticket.State == AttendeeState.Confirmed)
        {
            return PaidSeat.Sure;
        }

        if (ticket.State != AttendeeState.Unpaid || ticket.HeldUntil <= step.Now)
        {
            return PaidSeat.NoSeat;
        }

        (ticket.State, ticket.HeldUntil) = (AttendeeState.Confirmed, null);
        step.Leave(new SendTicket(ticket.Id));
        return PaidSeat.Sure;
    }

    private async Task<Result<Done>> ChangeAsync(string? ticketCode, Func<TicketChange, Attendee, Task<Result<Done>>> change, CancellationToken ct)
    {
        if (TicketCodes.Parse(ticketCode) is not { } code)
        {
            return RegistrationRefusals.UnknownTicket;
        }

        var result = await store.ChangeAsync<Done>(
            async db =>
            {
                var step = new TicketChange(db, clock.GetUtcNow());
                await step.LockSeatsAsync(ct);
                return await db.Attendees.Include(a => a.TicketType).FirstOrDefaultAsync(a => a.TicketCode == code, ct) is { } ticket
                    ? await change(step, ticket)
                    : RegistrationRefusals.UnknownTicket;
            },
            ct);
        if (!result.IsRefused)
        {
            bell.Ring();
            feed.Tell(new SeatsChanged());
        }

        return result;
    }
}
