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
