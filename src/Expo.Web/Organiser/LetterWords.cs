using System.Text.RegularExpressions;
using Expo.Core.Agenda;
using Expo.Core.Mail;
using Expo.Core.Registration;

namespace Expo.Web.Organiser;

/// <summary>Letters in plain words, the same on every desk.</summary>
internal static partial class LetterWords
{
    public static string Of(string template) => template switch
    {
        "SendBulk" => "Letter to many",
        "TellAccepted" => "Talk accepted",
        "TellStandby" => "Talk on standby",
        "TellRejected" => "Talk not taken",
        Expo.Core.Mail.Unsubscribing.ChangeTemplate => "Notice of changed sessions",
        "SendBulkTest" => "Test of a letter to many",
        nameof(TellAccommodation) => "Request for an accommodation, to those who arrange it",
        "SendAccommodation" => "Answer to a request for an accommodation",
        _ => LetterOpenings.Templates.TryGetValue(template, out var words) ? words : Sentence(template),
    };

    public static string Of(OutboxLine letter, EventTime time) => letter switch
    {
        { State: LetterState.Sent } => $"Sent {time.Full(letter.At)}",
        { State: LetterState.Failed } => $"Failed {time.Full(letter.At)}, after {(letter.Attempts == 1 ? "1 try" : $"{letter.Attempts} tries")}",
        { State: LetterState.Dropped } => $"Not sent, on purpose, {time.Full(letter.At)}",
        { Attempts: 0 } => "Waiting",
        _ => $"Waiting, tried {(letter.Attempts == 1 ? "once" : $"{letter.Attempts} times")}, next {time.Full(letter.At)}",
    };

    public static string ToneOf(LetterState state) => state switch { LetterState.Sent => "ok", LetterState.Failed => "warn", _ => "" };

    /// <summary>For instance <c>412 sent, 3 waiting, 1 failed, 2 not sent on purpose</c>.</summary>
    public static string Of(OutboxCount count) => string.Join(", ", new[]
    {
        (count.Sent, "sent"), (count.Waiting, "waiting"), (count.Failed, "failed"), (count.Dropped, "not sent on purpose"),
    }.Where(c => c.Item1 > 0 || c.Item2 == "sent").Select(c => $"{c.Item1:N0} {c.Item2}"));

    /// <summary>What lies within the body of a letter's HTML: encoded by us, so it may stand in a page.</summary>
    public static string BodyOf(string html) => Body().Match(html).Groups[1].Value;

    // SendRefundFailed: Refund failed.
    private static string Sentence(string template)
    {
        var words = Capitals().Replace(template.StartsWith("Send", StringComparison.Ordinal) ? template[4..] : template, m => " " + m.Value.ToLowerInvariant()).Trim();
        return words.Length == 0 ? template : char.ToUpperInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex("<body[^>]*>(.*)</body>", RegexOptions.Singleline)]
    private static partial Regex Body();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capitals();
}
