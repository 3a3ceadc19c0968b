namespace Expo.Core.Registration;

/// <summary>Where a ticket lets one take part.</summary>
public enum TicketKind
{
    /// <summary>In the room, and on the stream as well.</summary>
    InPerson,

    /// <summary>On the live stream.</summary>
    Online,
}

/// <summary>What a visitor can register for. Draws on each of its pools: all must have room. Without a pool there is no cap.</summary>
public sealed class TicketType
{
    public const int LongestCode = 40;

    public int Id { get; init; }

    public int ConferenceId { get; init; }

    /// <summary>Stable word for forms and the API, for instance <c>room</c>, <c>stream</c> or <c>press</c>.</summary>
    public required string Code { get; init; }

    public required string Name { get; set; }

    /// <summary>One sentence for the form: whom it is for, what is in it.</summary>
    public string? Description { get; set; }

    public TicketKind Kind { get; set; }

    /// <summary>Order on the form.</summary>
    public int Position { get; set; }

    /// <summary>Price in the smallest unit of <see cref="Currency"/>, for instance cents. 0 is free.</summary>
    public long PriceMinor { get; set; }

    /// <summary>ISO 4217, lower case as Stripe says it, for instance <c>usd</c>.</summary>
    public string Currency { get; set; } = "usd";

    /// <summary>From this instant on, or from the beginning.</summary>
    public DateTimeOffset? OpensAt { get; set; }

    /// <summary>At this instant itself it is closed. Null: when the event's registration closes.</summary>
    public DateTimeOffset? ClosesAt { get; set; }

    /// <summary>Only for those who bring an access code for it; not shown to others.</summary>
    public bool NeedsCode { get; set; }

    /// <summary>No longer offered; those who have it keep it.</summary>
    public bool IsArchived { get; set; }

    /// <summary>Days of the event, in its zone, on which it opens the door. Empty: all of them.</summary>
    public List<DateOnly> Days { get; init; } = [];

    public List<TicketTypePool> Pools { get; init; } = [];

    public bool IsFree => PriceMinor == 0;
}

/// <summary>A ticket type draws on a pool.</summary>
public sealed class TicketTypePool
{
    public int TicketTypeId { get; init; }

    public int SeatPoolId { get; init; }
}
