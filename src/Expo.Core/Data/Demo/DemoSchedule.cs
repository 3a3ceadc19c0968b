using Expo.Core.Agenda;

namespace Expo.Core.Data.Demo;

/// <summary>
/// Lays the demo's two days around a moment so that one session is live then, some are over and some are to come, and no
/// day runs past midnight in the event's zone.
/// </summary>
internal sealed class DemoSchedule
{
    private const int OpeningMinute = 9 * 60;
    private const int MinutesInADay = 24 * 60;
    private const int LiveForMinutes = 10;

    private DemoSchedule(DateOnly firstDay, int dayOneShift, int dayTwoShift, int liveDay, int liveIndex)
    {
        FirstDay = firstDay;
        _shift = [dayOneShift, dayTwoShift];
        LiveDay = liveDay;
        LiveIndex = liveIndex;
    }

    private readonly int[] _shift;

    public DateOnly FirstDay { get; }

    /// <summary>0 or 1.</summary>
    public int LiveDay { get; }

    /// <summary>Index of the live session within its day.</summary>
    public int LiveIndex { get; }

    public static IReadOnlyList<DemoSlot> Day(int day) => day == 0 ? DemoProgramme.DayOne : DemoProgramme.DayTwo;

    public static DemoSchedule Around(DateTimeOffset now, EventTime time)
    {
        var local = time.Local(now);
        var minute = (local.Hour * 60) + local.Minute;
        var began = Math.Max(0, minute - LiveForMinutes) / 5 * 5;
        var today = DateOnly.FromDateTime(local.DateTime);

        // The third session is the best one to have live: two are over, with recordings. Late in the evening a later one
        // must do so that the rest of the day still fits before midnight; after midnight it is the second day that is on.
        var candidates = DemoProgramme.DayOne.Select((slot, index) => (slot, index)).Where(c => c.slot.Kind != SessionKind.Break).Skip(2);
        foreach (var (slot, index) in candidates)
        {
            var shift = began - (OpeningMinute + slot.FromMinute);
            if (Fits(DemoProgramme.DayOne, shift))
            {
                return new DemoSchedule(today, shift, 0, 0, index);
            }
        }

        return new DemoSchedule(today.AddDays(-1), 0, began - OpeningMinute, 1, 0);
    }

    public (DateTimeOffset StartsAt, DateTimeOffset EndsAt) Times(int day, DemoSlot slot, EventTime time)
    {
        var minute = OpeningMinute + _shift[day] + slot.FromMinute;
        // In the last minutes before midnight nothing fits into the day any more, and the second one runs into the next.
        var startsAt = time.At(FirstDay.AddDays(day + (minute / MinutesInADay)), new TimeOnly(minute % MinutesInADay / 60, minute % 60));
        return (startsAt, startsAt.AddMinutes(slot.Minutes));
    }

    private static bool Fits(IReadOnlyList<DemoSlot> day, int shift) =>
        OpeningMinute + shift >= 0 && OpeningMinute + shift + day[^1].FromMinute + day[^1].Minutes < MinutesInADay;
}
