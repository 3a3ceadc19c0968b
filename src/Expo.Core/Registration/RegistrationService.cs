using Expo.Core.Data;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Registration;

/// <summary>
/// The one class that changes registrations. Whoever holds a ticket's code may change that ticket; registering needs
/// nothing; what staff do stands in the other part. New registrations go through <see cref="SeatWriter"/>.
/// </summary>
public sealed partial class RegistrationService(
    ExpoStore store, SeatWriter writer, RegistrationCatalogue catalogue, JobBell bell, Feed<SeatsChanged> feed, IOptions<RegistrationOptions> options, TimeProvider clock)
{
    /// <summary>
    /// Registers a visitor, alone or with others, or refuses. Says the same whether an address is new or registered already,
    /// and does the same work for both: what happened is told by letter, to the owner of the address.
    /// </summary>
    public async Task<Result<Done>> RegisterAsync(RegistrationRequest request, CancellationToken ct)
    {
        var read = RegistrationRules.Read(request, await catalogue.QuestionsAsync(ct));
        if (read.IsRefused)
        {
            return read.Refusal;
        }

        var known = read.Value.PrivacyStatement is { } shown && await catalogue.HasStatementAsync(shown, ct);
        var answer = await writer.AskAsync(known ? read.Value : read.Value with { PrivacyStatement = null }, ct);
        return answer.IsRefused ? answer.Refusal : Done.It;
    }

    /// <summary>Cancels a registration. Its seat is offered to the first person waiting, in the same transaction. Cancelling twice is not an error.</summary>
    public Task<Result<Done>> CancelAsync(string? ticketCode, CancellationToken ct) => ChangeAsync(ticketCode, (change, ticket) => change.CancelAsync(ticket, ct), ct);

    /// <summary>
    /// Moves a registration to one of <see cref="Places"/> in one step. A seat that is left is offered to the first person
    /// waiting. Asking for the place one has is not an error.
    /// </summary>
    public async Task<Result<Done>> MoveAsync(string? ticketCode, string? place, CancellationToken ct)
    {
        var (type, mayWait) = Places.Read(place ?? "");
        var asked = FormRules.AskedOf(type, await catalogue.QuestionsAsync(ct)).Where(q => q.IsRequired && q.TicketTypes.Count > 0).Select(q => q.Id).ToList();
        return await ChangeAsync(ticketCode, (change, ticket) => MoveAsync(change, ticket, (type, mayWait), asked, ct), ct);
    }

    /// <summary>Accepts an offered seat, for a whole party if it was offered to one. Refused from the instant on at which the offer runs out.</summary>
    public Task<Result<Done>> AcceptAsync(string? ticketCode, CancellationToken ct) => ChangeAsync(ticketCode, (change, ticket) => change.AcceptAsync(ticket, ct), ct);

    /// <summary>Declines an offered seat; the person keeps the stream.</summary>
    public Task<Result<Done>> DeclineAsync(string? ticketCode, CancellationToken ct) => ChangeAsync(ticketCode, (change, ticket) => change.DeclineAsync(ticket, ct), ct);

    /// <summary>Says that the holder of a seat still comes.</summary>
    public Task<Result<Done>> ReconfirmAsync(string? ticketCode, CancellationToken ct) => ChangeAsync(ticketCode, (change, ticket) => change.ReconfirmAsync(ticket, ct), ct);

    /// <summary>
    /// The money for a ticket has come: makes its held seat sure, in the caller's transaction. A hold that has run out is
    /// honoured if seats are left and the event's settings say so. Saying it twice changes nothing.
    /// </summary>
    /// <param name="db">In a transaction that commits together with what is known of the money.</param>
    /// <param name="attendeeId">Whose ticket it is.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<PaidSeat> SettlePaidAsync(ExpoDb db, int attendeeId, CancellationToken ct)
    {
        var books = await SeatChange.BeginAsync(db, clock, ct);
        var seat = await new PaidTicket(books).SettleAsync(attendeeId, ct);
        await db.SaveChangesAsync(ct);
        return seat;
    }

    /// <summary>Puts back what has run out and offers it to whoever waits. Safe at any time and in any number of places at once.</summary>
    /// <returns>True when there was something.</returns>
    public async Task<bool> SettleAsync(CancellationToken ct)
    {
        if (!await SeatHolds.IsDueAsync(store, clock.GetUtcNow()) || !await SeatHolds.SettleAsync(store, clock, ct))
        {
            return false;
        }

        Tell();
        return true;
    }

    /// <summary>Cancels the registration of somebody whose money an organiser gave back, all or as much as was decided.</summary>
    internal Task<Result<Done>> CancelRefundedAsync(int attendeeId, CancellationToken ct) => SeatsAsync(
        async books => await books.Db.Attendees.Include(a => a.TicketType).FirstOrDefaultAsync(a => a.Id == attendeeId, ct) is { } ticket
            ? await new TicketChange(books, options.Value).CancelAsync(ticket, ct, moneyIsDecided: true, byStaff: true)
            : RegistrationRefusals.UnknownTicket,
        ct);

    private static async Task<Result<Done>> MoveAsync(TicketChange change, Attendee ticket, (string Type, bool MayWait) to, List<int> asked, CancellationToken ct)
    {
        if (ticket.State == AttendeeState.Cancelled)
        {
            return RegistrationRefusals.Cancelled;
        }

        return ticket.TicketType!.Code != to.Type && !await change.HasAnsweredAsync(ticket, asked, ct) ? RegistrationRefusals.AsksMore : await change.MoveAsync(ticket, to.Type, to.MayWait, ct);
    }

    private async Task<Result<Done>> ChangeAsync(string? ticketCode, Func<TicketChange, Attendee, Task<Result<Done>>> change, CancellationToken ct) =>
        TicketCodes.Parse(ticketCode) is { } code
            ? await SeatsAsync(
                async books => await books.Db.Attendees.Include(a => a.TicketType).FirstOrDefaultAsync(a => a.TicketCode == code, ct) is { } ticket
                    ? await change(new TicketChange(books, options.Value), ticket)
                    : RegistrationRefusals.UnknownTicket,
                ct)
            : RegistrationRefusals.UnknownTicket;

    private async Task<Result<T>> SeatsAsync<T>(Func<SeatBooks, Task<Result<T>>> change, CancellationToken ct)
    {
        var result = await SeatChange.RunAsync(store, clock, change, ct);
        if (!result.IsRefused)
        {
            Tell();
        }

        return result;
    }

    private void Tell()
    {
        bell.Ring();
        feed.Tell(new SeatsChanged());
    }
}
