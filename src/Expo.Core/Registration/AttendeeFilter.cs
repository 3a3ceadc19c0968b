namespace Expo.Core.Registration;

/// <summary>Where somebody stands, as an organiser looks for it.</summary>
public enum AttendeePlace
{
    /// <summary>Has a seat in the room for sure.</summary>
    Room,

    /// <summary>Takes part on the stream.</summary>
    Stream,

    Waiting,

    /// <summary>A seat is offered and not yet accepted.</summary>
    Offered,

    /// <summary>A seat is held and not yet paid.</summary>
    Unpaid,

    Cancelled,

    /// <summary>Came in on at least one day.</summary>
    CheckedIn,

    /// <summary>Has a seat and has not come on any day.</summary>
    NotCheckedIn,
}

public enum AttendeeSort
{
    Registered,
    Name,
    Organisation,

    /// <summary>By state, then by when they registered.</summary>
    State,

    /// <summary>By ticket type in the order the types were made, then by when they registered.</summary>
    TicketType,

    /// <summary>The waiting list in its own order. Finds only people who wait.</summary>
    Line,
}

/// <summary>Whom an organiser looks for. Everything is optional, and all that is given must hold.</summary>
/// <param name="Text">Part of a name, an address or an organisation, whatever its case and its accents; or a whole ticket code.</param>
/// <param name="TicketType">Code of a ticket type.</param>
/// <param name="Country">As <see cref="Countries"/> names it.</param>
/// <param name="HasPriority">Was given another priority than everybody's 0.</param>
/// <param name="From">Registered on this day or later, in the event's zone.</param>
/// <param name="To">Registered on this day or earlier, in the event's zone.</param>
public sealed record AttendeeFilter(
    string? Text = null, AttendeePlace? Place = null, string? TicketType = null, string? Country = null, bool HasPriority = false,
    DateOnly? From = null, DateOnly? To = null)
{
    public static readonly AttendeeFilter Everybody = new();

    public bool IsEverybody => this == Everybody;
}

/// <summary>In which order; the same each time, because people who are equal in it stand by their number.</summary>
public sealed record AttendeeOrder(AttendeeSort By = AttendeeSort.Registered, bool Descending = true)
{
    public static readonly AttendeeOrder Newest = new();
}

/// <summary>One person in a list.</summary>
/// <param name="State">As it is at this instant: a hold that has run out is over, whatever its row says.</param>
/// <param name="IsIn">Came in on at least one day.</param>
public sealed record AttendeeRow(
    int Id, string Name, string Email, string? Organisation, string? Country, string TicketType, TicketKind Kind, AttendeeState State, DateTimeOffset? HeldUntil,
    DateTimeOffset RegisteredAt, DateTimeOffset? WaitingSince, int Priority, bool IsIn);

/// <summary>One page of a list, and how many people are found in all.</summary>
public sealed record AttendeePage(IReadOnlyList<AttendeeRow> People, int Total);

/// <summary>How many people stand where, the erased ones left out. Places overlap: who has checked in is in the room as well.</summary>
public sealed record AttendeeCounts(int Total, IReadOnlyDictionary<AttendeePlace, int> At)
{
    public int this[AttendeePlace place] => At.GetValueOrDefault(place);
}
