namespace Expo.Core.Agenda;

/// <summary>
/// The programme as it was made public at one moment, under a name. Sessions, stages and speakers are the working copy; a
/// release is a copy of them that never changes, and the public sees the last one.
/// </summary>
public sealed class Release
{
    public const int MostOfName = 80;
    public const int MostOfNote = 1000;

    public int Id { get; init; }

    public int ConferenceId { get; init; }

    /// <summary>1 for the first. Unique for a conference, so that of two who release at once one meets the other's.</summary>
    public int Number { get; init; }

    /// <summary>Unique for a conference, for instance <c>First programme</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What changed, in the organiser's words; empty when the list of changes says enough.</summary>
    public string Note { get; init; } = "";

    public DateTimeOffset ReleasedAt { get; init; }

    public required string ReleasedBy { get; init; }

    /// <summary>IANA id of the zone that the event had at that moment.</summary>
    public required string TimeZone { get; init; }

    public List<ReleasedSession> Sessions { get; init; } = [];

    public List<ReleasedSpeaker> Speakers { get; init; } = [];
}

/// <summary>What a release did to a session, beside the release before it.</summary>
public enum ReleaseChange
{
    None,
    New,

    /// <summary>Another time or another stage.</summary>
    Moved,

    /// <summary>Same time and stage; title, text, topics or speakers are others.</summary>
    Reworded,
    Cancelled,
}

/// <summary>One session as a release has it.</summary>
public sealed class ReleasedSession
{
    public int ReleaseId { get; init; }

    public int SessionId { get; init; }

    public int StageId { get; init; }

    public required string StageName { get; init; }

    public required string Slug { get; init; }

    public required string Title { get; init; }

    public string Summary { get; init; } = "";

    public SessionKind Kind { get; init; }

    public DateTimeOffset StartsAt { get; init; }

    public DateTimeOffset EndsAt { get; init; }

    public List<string> Topics { get; init; } = [];

    public bool IsCancelled { get; init; }

    public ReleaseChange Change { get; init; }

    /// <summary>Up by one with each release that changes what a calendar holds (RFC 5545 3.8.7.4, SEQUENCE).</summary>
    public int Revision { get; init; }

    /// <summary>When <see cref="Revision"/> went up last.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    public List<ReleasedSessionSpeaker> Speakers { get; init; } = [];
}

/// <summary>One speaker as a release has them.</summary>
public sealed class ReleasedSpeaker
{
    public int ReleaseId { get; init; }

    public int SpeakerId { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; init; }

    public required string Company { get; init; }

    public required string Country { get; init; }

    public string Biography { get; init; } = "";

    public Guid? PortraitId { get; init; }
}

/// <summary>Who gives a session, as a release has it.</summary>
public sealed class ReleasedSessionSpeaker
{
    public int ReleaseId { get; init; }

    public int SessionId { get; init; }

    public int SpeakerId { get; init; }
}
