namespace Expo.Core.Registration;

/// <summary>
/// Append-only: what happened to a seat, in plain words. The sum of <see cref="Change"/> over a pool is its <c>Taken</c>,
/// always; the sum over a person and a pool says what that person holds of it.
/// </summary>
public sealed class SeatLedgerLine
{
    public long Id { get; init; }

    public int SeatPoolId { get; init; }

    public int? AttendeeId { get; init; }

    /// <summary>The code that the seats are held back for.</summary>
    public int? AccessCodeId { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>How many seats were taken (+) or came free (−); 0 for something else worth telling, such as joining the waiting list.</summary>
    public int Change { get; init; }

    /// <summary>What the pool may reach from here on, on lines that changed it: a replay shows that no cap was ever passed unsaid.</summary>
    public int? Ceiling { get; init; }

    public required string Text { get; init; }
}
