using Expo.Core.Agenda;
using Expo.Testing;
using Expo.Web.Organiser;

namespace Expo.Web.Tests.Organiser;

public sealed class ProgrammeDayTests
{
    private static readonly EventTime Washington = EventTime.In("America/New_York");

    private static readonly Stage[] Stages = [new() { Id = 1, ConferenceId = 1, Slug = "main", Name = "Main" }, new() { Id = 2, ConferenceId = 1, Slug = "side", Name = "Side", Position = 1 }];

    [Fact]
    public void Sessions_lie_on_rows_of_five_minutes_in_their_stages_column_and_share_it_where_they_overlap()
    {
        var day = Day(new(2023, 3, 14), Session(1, 1, "2023-03-14T09:00", 25), Session(2, 1, "2023-03-14T09:20", 25), Session(3, 1, "2023-03-14T09:45", 5), Session(4, 2, "2023-03-14T09:00", 60), Session(5, 1, "2023-03-15T09:00", 60));

        Assert.Equal(
            [(1, 0, 12, 5, 0, 2), (4, 1, 12, 12, 0, 1), (2, 0, 16, 5, 1, 2), (3, 0, 21, 1, 0, 1)],
            day.Blocks.Select(b => (b.Session.Id, b.Column, b.Row, b.Rows, b.Lane, b.Lanes)));
        Assert.Equal((Washington.At(new(2023, 3, 14), new(8, 0)), 120, (0, "08:00"), (108, "17:00")), (day.From, day.Rows, day.Hours[0], day.Hours[^1]));
    }

    [Fact]
    public void A_session_past_midnight_stays_on_its_day_and_makes_it_longer_not_the_next()
    {
        var late = Session(1, 1, "2023-03-14T23:30", 60);

        Assert.Equal((17 * 12, "00:00", 186), (Day(new(2023, 3, 14), late).Rows, Day(new(2023, 3, 14), late).Hours[^1].Clock, Day(new(2023, 3, 14), late).Blocks[0].Row));
        Assert.Empty(Day(new(2023, 3, 15), late).Blocks);
    }

    [Fact]
    public void The_night_when_clocks_jump_has_as_many_rows_as_it_lasts_and_says_which_hours_it_has()
    {
        var spring = Day(new(2023, 3, 12), Session(1, 1, "2023-03-12T01:00", 60), Session(2, 1, "2023-03-12T03:00", 30));
        var autumn = Day(new(2023, 11, 5), Session(1, 1, "2023-11-05T00:30", 30), Session(2, 1, "2023-11-05T02:00", 30));

        Assert.Equal([(0, 12), (12, 6)], spring.Blocks.Select(b => (b.Row, b.Rows)));
        Assert.Equal(["01:00 EST", "03:00 EDT", "04:00 EDT"], spring.Hours.Take(3).Select(h => h.Clock));
        Assert.Equal([6, 36], autumn.Blocks.Select(b => b.Row));
        Assert.Equal(["00:00 EDT", "01:00 EDT", "01:00 EST", "02:00 EST"], autumn.Hours.Take(4).Select(h => h.Clock));
    }

    private static ProgrammeDay Day(DateOnly day, params Session[] sessions) => ProgrammeDay.Of(day, sessions, Stages, Washington, s => new(s.StageId, s.StartsAt, s.EndsAt));

    private static Session Session(int id, int stage, string local, int minutes)
    {
        var start = Washington.At(DateOnly.Parse(local[..10], System.Globalization.CultureInfo.InvariantCulture), TimeOnly.Parse(local[11..], System.Globalization.CultureInfo.InvariantCulture));
        return new() { Id = id, ConferenceId = 1, StageId = stage, Slug = $"s{id}", Title = $"S {id}", StartsAt = start, EndsAt = start.AddMinutes(minutes) };
    }
}
