using Expo.Core;
using Expo.Core.Questions;

namespace Expo.Web.Questions;

/// <summary>
/// What a moderator is typing. It belongs to the desk and not to the card, so that it stays when a colleague moves the question
/// to another column meanwhile.
/// </summary>
public sealed class ModerationDraft(Question question, ModerationAct act)
{
    private Refusal? _told;

    public int QuestionId => question.Id;

    public ModerationAct Act => act;

    public bool IsAnswer => act == ModerationAct.AnswerInWriting;

    public string Text { get; set; } = (act == ModerationAct.AnswerInWriting ? question.AnswerText : question.Text) ?? "";

    /// <summary>Who answers.</summary>
    public string By { get; set; } = question.AnsweredBy ?? "";

    /// <summary>The version that the moderator saw when they began or last were told.</summary>
    public int Version { get; private set; } = question.Version;

    /// <summary>The moderator was told that somebody was faster.</summary>
    public bool IsStale { get; private set; }

    /// <summary>Told that somebody was faster, the moderator sees the new version and may decide again, knowing it.</summary>
    public void Tell(Refusal? refusal, int versionNow)
    {
        // The same one and not an equal one: who was faster twice is told of in the same words.
        if (!ReferenceEquals(refusal, _told))
        {
            (_told, IsStale) = (refusal, refusal?.Code == "questions.stale");
            Version = IsStale ? versionNow : Version;
        }
    }
}
