using System.Globalization;
using Expo.Core.Agenda;
using Expo.Testing;
using Expo.Web.Agenda;

namespace Expo.Web.Tests.Agenda;

public sealed class AgendaGridPlanTests
{
    [Theory]
    [InlineData("2023-03-12T06:30:00Z", "01:30 EST, 03:00 EDT, 03:30 EDT, 04:00 EDT")]
    [InlineData("2023-11-05T05:30:00Z", "01:30 EDT, 01:00 EST, 01:30 EST, 02:00 EST")]
    public void In_the_night_in_which_clocks_jump_rows_go_by_the_time_that_passes(string begins, string clocks)
    {
        var (stage, time, start) = (Samples.Stage(), EventTime.In("America/New_York"), DateTimeOffset.Parse(begins, CultureInfo.InvariantCulture));
        Session At(string slug, int minute, int minutes) => new()
        {
            Id = slug[0], ConferenceId = 1, StageId = stage.Id, Stage = stage, Slug = slug, Title = slug, StartsAt = start.AddMinutes(minute), EndsAt = start.AddMinutes(minute + minutes),
        };

        var plan = AgendaGridPlan.Of(new ProgrammeDay(1, time.Day(start), [At("before", 0, 30), At("over", 20, 60), At("last", 80, 25)]), time);

        Assert.Equal([("before", 2, 8), ("over", 6, 18), ("last", 18, 23)], plan.Cells.Select(c => (c.Session.Slug, c.FromRow, c.ToRow)));
        Assert.Equal([2, 8, 14, 20], plan.Times.Select(t => t.Row));
        Assert.Equal((clocks, 23), (string.Join(", ", plan.Times.Select(t => time.Clock(t.At))), plan.Rows));
    }

    [Fact]
    public void A_cancelled_session_and_what_is_there_in_its_place_stand_side_by_side_and_all_others_have_the_whole_column()
    {
        var stage = Samples.Stage();
        Session At(string slug, int minute, int minutes) => new()
        {
            Id = slug[0], ConferenceId = 1, StageId = stage.Id, Stage = stage, Slug = slug, Title = slug, StartsAt = Samples.Opening.AddMinutes(minute), EndsAt = Samples.Opening.AddMinutes(minute + minutes),
        };

        var plan = AgendaGridPlan.Of(new ProgrammeDay(1, new DateOnly(2023, 3, 14), [At("gone", 0, 30), At("new", 0, 20), At("also", 20, 20), At("later", 40, 30)]), EventTime.In("America/New_York"));

        Assert.Equal([("gone", 0, 2), ("new", 1, 2), ("also", 1, 2), ("later", 0, 1)], plan.Cells.Select(c => (c.Session.Slug, c.Lane, c.Lanes)));
    }
}
