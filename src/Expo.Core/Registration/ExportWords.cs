using System.Globalization;
using System.Text.RegularExpressions;

namespace Expo.Core.Registration;

/// <summary>Names and values of columns as people read them.</summary>
internal static partial class ExportWords
{
    /// <summary>For instance <c>2023-03-14 14:30:00 UTC</c>.</summary>
    public static string Instant(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary><c>RegisteredAt</c> becomes <c>Registered at</c>; what readers spell otherwise is spelled as they do.</summary>
    public static string Label(string column) => column switch
    {
        "Organisation" => "Organization",
        "NormalisedEmail" => "Address as it is compared",
        "NormalizedEmail" => "Address as it is compared",
        "NormalizedUserName" => "User name as it is compared",
        "AmountMinor" => "Amount in the smallest unit",
        "RefundedMinor" => "Given back in the smallest unit",
        _ => Sentence(column),
    };

    /// <summary>Null for what is empty.</summary>
    public static string? Value(object? value) => value switch
    {
        null or "" => null,
        string text => text,
        DateTimeOffset at => Instant(at),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool yes => yes ? "Yes" : "No",
        Enum state => Sentence(state.ToString()),
        IEnumerable<string> many => string.Join(", ", many),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static string Sentence(string word)
    {
        var spaced = Borders().Replace(word, " ").ToLowerInvariant();
        return char.ToUpperInvariant(spaced[0]) + spaced[1..];
    }

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Borders();
}
