using System.Globalization;

namespace Expo.Core.Agenda;

/// <summary>Stretches of time in which somebody can speak. Nobody who has none is kept from any time.</summary>
public static class SpeakerTimes
{
    /// <summary>How many one speaker can have.</summary>
    public const int Most = 20;

    /// <summary>In order; those that touch or overlap are one.</summary>
    public static List<(DateTimeOffset From, DateTimeOffset Until)> Joined(IEnumerable<(DateTimeOffset From, DateTimeOffset Until)> times)
    {
        List<(DateTimeOffset From, DateTimeOffset Until)> joined = [];
        foreach (var time in times.OrderBy(t => t.From))
        {
            if (joined.Count > 0 && time.From <= joined[^1].Until)
            {
                joined[^1] = (joined[^1].From, joined[^1].Until > time.Until ? joined[^1].Until : time.Until);
            }
            else
            {
                joined.Add(time);
            }
        }

        return joined;
    }

    public static List<(DateTimeOffset From, DateTimeOffset Until)> Joined(IEnumerable<SpeakerAvailability> times) => Joined(times.Select(t => (t.From, t.Until)));

    /// <summary>Whether a session lies outside all of them. False without any.</summary>
    /// <param name="free">As <see cref="Joined(IEnumerable{SpeakerAvailability})"/> makes them.</param>
    /// <param name="session">Has a time.</param>
    public static bool IsAway(IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)> free, Session session) =>
        free.Count > 0 && !free.Any(f => f.From <= session.StartsAt && session.EndsAt <= f.Until);

    /// <summary>The whole event, from the first midnight to the last in its zone.</summary>
    public static (DateTimeOffset From, DateTimeOffset Until) Event(Conference conference)
    {
        var time = EventTime.In(conference.WorkingTimeZone);
        return (time.At(conference.FirstDay, TimeOnly.MinValue), time.At(conference.LastDay.AddDays(1), TimeOnly.MinValue));
    }

    /// <summary>What was typed, in the speaker's zone. An end that is not after the beginning is on the next day.</summary>
    /// <param name="day">As a browser's field gives it, for instance <c>2023-03-14</c>.</param>
    /// <param name="from">For instance <c>09:30</c>.</param>
    /// <param name="until">For instance <c>17:00</c>.</param>
    /// <param name="zone">The speaker's own.</param>
    public static Result<(DateTimeOffset From, DateTimeOffset Until)> Read(string? day, string? from, string? until, EventTime zone)
    {
        if (!DateOnly.TryParseExact(day?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) || on.Year is < 2000 or > 2199)
        {
            return SpeakerRefusals.NoDay;
        }

        if (Clock(from) is not { } begin)
        {
            return SpeakerRefusals.NoFrom;
        }

        if (Clock(until) is not { } end)
        {
            return SpeakerRefusals.NoUntil;
        }

        if (begin == end)
        {
            return SpeakerRefusals.NoLength;
        }

        var (at, to) = (zone.At(on, begin), zone.At(end > begin ? on : on.AddDays(1), end));
        // Where the clocks go forward, both may mean the same moment.
        return to > at ? (at, to) : SpeakerRefusals.NoLength;
    }

    private static TimeOnly? Clock(string? typed) =>
        TimeOnly.TryParseExact(typed?.Trim(), ["HH:mm", "H:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
