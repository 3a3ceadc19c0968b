using System.Globalization;
using System.Text;

namespace Expo.Core;

/// <summary>Whether typed text is safe to store and to show: valid Unicode without characters that control rather than say something.</summary>
internal static class PlainText
{
    /// <summary>No line breaks either.</summary>
    public static bool IsOneLine(string text) => IsReadable(text) && !text.AsSpan().ContainsAny('\r', '\n', '\t');

    /// <summary>Line breaks and tabs are allowed.</summary>
    public static bool IsReadable(string text)
    {
        var left = text.AsSpan();
        while (left.Length > 0)
        {
            // A surrogate without its partner cannot be stored as UTF-8.
            if (Rune.DecodeFromUtf16(left, out var rune, out var used) != System.Buffers.OperationStatus.Done || Controls(rune))
            {
                return false;
            }

            left = left[used..];
        }

        return true;
    }

    public static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Normalize();

    // Direction overrides and isolates (U+202A–202E, U+2066–2069) can make a name read as something else.
    private static bool Controls(Rune rune) => rune.Value is not ('\r' or '\n' or '\t')
        && (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned
            || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069));
}
