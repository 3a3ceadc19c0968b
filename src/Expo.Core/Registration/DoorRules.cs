using Expo.Core.Agenda;

namespace Expo.Core.Registration;

/// <summary>What a ticket is worth at the door on a day, before anybody looks whether its holder is in already.</summary>
internal static class DoorRules
{
    /// <summary>Days on which a ticket opens the door, in order.</summary>
    public static IReadOnlyList<DateOnly> DaysOf(TicketType type, Conference conference) =>
        type.Days.Count > 0 ? [.. type.Days.Order()] : DaysOf(conference);

    public static IReadOnlyList<DateOnly> DaysOf(Conference conference) =>
        [.. Enumerable.Range(0, Math.Max(1, conference.LastDay.DayNumber - conference.FirstDay.DayNumber + 1)).Select(conference.FirstDay.AddDays)];

    /// <param name="ticket">With its type; null when nobody has the code.</param>
    /// <param name="conference">Whose days count.</param>
    /// <param name="day">In the event's zone.</param>
    /// <param name="at">When it was scanned: a seat held until then is free at that instant.</param>
    public static ScanResult Judge(Attendee? ticket, Conference conference, DateOnly day, DateTimeOffset at) => ticket switch
    {
        null => ScanResult.Unknown,
        { State: AttendeeState.Cancelled } => ScanResult.Cancelled,
        _ when WhyNoSeat(ticket, at) is not null => ScanResult.NoSeat,
        _ when !DaysOf(ticket.TicketType!, conference).Contains(day) => ScanResult.WrongDay,
        _ => ScanResult.Ok,
    };

    /// <summary>Null for a seat in the room.</summary>
    public static NoSeatReason? WhyNoSeat(Attendee ticket, DateTimeOffset at) => ticket switch
    {
        { State: AttendeeState.Waiting } => NoSeatReason.Waiting,
        { State: AttendeeState.Offered } => NoSeatReason.Offered,
        { State: AttendeeState.Unpaid } => NoSeatReason.Unpaid,
        { TicketType.Kind: TicketKind.Online } => NoSeatReason.Stream,
        { HeldUntil: { } until } when until <= at => NoSeatReason.RanOut,
        _ => null,
    };

    /// <summary>What is wrong with a scan as it was sent, or null.</summary>
    public static Refusal? Check(DoorScanRequest? scan) => scan switch
    {
        null or { Key: null or { Length: < 8 or > DoorScanRequest.LongestKey } } => DoorRefusals.KeyMissing,
        _ when !scan.Key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') => DoorRefusals.KeyMissing,
        { AttendeeId: null } when string.IsNullOrWhiteSpace(scan.Code) => DoorRefusals.CodeMissing,
        _ when string.IsNullOrWhiteSpace(scan.Door) || scan.Door.Trim().Length > DoorScanRequest.LongestDoor || scan.Door.Any(char.IsControl) => DoorRefusals.DoorMissing,
        _ => null,
    };
}
