namespace Expo.Core.Questions;

public static class QuestionRefusals
{
    public static readonly Refusal SameWording = Refusal.Invalid("questions.same-wording", "The wording is what it was. Change it, or cancel.", "Text");

    public static readonly Refusal Unknown = Refusal.NotFound("questions.unknown", "There is no such question. It may have been taken down.");

    public static readonly Refusal UnknownSession = Refusal.NotFound("questions.unknown-session", "There is no session by that name.");

    public static readonly Refusal NotModerator = Refusal.Forbidden("questions.not-moderator", "Only a moderator can do this. Sign in with a moderator's account.");

    public static readonly Refusal NotTaken = Refusal.Conflict("questions.not-taken", "This session takes no questions now. Questions open when it goes live and close when it ends.");

    public static readonly Refusal Empty = Refusal.Invalid("questions.empty", "Write your question first.", "Text");

    public static readonly Refusal AnswerEmpty = Refusal.Invalid("questions.answer-empty", "Write the answer first.", "Answer");

    public static readonly Refusal NameNeeded = Refusal.Invalid("questions.name-needed", "Give your name. This event takes no anonymous questions.", "Name");

    public static readonly Refusal Repeated = Refusal.Conflict("questions.repeated", "You have asked this already. A moderator will read it.");

    public static readonly Refusal SessionFull = Refusal.TooMany("questions.session-full", "Very many questions are waiting. Vote for one that is close to yours, or try again in a few minutes.");

    public static readonly Refusal NetworkFull = Refusal.TooMany(
        "questions.network-full", "Many questions from your network are waiting for a moderator. Vote for one that is close to yours, or try again when some of them have been read.");

    public static readonly Refusal VotingClosed = Refusal.Conflict("questions.voting-closed", "This question has been answered, so voting is over.");

    public static readonly Refusal BadNumber = Refusal.Invalid("questions.bad-number", "The number after which events are wanted must be 0 or more.", "after");

    /// <summary>What was written was meant for another session.</summary>
    public static Refusal SessionChanged(string live) => Refusal.Conflict(
        "questions.session-changed", $"The session changed while you were writing: “{live}” is live now. Your question was not sent. Send it again if it is for this session.");

    public static Refusal TooLong(int limit) => Refusal.Invalid("questions.too-long", $"Shorten your question to {limit} characters.", "Text");

    public static Refusal NameTooLong(int limit) => Refusal.Invalid("questions.name-too-long", $"Shorten the name to {limit} characters.", "Name");

    public static Refusal AnswerTooLong(int limit) => Refusal.Invalid("questions.answer-too-long", $"Shorten the answer to {limit} characters.", "Answer");

    public static Refusal TooManyOfYours(int limit, TimeSpan window) =>
        Refusal.TooMany("questions.too-many", $"You have asked {limit} questions in {window.TotalMinutes:0} minutes. Wait a little before the next one.");

    /// <summary>Somebody else was faster: says who did it and how the question stands now.</summary>
    public static Refusal Stale(Question now) => Refusal.Conflict(
        "questions.stale",
        $"{now.ChangedBy ?? "Somebody"} changed this question before you: it {StandsAs(now.State)}. The list shows it as it is now; nothing was overwritten.");

    public static Refusal NotWhile(QuestionState state, string act) =>
        Refusal.Conflict("questions.wrong-state", $"This question {StandsAs(state)}, so it cannot be {act}.");

    private static string StandsAs(QuestionState state) => state switch
    {
        QuestionState.Waiting => "is waiting in the queue",
        QuestionState.Approved => "is live",
        QuestionState.Answered => "is answered",
        _ => "is hidden",
    };
}
