using System.Globalization;

namespace Expo.Core.Registration;

/// <summary>Reads what was answered to the organiser's questions. What is wrong names the question: several may stand in one list.</summary>
public static class FormRules
{
    public const int LongestAnswer = 1000;

    /// <summary>The field of the form that a question stands in, as refusals name it.</summary>
    public static string FieldOf(int questionId) => $"{nameof(RegistrationRequest.Answers)}[{questionId}]";

    /// <summary>Those that are asked of one ticket type, in their order.</summary>
    public static IEnumerable<FormQuestion> AskedOf(string? ticketType, IEnumerable<FormQuestion> questions) =>
        questions.Where(q => !q.IsArchived && (q.TicketTypes.Count == 0 || q.TicketTypes.Contains(ticketType ?? ""))).OrderBy(q => q.Position).ThenBy(q => q.Id);

    /// <summary>All mistakes, in the order of the form.</summary>
    public static IEnumerable<Refusal> Check(string? ticketType, IReadOnlyDictionary<string, string?>? answers, IEnumerable<FormQuestion> questions) =>
        AskedOf(ticketType, questions).Select(q => Read(q, Given(answers, q)).Refusal).OfType<Refusal>();

    /// <summary>The answers as they are kept. Only for a request that <see cref="Check"/> found no mistake in.</summary>
    internal static IReadOnlyList<CheckedAnswer> Read(string ticketType, IReadOnlyDictionary<string, string?>? answers, IEnumerable<FormQuestion> questions) =>
        [.. AskedOf(ticketType, questions).Select(q => (q.Id, Read(q, Given(answers, q)).Value)).Where(a => a.Value is not null).Select(a => new CheckedAnswer(a.Id, a.Value!))];

    private static string? Given(IReadOnlyDictionary<string, string?>? answers, FormQuestion question) =>
        answers?.GetValueOrDefault(question.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Null when nothing was answered and nothing must be.</summary>
    private static Result<string?> Read(FormQuestion question, string? given)
    {
        var field = FieldOf(question.Id);
        if (string.IsNullOrWhiteSpace(given))
        {
            return question.IsRequired ? Missing(question, field) : (string?)null;
        }

        if (!PlainText.IsReadable(given))
        {
            return Refusal.Invalid("registration.answer-unreadable", $"The answer to “{question.Label}” contains characters that cannot be printed. Type it again.", field);
        }

        var answer = PlainText.OrNull(given)!;
        if (answer.Length > LongestAnswer)
        {
            return Refusal.Invalid("registration.answer-too-long", $"Use at most {LongestAnswer} characters for “{question.Label}”.", field);
        }

        return question.Kind switch
        {
            AnswerKind.Text => PlainText.IsOneLine(answer) ? answer : Refusal.Invalid("registration.answer-unreadable", $"Answer “{question.Label}” in one line.", field),
            AnswerKind.Choice => question.Choices.Contains(answer) ? answer : Refusal.Invalid("registration.answer-unknown", $"Choose one of the answers in the list of “{question.Label}”.", field),
            AnswerKind.Number => long.TryParse(answer, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number.ToString(CultureInfo.InvariantCulture)
                : Refusal.Invalid("registration.answer-no-number", $"Enter a whole number for “{question.Label}”, with digits only.", field),
            AnswerKind.Date => DateOnly.TryParseExact(answer, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                : Refusal.Invalid("registration.answer-no-date", $"Enter a day for “{question.Label}” as year, month and day, for instance 2023-03-14.", field),
            AnswerKind.Consent => answer is "yes" or "true" or "on" ? "yes" : Missing(question, field),
            _ => throw new ArgumentOutOfRangeException(nameof(question), question.Kind, "No such kind of answer."),
        };
    }

    private static Refusal Missing(FormQuestion question, string field) => Refusal.Invalid("registration.answer-missing", question.Kind switch
    {
        AnswerKind.Choice => $"Choose an answer to “{question.Label}”.",
        AnswerKind.Consent => $"Tick “{question.Label}” to go on, or choose a ticket that does not ask for it.",
        _ => $"Answer “{question.Label}”.",
    }, field);
}
