using Expo.Core.Registration;

namespace Expo.Core.Submissions;

/// <summary>Where a call is at one moment.</summary>
public enum CallState
{
    /// <summary>No organiser has said when it opens.</summary>
    None,
    NotYet,
    Open,
    Closed,
}

/// <summary>What an organiser says of the call.</summary>
public sealed record CallDraft
{
    /// <summary>Of what was shown; 0 where nothing was saved yet.</summary>
    public int Revision { get; init; }

    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>At this instant itself it is closed.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    public string? Introduction { get; init; }

    public int TalkMinutes { get; init; } = 15;

    public int QuestionMinutes { get; init; } = 10;

    public int MostSpeakers { get; init; } = 4;

    public IReadOnlyList<string> Topics { get; init; } = [];

    public static CallDraft Of(CallForTalks? call) => call is null ? new CallDraft() : new CallDraft
    {
        Revision = call.Revision, OpensAt = call.OpensAt, ClosesAt = call.ClosesAt, Introduction = call.Introduction, TalkMinutes = call.TalkMinutes,
        QuestionMinutes = call.QuestionMinutes, MostSpeakers = call.MostSpeakers, Topics = [.. call.Topics],
    };
}

public static class CallRules
{
    /// <summary>A talk takes its topic into the programme.</summary>
    internal const int LongestTopic = Agenda.SessionSheet.MostOfTopic;

    private const int MostTopics = 30;

    /// <summary>Where the call is; it opens and closes at the instant itself.</summary>
    public static CallState StateOf(CallForTalks? call, DateTimeOffset now) => call switch
    {
        null or { OpensAt: null } => CallState.None,
        { ClosesAt: { } end } when end <= now => CallState.Closed,
        { OpensAt: var start } => start <= now ? CallState.Open : CallState.NotYet,
    };

    /// <summary>Why nothing can be sent or changed at this moment, or null.</summary>
    public static Refusal? WhyShut(CallForTalks? call, Agenda.EventTime time, DateTimeOffset now) => StateOf(call, now) switch
    {
        CallState.Open => null,
        CallState.NotYet => CallRefusals.NotYet(call!.OpensAt!.Value, time),
        CallState.Closed => CallRefusals.Closed(call!.ClosesAt!.Value, time),
        _ => CallRefusals.NoCall,
    };

    /// <summary>The first mistake, or the draft as it is kept.</summary>
    internal static Result<CallDraft> Read(CallDraft typed)
    {
        List<string> topics = [.. typed.Topics.Select(PlainText.OrNull).OfType<string>()];
        var introduction = PlainText.OrNull(typed.Introduction) ?? "";
        return typed.ClosesAt is not null && typed.OpensAt is null ? CallRefusals.ClosesButNeverOpens
            : typed.ClosesAt <= typed.OpensAt ? CallRefusals.ClosesBeforeItOpens
            : introduction.Length > SubmissionMapping.LongestText || !PlainText.IsReadable(introduction) ? CallRefusals.IntroductionTooLong
            : typed.TalkMinutes is < 1 or > 240 ? CallRefusals.TalkMinutesWrong
            : typed.QuestionMinutes is < 0 or > 120 ? CallRefusals.QuestionMinutesWrong
            : typed.MostSpeakers is < 1 or > 12 ? CallRefusals.MostSpeakersWrong
            : topics.Count is 0 or > MostTopics || topics.Any(t => t.Length > LongestTopic || !PlainText.IsOneLine(t) || t.Contains(',', StringComparison.Ordinal)) || topics.Distinct(StringComparer.OrdinalIgnoreCase).Count() < topics.Count ? CallRefusals.TopicWrong
            : typed with { Introduction = introduction, Topics = topics };
    }
}
