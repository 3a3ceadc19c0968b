using System.Globalization;

namespace Expo.Core.Registration;

/// <summary>Keeps what visitors typed from becoming a formula when a spreadsheet opens the file.</summary>
internal static class CsvGuard
{
    // The last four are the full-width forms, which some spreadsheets read as the plain ones.
    private const string Begins = "=+-@＝＋－＠";

    /// <summary>
    /// The text, with an apostrophe before it when a spreadsheet could take it for a formula: it begins with one of
    /// <c>= + - @</c>, a tab or a line break, also after blanks, a byte order mark or other characters that are not seen.
    /// </summary>
    public static string? Safe(string? text)
    {
        foreach (var character in text ?? "")
        {
            if (character is '\t' or '\r' or '\n' || Begins.Contains(character, StringComparison.Ordinal))
            {
                return "'" + text;
            }

            if (!char.IsWhiteSpace(character) && char.GetUnicodeCategory(character) is not (UnicodeCategory.Format or UnicodeCategory.Control))
            {
                return text;
            }
        }

        return text;
    }
}
