using System.Globalization;
using System.Security.Cryptography;

namespace Expo.Core.Files;

/// <summary>What files are called, for people and in the store.</summary>
public static class FileNames
{
    private const int Longest = 200;

    /// <summary>A key that cannot be guessed: 32 hexadecimal digits.</summary>
    public static string NewKey() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>A name as its owner typed it, without folders, control and direction characters, and shortened before its ending.</summary>
    public static string Clean(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var kept = string.Concat(last.EnumerateRunes().Where(r => IsKept(r.Value, System.Text.Rune.GetUnicodeCategory(r)))).Trim(' ', '.');
        if (kept.Length == 0)
        {
            return "file";
        }

        var ending = Path.GetExtension(kept) is { Length: <= 12 } e ? e : "";
        return kept.Length <= Longest ? kept : kept[..(Longest - ending.Length)].TrimEnd() + ending;
    }

    private static bool IsKept(int rune, UnicodeCategory kind) =>
        kind is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) && rune is not ('"' or '<' or '>' or '|' or ':' or '*' or '?');
}
