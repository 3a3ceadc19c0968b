using Expo.Core.Agenda;
using Expo.Testing;
using Expo.Web.Agenda;

namespace Expo.Web.Tests.Agenda;

public sealed class AgendaGridPlanTests
{
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
