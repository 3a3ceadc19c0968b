using System.Globalization;
using System.Text;

namespace Expo.Core.Agenda;

/// <summary>Words for addresses.</summary>
internal static class Slugs
{
    /// <summary>Lower-case Latin letters, digits and hyphens, whole words, at most that long. Empty when the text has none of these.</summary>
    public static string From(string text, int longest)
    {
        var slug = new StringBuilder();
        foreach (var letter in text.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                slug.Append(letter);
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark && letter is not ('\'' or '’') && slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var whole = slug.ToString().Trim('-');
        if (whole.Length <= longest)
        {
            return whole;
        }

        var cut = whole.LastIndexOf('-', longest);
        return whole[..(cut > 0 ? cut : longest)];
    }

    /// <summary>The wanted word, or with the first number behind it that makes it a free one.</summary>
    public static string Free(string wanted, string otherwise, IReadOnlyCollection<string> taken)
    {
        var slug = wanted.Length == 0 ? otherwise : wanted;
        return !taken.Contains(slug) ? slug : Enumerable.Range(2, taken.Count + 1).Select(n => $"{slug}-{n}").First(s => !taken.Contains(s));
    }
}
