using System.Globalization;
using System.Text;

namespace Expo.Core.Questions;

/// <summary>
/// What strangers typed, made safe to show as plain text: control characters and those that turn the direction of other
/// people's text around (UAX 9: embeddings, overrides, isolates) go, blanks are folded. Links stay as the text they are.
/// </summary>
internal static class QuestionText
{
    /// <summary>One paragraph: line breaks become blanks. Empty when there is nothing to read.</summary>
    public static string Line(string? typed) => Clean(typed, keepLines: false);

    /// <summary>Several paragraphs: at most one empty line between two.</summary>
    public static string Paragraphs(string? typed) => Clean(typed, keepLines: true);

    /// <summary>Length as a reader counts it.</summary>
    public static int Length(string text) => new StringInfo(text).LengthInTextElements;

    private static string Clean(string? typed, bool keepLines)
    {
        var text = new StringBuilder();
        var (blanks, breaks, somethingToSee) = (false, 0, false);

        // EnumerateRunes hands out U+FFFD for half a surrogate pair, which databases would refuse.
        foreach (var rune in (typed ?? "").ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value == '\n' && keepLines)
            {
                breaks++;
            }
            else if (Rune.IsWhiteSpace(rune))
            {
                blanks = true;
            }
            else if (!IsUnwanted(rune))
            {
                if (text.Length > 0)
                {
                    text.Append(breaks > 0 ? new string('\n', Math.Min(breaks, 2)) : blanks ? " " : "");
                }

                text.Append(rune);
                (blanks, breaks) = (false, 0);
                somethingToSee |= Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);
            }
        }

        return somethingToSee ? text.ToString().Normalize(NormalizationForm.FormC) : "";
    }

    private static bool IsUnwanted(Rune rune) =>
        Rune.IsControl(rune)
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF or (>= 0xFFF9 and <= 0xFFFB)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
