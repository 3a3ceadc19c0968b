namespace Expo.Core.Registration;

/// <summary>Every "no" of the door that is not an answer to a scan.</summary>
public static class DoorRefusals
{
    public static readonly Refusal NotDoor = Refusal.Forbidden("door.not-door", "Only people at the door and organizers may check in. Sign in with an account that has the door role.");
    public static readonly Refusal NoEvent = Refusal.NotFound("door.no-event", "There is no event yet. Come back when it has been announced.");
    public static readonly Refusal KeyMissing = Refusal.Invalid("door.key", $"A scan needs a key of 8 to {DoorScanRequest.LongestKey} letters, digits and dashes, made by the device and kept when it is sent again.", nameof(DoorScanRequest.Key));
    public static readonly Refusal CodeMissing = Refusal.Invalid("door.code-missing", "Scan or type the code of a ticket or of a badge, or search for the person by name.", nameof(DoorScanRequest.Code));
    public static readonly Refusal DoorMissing = Refusal.Invalid("door.door-missing", $"Name the door, with at most {DoorScanRequest.LongestDoor} characters, such as “Door 2”.", nameof(DoorScanRequest.Door));
    public static readonly Refusal TooMany = Refusal.Invalid("door.too-many", $"Send at most {DoorService.MostScans} scans at a time.");
    public static readonly Refusal SearchTooShort = Refusal.Invalid("door.search-too-short", "Type at least 2 letters of a name or an organization.");
    public static readonly Refusal NotIn = Refusal.Conflict("door.not-in", "This person is not checked in on that day, so there is nothing to undo.");
    public static readonly Refusal NoBadge = Refusal.NotFound("door.no-badge", "Nobody with a seat in the room has that ticket. Check the code, or search for the person at the door.");
    public static readonly Refusal NotOrganiser = Refusal.Forbidden("door.not-organiser", "Only an organiser may print all badges. At the door, print the badge of one person at a time.");
}
