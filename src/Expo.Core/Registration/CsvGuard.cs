using System.Globalization;
using System.Text;

namespace Expo.Core.Registration;

/// <summary>Keeps what visitors typed from becoming a formula when a spreadsheet opens the file.</summary>
internal static class CsvGuard
{
    // The last four are the full-width forms, which some spreadsheets read as the plain ones.
    private const string Begins = "=+-@＝＋－＠";

    /// <summary>
    /// The text, with an apostrophe before each part that a spreadsheet could take for a formula: it begins with one of
    /// <c>= + - @</c>, a tab or a line break, also after blanks, a byte order mark or other characters that are not seen. Where
    /// the comma is the decimal sign spreadsheets begin a cell after each semicolon, and do not see quotes that began before it:
    /// a part begins after each semicolon and each line break as well.
    /// </summary>
    public static string? Safe(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 1);
        for (var (begin, end) = (0, 0); begin < text.Length; begin = end)
        {
            end = text.AsSpan(begin).IndexOfAny(';', '\r', '\n') is >= 0 and var at ? begin + at + 1 : text.Length;
            var part = text.AsSpan(begin, end - begin);
            if (IsFormula(part, isFirst: begin == 0))
            {
                safe.Append('\'');
            }

            safe.Append(part);
        }

        return safe.ToString();
    }

    private static bool IsFormula(ReadOnlySpan<char> part, bool isFirst)
    {
        foreach (var character in part)
        {
            if (Begins.Contains(character, StringComparison.Ordinal) || character == '\t' || (isFirst && character is '\r' or '\n'))
            {
                return true;
            }

            // A quote within a text is written twice, and may then stand for an empty text before the formula.
            if (!char.IsWhiteSpace(character) && (isFirst || character != '"') && char.GetUnicodeCategory(character) is not (UnicodeCategory.Format or UnicodeCategory.Control))
            {
                return false;
            }
        }

        return false;
    }
}
