using Expo.Core.Agenda;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>The steps of changing one ticket, inside one transaction that holds the locks of all pools.</summary>
internal sealed class TicketChange(SeatBooks books, RegistrationOptions options)
{
    /// <summary>Cancels; what the ticket had goes to whoever waits. Cancelling twice is not an error.</summary>
    /// <param name="ticket">Which.</param>
    /// <param name="ct">Ends the work.</param>
    /// <param name="moneyIsDecided">Somebody has just said what becomes of the money, and need not be asked.</param>
    /// <param name="byStaff">An organiser does it, and the letter says so.</param>
    public async Task<Result<Done>> CancelAsync(Attendee ticket, CancellationToken ct, bool moneyIsDecided = false, bool byStaff = false)
    {
        if (ticket.State == AttendeeState.Cancelled)
        {
            return Done.It;
        }

        await LeaveAsync(ticket, LedgerWords.CancelledSeat, LedgerWords.CancelledWaiting, ct);
        if (!moneyIsDecided)
        {
            await TicketMoney.TellAsync(books, ticket.Id, ct);
        }

        (ticket.State, ticket.CancelledAt) = (AttendeeState.Cancelled, books.Now);
        books.Leave(byStaff ? LetterOpenings.CancelledByStaff : nameof(SendCancelled), ticket);
        return Done.It;
    }

    /// <summary>Moves to another ticket type, or into the line for it. Asking for what one has is not an error.</summary>
    /// <param name="ticket">Whose place changes.</param>
    /// <param name="ticketType">Code of the type.</param>
    /// <param name="mayWait">A place in the line will do.</param>
    /// <param name="ct">Ends the work.</param>
    /// <param name="byStaff">Types that need a code, and those outside their window, are open to staff; the caps hold for them too.</param>
    /// <param name="over">Why a cap may be passed for this person, if one must be; null holds the caps.</param>
    public async Task<Result<Done>> MoveAsync(Attendee ticket, string ticketType, bool mayWait, CancellationToken ct, bool byStaff = false, string? over = null)
    {
        var target = await books.Db.TicketTypes.AsNoTracking().FirstOrDefaultAsync(t => t.ConferenceId == ticket.ConferenceId && t.Code == ticketType, ct);
        if (target is null or { IsArchived: true } || (target.NeedsCode && !byStaff && target.Id != ticket.TicketTypeId))
        {
            return RegistrationRefusals.PlaceUnknown;
        }

        if (target.Id == ticket.TicketTypeId && (ticket.State != AttendeeState.Waiting || mayWait))
        {
            return Done.It;
        }

        if (!byStaff && await ForbiddenByMoneyAsync(ticket, target, ct) is { } no)
        {
            return no;
        }

        // Nobody could pay, so the seat would be lost when its hold runs out, whoever asked for it.
        if (!target.IsFree && !options.TakesMoney && !await TicketMoney.IsHereAsync(books.Db, ticket.Id, ct))
        {
            return RegistrationRefusals.PaymentsOff;
        }

        return !byStaff && await WindowAsync(ticket.ConferenceId, target, ct) is { } closed
            ? closed
            : await TakeAsync(ticket, target, mayWait, over, ct);
    }

    /// <summary>Whether the holder has answered all of these questions.</summary>
    public async Task<bool> HasAnsweredAsync(Attendee ticket, List<int> questions, CancellationToken ct) =>
        questions.Count == 0 || await books.Db.FormAnswers.CountAsync(a => a.AttendeeId == ticket.Id && questions.Contains(a.FormQuestionId), ct) == questions.Count;

    /// <summary>Makes an offered seat sure, for everybody of the party that it was offered to together.</summary>
    public async Task<Result<Done>> AcceptAsync(Attendee ticket, CancellationToken ct)
    {
        if (!IsOffered(ticket))
        {
            return RegistrationRefusals.NoOffer;
        }

        var party = ticket.Party is null ? [ticket] : await books.Db.Attendees.Include(a => a.TicketType).Where(a => a.Party == ticket.Party && a.State == AttendeeState.Offered).OrderBy(a => a.Id).ToListAsync(ct);
        foreach (var person in party.Where(IsOffered))
        {
            (person.WaitingSince, person.MissedOffers) = (null, 0);
            person.Revision++;
            await books.TellAsync(person, LedgerWords.Accepted, ct);
            await TicketMoney.TellAsync(books, person.Id, ct);
            await SeatedAsync(person, person.TicketType!, nameof(SendTicket), ct);
        }

        return Done.It;
    }

    /// <summary>Gives an offered seat to the next one, and keeps the stream.</summary>
    public async Task<Result<Done>> DeclineAsync(Attendee ticket, CancellationToken ct)
    {
        if (!IsOffered(ticket))
        {
            return RegistrationRefusals.NoOffer;
        }

        await books.FreeAsync(ticket.Id, LedgerWords.Declined, ct);
        ticket.Revision++;
        await new SeatHolds(books).ToStreamOrOutAsync(ticket, ct);
        books.Leave(ticket.State == AttendeeState.Cancelled ? nameof(SendCancelled) : nameof(SendMoved), ticket);
        return Done.It;
    }

    /// <summary>The holder of a seat still comes. Saying so unasked, or twice, is not an error.</summary>
    public async Task<Result<Done>> ReconfirmAsync(Attendee ticket, CancellationToken ct)
    {
        if (ticket.State != AttendeeState.Confirmed || ticket.TicketType!.Kind != TicketKind.InPerson)
        {
            return RegistrationRefusals.NoOffer;
        }

        if (ticket.ReconfirmedAt is null)
        {
            (ticket.ReconfirmedAt, ticket.HeldUntil) = (books.Now, null);
            await books.TellAsync(ticket, LedgerWords.Reconfirmed, ct);
        }

        return Done.It;
    }

    /// <summary>Gives up what the ticket has: seats, which then go to whoever waits, or a place in the line.</summary>
    /// <param name="ticket">Whose seats.</param>
    /// <param name="seatWords">For the ledger, of a seat.</param>
    /// <param name="waitingWords">For the ledger, of a place in the line.</param>
    /// <param name="ct">Ends the work.</param>
    /// <param name="but">Seats of these pools are kept.</param>
    public async Task LeaveAsync(Attendee ticket, string seatWords, string waitingWords, CancellationToken ct, IReadOnlyCollection<int>? but = null)
    {
        var waited = ticket.State == AttendeeState.Waiting;
        if (waited)
        {
            await books.TellAsync(ticket, waitingWords, ct);
        }

        await books.FreeAsync(ticket.Id, seatWords, ct, but);
        // The line may have stood still for the one who leaves it.
        books.Freed |= waited;
        (ticket.WaitingSince, ticket.HeldUntil, ticket.OnSiteSince) = (null, null, null);
        ticket.Revision++;
    }

    private async Task<Result<Done>> TakeAsync(Attendee ticket, TicketType target, bool mayWait, string? over, CancellationToken ct)
    {
        var hadSeat = ticket.State != AttendeeState.Waiting && ticket.TicketType!.Kind == TicketKind.InPerson;
        var drawn = await books.PoolsOfAsync(target.Id, ticket.Organisation, ct);
        if (drawn.IsRefused)
        {
            return drawn.Refusal;
        }

        var pools = drawn.Value;

        // Seats of pools that both tickets draw on are kept: nobody else can have them, however many wait.
        var held = (await books.HeldByAsync(ticket.Id, ct)).Keys;
        var (kept, wanted) = (pools.Intersect(held).ToList(), pools.Except(held).ToList());
        var full = await new WaitingLine(books).FirstFullAsync(ticket.ConferenceId, wanted, ct, mover: ticket.Id);

        // Whoever has a seat does not give it away for a place in a line.
        var isSeated = full is null || over is not null;
        if (!isSeated && (!mayWait || hadSeat))
        {
            return RegistrationRefusals.FullFor(full!, target.Kind, (await books.SharedPoolsOfAsync(target.Id, ct)).Count == 1);
        }

        await TicketMoney.TellAsync(books, ticket.Id, ct);
        var fromStream = ticket.State != AttendeeState.Waiting && ticket.TicketType!.Kind == TicketKind.Online && target.Kind == TicketKind.InPerson;
        await LeaveAsync(ticket, hadSeat && target.Kind == TicketKind.Online ? LedgerWords.MovedToStream : LedgerWords.MovedSeat, LedgerWords.Left, ct, but: isSeated ? kept : null);
        if (isSeated)
        {
            kept.ForEach(pool => books.Tell(pool, ticket.Id, LedgerWords.MovedKept));
            await books.TakeAsync(wanted, ticket.Id, full is not null ? LedgerWords.Over(over!) : fromStream ? LedgerWords.MovedToRoom : LedgerWords.MovedIn, ct, over: full is not null);
            ticket.TicketTypeId = target.Id;
            await SeatedAsync(ticket, target, nameof(SendMoved), ct);
            return Done.It;
        }

        (ticket.TicketTypeId, ticket.State, ticket.WaitingSince) = (target.Id, AttendeeState.Waiting, books.Now);
        books.Tell(pools[0], ticket.Id, LedgerWords.Joined);
        books.Freed = true;
        books.Leave(nameof(SendWaiting), ticket);
        return Done.It;
    }

    /// <summary>The seat is taken: it is the holder's, or held until it is paid for. Whose money is here has paid; whether it is the right amount is looked at afterwards.</summary>
    private async Task SeatedAsync(Attendee ticket, TicketType type, string letter, CancellationToken ct)
    {
        if (type.IsFree || await TicketMoney.IsHereAsync(books.Db, ticket.Id, ct))
        {
            (ticket.State, ticket.HeldUntil) = (AttendeeState.Confirmed, null);
            books.Leave(letter, ticket);
        }
        else
        {
            (ticket.State, ticket.HeldUntil) = (AttendeeState.Unpaid, books.Now + options.HoldUnpaidSeatFor);
            books.Leave(nameof(SendPay), ticket);
        }
    }

    /// <summary>
    /// What a holder cannot do alone. A paid ticket stays as it is, except that whoever is asked to reconfirm may give it up. A
    /// hold to pay for is not changed for a new one, or a seat could be held for ever. Money that stayed buys nothing dearer.
    /// </summary>
    private async Task<Refusal?> ForbiddenByMoneyAsync(Attendee ticket, TicketType target, CancellationToken ct) => ticket switch
    {
        { State: AttendeeState.Confirmed, TicketType.IsFree: false } when !target.IsFree || ticket.HeldUntil is null => RegistrationRefusals.PaidFor,
        _ when target.IsFree => null,
        { State: AttendeeState.Unpaid } => RegistrationRefusals.PayFirst,
        _ => await TicketMoney.IsHereAsync(books.Db, ticket.Id, ct) && !await TicketMoney.CoversAsync(books.Db, ticket.Id, target, ct) ? RegistrationRefusals.PaidFor : null,
    };

    private async Task<Refusal?> WindowAsync(int conferenceId, TicketType target, CancellationToken ct)
    {
        var conference = await books.Db.Conferences.AsNoTracking().FirstAsync(c => c.Id == conferenceId, ct);
        // Who has a ticket may change to the stream when registration has closed, but not when the stream's own ticket has.
        return conference.RegistrationEndsAt <= books.Now && target.Kind == TicketKind.InPerson
            ? RegistrationRefusals.Closed(conference.RegistrationEndsAt, conference.TimeZone)
            : target.OpensAt > books.Now ? RegistrationRefusals.NotOnSaleYet(target.OpensAt.Value, conference.TimeZone)
            : target.ClosesAt <= books.Now ? RegistrationRefusals.NotOnSaleAnyMore(target.ClosesAt.Value, conference.TimeZone)
            : null;
    }

    private bool IsOffered(Attendee ticket) => ticket.State == AttendeeState.Offered && ticket.HeldUntil > books.Now;
}
