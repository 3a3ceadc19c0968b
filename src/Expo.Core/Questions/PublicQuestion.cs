using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Expo.Core.Questions;

/// <summary>
/// Everything of a question that viewers may know, and the only shape in which one leaves for them. Votes are not in it:
/// they change often and travel apart, by question id.
/// </summary>
/// <param name="State"><c>approved</c> or <c>answered</c>.</param>
/// <param name="AskedBy">Null for an anonymous question.</param>
/// <param name="IsEdited">A moderator changed the wording.</param>
/// <param name="Answer">Written answer in plain text, or null.</param>
public sealed record PublicQuestion(
    int Id, string Text, string? AskedBy, string State, DateTimeOffset AskedAt, bool IsEdited,
    DateTimeOffset? AnsweredAt, bool AnsweredLive, string? Answer, string? AnsweredBy)
{
    internal static PublicQuestion Of(Question question) => new(
        question.Id, question.Text, question.AskedBy, question.State == QuestionState.Answered ? "answered" : "approved",
        question.AskedAt, question.EditedAt is not null, question.AnsweredAt, question.AnsweredLive, question.AnswerText, question.AnsweredBy);
}

/// <summary>One public event of a session as viewers get it.</summary>
/// <param name="Kind">One of <see cref="SessionEventKinds"/>.</param>
/// <param name="Question">The question as it was published; null when it is gone or a later event says more.</param>
public sealed record PublicEvent(long Number, string Kind, int? QuestionId, PublicQuestion? Question);

public static class SessionEventKinds
{
    public const string Approved = "question.approved";
    public const string Edited = "question.edited";
    public const string Answered = "question.answered";

    /// <summary>Viewers must drop the question; nothing else is said.</summary>
    public const string Gone = "question.gone";

    /// <summary>A later event about the same question holds what is true now. Only the number is left, so that there is no gap.</summary>
    public const string Superseded = "question.superseded";
}

/// <summary>The JSON in <see cref="SessionEvent.Body"/>.</summary>
internal static class SessionEventBody
{
    public const string Nothing = "{}";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(Question question) => JsonSerializer.Serialize(PublicQuestion.Of(question), Json);

    public static PublicEvent Read(SessionEvent e) =>
        new(e.Number, e.Kind, e.QuestionId, e.Body == Nothing ? null : JsonSerializer.Deserialize<PublicQuestion>(e.Body, Json));
}
