using Expo.Core.Mail;
using System.Globalization;
using Expo.Core.Agenda;
using Expo.Core.Payments;
using Expo.Core.Registration;

namespace Expo.Web.Organiser;

/// <summary>Attendees in plain words, the same on every page about them.</summary>
internal static class AttendeeWords
{
    public static string Of(AttendeePlace place) => place switch
    {
        AttendeePlace.Room => "In the room",
        AttendeePlace.Stream => "On the stream",
        AttendeePlace.Waiting => "Waiting",
        AttendeePlace.Offered => "Seat offered",
        AttendeePlace.Unpaid => "Not paid",
        AttendeePlace.Cancelled => "Cancelled",
        AttendeePlace.CheckedIn => "Checked in",
        _ => "Not checked in",
    };

    public static string Of(AttendeeState state, TicketKind kind, DateTimeOffset? heldUntil, EventTime time) => state switch
    {
        AttendeeState.Waiting => "Waiting for a seat",
        AttendeeState.Offered => $"Seat offered until {Until(heldUntil, time)}",
        AttendeeState.Unpaid => $"Seat held until {Until(heldUntil, time)}, not paid",
        AttendeeState.Cancelled => "Cancelled",
        _ when kind == TicketKind.Online => "On the stream",
        _ when heldUntil is { } by => $"In the room, asked to say by {time.Full(by)} whether to come still",
        _ => "In the room",
    };

    public static string Short(AttendeeState state, TicketKind kind) => state switch
    {
        AttendeeState.Waiting => "waiting",
        AttendeeState.Offered => "seat offered",
        AttendeeState.Unpaid => "not paid",
        AttendeeState.Cancelled => "cancelled",
        _ => kind == TicketKind.InPerson ? "in the room" : "on the stream",
    };

    public static string Of(AccommodationState state) => state switch
    {
        AccommodationState.InHand => "In hand",
        AccommodationState.Arranged => "Arranged",
        AccommodationState.NotPossible => "Not possible",
        AccommodationState.Asked => "Asked, nobody has taken it in hand yet",
        _ => "Nothing was asked",
    };

    public static string Of(PaymentState state) => state switch
    {
        PaymentState.Paid => "Paid",
        PaymentState.Ended => "Ended without money",
        PaymentState.Refunded => "Given back",
        _ => "Open",
    };

    /// <summary>For instance <c>USD 25.00</c>. Amounts come in the smallest unit.</summary>
    public static string Money(long minor, string currency) =>
        $"{currency.ToUpperInvariant()} {(minor / 100m).ToString("N2", CultureInfo.InvariantCulture)}";

    public static string Of(LetterLine letter, EventTime time) => letter.State switch
    {
        LetterState.Sent => $"Sent {time.Full(letter.At)}",
        LetterState.Failed => $"Could not be sent, given up {time.Full(letter.At)}{Why(letter)}",
        LetterState.Dropped => $"Not sent, because something newer took its place or the person wants no such letters ({time.Full(letter.At)})",
        _ => $"Waiting since {time.Full(letter.At)}{(letter.Attempts == 0 ? "" : letter.Attempts == 1 ? ", tried once" : $", tried {letter.Attempts} times")}{Why(letter)}",
    };

    public static string People(int people) => people == 1 ? "1 person" : string.Create(CultureInfo.InvariantCulture, $"{people:N0} people");

    private static string Until(DateTimeOffset? heldUntil, EventTime time) => heldUntil is { } until ? time.Full(until) : "further notice";

    private static string Why(LetterLine letter) => letter.Error is null ? "" : $": {letter.Error}";
}
