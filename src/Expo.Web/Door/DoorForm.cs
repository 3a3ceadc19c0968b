using Expo.Core.Registration;

namespace Expo.Web.Door;

/// <summary>The form at the door: one scan.</summary>
public sealed class DoorForm
{
    /// <summary>Made with the page, so that a form sent twice is one scan.</summary>
    public string Key { get; set; } = "";

    public string? Code { get; set; }

    public string? Door { get; set; }

    /// <summary><c>2023-03-14</c>, or empty for today.</summary>
    public string? Day { get; set; }

    /// <summary>In place of a code: the number of somebody who was found by name.</summary>
    public int? Person { get; set; }

    /// <summary>The number of somebody whose check-in is taken back.</summary>
    public int? Undo { get; set; }

    /// <summary>The number of somebody who stands here without a seat and waits for one.</summary>
    public int? Wait { get; set; }

    public DoorScanRequest ToScan() => new() { Key = Key, Code = Code, AttendeeId = Person, Door = Door, Day = DoorDayChoice.Parse(Day) };
}
