namespace Expo.Core.Questions;

public enum QuestionState
{
    /// <summary>Only moderators and its asker know of it.</summary>
    Waiting,

    /// <summary>Everyone sees it and may vote for it.</summary>
    Approved,

    /// <summary>Answered live or in writing; everyone sees it, voting is over.</summary>
    Answered,

    /// <summary>Nobody but moderators sees it.</summary>
    Hidden,
}

/// <summary>A viewer's question to the speakers of one session.</summary>
public sealed class Question
{
    public int Id { get; init; }

    public int SessionId { get; init; }

    /// <summary>As viewers see it: the asker's words, or a moderator's edit of them.</summary>
    public required string Text { get; set; }

    /// <summary>As it was asked. Kept for ever, never changed.</summary>
    public required string OriginalText { get; init; }

    /// <summary>The name that viewers see; null for an anonymous question.</summary>
    public string? AskedBy { get; init; }

    /// <summary>Private: which viewer asked, as an opaque key.</summary>
    public required string AskerKey { get; init; }

    public QuestionState State { get; set; }

    /// <summary>Changed by a guarded update together with the row in <see cref="QuestionVote"/>.</summary>
    public int Votes { get; set; }

    /// <summary>When the server received it.</summary>
    public DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? ApprovedAt { get; set; }

    public DateTimeOffset? EditedAt { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>Written answer in plain text, or null when it was answered live only.</summary>
    public string? AnswerText { get; set; }

    public string? AnsweredBy { get; set; }

    public bool AnsweredLive { get; set; }

    /// <summary>Up by one with every change a moderator makes; a change made from an older version is refused.</summary>
    public int Version { get; set; } = 1;

    /// <summary>For other moderators only: who made the last change.</summary>
    public string? ChangedBy { get; set; }

    /// <summary>Viewers see it.</summary>
    public bool IsPublic => State is QuestionState.Approved or QuestionState.Answered;

    public Result<Question> Approve(DateTimeOffset now)
    {
        if (State != QuestionState.Waiting)
        {
            return QuestionRefusals.NotWhile(State, "approved");
        }

        State = QuestionState.Approved;
        ApprovedAt = now;
        return this;
    }

    public Result<Question> Edit(string text, DateTimeOffset now)
    {
        if (State == QuestionState.Hidden)
        {
            return QuestionRefusals.NotWhile(State, "edited");
        }

        Text = text;
        EditedAt = now;
        return this;
    }

    public Result<Question> Hide()
    {
        if (State == QuestionState.Hidden)
        {
            return QuestionRefusals.NotWhile(State, "hidden");
        }

        State = QuestionState.Hidden;
        return this;
    }

    /// <summary>Back to the moderators' queue. What was said about an answer is taken back with it.</summary>
    public Result<Question> BackToQueue()
    {
        if (State == QuestionState.Waiting)
        {
            return QuestionRefusals.NotWhile(State, "put back into the queue");
        }

        State = QuestionState.Waiting;
        ApprovedAt = AnsweredAt = null;
        AnsweredLive = false;
        AnswerText = AnsweredBy = null;
        return this;
    }

    /// <summary>Publishes a written answer, and the question with it. A second one replaces the first; the time of the first stays.</summary>
    public Result<Question> AnswerInWriting(string answer, string? answeredBy, DateTimeOffset now)
    {
        if (State == QuestionState.Hidden)
        {
            return QuestionRefusals.NotWhile(State, "answered");
        }

        State = QuestionState.Answered;
        ApprovedAt ??= now;
        AnsweredAt ??= now;
        AnswerText = answer;
        AnsweredBy = answeredBy;
        return this;
    }

    public Result<Question> MarkAnsweredLive(DateTimeOffset now)
    {
        if (State != QuestionState.Approved)
        {
            return QuestionRefusals.NotWhile(State, "marked as answered live");
        }

        State = QuestionState.Answered;
        AnsweredAt = now;
        AnsweredLive = true;
        return this;
    }
}

/// <summary>One viewer's vote. The key makes it one per person.</summary>
public sealed class QuestionVote
{
    public int QuestionId { get; init; }

    public required string VoterKey { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>How far a session's public events have been numbered. The row is locked while a number is given out.</summary>
public sealed class SessionSequence
{
    public int SessionId { get; init; }

    public long Last { get; set; }
}

/// <summary>
/// One thing that viewers of a session must hear of. Numbers within a session have no gaps, so a client that sees one asks
/// for what came after the last it has. <see cref="Body"/> holds nothing that is not public.
/// </summary>
public sealed class SessionEvent
{
    public int SessionId { get; init; }

    public long Number { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Stable word, for instance <c>question.approved</c>.</summary>
    public required string Kind { get; init; }

    public int? QuestionId { get; init; }

    /// <summary>JSON as it is sent to viewers.</summary>
    public required string Body { get; init; }
}
