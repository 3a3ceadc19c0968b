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
        "NormalisedEmail" => "Address in small letters, by which you are found",
        "NormalizedEmail" => "Address in capitals, by which you are found",
        "NormalizedUserName" => "User name in capitals, by which you are found",
        "Template" => "Which letter",
        "DueAt" => "Not to be sent before",
        "LeasedUntil" => "Was being sent until at most",
        "Attempts" => "How often it was tried",
        "LastError" => "Why it was not sent",
        "DroppedAt" => "Not sent, on purpose",
        "Segment" => "To whom",
        "Recipients" => "To how many",
        "Revision" => "How often the ticket has changed",
        "Priority" => "Priority on the waiting list, 0 for everybody",
        "MissedOffers" => "Offers of a seat that ran out",
        "Party" => "Mark of those who registered together",
        "CalendarUid" => "Name of the entries in your calendar",
        "HeldUntil" => "A seat is held until",
        "RepeatLetterAt" => "Last told that you are registered already",
        "OnSiteSince" => "Waiting at the door since",
        "Change" => "Seats taken or given back",
        "Ceiling" => "Cap of the pool",
        "AmountMinor" => "Amount in the smallest unit",
        "RefundedMinor" => "Given back in the smallest unit",
        _ => Sentence(column),
    };

    /// <summary>Null for what is empty. What the program names for itself is said in words.</summary>
    public static string? Value(string column, object? value) => (column, value) switch
    {
        ("Template", string template) => LetterNames.Of(template),
        ("Segment", string { Length: > 0 } segment) => AttendeeSegment.From(segment).InWords,
        _ => Value(value),
    };

    private static string? Value(object? value) => value switch
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
