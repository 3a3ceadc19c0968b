using Expo.Core.Agenda;

namespace Expo.Core.Registration;

/// <summary>How a letter begins.</summary>
/// <param name="Button">Words of the link that it asks to follow, if it asks for something.</param>
/// <param name="ToPay">That link leads to the page where the ticket is paid for.</param>
internal sealed record LetterOpening(string Subject, string Words, string? Button = null, bool ToPay = false);

/// <summary>Subject and first words of each letter about a registration, or nothing when it has been overtaken.</summary>
public static class LetterOpenings
{
    public const string Offer = "SendOffer";
    public const string OfferExpired = "SendOfferExpired";
    public const string Pay = "SendPay";
    public const string HoldExpired = "SendHoldExpired";
    public const string Reconfirm = "SendReconfirm";
    public const string Released = "SendReleased";
    public const string ReleasedAtDoor = "SendReleasedAtDoor";
    public const string DoorSeat = "SendDoorSeat";
    public const string Over = "SendOver";
    public const string CancelledByStaff = "SendCancelledByStaff";

    private const string Room = "You have a seat in the room. Show the QR code on your ticket at the door, or read its code aloud.";

    /// <summary>Every template, with what it is for in plain words.</summary>
    public static readonly IReadOnlyDictionary<string, string> Templates = new Dictionary<string, string>
    {
        [nameof(SendTicket)] = "Ticket",
        [nameof(SendTicketAgain)] = "Registered already",
        [nameof(SendWaiting)] = "On the waiting list",
        [nameof(SendSeatFree)] = "A seat came free",
        [nameof(SendMoved)] = "Changed place",
        [nameof(SendCancelled)] = "Cancelled",
        [CancelledByStaff] = "Cancelled by an organizer",
        [Offer] = "Seat offered",
        [OfferExpired] = "Offer ran out",
        [Pay] = "Please pay",
        [HoldExpired] = "Not paid in time",
        [Reconfirm] = "Do you still come?",
        [Released] = "Seat released",
        [ReleasedAtDoor] = "Seat released at the door",
        [DoorSeat] = "Seat at the door",
        [Over] = "Added by an organizer",
    };

    internal static LetterOpening? For(string template, Ticket ticket, DateTimeOffset now)
    {
        var (attendee, name) = (ticket.Attendee, ticket.Conference.Name);
        var place = RegistrationLetters.PlaceOf(ticket);
        var until = attendee.HeldUntil is { } held ? EventTime.In(ticket.Conference.TimeZone).Full(held) : "";
        var isRunning = attendee.HeldUntil > now;
        var inRoom = attendee.State == AttendeeState.Confirmed && place == Places.Room;
        return (template, attendee.State) switch
        {
            (nameof(SendCancelled), AttendeeState.Cancelled) => new($"Cancelled: {name}", "Your registration was cancelled." + Money(attendee)),
            (CancelledByStaff, AttendeeState.Cancelled) => new($"Cancelled: {name}", "The organizers cancelled your registration. If you do not know why, answer this letter." + Money(attendee)),
            (HoldExpired, AttendeeState.Cancelled) or (HoldExpired, AttendeeState.Unpaid) when !isRunning => new($"Not paid in time: {name}", "The time to pay has run out, and the seat that was held for you is free for others again. If you paid at the last moment and the seat was gone, the money goes back to you. You can register again while seats are left."),
            (OfferExpired, AttendeeState.Cancelled) => new($"The seat went to the next person: {name}", "A seat was offered to you and not accepted in time, so it went to the next person in the line, and your registration has ended. You can register again while seats are left."),
            (Released, AttendeeState.Cancelled) => new($"Your seat was released: {name}", "We did not hear whether you still come, so your seat went to somebody who waits for one, and your registration has ended. You can register again while seats are left." + Money(attendee)),
            (ReleasedAtDoor, AttendeeState.Cancelled) => new($"Your seat was released: {name}", "You had not come when the door gave free seats to people who stood there, so your seat went to one of them or is free, and your registration has ended. If you are on your way, ask at the door." + Money(attendee)),
            (_, AttendeeState.Cancelled) => null,
            (nameof(SendTicket), _) => new($"Your ticket: {name}", (ticket.With.Count == 0 ? "Thank you for registering. " : With(ticket)) + Place(ticket, place, until)),
            (nameof(SendTicketAgain), _) => new($"You are registered already: {name}", "Somebody, probably you, asked to register this address. It is registered already, and nothing has changed. " + Place(ticket, place, until)),
            (nameof(SendWaiting), AttendeeState.Waiting) => new($"You are on the waiting list: {name}", With(ticket) + Place(ticket, place, until)),
            (nameof(SendSeatFree), _) when inRoom => new($"A seat came free for you: {name}", $"A seat came free, and it is yours. {Room} If you cannot come, please give it to the next person: change to the stream or cancel."),
            (nameof(SendMoved), _) => new($"Your ticket has changed: {name}", Place(ticket, place, until)),
            (Offer, AttendeeState.Offered) when isRunning && ticket.Together > 1 => new($"Seats are offered to you: {name}", $"{With(ticket)}Seats came free for all {ticket.Together} of you, and they are held until {until}. Whoever of you accepts first accepts for everybody; whoever declines gives back one seat only. At that time they go to the next person in the line.", "Accept or decline the seats"),
            (Offer, AttendeeState.Offered) when isRunning => new($"A seat is offered to you: {name}", $"A seat came free, and it is held for you until {until}. Please accept or decline it before then. At that time it goes to the next person in the line.", "Accept or decline the seat"),
            (OfferExpired, AttendeeState.Waiting or AttendeeState.Confirmed) when !inRoom => new($"The seat went to the next person: {name}", "A seat was offered to you and not accepted in time, so it went to the next person in the line. " + Place(ticket, place, until)),
            (Pay, AttendeeState.Unpaid) when isRunning => new($"Please pay for your ticket: {name}", $"{With(ticket)}A seat is held for you until {until}. It is yours when you have paid; at that time it is free for others again.", "Pay for the ticket", ToPay: true),
            (Reconfirm, _) when inRoom && isRunning && attendee.ReconfirmedAt is null => new($"Do you still come? {name}", $"You have a seat in the room. Please say until {until} that you still come. If we do not hear from you, the seat goes to somebody who waits for one. Your ticket’s page says what you keep then.", "Say that you still come"),
            (Released, _) when !inRoom => new($"Your seat was released: {name}", "We did not hear whether you still come, so your seat went to somebody who waits for one. " + Place(ticket, place, until)),
            (ReleasedAtDoor, _) when !inRoom => new($"Your seat was released: {name}", "You had not come when the door gave free seats to people who stood there, so your seat went to one of them or is free. If you are on your way, ask at the door. " + Place(ticket, place, until)),
            (DoorSeat, _) when inRoom => new($"There is a seat for you now: {name}", "A seat that somebody else did not take is yours now. Go to the door and show your ticket.", "Show my ticket"),
            (Over, _) when inRoom => new($"Your ticket: {name}", $"The organizers have registered you. {Room}"),
            (Over, _) => new($"Your ticket: {name}", "The organizers have registered you. " + Place(ticket, place, until)),
            _ => null,
        };
    }

    // Who filled in the form is not known for sure any more once one of them has been erased; who belongs together is.
    private static string With(Ticket ticket) => ticket.With switch
    {
        [] => "",
        [var one] => $"You were registered together with {one}. ",
        [var first, var second] => $"You were registered together with {first} and {second}. ",
        _ => $"You were registered together with {ticket.With[0]} and {ticket.With.Count - 1} others. ",
    };

    private static string Money(Attendee attendee) => attendee.TicketType is { IsFree: false }
        ? " If you paid for it and the money has not gone back yet, the organizers are told and decide whether it does. Write to them if you do not hear from them."
        : "";

    private static string Place(Ticket ticket, string place, string until) => (ticket.Attendee.State, place) switch
    {
        (AttendeeState.Waiting, _) => $"You are {ticket.Line?.InWords} on the waiting list. {ticket.Line?.Why} When a seat comes free and it is your turn, we write to you at once. Until then you can watch the live stream.",
        (AttendeeState.Offered, _) => $"A seat is held for you until {until}. Accept or decline it on your ticket’s page.",
        (AttendeeState.Unpaid, _) => $"A seat is held for you until {until}. It is yours when you have paid, which you can do on your ticket’s page.",
        (_, Places.Stream) => "You take part on the live stream.",
        _ => Room,
    };
}
