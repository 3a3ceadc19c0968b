namespace Expo.Core.Registration;

/// <summary>Append-only: what staff did with registrations that the seat ledger does not tell. No personal data in it: it outlives them.</summary>
public sealed class RegistrationLogLine
{
    public long Id { get; init; }

    public int ConferenceId { get; init; }

    /// <summary>Null for what concerns no one person, such as an export.</summary>
    public int? AttendeeId { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Name of the account that did it.</summary>
    public required string By { get; init; }

    public required string Text { get; init; }
}
