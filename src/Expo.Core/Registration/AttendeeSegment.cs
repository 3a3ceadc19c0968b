using System.Text.Json;
using System.Text.Json.Serialization;
using Expo.Core.Data;

namespace Expo.Core.Registration;

/// <summary>Some of an event's attendees: everybody who meets all of what is set. Nothing set is everybody whose registration is not cancelled.</summary>
/// <param name="Place">One of <see cref="Places"/>. The room and the stream are those who are there for sure, as <see cref="AttendeePlace"/> has them, unless a state is asked for.</param>
/// <param name="State">Also <see cref="AttendeeState.Cancelled"/>, if that is asked for.</param>
/// <param name="TicketType">Code of a ticket type.</param>
/// <param name="CheckedIn">Came in on any day, or on none.</param>
public sealed record AttendeeSegment(string? Place = null, AttendeeState? State = null, string? TicketType = null, bool? CheckedIn = null)
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter() } };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static AttendeeSegment From(string json) => JsonSerializer.Deserialize<AttendeeSegment>(json, Json) ?? new AttendeeSegment();

    /// <summary>For instance <c>Everybody in the room, with the ticket press, not checked in</c>.</summary>
    public string InWords => string.Join(", ", new[]
    {
        (Place, State) switch
        {
            (Places.Room, _) => "Everybody with a ticket for the room",
            (Places.Stream, _) => "Everybody on the stream",
            (Places.Waiting, _) or (_, AttendeeState.Waiting) => "Everybody on the waiting list",
            (_, AttendeeState.Cancelled) => "Everybody who cancelled",
            (_, AttendeeState.Offered) => "Everybody who was offered a seat",
            (_, AttendeeState.Unpaid) => "Everybody who has not paid",
            (_, AttendeeState.Confirmed) => "Everybody whose place is sure",
            _ => "Everybody",
        },
        TicketType is { Length: > 0 } type ? $"with the ticket {type}" : null,
        CheckedIn switch { true => "checked in", false => "not checked in", null => null },
    }.OfType<string>());

    /// <summary>Those of an event who are meant, in SQL.</summary>
    internal IQueryable<Attendee> Of(ExpoDb db, int conferenceId)
    {
        var found = db.Attendees.Where(a => a.ConferenceId == conferenceId);
        found = State is { } state ? found.Where(a => a.State == state) : found.Where(a => a.State != AttendeeState.Cancelled);
        found = Place switch
        {
            Places.Waiting => found.Where(a => a.State == AttendeeState.Waiting),
            Places.Room => found.Where(a => a.State != AttendeeState.Waiting && a.TicketType!.Kind == TicketKind.InPerson),
            Places.Stream => found.Where(a => a.State != AttendeeState.Waiting && a.TicketType!.Kind == TicketKind.Online),
            _ => found,
        };
        if (State is null && Place is Places.Room or Places.Stream)
        {
            found = found.Where(a => a.State == AttendeeState.Confirmed);
        }

        if (TicketType is { Length: > 0 } code)
        {
            found = found.Where(a => a.TicketType!.Code == code);
        }

        return CheckedIn switch
        {
            true => found.Where(a => db.CheckIns.Any(c => c.AttendeeId == a.Id)),
            false => found.Where(a => !db.CheckIns.Any(c => c.AttendeeId == a.Id)),
            null => found,
        };
    }
}
