namespace Expo.Core.Registration;

public enum AttendeeState
{
    /// <summary>Has a seat in the room, or a place on the stream.</summary>
    Confirmed,

    /// <summary>Waits for a seat in the room.</summary>
    Waiting,

    Cancelled,
}

/// <summary>One person's registration. At most one for each address and conference is not cancelled: a unique index holds it.</summary>
public sealed class Attendee
{
    public int Id { get; init; }

    public int ConferenceId { get; init; }

    public int TicketTypeId { get; set; }

    public TicketType? TicketType { get; init; }

    /// <summary>Secret that opens the ticket page: unguessable, easy to read aloud.</summary>
    public required string TicketCode { get; init; }

    public required string Name { get; set; }

    /// <summary>As it was typed, for the letter.</summary>
    public required string Email { get; set; }

    /// <summary>As it is compared: see <c>EmailAddresses.Normalise</c>.</summary>
    public required string NormalisedEmail { get; set; }

    public string? Organisation { get; set; }

    public string? Country { get; set; }

    /// <summary>What the person needs to take part fully. Private.</summary>
    public string? AccessNeeds { get; set; }

    public AttendeeState State { get; set; }

    public DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Since when this person waits for a seat; the order of the waiting list is this, then <see cref="Id"/>. Null when not waiting.</summary>
    public DateTimeOffset? WaitingSince { get; set; }

    /// <summary>When this address was last told that it is registered already, so that nobody can have it flooded with letters.</summary>
    public DateTimeOffset? RepeatLetterAt { get; set; }

    public DateTimeOffset? CancelledAt { get; set; }

    /// <summary>Up by one with every change that the person's calendar must hear of (RFC 5545 3.8.7.4, SEQUENCE).</summary>
    public int Revision { get; set; }
}

/// <summary>
/// Append-only: what happened to a seat, in plain words. The sum of <see cref="Change"/> over a pool is its <c>Taken</c>, always.
/// </summary>
public sealed class SeatLedgerLine
{
    public long Id { get; init; }

    public int SeatPoolId { get; init; }

    public int? AttendeeId { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>+1 a seat was taken, −1 one came free, 0 something else worth telling, such as joining the waiting list.</summary>
    public int Change { get; init; }

    public required string Text { get; init; }
}
