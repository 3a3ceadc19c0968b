using System.Security.Cryptography;
using System.Text.Json;

namespace Expo.Core.Agenda;

/// <summary>What a speaker says of themselves, as it is typed. Refusals name the fields as they are called here.</summary>
/// <param name="Biography">Plain text; line breaks are kept.</param>
/// <param name="TimeZone">IANA id of the zone that times are wanted in; empty or null: the event's.</param>
public sealed record SpeakerProfile(string Name, string Company, string Country, string Biography, string? TimeZone)
{
    public const int MostOfName = 120;
    public const int MostOfCompany = 160;
    public const int MostOfCountry = 80;
    public const int MostOfBiography = 4000;

    /// <summary>Names what was shown, so that a change is only made to that.</summary>
    public string Stamp => Tidied() is var (name, company, country, biography, zone) ? Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new[] { name, company, country, biography, zone })))[..16] : "";

    public static SpeakerProfile Of(Speaker speaker) => new(speaker.Name, speaker.Company, speaker.Country, speaker.Biography, speaker.TimeZone);

    /// <summary>As it is kept: without spaces around, with the line breaks of this system, and without a zone that says nothing.</summary>
    public SpeakerProfile Tidied() => new(
        Tidy(Name), Tidy(Company), Tidy(Country), Tidy(Biography).ReplaceLineEndings("\n"), string.IsNullOrWhiteSpace(TimeZone) ? null : TimeZone.Trim());

    /// <summary>Everything that is wrong, by field; empty when it can be saved. Only a name must be there: the rest is asked for until it is.</summary>
    public IReadOnlyList<Refusal> Check()
    {
        var tidy = Tidied();
        var found = new[]
        {
            tidy.Name.Length == 0 ? SpeakerRefusals.NameNeeded : Line(tidy.Name, MostOfName, "Name", "name"),
            Line(tidy.Company, MostOfCompany, "Company", "company"),
            Line(tidy.Country, MostOfCountry, "Country", "country"),
            tidy.Biography.Length > MostOfBiography ? SpeakerRefusals.TooLong("Biography", "text about you", MostOfBiography)
                : PlainText.IsReadable(tidy.Biography) ? null : SpeakerRefusals.Unreadable("Biography", "text about you"),
            tidy.TimeZone is null || EventTime.Knows(tidy.TimeZone) ? null : SpeakerRefusals.UnknownZone,
        };
        return [.. found.OfType<Refusal>()];
    }

    internal void Into(Speaker speaker)
    {
        var tidy = Tidied();
        (speaker.Name, speaker.Company, speaker.Country, speaker.Biography, speaker.TimeZone) = (tidy.Name, tidy.Company, tidy.Country, tidy.Biography, tidy.TimeZone);
    }

    private static string Tidy(string? text) => text is null ? "" : PlainText.IsReadable(text) ? text.Trim().Normalize() : text.Trim();

    private static Refusal? Line(string text, int most, string field, string what) =>
        text.Length > most ? SpeakerRefusals.TooLong(field, what, most) : PlainText.IsOneLine(text) ? null : SpeakerRefusals.Unreadable(field, what);
}
