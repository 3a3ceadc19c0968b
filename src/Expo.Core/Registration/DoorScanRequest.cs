namespace Expo.Core.Registration;

/// <summary>One scan as a device made it.</summary>
public sealed record DoorScanRequest
{
    public const int LongestKey = 64;
    public const int LongestDoor = 60;

    /// <summary>Made by the device for this scan and kept when it is sent again: 8 to 64 letters, digits and dashes.</summary>
    public string? Key { get; init; }

    /// <summary>As scanned or typed; see <see cref="DoorCodes.Parse"/>.</summary>
    public string? Code { get; init; }

    /// <summary>In place of a code: somebody who was found by name.</summary>
    public int? AttendeeId { get; init; }

    /// <summary>Name of the door, for instance <c>Door 2</c>.</summary>
    public string? Door { get; init; }

    /// <summary>In the event's zone. Null: the day on which it was scanned.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>By the clock of the device. Null: now.</summary>
    public DateTimeOffset? ScannedAt { get; init; }

    /// <summary>What the device told the person when it was without a network.</summary>
    public ScanResult? ToldOffline { get; init; }
}

/// <summary>Scans that a device sends together.</summary>
/// <param name="Scans">At most <see cref="DoorService.MostScans"/>, in any order.</param>
/// <param name="DeviceClock">What the clock of the device says while it sends. Its difference to ours is taken off the scans' times. Null: its clock is right.</param>
public sealed record DoorDelivery(IReadOnlyList<DoorScanRequest> Scans, DateTimeOffset? DeviceClock = null);
