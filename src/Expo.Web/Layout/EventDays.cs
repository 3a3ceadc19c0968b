using System.Globalization;

namespace Expo.Web.Layout;

/// <summary>The days of an event in words, saying month and year once where that is enough.</summary>
internal static class EventDays
{
    public static string InWords(DateOnly first, DateOnly last)
    {
        var end = last.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        if (first == last)
        {
            return end;
        }

        var joint = last.DayNumber - first.DayNumber == 1 ? "and" : "to";
        var start = first.Year != last.Year ? "d MMMM yyyy" : first.Month != last.Month ? "d MMMM" : "%d";
        return $"{first.ToString(start, CultureInfo.InvariantCulture)} {joint} {end}";
    }
}
