namespace Expo.Core.Registration;

/// <summary>What the seat ledger says. No names: lines are never changed, and a person's name may have to be erased.</summary>
internal static class LedgerWords
{
    public const string Joined = "Joined the waiting list.";
    public const string Left = "Left the waiting list.";
    public const string CancelledSeat = "The registration was cancelled and its seat came free.";
    public const string CancelledWaiting = "The registration was cancelled and left the waiting list.";
    public const string MovedToStream = "Changed from the room to the stream; the seat came free.";
    public const string MovedToRoom = "Changed from the stream to a seat in the room.";
    public const string MovedSeat = "Changed to another kind of ticket; the seat came free.";
    public const string Accepted = "Accepted the offer.";
    public const string Declined = "Declined the offer; the seat came free.";
    public const string OfferRanOut = "The offer ran out unanswered; the seat came free.";
    public const string HoldRanOut = "The seat was not paid for in time and came free.";
    public const string Paid = "The seat was paid for.";
    public const string PaidLate = "The payment came after the seat had come free; a seat was left and was taken for it.";
    public const string FromCode = "Registered with an access code: a seat held back for it was taken.";
    public const string NotReconfirmed = "Did not say to be coming in time; the seat came free.";
    public const string NoShow = "Had not come by the time the door released seats; the seat came free.";
    public const string OnSite = "Waits on site for a seat that is not taken.";
    public const string DoorSeat = "Got a released seat at the door.";
    public const string Reconfirmed = "Said to be coming.";
    public const string AddedByHand = "Added by an organiser.";

    public const string OrganisationChanged = "An organizer corrected the organization; the seat counts for the one that is named now.";
    public const string MovedIn = "Changed to another kind of ticket; a seat was taken for it.";
    public const string MovedKept = "Changed to another kind of ticket and kept this seat.";
    public const string PoolsChanged = "The organiser changed which caps this kind of ticket counts in.";

    public static string Taken(int number, int of) => $"Registered: seat {number} of {of} was taken.";

    public static string Held(int number, int of, string until) => $"Registered: seat {number} of {of} is held until {until}, to be paid for.";

    public static string Offered(string until) => $"A free seat is offered until {until}.";

    public static string OfferedByHand(string reason) => $"An organiser offered a free seat out of turn: {reason}";

    public static string Over(string reason) => $"Added by an organiser over the cap: {reason}";

    public static string Cap(int capacity) => $"The cap is {capacity}.";

    public static string CapChanged(int from, int to, int over) => $"The cap was changed from {from} to {to}." + (over > 0 ? $" {(over == 1 ? "1 more seat is" : $"{over} more seats are")} taken; nobody loses one." : "");

    public static string HeldBack(int seats) => $"{Seats(seats)} {(seats == 1 ? "is" : "are")} held back for an access code.";

    public static string CodeOver(int seats) => $"An access code is over; {Seats(seats)} held back for it came free.";

    public static string CodeUsed(int seats) => $"{seats} of the seats held back for an access code went to its users.";

    public static string Seats(int seats) => seats == 1 ? "1 seat" : $"{seats} seats";

    public static string Priority(int priority, string reason) => $"Priority on the waiting list set to {priority}: {reason}";
}
