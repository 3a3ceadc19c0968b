using System.Text.Json;
using Expo.Core.Files;

namespace Expo.Core.Submissions;

/// <summary>One thing that was looked at.</summary>
/// <param name="Code">Stable, for instance <c>slide-titles</c>.</param>
/// <param name="IsGood">Null when it could not be read from the file.</param>
/// <param name="Text">What was found, in the speaker's words.</param>
/// <param name="HowTo">What to do in which program; null when nothing needs doing.</param>
/// <param name="Slides">The slides it is about, from 1.</param>
public sealed record DeckFinding(string Code, bool? IsGood, string Text, string? HowTo, IReadOnlyList<int> Slides);

/// <summary>How well a deck can be read by people who do not see it, or not well. Made from the file alone.</summary>
public sealed record DeckReport(IReadOnlyList<DeckFinding> Findings)
{
    public int ToMend => Findings.Count(f => f.IsGood == false);

    /// <param name="deck">Has passed its checks; can seek.</param>
    public static async Task<DeckReport> MakeAsync(Stream deck, FileKind kind, CancellationToken ct) => kind switch
    {
        FileKind.Pptx => PptxReport.Make(deck),
        FileKind.Pdf => PdfReport.Make(await PdfCheck.FactsAsync(deck, ct)),
        FileKind.Odp => OdpReport.Make(deck),
        _ => new DeckReport([]),
    };

    public string ToJson() => JsonSerializer.Serialize(this);

    internal static DeckFinding Title(string? title, string howTo) => string.IsNullOrWhiteSpace(title) || title is "PowerPoint Presentation" or "untitled"
        ? new("title", false, "The document has no title. Screen readers and browsers then read out the file's name.", howTo, [])
        : new("title", true, $"The document's title is “{title}”.", null, []);

    internal static DeckFinding Language(string? language, string howTo) => string.IsNullOrWhiteSpace(language)
        ? new("language", false, "The document does not say which language it is in, so it may be read aloud with the wrong voice.", howTo, [])
        : new("language", true, $"The language is set ({language}).", null, []);

    internal static DeckFinding SlideTitles(IReadOnlyList<int> without, string howTo) => without.Count > 0
        ? new("slide-titles", false, $"{Slides(without)} no title. People who listen to slides move from title to title.", howTo, without)
        : new("slide-titles", true, "Every slide has a title.", null, []);

    internal static DeckFinding Pictures(int all, IReadOnlyList<int> without, string howTo) => without.Count > 0
        ? new("alt-text", false, $"{Slides(without)} pictures without a description.", howTo, without)
        : new("alt-text", true, all == 0 ? "There are no pictures that need a description." : "Every picture has a description.", null, []);

    internal static string Slides(IReadOnlyList<int> numbers) => numbers.Count == 1 ? $"Slide {numbers[0]} has" : $"Slides {string.Join(", ", numbers.Take(numbers.Count - 1))} and {numbers[^1]} have";
}
