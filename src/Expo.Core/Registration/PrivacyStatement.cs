namespace Expo.Core.Registration;

/// <summary>
/// What is said where personal data are collected: authority, purpose, routine uses, and whether answering is voluntary
/// (Privacy Act of 1974, 5 U.S.C. 552a(e)(3)). Published versions never change; each attendee carries the one that was shown.
/// </summary>
public sealed class PrivacyStatement
{
    public int Id { get; init; }

    public int ConferenceId { get; init; }

    /// <summary>1 for the first; the highest is the one in force.</summary>
    public int Version { get; init; }

    public required string Authority { get; init; }

    public required string Purpose { get; init; }

    public required string RoutineUses { get; init; }

    /// <summary>Whether giving the data is voluntary, and what happens without them.</summary>
    public required string Disclosure { get; init; }

    public DateTimeOffset PublishedAt { get; init; }
}
