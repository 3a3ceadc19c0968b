namespace Expo.Core.Registration;

/// <summary>What an organiser may correct in a registration. A correction takes and frees no seat, but in the counts of two organisations when it changes the one for the other.</summary>
public sealed record AttendeeEdit
{
    public string? Name { get; init; }

    public string? Email { get; init; }

    public string? Organisation { get; init; }

    /// <summary>ISO 3166-1 alpha-2 code or name.</summary>
    public string? Country { get; init; }
}
