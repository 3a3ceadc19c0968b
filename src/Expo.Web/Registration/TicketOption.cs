using Expo.Core.Agenda;
using Expo.Core.Registration;
using Expo.Web.Layout;

namespace Expo.Web.Registration;

/// <summary>One ticket type as a card that can be chosen: itself, or the line for it where a newcomer cannot have it now.</summary>
/// <param name="Card">Its place among the cards, from 1.</param>
/// <param name="IsLine">The card offers the waiting list.</param>
/// <param name="People">How many people the form is for.</param>
public sealed record TicketOption(TicketAvailability Ticket, int Card, bool IsLine, bool IsChosen, int People)
{
    private TicketType Type => Ticket.Type;

    /// <summary>What the form posts; see <see cref="Places"/>.</summary>
    public string Value => IsLine ? Places.WaitingFor(Type.Code) : Type.Code;

    public string Title => IsLine ? $"Waiting list: {Type.Name}" : Type.Name;

    public bool IsClosed => Ticket.Answer == Availability.Closed;

    private bool IsShortOfSeats => Ticket is { Answer: Availability.Available, Left: { } left } && left < People;

    /// <summary>All cards of the form.</summary>
    /// <param name="view">What the page shows.</param>
    /// <param name="place">What is chosen so far. Null: the ticket of the access code, or the first that can be had.</param>
    /// <param name="people">How many people the form is for.</param>
    /// <param name="refused">Code of a ticket type that has just been refused as full, whatever the count says now.</param>
    public static IReadOnlyList<TicketOption> All(RegisterView view, string? place, int people, string? refused)
    {
        var chosen = place is not null ? Places.Read(place).TicketType
            : (view.Tickets.FirstOrDefault(t => t.Type.Code == view.CodeOpens && t.Answer != Availability.Closed) ?? view.Tickets.FirstOrDefault(t => t.Answer != Availability.Closed))?.Type.Code;
        return [.. view.Tickets.Select((ticket, index) => new TicketOption(ticket, index + 1, IsLineFor(ticket, people, refused), ticket.Type.Code == chosen, people))];
    }

    /// <summary>Whether it can be had, in plain words: the sentence that counts, and the rest.</summary>
    public TicketStatus Answer(EventTime time) => AvailabilityQueries.InWords(Ticket, time.ZoneId).Split(". ", 2) is [var first, var rest]
        ? new TicketStatus(first + ".", rest)
        : new TicketStatus(AvailabilityQueries.InWords(Ticket, time.ZoneId));

    /// <summary>What the waiting list means here; null for a ticket that can be had at once.</summary>
    public string? LineWords => !IsLine ? null : Ticket.MostTogether < People ? RegistrationRefusals.LargerThanCap(Ticket.MostTogether.Value).Message : (IsShortOfSeats ? $"You are {People}, and get seats together or not at all. " : "") + Ticket.Waiting switch
    {
        0 => "Choose this to be the first on the waiting list.",
        1 => "Choose this to join the waiting list: 1 person waits.",
        var waiting => $"Choose this to join the waiting list: {waiting} people wait.",
    };

    /// <summary>For instance <c>In person · Free · 14 and 15 March 2023</c>.</summary>
    public string Facts(Conference conference) => string.Join(" · ", new[]
    {
        Type.Kind == TicketKind.InPerson ? "In person" : "Online",
        Money.Price(Type),
        TicketDays.InWords(Type, conference),
    });

    // A card that was chosen for a party that is too large must offer the line as well: it keeps them together.
    private static bool IsLineFor(TicketAvailability ticket, int people, string? refused) => ticket.Answer switch
    {
        Availability.Held or Availability.Sold => true,
        Availability.Available => ticket.Type.Code == refused || ticket.Left < people,
        _ => false,
    };
}

/// <summary>The days that a ticket is for.</summary>
internal static class TicketDays
{
    public static string InWords(TicketType type, Conference conference) => type.Days.Count == 0
        ? EventDays.InWords(conference.FirstDay, conference.LastDay)
        : string.Join(", ", type.Days.Order().Select(day => EventDays.InWords(day, day)));
}
