using System.ComponentModel.DataAnnotations;

namespace Expo.Core.Registration;

/// <summary>How long what is known of people is kept. The privacy page says these figures.</summary>
public sealed class PrivacyOptions
{
    public const string Section = "Privacy";

    /// <summary>How many days after an event's last day its registrations are erased.</summary>
    [Range(1, 3650)]
    public int KeepAttendeesDays { get; set; } = 365;

    /// <summary>How many days letters stay in the folder of .eml files. Nothing else keeps the text of a letter.</summary>
    [Range(1, 3650)]
    public int KeepLetterFilesDays { get; set; } = 30;

    /// <summary>
    /// Why nothing may be erased by schedule at present, such as a records hold. While it is set the schedule rests; people are
    /// still erased when they ask for it.
    /// </summary>
    [StringLength(300)]
    public string? Hold { get; set; }
}
