namespace Expo.Core.Agenda;

/// <summary>What of it the public has seen.</summary>
public enum SpeakerNews
{
    NotPublic,
    Public,

    /// <summary>The working copy says something else than the last release.</summary>
    ChangesWait,
}

/// <summary>One session of a speaker, in the working copy.</summary>
/// <param name="Consent">Null when nothing was said yet.</param>
/// <param name="HasDeck">There is one that was not refused.</param>
/// <param name="Released">As the public sees it; null when it does not.</param>
/// <param name="IsAway">It lies outside the times that the speaker gave.</param>
/// <param name="NightZone">The speaker's zone when it is night there during it.</param>
/// <param name="Gaps">What is missing for it.</param>
public sealed record SpeakerTalk(Session Session, SpeakerConsent? Consent, bool HasDeck, ReleasedSession? Released, bool IsAway, string? NightZone, IReadOnlyList<SpeakerGap> Gaps)
{
    public SpeakerNews News => Released is not { IsCancelled: false } ? SpeakerNews.NotPublic
        : Session.IsPlaced && (Released.StartsAt, Released.EndsAt, Released.StageId) == (Session.StartsAt, Session.EndsAt, Session.StageId) ? SpeakerNews.Public
        : SpeakerNews.ChangesWait;
}

/// <summary>Everything about one speaker, at one moment.</summary>
/// <param name="Conference">Times here are said in its working copy's zone.</param>
/// <param name="Talks">By start; those without a time come last.</param>
/// <param name="Times">When they can speak, in order.</param>
/// <param name="News">Of the profile and the portrait.</param>
/// <param name="AccountEmail">Address of the account that is connected, if one is.</param>
public sealed record SpeakerSheet(Speaker Speaker, Conference Conference, IReadOnlyList<SpeakerTalk> Talks, IReadOnlyList<SpeakerAvailability> Times, SpeakerNews News, string? AccountEmail)
{
    public EventTime EventTime => EventTime.In(Conference.WorkingTimeZone);

    /// <summary>The zone that the speaker wants times in.</summary>
    public EventTime OwnTime => EventTime.Knows(Speaker.TimeZone) ? EventTime.In(Speaker.TimeZone!) : EventTime;

    /// <summary>What is missing in all, each thing once.</summary>
    public IReadOnlyList<SpeakerGap> Gaps => SpeakerGaps.Merged(Talks.SelectMany(t => t.Gaps));
}
