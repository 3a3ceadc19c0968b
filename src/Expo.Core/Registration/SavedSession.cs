namespace Expo.Core.Registration;

/// <summary>A session that a registered person has starred.</summary>
public sealed class SavedSession
{
    public int AttendeeId { get; init; }

    public int SessionId { get; init; }

    public DateTimeOffset SavedAt { get; init; }

    /// <summary>The release whose facts about this session the person knows: the one of the day it was starred, later the one last told of.</summary>
    public int KnownReleaseId { get; set; }
}

/// <summary>Somebody was told of a change to a starred session. One for each person, session and release.</summary>
public sealed class ChangeNotice
{
    public int Id { get; init; }

    public int AttendeeId { get; init; }

    public int SessionId { get; init; }

    /// <summary>The release that the person knew before.</summary>
    public int FromReleaseId { get; init; }

    /// <summary>The release that the notice tells of.</summary>
    public int ReleaseId { get; init; }

    /// <summary>For instance <c>Moved from 14 March 2023, 10:15 EDT to 11:00 EDT.</c></summary>
    public required string Text { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>The letter that carries it, whose row says when it left.</summary>
    public long? OutboxLetterId { get; init; }
}
