using System.Text.RegularExpressions;
using Expo.Core.Mail;

namespace Expo.Core.Registration;

/// <summary>What stands for each placeholder in one person's copy.</summary>
/// <param name="Ticket">Address of the ticket's page.</param>
/// <param name="Place">For instance <c>a seat in the room</c>.</param>
public sealed record BulkValues(string Name, string Ticket, string Place, string Event)
{
    internal string Of(string placeholder) => placeholder switch { "name" => Name, "ticket" => Ticket, "place" => Place, _ => Event };
}

/// <summary>
/// The organiser's words with placeholders such as <c>{name}</c>. What is put in their place is text and is never read again:
/// a name that looks like a placeholder, a link or markup stays what it is.
/// </summary>
public static partial class BulkText
{
    public const int LongestSubject = 200;
    public const int LongestText = 10_000;

    /// <summary>Every placeholder, with what it becomes.</summary>
    public static readonly IReadOnlyList<(string Word, string Meaning)> Meanings =
    [
        ("{name}", "the person’s full name"),
        ("{ticket}", "the address of the person’s ticket page, as a link; for “You have …” use {place}"),
        ("{place}", "what the person has, to be read inside a sentence: “a seat in the room”, “a place on the live stream”, “place 3 on the waiting list”"),
        ("{event}", "the name of the event"),
    ];

    public static readonly IReadOnlyList<string> Known = [.. Meanings.Select(m => m.Word)];

    /// <summary>The first mistake, or null.</summary>
    public static Refusal? Check(string? subject, string? text)
    {
        if (string.IsNullOrWhiteSpace(subject))
        {
            return BulkRefusals.SubjectMissing;
        }

        if (subject.Length > LongestSubject || subject.Any(char.IsControl))
        {
            return BulkRefusals.SubjectTooLong;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return BulkRefusals.TextMissing;
        }

        if (text.Length > LongestText)
        {
            return BulkRefusals.TextTooLong;
        }

        return Unknown(subject) is { } inSubject ? BulkRefusals.UnknownPlaceholder(inSubject, "Subject")
            : SubjectLink().IsMatch(subject) ? BulkRefusals.TicketInSubject
            : Unknown(text) is { } inText ? BulkRefusals.UnknownPlaceholder(inText, "Text") : null;
    }

    public static string Subject(string subject, BulkValues values) => MimeLetters.OneLine(Placeholder().Replace(subject, found => values.Of(found.Groups[1].Value)));

    /// <summary>Blank lines part paragraphs; addresses that the organiser wrote are links.</summary>
    public static LetterBody Body(string text, BulkValues values)
    {
        var body = new LetterBody();
        foreach (var paragraph in BlankLines().Split(text.Trim().ReplaceLineEndings("\n")).Where(p => p.Length > 0))
        {
            body.Paragraph(Pieces(paragraph, values));
        }

        return body;
    }

    private static IEnumerable<LetterPiece> Pieces(string paragraph, BulkValues values)
    {
        var at = 0;
        foreach (Match found in PlaceholderOrLink().Matches(paragraph))
        {
            yield return new LetterPiece(paragraph[at..found.Index]);
            at = found.Index + found.Length;
            yield return found.Groups["p"].Success
                ? new LetterPiece(MimeLetters.OneLine(values.Of(found.Groups["p"].Value)), found.Groups["p"].Value == "ticket" ? values.Ticket : null)
                : new LetterPiece(found.Value, found.Value);
        }

        yield return new LetterPiece(paragraph[at..]);
    }

    private static string? Unknown(string text) => Braces().Matches(text).Select(m => m.Value).FirstOrDefault(found => !Known.Contains(found));

    [GeneratedRegex(@"\{(name|ticket|place|event)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\{(?<p>name|ticket|place|event)\}|https?://[^\s<>""{}]*[^\s<>""{}.,;:!?)'\]]")]
    private static partial Regex PlaceholderOrLink();

    [GeneratedRegex(@"\{[^{}\r\n]{0,60}\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\{ticket\}")]
    private static partial Regex SubjectLink();

    [GeneratedRegex(@"\n[ \t]*\n\s*")]
    private static partial Regex BlankLines();
}
