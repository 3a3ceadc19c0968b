using Bunit;
using Expo.Core;
using Expo.Core.Agenda;
using Expo.Web.Organiser;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Organiser;

public sealed class StagesConsoleTests : DeskTest
{
    [Fact]
    public async Task The_minutes_between_sessions_are_saved_and_a_colleagues_are_not_overwritten()
    {
        var desk = Render<StagesConsole>();
        Assert.Equal("5", Minutes(desk).GetAttribute("value"));

        await SaveAsync(desk, "12");
        var said = desk.Find(".deskanswer [role=status]").TextContent.Trim();
        await SaveAsync(desk, "400");
        var wrong = desk.Find("#changeover-minutes-message").TextContent.Trim();
        await Services.GetRequiredService<ProgrammeService>().SetChangeoverAsync(Organiser with { Name = "Olaf" }, 1, 12, 20, Ct);
        await SaveAsync(desk, "30");

        Assert.Equal(("A stage needs 12 minutes between two sessions.", ProgrammeRefusals.Changeover.Message), (said, wrong));
        Assert.Equal(ProgrammeRefusals.ChangeoverChangedMeanwhile.Message, desk.Find(".deskanswer [role=alert]").TextContent.Trim());
        Assert.Equal(("20", 20), (Minutes(desk).GetAttribute("value"), (await Services.GetRequiredService<AgendaQueries>().ConferenceAsync(Ct))!.ChangeoverMinutes));
    }

    private static AngleSharp.Dom.IElement Minutes(IRenderedComponent<StagesConsole> desk) => desk.Find("#changeover-minutes");

    private static Task SaveAsync(IRenderedComponent<StagesConsole> desk, string minutes)
    {
        Minutes(desk).Change(minutes);
        return desk.Find("section[aria-labelledby=changeover] form").SubmitAsync();
    }
}
