using System.ComponentModel.DataAnnotations;

namespace Expo.Core.Agenda;

/// <summary>How many days before a talk its speakers are asked to have given something: the dates on their desk and in reminders.</summary>
public sealed class SpeakerOptions
{
    public const string Section = "Speakers";

    /// <summary>When they can speak: first, because the program is planned by it.</summary>
    [Range(0, 365)]
    public int AvailabilityDays { get; set; } = 42;

    /// <summary>Profile and portrait, which are announced.</summary>
    [Range(0, 365)]
    public int ProfileDays { get; set; } = 28;

    [Range(0, 365)]
    public int ConsentDays { get; set; } = 14;

    [Range(0, 365)]
    public int DeckDays { get; set; } = 3;
}
