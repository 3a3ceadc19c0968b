using System.Text;

namespace Expo.Core.Data;

/// <summary>
/// Text as it is searched: small letters without their accents, straight apostrophes, plain dashes. What the databases call
/// lower and accent differs; here each of them is handed the same table of single letters for its <c>translate</c>.
/// </summary>
internal static class FoldedText
{
    private static readonly Dictionary<char, char> Bases = Letters();

    /// <summary>For instance <c>jose nunez-o'hara</c>.</summary>
    public static string Of(string text) => string.Concat(text.Trim().Normalize().ToLowerInvariant().Replace("ß", "ss", StringComparison.Ordinal).Select(sign => Bases.GetValueOrDefault(sign, sign)));

    /// <summary>
    /// Which signs become which, at the same place of both. Only those that become a sign of what is looked for: the others can
    /// be no part of a hit, and each sign costs time in every row.
    /// </summary>
    /// <param name="folded">What is looked for, folded.</param>
    public static (string From, string To) TableFor(string folded)
    {
        // Never empty, which not every database takes.
        var needed = Bases.Where(b => b.Value == '\'' || folded.Contains(b.Value, StringComparison.Ordinal)).ToList();
        return (string.Concat(needed.Select(b => b.Key)), string.Concat(needed.Select(b => b.Value)));
    }

    /// <summary>What <c>translate</c> does in PostgreSQL and SQL Server.</summary>
    public static string? Translate(string? text, string from, string to) => text is null ? null
        : string.Concat(text.Select(sign => from.IndexOf(sign, StringComparison.Ordinal) is var at and >= 0 ? to[at] : sign));

    private static Dictionary<char, char> Letters()
    {
        var bases = new Dictionary<char, char>();
        foreach (var letter in Enumerable.Range(0xC0, 0x250 - 0xC0).Concat(Enumerable.Range(0x1E00, 0x100)).Select(n => (char)n).Where(char.IsLetter))
        {
            if (letter.ToString().Normalize(NormalizationForm.FormD) is [var first and (>= 'A' and <= 'Z' or >= 'a' and <= 'z'), _, ..])
            {
                bases[letter] = char.ToLowerInvariant(first);
            }
        }

        // Letters of one piece, which Unicode does not take apart.
        Add("ŁłĐđØøĦħŦŧıÐð", "llddoohhttidd");
        Add("\u2019\u2018\u02BC\u02BB\u00B4`", new string('\'', 6));
        Add("\u2010\u2011\u2013\u2014\u00A0", "---- ");
        return bases;

        void Add(string from, string to)
        {
            foreach (var (sign, becomes) in from.Zip(to))
            {
                bases[sign] = becomes;
            }
        }
    }
}
