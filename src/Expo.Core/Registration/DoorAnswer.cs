namespace Expo.Core.Registration;

/// <summary>Why somebody with a ticket has no seat in the room.</summary>
public enum NoSeatReason
{
    /// <summary>The ticket is for the live stream.</summary>
    Stream,

    /// <summary>On the waiting list.</summary>
    Waiting,

    /// <summary>A seat was offered and not accepted yet.</summary>
    Offered,

    /// <summary>The seat is not paid for.</summary>
    Unpaid,

    /// <summary>The seat was not confirmed again in time.</summary>
    RanOut,
}

/// <summary>A scan that let somebody in: when by the event's clock, and where.</summary>
public sealed record DoorEntry(DateTimeOffset At, string Door);

/// <summary>What the door is told about one scan.</summary>
public sealed record DoorAnswer
{
    public required string Key { get; init; }

    public required ScanResult Result { get; init; }

    public DateOnly Day { get; init; }

    /// <summary>The device's time, put right.</summary>
    public DateTimeOffset ScannedAt { get; init; }

    public int? AttendeeId { get; init; }

    public string? Name { get; init; }

    public string? Organisation { get; init; }

    public string? TicketType { get; init; }

    /// <summary>With <see cref="ScanResult.NoSeat"/>.</summary>
    public NoSeatReason? Why { get; init; }

    /// <summary>With <see cref="ScanResult.WrongDay"/>: the days on which the ticket opens the door.</summary>
    public IReadOnlyList<DateOnly> Days { get; init; } = [];

    /// <summary>With <see cref="ScanResult.AlreadyIn"/>: the scan that let the person in.</summary>
    public DoorEntry? Earlier { get; init; }

    /// <summary>With <see cref="ScanResult.Ok"/>: a later scan at another door, received before this one, that let the person in as well.</summary>
    public DoorEntry? AlsoAt { get; init; }

    public ScanResult? ToldOffline { get; init; }
}

/// <summary>One scan of a delivery: its answer, or why it could not be read. A device drops what is refused; it would be refused again.</summary>
public sealed record DoorReceipt(string? Key, DoorAnswer? Answer, Refusal? Refusal);
