using System.Text.RegularExpressions;

namespace Expo.Core.Registration;

/// <summary>Strikes out of free text what names a person.</summary>
internal static class Struck
{
    /// <summary>Each of <paramref name="needles"/>, whatever its case, becomes <see cref="PrivacyWords.Gone"/>.</summary>
    public static string Out(string text, IEnumerable<string> needles) => needles.Where(needle => Has(text, [needle])).OrderByDescending(needle => needle.Length)
        .Aggregate(text, (left, needle) => Regex.Replace(left, Regex.Escape(needle), PrivacyWords.Gone, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));

    /// <summary>Whether any of them stands in the text.</summary>
    public static bool Has(string text, IEnumerable<string> needles) => needles.Any(needle => text.Contains(needle, StringComparison.OrdinalIgnoreCase));

    /// <summary>What staff typed after a colon is cut off; what the program said before it stays.</summary>
    public static string Reason(string text) => text.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var at ? $"{text[..at]}: {PrivacyWords.Gone}" : text;
}
