using Expo.Core.Agenda;
using Expo.Core.Registration;

namespace Expo.Web.Door;

/// <summary>What the door is told, in words. <c>Client/door/words.ts</c> says the same where there is no network.</summary>
internal static class DoorWords
{
    public static string Title(ScanResult result) => result switch
    {
        ScanResult.Ok => "Come in",
        ScanResult.AlreadyIn => "Already in",
        ScanResult.WrongDay => "Wrong day",
        ScanResult.Cancelled => "Cancelled",
        ScanResult.NoSeat => "No seat",
        _ => "Not known",
    };

    /// <summary>Class of the answer's box: its colour. The words say it as well.</summary>
    public static string Tone(ScanResult result) => result switch
    {
        ScanResult.Ok => "ok",
        ScanResult.AlreadyIn or ScanResult.WrongDay or ScanResult.NoSeat => "warn",
        _ => "err",
    };

    public static string Icon(ScanResult result) => Tone(result) switch { "ok" => "check", "warn" => "warning", _ => "error" };

    /// <summary>On the button that takes back the check-in that stands.</summary>
    public static string Undo(ScanResult result) => result == ScanResult.Ok ? "Undo" : "Undo the earlier check-in";

    /// <summary>What is the matter and what to do.</summary>
    public static string Sentence(DoorAnswer answer, EventTime time) => answer.Result switch
    {
        ScanResult.Ok => answer.AlsoAt is { } also ? $"Was let in at {also.Door}, {time.Clock(also.At)}, as well." : "",
        ScanResult.AlreadyIn => answer.Earlier is { } earlier
            ? $"Was in already at {earlier.Door}, {time.Clock(earlier.At)}. If this is somebody else, send them to the registration desk."
            : "Was in already. If this is somebody else, send them to the registration desk.",
        ScanResult.WrongDay => $"This ticket is for {Days(answer.Days)}.",
        ScanResult.Cancelled => "This registration was cancelled. Send the person to the registration desk.",
        ScanResult.NoSeat => Sentence(answer.Why),
        _ => "No ticket has this code. Scan it once more, type it, or search for the person by name.",
    };

    public static string Sentence(NoSeatReason? why) => why switch
    {
        NoSeatReason.Stream => "The ticket is for the live stream. Who wants a seat asks for one on the ticket’s page, or waits here for one.",
        NoSeatReason.Waiting => "On the waiting list. “Waits here” puts them among those who get the seats of people who do not come.",
        NoSeatReason.Offered => "A seat is offered and not accepted yet. The person accepts it on the ticket’s page, by the link in the letter; then scan again.",
        NoSeatReason.Unpaid => "The ticket is not paid. The person pays on the ticket’s page; then scan again.",
        NoSeatReason.RanOut => "The seat was not confirmed in time and went back. Send the person to the registration desk.",
        _ => "Send the person to the registration desk.",
    };

    /// <summary>Of those without a seat, whoever can wait here for one that comes free.</summary>
    public static bool CanWaitHere(NoSeatReason? why) => why is NoSeatReason.Waiting or NoSeatReason.Stream or NoSeatReason.RanOut;

    /// <summary>What became of somebody who was put among those who wait at the door.</summary>
    public static string Seated(AttendeeState state) => state switch
    {
        AttendeeState.Confirmed => "This person has a seat now. Scan the ticket to let them in.",
        AttendeeState.Unpaid => "A seat is held for this person for half an hour. The ticket costs something: they pay by the link in the letter that is on its way; then scan it.",
        _ => "This person waits here now, and gets the next free seat in the order of the waiting list.",
    };

    public static string Days(IEnumerable<DateOnly> days) => string.Join(" and ", days.Select(EventTime.LongDay));
}
