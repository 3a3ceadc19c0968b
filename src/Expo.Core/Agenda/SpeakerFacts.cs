namespace Expo.Core.Agenda;

/// <summary>A stretch of time in which a speaker can speak. Somebody who has none is available at any time.</summary>
public sealed class SpeakerAvailability
{
    public int Id { get; init; }

    public int SpeakerId { get; init; }

    public DateTimeOffset From { get; init; }

    public DateTimeOffset Until { get; init; }
}

/// <summary>What a speaker allows for one session. Without a row nothing was said, which is not a yes.</summary>
public sealed class SpeakerConsent
{
    public int SessionId { get; init; }

    public int SpeakerId { get; init; }

    public bool Stream { get; set; }

    public bool Record { get; set; }

    public bool Publish { get; set; }

    public DateTimeOffset At { get; set; }
}
