using System.Globalization;
using Expo.Core.Agenda;
using Microsoft.AspNetCore.WebUtilities;

namespace Expo.Web.Organiser;

/// <summary>What the list of speakers shows, as it stands in the address. What cannot be read is left out.</summary>
public sealed record SpeakerListView(string? Text, SpeakerShow Show, int Number)
{
    public const string List = "/organiser/speakers";
    public const string Reminders = List + "/reminders";

    public static readonly SpeakerListView Start = new(null, SpeakerShow.All, 1);

    /// <summary>For instance <c>?q=ledger&amp;show=portrait&amp;page=2</c>; empty for the list as it begins.</summary>
    public string Query => QueryHelpers.AddQueryString("", new Dictionary<string, string?>
    {
        ["q"] = Text,
        ["show"] = Show == SpeakerShow.All ? null : Show.ToString().ToLowerInvariant(),
        ["page"] = Number > 1 ? Number.ToString(CultureInfo.InvariantCulture) : null,
    }.Where(part => !string.IsNullOrEmpty(part.Value)));

    public static string Page(string slug) => $"{List}/{slug}";

    public static SpeakerListView Read(string address)
    {
        var asked = QueryHelpers.ParseQuery(address.Split('#')[0] is var whole && whole.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? whole[at..] : "");
        string? One(string name) => asked.TryGetValue(name, out var values) && values.ToString().Trim() is { Length: > 0 and <= 120 } value ? value : null;
        return new SpeakerListView(
            One("q"),
            Enum.GetValues<SpeakerShow>().FirstOrDefault(s => string.Equals(s.ToString(), One("show"), StringComparison.OrdinalIgnoreCase)),
            int.TryParse(One("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 10_000 ? page : 1);
    }
}
