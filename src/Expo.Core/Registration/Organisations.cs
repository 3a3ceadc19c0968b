using System.Text;

namespace Expo.Core.Registration;

/// <summary>When two organisations are the same: by Unicode NFKC, lower case, without punctuation, with single spaces.</summary>
public static class Organisations
{
    /// <summary>The form that is compared, or null for a name without letters and digits.</summary>
    public static string? Key(string? name)
    {
        if (name is null)
        {
            return null;
        }

        var key = new StringBuilder();
        foreach (var rune in name.Normalize(NormalizationForm.FormKC).ToLowerInvariant().EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark)
            {
                key.Append(rune.ToString());
            }
            else if (key.Length > 0 && key[^1] != ' ' && Rune.IsWhiteSpace(rune))
            {
                key.Append(' ');
            }
        }

        return key.ToString().TrimEnd() is { Length: > 0 } found ? found : null;
    }
}
