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

    /// <summary>Whether one of the names stands in the text: a short one as a word of its own, since it may be part of others; a longer one anywhere.</summary>
    public static bool Names(string text, IEnumerable<string> names) => names.Where(name => name.Length > 0).Any(name => name.Length >= Erased.ShortestName
        ? Has(text, [name])
        : Regex.IsMatch(text, $@"(?<!\w){Regex.Escape(name)}(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));

    /// <summary>What staff typed after a colon is cut off; what the program said before it stays.</summary>
    public static string Reason(string text) => text.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var at ? $"{text[..at]}: {PrivacyWords.Gone}" : text;
}
