namespace Expo.Core.Registration;

/// <summary>What the door is told about a code.</summary>
public enum ScanResult
{
    /// <summary>Come in.</summary>
    Ok,

    /// <summary>Checked in before on this day; the earlier scan says when and where.</summary>
    AlreadyIn,

    /// <summary>The ticket is for another day.</summary>
    WrongDay,

    /// <summary>The registration was cancelled.</summary>
    Cancelled,

    /// <summary>The ticket is for the stream, or waits for a seat, or is not paid.</summary>
    NoSeat,

    /// <summary>No ticket has this code.</summary>
    Unknown,
}

/// <summary>A person came in on a day of the event. A unique index lets one stand for each person and day, whatever two doors do at once.</summary>
public sealed class CheckIn
{
    public int Id { get; init; }

    public int AttendeeId { get; init; }

    public Attendee? Attendee { get; init; }

    /// <summary>In the event's zone.</summary>
    public DateOnly Day { get; init; }

    /// <summary>When it was scanned by the clock of the device; the earliest valid scan wins.</summary>
    public DateTimeOffset ScannedAt { get; set; }

    public required string Door { get; set; }

    /// <summary>The winning scan.</summary>
    public required string ScanKey { get; set; }
}

/// <summary>Append-only: each scan as a device made it. A scan that is sent again has the same key and is not a second one.</summary>
public sealed class DoorScan
{
    public long Id { get; init; }

    public int ConferenceId { get; init; }

    /// <summary>Made by the device when it scans: unique.</summary>
    public required string Key { get; init; }

    /// <summary>Null for a code that nobody has.</summary>
    public int? AttendeeId { get; init; }

    public DateOnly Day { get; init; }

    public DateTimeOffset ScannedAt { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }

    public required string Door { get; init; }

    /// <summary>What the server found when it received the scan.</summary>
    public ScanResult Result { get; init; }

    /// <summary>What the device told the person when it was without a network; null when it asked. Set later when it asked and did not hear the answer.</summary>
    public ScanResult? ToldOffline { get; init; }
}
