using Expo.Core.Questions;

namespace Expo.Web.Questions;

/// <summary>What a moderator can do with one question.</summary>
public enum ModerationAct
{
    Approve,
    Edit,
    Hide,
    AnswerInWriting,
    MarkAnsweredLive,
    BackToQueue,
}

/// <summary>Words and key of each act, and when it fits. The service decides; this only leaves out buttons that would be refused.</summary>
internal static class ModerationActs
{
    public static IReadOnlyList<ModerationAct> For(QuestionState state) => state switch
    {
        QuestionState.Waiting => [ModerationAct.Approve, ModerationAct.Edit, ModerationAct.AnswerInWriting, ModerationAct.Hide],
        QuestionState.Approved => [ModerationAct.MarkAnsweredLive, ModerationAct.AnswerInWriting, ModerationAct.Edit, ModerationAct.BackToQueue, ModerationAct.Hide],
        QuestionState.Answered => [ModerationAct.AnswerInWriting, ModerationAct.Edit, ModerationAct.BackToQueue, ModerationAct.Hide],
        _ => [ModerationAct.BackToQueue],
    };

    public static string Words(ModerationAct act, Question question) => act switch
    {
        ModerationAct.Approve => "Approve",
        ModerationAct.Edit => "Edit",
        ModerationAct.Hide => "Hide",
        ModerationAct.AnswerInWriting => question.AnswerText is null ? "Answer in writing" : "Change the answer",
        ModerationAct.MarkAnsweredLive => "Answered live",
        _ => "Back to queue",
    };

    public static string Key(ModerationAct act) => act switch
    {
        ModerationAct.Approve => "A",
        ModerationAct.Edit => "E",
        ModerationAct.Hide => "X",
        ModerationAct.AnswerInWriting => "W",
        ModerationAct.MarkAnsweredLive => "D",
        _ => "U",
    };

    /// <summary>"is live": how a question stands, for sentences.</summary>
    public static string Stands(QuestionState state) => state switch
    {
        QuestionState.Waiting => "is in the queue",
        QuestionState.Approved => "is live",
        QuestionState.Answered => "is answered",
        _ => "is hidden",
    };
}
