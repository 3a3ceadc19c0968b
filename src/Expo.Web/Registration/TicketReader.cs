using Expo.Core.Agenda;
using Expo.Core.Registration;

namespace Expo.Web.Registration;

/// <summary>Where a ticket can be moved by its holder.</summary>
/// <param name="To">One of <see cref="Places"/>, as the form posts it.</param>
/// <param name="GivesUp">What it means for the seat that the holder has and would not keep; null when none is lost.</param>
public sealed record TicketMove(string To, TicketType Type, string? GivesUp = null)
{
    public bool IsLine => To != Type.Code;

    /// <summary>For a button or a choice.</summary>
    public string Words => IsLine
        ? Type.Code == Places.Room ? "Join the waiting list" : $"Join the waiting list for {InSentence(Type.Name)}"
        : $"Change to {InSentence(Type.Name)}";

    /// <summary>"The live stream" becomes "the live stream"; a name without an article stays as it is.</summary>
    public static string InSentence(string name) =>
        name.StartsWith("A ", StringComparison.Ordinal) || name.StartsWith("An ", StringComparison.Ordinal) || name.StartsWith("The ", StringComparison.Ordinal)
            ? char.ToLowerInvariant(name[0]) + name[1..]
            : name;
}

/// <summary>What the ticket page shows.</summary>
/// <param name="Days">Those that the ticket is for.</param>
/// <param name="Moves">In the order of the form.</param>
/// <param name="Stream">The ticket that whoever gives up a seat keeps; null when there is none for everybody.</param>
/// <param name="Together">People of the ticket's party who stand where it stands, itself counted; 1 for somebody alone.</param>
/// <param name="Now">When it was read.</param>
public sealed record TicketView(
    Ticket Ticket, IReadOnlyList<EventDay> Days, IReadOnlyList<TicketMove> Moves, TicketType? Stream, RegistrationSettings Settings, int Together, DateTimeOffset Now)
{
    public EventTime Time { get; } = EventTime.In(Ticket.Conference.TimeZone);

    /// <summary>The page's own address, with the code as it is read aloud.</summary>
    public string Path { get; } = $"/tickets/{TicketCodes.Grouped(Ticket.Attendee.TicketCode)}";

    public TicketType Type => Ticket.Attendee.TicketType!;

    public bool IsWaiting => Ticket.State == AttendeeState.Waiting;

    /// <summary>A confirmed ticket whose holder did not say in time to be coming: its seat is free already, whatever its row says.</summary>
    public bool IsReleased => Ticket.State == AttendeeState.Confirmed && Ticket.Attendee.HeldUntil <= Now;

    /// <summary>The door lets this ticket in, or the stream is its place.</summary>
    public bool IsValid => Ticket.State == AttendeeState.Confirmed && !IsReleased;

    /// <summary>For instance <c>7 March 2023, 08:00 EST</c>; empty when nothing runs out.</summary>
    public string HeldUntil => Ticket.Attendee.HeldUntil is { } until ? Time.Full(until) : "";
}

internal sealed class TicketReader(RegistrationQueries registration, AvailabilityQueries availability, RegistrationSettingsQueries settings, PartyQueries parties, TimeProvider clock)
{
    /// <summary>By its code as anybody may type it. Null when there is none.</summary>
    public async Task<TicketView?> ReadAsync(string? code, CancellationToken ct)
    {
        if (await registration.TicketAsync(code, ct) is not { } ticket)
        {
            return null;
        }

        var tickets = await availability.TicketsAsync(ticket.Conference, null, ct, ticket.Attendee);
        return new TicketView(
            ticket,
            TicketCalendar.OwnDays(ticket, await registration.DaysAsync(ticket.Conference, ct), EventTime.In(ticket.Conference.TimeZone)),
            [.. tickets.Select(other => Move(ticket, other, clock.GetUtcNow())).OfType<TicketMove>().Select(move => move with { GivesUp = GivesUp(ticket, move, tickets.Find(t => t.Type.Id == ticket.Attendee.TicketTypeId)) })],
            tickets.Find(t => t.Type is { Kind: TicketKind.Online, IsFree: true, Pools.Count: 0 })?.Type,
            await settings.OfAsync(ticket.Conference.Id, ct),
            await parties.TogetherAsync(ticket.Attendee, ct),
            clock.GetUtcNow());
    }

    /// <summary>Free tickets that are open to everybody. Whoever has a seat is not offered a place in a line for another.</summary>
    private static TicketMove? Move(Ticket ticket, TicketAvailability other, DateTimeOffset now)
    {
        var (own, type) = (ticket.Attendee.TicketType!, other.Type);
        if (!own.IsFree || !type.IsFree || ticket.State is not (AttendeeState.Confirmed or AttendeeState.Waiting) || type.Id == own.Id)
        {
            return null;
        }

        return other.Answer switch
        {
            // Registration may have closed; what counts for the stream is its own window.
            Availability.Closed => type.Kind == TicketKind.Online && type.Pools.Count == 0 && !(type.OpensAt > now) && !(type.ClosesAt <= now) ? new TicketMove(type.Code, type) : null,
            Availability.Available => new TicketMove(type.Code, type),
            _ => HasSeat(ticket) ? null : new TicketMove(Places.WaitingFor(type.Code), type),
        };
    }

    private static bool HasSeat(Ticket ticket) => ticket.State == AttendeeState.Confirmed && ticket.Attendee.TicketType!.Kind == TicketKind.InPerson;

    /// <param name="ticket">The holder's.</param>
    /// <param name="move">Where to.</param>
    /// <param name="own">What the holder has, as it can be had now; null when its holder could not choose it again.</param>
    private static string? GivesUp(Ticket ticket, TicketMove move, TicketAvailability? own)
    {
        if (!HasSeat(ticket) || (own is not null && own.Type.Pools.TrueForAll(mine => move.Type.Pools.Exists(pool => pool.SeatPoolId == mine.SeatPoolId))))
        {
            return null;
        }

        var gone = own?.Waiting switch { null or 0 => "Your seat is free for others at once.", 1 => "Your seat goes to somebody else at once: 1 person waits.", var waiting => $"Your seat goes to somebody else at once: {waiting} people wait." };
        return gone + own switch
        {
            null or { Answer: Availability.Closed } => " You cannot change back: such a seat is not given out any more.",
            { Waiting: > 0 } => " To change back you would join the end of the line.",
            _ => " You can change back only while a seat is left.",
        };
    }
}
