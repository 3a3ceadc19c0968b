using System.Text.RegularExpressions;

namespace Expo.Core.Registration;

/// <summary>Letters in plain words, the same on every desk and on the page of a person's data.</summary>
public static partial class LetterNames
{
    public static string Of(string template) => template switch
    {
        BulkLetterWriter.Template => "Letter to many",
        BulkLetterWriter.Test => "Test of a letter to many",
        Mail.Unsubscribing.ChangeTemplate => "Notice of changed sessions",
        "TellAccepted" => "Talk accepted",
        "TellStandby" => "Talk on standby",
        "TellRejected" => "Talk not taken",
        nameof(TellAccommodation) => "Request for an accommodation, to those who arrange it",
        nameof(SendAccommodation) => "Answer to a request for an accommodation",
        _ => LetterOpenings.Templates.TryGetValue(template, out var words) ? words : Sentence(template),
    };

    // SendRefundFailed: Refund failed.
    private static string Sentence(string template)
    {
        var words = Capitals().Replace(template.StartsWith("Send", StringComparison.Ordinal) ? template[4..] : template, m => " " + m.Value.ToLowerInvariant()).Trim();
        return words.Length == 0 ? template : char.ToUpperInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capitals();
}
