namespace Expo.Core.Registration;

/// <summary>What the seat ledger says. No names: lines are never changed, and a person's name may have to be erased.</summary>
internal static class LedgerWords
{
    public const string Joined = "Joined the waiting list.";
    public const string Left = "Left the waiting list.";
    public const string CancelledSeat = "The registration was cancelled and its seat came free.";
    public const string CancelledWaiting = "The registration was cancelled and left the waiting list.";
    public const string MovedToStream = "Changed from the room to the stream; the seat came free.";
    public const string Promoted = "The free seat went to the first person on the waiting list.";
    public const string MovedToRoom = "Changed from the stream to a seat in the room.";

    public static string Taken(int number, int of) => $"Registered: seat {number} of {of} was taken.";
}
