using Bunit;
using Expo.Core;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Testing;
using Expo.Web.Organiser;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Organiser;

public sealed class ProgrammeConsoleTests : DeskTest
{
    [Fact]
    public async Task A_session_is_moved_by_the_form_alone_and_back_by_undo()
    {
        var desk = Render<ProgrammeConsole>();

        await desk.Find("[data-session='1']").ClickAsync();
        desk.Find("#place-time").Change("11:30");
        desk.Find("#place-minutes").Change("40");
        await desk.Find("form").SubmitAsync();
        var moved = await PlanAsync(1);
        var said = desk.Find(".deskanswer [role=status]").TextContent.Trim();
        await Button(desk, "Undo").ClickAsync();

        Assert.Equal((Samples.Opening.AddMinutes(150), Samples.Opening.AddMinutes(190)), (moved.At!.StartsAt, moved.At.EndsAt));
        Assert.StartsWith("“Talk first” was moved: Tuesday 14 March 2023, 11:30 to 12:10 EDT, Main stage.", said, StringComparison.Ordinal);
        Assert.Equal((Samples.Opening, Samples.Opening.AddMinutes(25)), ((await PlanAsync(1)).At!.StartsAt, (await PlanAsync(1)).At!.EndsAt));
    }

    [Fact]
    public async Task Arrows_lift_a_session_and_only_enter_saves_it()
    {
        await AddAsync(new Stage { ConferenceId = 1, Slug = "side", Name = "Side stage", Position = 1 });
        var desk = Render<ProgrammeConsole>();

        await KeyAsync(desk, "ArrowDown", "ArrowRight");
        var lifted = (await PlanAsync(1)).At;
        var said = desk.Find("p.vh[role=status]").TextContent;
        await KeyAsync(desk, "Escape");
        await KeyAsync(desk, "ArrowDown", "ArrowDown");
        await desk.InvokeAsync(() => desk.Instance.KeyAsync(1, "ArrowDown", shift: true));
        await KeyAsync(desk, "Enter");

        Assert.Equal(new Placement(1, Samples.Opening, Samples.Opening.AddMinutes(25)), lifted);
        Assert.Equal("Talk first: Tuesday 14 March 2023, 09:05 to 09:30 EDT, Side stage. Not saved. Enter saves, Escape puts it back.", said);
        Assert.Equal(new Placement(1, Samples.Opening.AddMinutes(10), Samples.Opening.AddMinutes(40)), (await PlanAsync(1)).At);
    }

    [Fact]
    public async Task An_undo_after_somebody_elses_change_is_refused_in_words()
    {
        var desk = Render<ProgrammeConsole>();
        await desk.InvokeAsync(() => desk.Instance.DropAsync(1, 0, 1, Samples.Opening.AddMinutes(10).ToUnixTimeSeconds(), 25));
        var theirs = await Services.GetRequiredService<ProgrammeService>().PlaceAsync(Organiser with { Name = "Olaf" }, 1, 1, new(1, Samples.Opening.AddMinutes(30), Samples.Opening.AddMinutes(45)), Ct);

        await Button(desk, "Undo").ClickAsync();

        Assert.Equal(ProgrammeRefusals.NotUndone("Talk first").Message, desk.Find(".deskanswer [role=alert]").TextContent.Trim());
        Assert.Equal(theirs.Value.After, await PlanAsync(1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_colleague_saves_while_a_session_is_lifted_or_dragged_is_not_overwritten(bool byPointer)
    {
        var desk = Render<ProgrammeConsole>();
        var seen = int.Parse(desk.Find("[data-session='1']").GetAttribute("data-revision")!, System.Globalization.CultureInfo.InvariantCulture);
        await KeyAsync(desk, byPointer ? [] : ["ArrowDown"]);
        var theirs = await Services.GetRequiredService<ProgrammeService>().PlaceAsync(Organiser with { Name = "Olaf" }, 1, seen, new(1, Samples.Opening.AddMinutes(30), Samples.Opening.AddMinutes(45)), Ct);
        await desk.WaitForAssertionAsync(() => Assert.Equal($"{theirs.Value.To}", desk.Find("[data-session='1']").GetAttribute("data-revision")));

        await KeyAsync(desk, byPointer ? [] : ["ArrowDown", "Enter"]);
        if (byPointer)
        {
            await desk.InvokeAsync(() => desk.Instance.DropAsync(1, seen, 1, Samples.Opening.AddMinutes(10).ToUnixTimeSeconds(), 25));
        }

        Assert.Equal(ProgrammeRefusals.ChangedMeanwhile("Talk first").Message, desk.Find(".deskanswer [role=alert]").TextContent.Trim());
        Assert.Equal(theirs.Value.After, await PlanAsync(1));
    }

    [Fact]
    public async Task A_break_is_added_to_the_tray_dropped_into_the_grid_and_taken_off_again()
    {
        var desk = Render<ProgrammeConsole>();

        await Button(desk, "Add a break").ClickAsync();
        desk.Find("#session-title").Change("Coffee");
        await desk.Find("form").SubmitAsync();
        var tray = desk.Find(".ptray li b").TextContent;
        await desk.InvokeAsync(() => desk.Instance.DropAsync(3, 0, 1, Samples.Opening.AddMinutes(30).ToUnixTimeSeconds(), 15));
        var placed = await PlanAsync(3);
        await desk.InvokeAsync(() => desk.Instance.DropAsync(3, 1, 0, 0, 0));

        Assert.Equal(("Coffee", SessionKind.Break, new Placement(1, Samples.Opening.AddMinutes(30), Samples.Opening.AddMinutes(45))), (tray, placed.Kind, placed.At));
        Assert.Null((await PlanAsync(3)).At);
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<ProgrammeConsole> desk, string text) => desk.FindAll("button").First(b => b.TextContent.Trim() == text);

    private static async Task KeyAsync(IRenderedComponent<ProgrammeConsole> desk, params string[] keys)
    {
        foreach (var key in keys)
        {
            await desk.InvokeAsync(() => desk.Instance.KeyAsync(1, key, shift: false));
        }
    }

    private async Task<SessionSheet> PlanAsync(int id) => SessionSheet.Of((await Services.GetRequiredService<AgendaQueries>().WorkingSessionAsync(id, Ct))!);
}
