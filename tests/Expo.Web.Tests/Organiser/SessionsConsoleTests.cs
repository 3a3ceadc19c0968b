using Bunit;
using Expo.Core.Agenda;
using Expo.Web.Organiser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Organiser;

public sealed class SessionsConsoleTests : DeskTest
{
    private AgendaService Agenda => Services.GetRequiredService<AgendaService>();

    [Fact]
    public async Task End_asks_first_and_ends_only_when_that_is_confirmed()
    {
        await Agenda.GoLiveAsync(Organiser, 1, Ct);
        var desk = Render<SessionsConsole>();

        desk.Find("button[aria-label='End: Talk first']").Click();
        var asked = desk.Find("[role=alertdialog]").TextContent;
        var whileAsking = (await SessionAsync(1))!.State;
        await desk.FindAll("[role=alertdialog] button")[0].ClickAsync();

        Assert.Contains("End “Talk first” now? Its recording is cut here, and it cannot go live again.", asked, StringComparison.Ordinal);
        Assert.Equal(SessionState.Live, whileAsking);
        Assert.Equal(SessionState.Ended, (await SessionAsync(1))!.State);
        Assert.Equal(1, await Store.ReadAsync(db => db.Jobs.CountAsync(j => j.Kind == nameof(SessionEnded), Ct)));
        Assert.Contains("“Talk first” ended at", desk.Find("[role=status]").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Escape_and_keep_leave_it_live(bool byEscape)
    {
        await Agenda.GoLiveAsync(Organiser, 1, Ct);
        var desk = Render<SessionsConsole>();
        desk.Find("button[aria-label='End: Talk first']").Click();

        if (byEscape)
        {
            desk.Find("[role=alertdialog]").KeyDown("Escape");
        }
        else
        {
            desk.FindAll("[role=alertdialog] button")[1].Click();
        }

        Assert.Empty(desk.FindAll("[role=alertdialog]"));
        Assert.Equal(SessionState.Live, (await SessionAsync(1))!.State);
    }

    [Fact]
    public async Task A_refusal_is_said_in_its_own_words()
    {
        await Agenda.GoLiveAsync(Organiser, 1, Ct);
        var desk = Render<SessionsConsole>();

        desk.Find("button[aria-label='Go live: Talk second']").Click();
        await desk.FindAll("[role=alertdialog] button")[0].ClickAsync();

        Assert.Equal(AgendaRefusals.StageBusyWith("Talk first").Message, desk.Find("[role=alert]").TextContent.Trim());
        Assert.Equal(SessionState.Planned, (await SessionAsync(2))!.State);
    }

    [Fact]
    public async Task While_the_database_is_away_the_desk_stays_and_the_session_can_go_live_later()
    {
        var desk = Render<SessionsConsole>();
        await RunAsync("ALTER TABLE Sessions RENAME TO Away");
        await GoLiveAsync(desk);
        desk.WaitForAssertion(() => Assert.Contains("could not be saved", desk.Markup, StringComparison.Ordinal));
        await RunAsync("ALTER TABLE Away RENAME TO Sessions");

        await GoLiveAsync(desk);

        desk.WaitForElement("button[aria-label='End: Talk first']");
        Assert.Equal(SessionState.Live, (await SessionAsync(1))!.State);
        Assert.Empty(desk.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task What_another_organiser_does_shows_without_reloading()
    {
        var desk = Render<SessionsConsole>();
        Assert.Empty(desk.FindAll("button[aria-label='End: Talk first']"));

        await Agenda.GoLiveAsync(Organiser, 1, Ct);

        desk.WaitForElement("button[aria-label='End: Talk first']", TimeSpan.FromSeconds(4));
    }

    private static async Task GoLiveAsync(IRenderedComponent<SessionsConsole> desk)
    {
        desk.WaitForElement("button[aria-label='Go live: Talk first']:not([disabled])").Click();
        await desk.Find("[role=alertdialog] button").ClickAsync();
    }
}
