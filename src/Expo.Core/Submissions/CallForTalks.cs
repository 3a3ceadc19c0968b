namespace Expo.Core.Submissions;

/// <summary>The call for talks of a conference: one for each.</summary>
public sealed class CallForTalks
{
    public int Id { get; init; }

    public int ConferenceId { get; init; }

    /// <summary>Proposals are taken from this instant on; null: not yet.</summary>
    public DateTimeOffset? OpensAt { get; set; }

    /// <summary>Until this instant proposals can be sent and changed; null: until the organiser says so.</summary>
    public DateTimeOffset? ClosesAt { get; set; }

    /// <summary>Plain text above the form.</summary>
    public string Introduction { get; set; } = "";

    public int TalkMinutes { get; set; } = 15;

    public int QuestionMinutes { get; set; } = 10;

    /// <summary>The speaker who sends it and those who were invited.</summary>
    public int MostSpeakers { get; set; } = 4;

    /// <summary>Topics to choose from.</summary>
    public List<string> Topics { get; set; } = [];

    public int Revision { get; set; }
}
