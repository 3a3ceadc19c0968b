namespace Expo.Core.Registration;

/// <summary>
/// The only place where a cap lives. <see cref="Taken"/> changes by a guarded update in the database and never by loading,
/// adding one and saving; a CHECK constraint stands behind it.
/// </summary>
public sealed class SeatPool
{
    public int Id { get; init; }

    public int ConferenceId { get; init; }

    public required string Name { get; set; }

    public int Capacity { get; set; }

    public int Taken { get; private set; }
}

/// <summary>What a visitor can register for. Without a pool there is no cap.</summary>
public sealed class TicketType
{
    public int Id { get; init; }

    public int ConferenceId { get; init; }

    /// <summary>Stable word for forms and the API: <c>room</c> or <c>stream</c>.</summary>
    public required string Code { get; init; }

    public required string Name { get; set; }

    public int? SeatPoolId { get; init; }

    public SeatPool? SeatPool { get; init; }
}
