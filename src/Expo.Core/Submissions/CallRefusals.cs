using Expo.Core.Agenda;

namespace Expo.Core.Submissions;

/// <summary>Every "no" to a change of the call for talks. Fields are named as in <see cref="CallDraft"/>.</summary>
public static class CallRefusals
{
    public static readonly Refusal NotOrganiser = Refusal.Forbidden("call.not-organiser", "Only an organizer can open and close the call for talks. Sign in with an organizer’s account.");

    public static readonly Refusal UnknownEvent = Refusal.NotFound("call.unknown-event", "There is no such event. Reload the page.");

    public static readonly Refusal ChangedMeanwhile = Refusal.Conflict(
        "call.changed-meanwhile", "Somebody else changed the call while you were editing. Nothing of yours was saved. Look at what is saved now, then make your change again.");

    public static readonly Refusal ClosesBeforeItOpens = Refusal.Invalid("call.backwards", "It closes before it opens. Set the closing time after the opening one.", nameof(CallDraft.ClosesAt));

    public static readonly Refusal ClosesButNeverOpens = Refusal.Invalid("call.no-opening", "Set when it opens, or leave the closing time empty as well.", nameof(CallDraft.OpensAt));

    public static readonly Refusal IntroductionTooLong = Refusal.Invalid("call.introduction", $"Use at most {SubmissionMapping.LongestText} characters that can be printed.", nameof(CallDraft.Introduction));

    public static readonly Refusal TalkMinutesWrong = Refusal.Invalid("call.talk-minutes", "A talk takes 1 to 240 minutes.", nameof(CallDraft.TalkMinutes));

    public static readonly Refusal QuestionMinutesWrong = Refusal.Invalid("call.question-minutes", "Questions take 0 to 120 minutes.", nameof(CallDraft.QuestionMinutes));

    public static readonly Refusal MostSpeakersWrong = Refusal.Invalid("call.most-speakers", "A talk has 1 to 12 speakers.", nameof(CallDraft.MostSpeakers));

    public static readonly Refusal TopicWrong = Refusal.Invalid("call.topic", $"Write one topic in each line, 1 to 30 in all, each of at most {CallRules.LongestTopic} characters without a comma, and none twice.", nameof(CallDraft.Topics));

    public static readonly Refusal AlreadyOpen = Refusal.Conflict("call.already-open", "The call is open already.");

    public static readonly Refusal NotOpen = Refusal.Conflict("call.not-open", "The call is not open, so it cannot be closed.");

    public static readonly Refusal NoCall = Refusal.Conflict("call.none", "This event has no call for talks yet. Ask the organizers.");

    public static Refusal NotYet(DateTimeOffset opensAt, EventTime time) => Refusal.Conflict("call.not-yet", $"Proposals are taken from {time.Full(opensAt)} on. Come back then.");

    public static Refusal Closed(DateTimeOffset closedAt, EventTime time) =>
        Refusal.Conflict("call.closed", $"The call for talks closed on {time.Full(closedAt)}. Proposals can be neither sent nor changed any more; you can still withdraw yours.");
}
