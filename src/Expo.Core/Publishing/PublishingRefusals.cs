namespace Expo.Core.Publishing;

public static class PublishingRefusals
{
    public static readonly Refusal NotOrganiser = Refusal.Forbidden("publishing.not-organiser", "Only an organizer can do this. Sign in with an organizer's account.");

    public static readonly Refusal UnknownSession = Refusal.NotFound("publishing.unknown-session", "There is no session to attach this recording to.");

    public static readonly Refusal UnknownRecording = Refusal.NotFound("publishing.unknown-recording", "There is no recording by that name.");

    public static readonly Refusal NothingToPlay = Refusal.Conflict("publishing.nothing-to-play", "The stream sent nothing between the start and the end of this session, so there is nothing to publish.");

    public static readonly Refusal NotPublished = Refusal.Conflict("publishing.not-published", "This recording is not public, so it cannot be withdrawn.");

    public static readonly Refusal UnknownEntry = Refusal.NotFound("publishing.unknown-entry", "There is no FAQ entry by that name.");

    public static readonly Refusal UnknownQuestion = Refusal.NotFound("publishing.unknown-question", "There is no such question.");

    public static readonly Refusal NotAnswered = Refusal.Conflict("publishing.not-answered", "Only an answered question becomes an FAQ entry. Mark it as answered first.");

    public static readonly Refusal QuestionHidden = Refusal.Conflict("publishing.question-hidden", "A moderator has hidden this question, so its entry cannot be published. Ask the moderator to show it again first.");

    public static readonly Refusal EditedMeanwhile = Refusal.Conflict("publishing.edited-meanwhile", "Somebody else saved this entry while you were editing. Your text is still here: copy it, load the saved version, and put the two together.");

    public static readonly Refusal NoHeading = Refusal.Invalid("publishing.no-heading", "Write the question as the heading of the page.", "Heading");

    public static readonly Refusal HeadingTooLong = Refusal.Invalid("publishing.heading-too-long", $"The heading may be {FaqService.HeadingLength} characters long. Make it shorter.", "Heading");

    public static readonly Refusal NoAnswer = Refusal.Invalid("publishing.no-answer", "Write the answer before you publish.", "Answer");

    public static readonly Refusal AnswerTooLong = Refusal.Invalid("publishing.answer-too-long", $"The answer may be {FaqService.AnswerLength:N0} characters long. Make it shorter.", "Answer");

    public static readonly Refusal TopicTooLong = Refusal.Invalid("publishing.topic-too-long", $"The topic may be {FaqService.TopicLength} characters long. Make it shorter.", "Topic");

    public static readonly Refusal EntryNotPublished = Refusal.Conflict("publishing.entry-not-published", "This entry is not public, so it cannot be taken down.");

    public static readonly Refusal NothingNew = Refusal.Conflict("publishing.nothing-new", "The public page says exactly this already. Change something before you publish again.");
}
