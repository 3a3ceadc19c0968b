using System.Text;
using Ical.Net.DataTypes;

namespace Expo.Core.Agenda;

/// <summary>Text and times that go into and come out of iCalendar.</summary>
public static class CalendarText
{
    private const int MostOctets = 75;
    private const string LineEnd = "\r\n";

    /// <summary>Leaves out control characters, which calendars stumble over, and keeps line breaks (RFC 5545 3.3.11).</summary>
    public static string Clean(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Where(character => character == '\n' || !char.IsControl(character)));

    /// <summary>
    /// The local time with the zone's name, so that calendars follow the zone's rules. In the hour that autumn repeats it is
    /// UTC: a local time there means the first of the two (RFC 5545 3.3.5), and not every calendar keeps to that.
    /// </summary>
    public static CalDateTime Time(DateTimeOffset instant, EventTime zone) =>
        zone.IsToldByItsClock(instant) ? new(zone.Local(instant).DateTime, zone.ZoneId) : Utc(instant);

    public static CalDateTime Utc(DateTimeOffset instant) => new(instant.UtcDateTime, "UTC");

    /// <summary>
    /// Folds at 75 octets of UTF-8 without cutting a character, and ends each line with CR LF (RFC 5545 3.1). Libraries
    /// count characters; a line of umlauts is then too long.
    /// </summary>
    public static string Fold(string calendar)
    {
        var folded = new StringBuilder(calendar.Length + 64);
        foreach (var line in calendar.ReplaceLineEndings("\n").Replace("\n ", "").Replace("\n\t", "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var octets = 0;
            foreach (var rune in line.EnumerateRunes())
            {
                if (octets + rune.Utf8SequenceLength > MostOctets)
                {
                    folded.Append(LineEnd).Append(' ');
                    octets = 1;
                }

                folded.Append(rune);
                octets += rune.Utf8SequenceLength;
            }

            folded.Append(LineEnd);
        }

        return folded.ToString();
    }
}
