using Expo.Core.Agenda;

namespace Expo.Web.Agenda;

/// <summary>What a reader of the agenda asked for in the address. Empty parts ask for nothing.</summary>
/// <param name="Stage">Slug.</param>
/// <param name="Text">Words that must all be in title, text, topics, or the names, companies and countries of the speakers.</param>
public sealed record AgendaFilter(string? Topic, string? Stage, string? Country, string? Text)
{
    private readonly string[] _words = (Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public bool IsOn => !(string.IsNullOrWhiteSpace(Topic) && string.IsNullOrWhiteSpace(Stage) && string.IsNullOrWhiteSpace(Country) && _words.Length == 0);

    /// <summary>As it stands behind the question mark, for links that keep it; begins with <c>&amp;</c> or is empty.</summary>
    public string Query => string.Concat(
        new[] { ("topic", Topic), ("stage", Stage), ("country", Country), ("q", Text) }.Where(part => !string.IsNullOrWhiteSpace(part.Item2)).Select(part => $"&{part.Item1}={Uri.EscapeDataString(part.Item2!)}"));

    public IReadOnlyList<Session> Of(Programme programme) => IsOn ? [.. programme.Sessions.Where(Fits)] : programme.Sessions;

    private bool Fits(Session session) =>
        session.HasPage
        && (string.IsNullOrWhiteSpace(Topic) || session.Topics.Contains(Topic, StringComparer.OrdinalIgnoreCase))
        && (string.IsNullOrWhiteSpace(Stage) || session.Stage?.Slug == Stage)
        && (string.IsNullOrWhiteSpace(Country) || session.Speakers.Exists(speaker => speaker.Country.Equals(Country, StringComparison.OrdinalIgnoreCase)))
        && Array.TrueForAll(_words, word => Words(session).Any(text => Contains(text, word)));

    private static IEnumerable<string> Words(Session session) =>
        session.Topics.Append(session.Title).Append(session.Summary).Concat(session.Speakers.SelectMany(speaker => new[] { speaker.Name, speaker.Company, speaker.Country }));

    // "Konig" finds König, and "KÖNIG" too.
    private static bool Contains(string text, string word) => System.Globalization.CultureInfo.InvariantCulture.CompareInfo
        .IndexOf(text, word, System.Globalization.CompareOptions.IgnoreCase | System.Globalization.CompareOptions.IgnoreNonSpace) >= 0;
}
