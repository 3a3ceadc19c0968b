namespace Expo.Core.Registration;

public enum AttendeeState
{
    /// <summary>Has a seat in the room, or a place on the stream.</summary>
    Confirmed,

    /// <summary>Waits for a seat in the room.</summary>
    Waiting,

    Cancelled,

    /// <summary>From the waiting list: a seat is held until <see cref="Attendee.HeldUntil"/>, to be accepted or declined.</summary>
    Offered,

    /// <summary>A seat is held until <see cref="Attendee.HeldUntil"/>, to be paid for.</summary>
    Unpaid,
}

/// <summary>How far a request for an accommodation is.</summary>
public enum AccommodationState
{
    None,
    Asked,
    InHand,
    Arranged,
    NotPossible,
}

/// <summary>One person's registration. At most one for each address and conference is not cancelled: a unique index holds it.</summary>
public sealed class Attendee
{
    public int Id { get; init; }

    public int ConferenceId { get; init; }

    public int TicketTypeId { get; set; }

    public TicketType? TicketType { get; init; }

    /// <summary>Secret that opens the ticket page: unguessable, easy to read aloud.</summary>
    public required string TicketCode { get; set; }

    /// <summary>Opens the person's calendar of starred sessions, and nothing else; null until they ask for it.</summary>
    public string? CalendarKey { get; set; }

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

    /// <summary>
    /// At this instant itself a seat that is only held is free again, whether or not anything has noticed: an offer, an unpaid
    /// seat, or a confirmed one whose holder was asked to reconfirm. Null when nothing runs out.
    /// </summary>
    public DateTimeOffset? HeldUntil { get; set; }

    /// <summary>Higher goes first on the waiting list; 0 for everybody unless an organiser said why.</summary>
    public int Priority { get; set; }

    /// <summary>People who registered together share it: they get seats all at once or not at all.</summary>
    public string? Party { get; set; }

    /// <summary>How many offers this person let pass.</summary>
    public int MissedOffers { get; set; }

    /// <summary>Since when this person waits on site for a seat that somebody else does not take. Counts on that day only.</summary>
    public DateTimeOffset? OnSiteSince { get; set; }

    /// <summary>When the holder of a seat said to be coming still.</summary>
    public DateTimeOffset? ReconfirmedAt { get; set; }

    public int? AccessCodeId { get; set; }

    /// <summary>The statement that was shown where the data were collected; null when they were added by hand.</summary>
    public int? PrivacyStatementId { get; set; }

    /// <summary>How far the request in <see cref="AccessNeeds"/> is.</summary>
    public AccommodationState Accommodation { get; set; }

    /// <summary>When the request was made or last changed on the ticket's pages; null for one that came with the registration.</summary>
    public DateTimeOffset? AccommodationAskedAt { get; set; }

    /// <summary>What the organisers answered, for the person. Private.</summary>
    public string? AccommodationReply { get; set; }

    /// <summary>Names the entries in the person's calendar once the ticket has a new code; null while they are named by the code's fingerprint.</summary>
    public string? CalendarUid { get; set; }

    /// <summary>Up by one with every change that the person's calendar must hear of (RFC 5545 3.8.7.4, SEQUENCE).</summary>
    public int Revision { get; set; }

    /// <summary>The person was erased; what is left counts and says nothing about anybody.</summary>
    public bool IsErased => Email.Length == 0;
}
