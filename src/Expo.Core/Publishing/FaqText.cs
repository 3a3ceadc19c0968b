using Expo.Core.Agenda;

namespace Expo.Core.Publishing;

/// <summary>What an editor types: the question as heading, the answer in Markdown, a topic to group by.</summary>
public sealed record FaqText(string Heading, string AnswerMarkdown, string? Topic)
{
    private const int LongestSlug = 80;

    /// <summary>Line ends made one kind, other control characters dropped (PostgreSQL refuses NUL), blanks at the ends cut.</summary>
    internal FaqText Cleaned() => new(OneLine(Heading), Lines(AnswerMarkdown), OneLine(Topic ?? "") is { Length: > 0 } topic ? topic : null);

    /// <summary>Says no to what does not fit; an unfinished draft is fine.</summary>
    internal Refusal? WhyNot() =>
        Heading.Length > FaqService.HeadingLength ? PublishingRefusals.HeadingTooLong
        : AnswerMarkdown.Length > FaqService.AnswerLength ? PublishingRefusals.AnswerTooLong
        : Topic?.Length > FaqService.TopicLength ? PublishingRefusals.TopicTooLong
        : null;

    /// <summary>The first words of a long text, whole words only, so that it fits as a heading.</summary>
    internal static string HeadingFrom(string question)
    {
        var line = OneLine(question);
        if (line.Length <= FaqService.HeadingLength)
        {
            return line;
        }

        var cut = line.LastIndexOf(' ', FaqService.HeadingLength - 2);
        return $"{line[..(cut > 0 ? cut : FaqService.HeadingLength - 2)]}…";
    }

    /// <summary>Lower-case Latin letters, digits and hyphens, whole words, at most 80 characters. Empty when the heading has none of these.</summary>
    internal static string SlugFrom(string heading) => Slugs.From(heading, LongestSlug);

    private static string OneLine(string text) =>
        string.Join(' ', new string(text.Select(c => char.IsControl(c) ? ' ' : c).ToArray()).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Lines(string text) =>
        new string(text.ReplaceLineEndings("\n").Where(c => c is '\n' or '\t' || !char.IsControl(c)).ToArray()).Trim();
}
