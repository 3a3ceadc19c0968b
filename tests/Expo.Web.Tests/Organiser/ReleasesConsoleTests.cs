using AngleSharp.Dom;
using Bunit;
using Expo.Core.Agenda;
using Expo.Web.Organiser;
using Microsoft.EntityFrameworkCore;

namespace Expo.Web.Tests.Organiser;

public sealed class ReleasesConsoleTests : DeskTest
{
    [Fact]
    public async Task Changes_are_shown_in_words_and_released_after_a_question()
    {
        await MoveAsync();
        var desk = Render<ReleasesConsole>();

        Assert.Contains("Moved from 14 March 2023, 09:00 EDT, to 09:30 EDT.", desk.Find(".changelist").TextContent, StringComparison.Ordinal);
        await desk.Find("#release-name").ChangeAsync(new() { Value = "Half an hour later" });
        await Button(desk, "Release").ClickAsync(new());
        Assert.Contains("1 moved", desk.Find("[role=alertdialog]").TextContent, StringComparison.Ordinal);
        await Button(desk, "Release now").ClickAsync(new());

        Assert.Contains("“Half an hour later” is public now.", desk.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Empty(desk.FindAll("#release-name"));
        Assert.Equal(Testing.Samples.Opening.AddMinutes(30), (await SessionAsync(1))!.StartsAt);
        Assert.StartsWith("Half an hour later", desk.Find(".deskrows b").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_on_the_page_is_not_released()
    {
        await MoveAsync();
        var desk = Render<ReleasesConsole>();
        await desk.Find("#release-name").ChangeAsync(new() { Value = "Second" });
        await RunAsync("UPDATE \"Sessions\" SET \"Title\" = 'Something else' WHERE \"Id\" = 2");

        await Button(desk, "Release").ClickAsync(new());
        await Button(desk, "Release now").ClickAsync(new());

        Assert.Equal(ReleaseRefusals.ChangedMeanwhile.Message, desk.Find(".deskanswer [role=alert]").TextContent.Trim());
        Assert.Contains("Was called “Talk second”.", desk.Find(".changelist").TextContent, StringComparison.Ordinal);
        Assert.Equal(Testing.Samples.Opening, (await SessionAsync(1))!.StartsAt);
    }

    [Fact]
    public async Task Another_zone_keeps_local_times_and_a_wrong_one_is_refused_at_its_field()
    {
        var desk = Render<ReleasesConsole>();

        await ChangeZoneAsync(desk, "Mars/Olympus");
        var refused = desk.Find("#zone-zone-message").TextContent;
        await ChangeZoneAsync(desk, "Europe/Berlin");

        Assert.Equal(AgendaRefusals.UnknownZone.Message, refused);
        Assert.Contains("The program is in Europe/Berlin now.", desk.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Moved from 14 March 2023, 09:00 EDT, to 09:00 CET.", desk.Find(".changelist").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_release_is_shown_as_it_was_frozen()
    {
        await MoveAsync();
        await RunAsync("UPDATE \"Stages\" SET \"Name\" = 'Renamed'");

        var desk = Render<ReleaseConsole>(page => page.Add(p => p.Number, 1));

        Assert.Contains("09:00 to 09:25 EDT", desk.Find(".deskrows").TextContent, StringComparison.Ordinal);
        Assert.Contains("Main stage", desk.Find(".deskrows").TextContent, StringComparison.Ordinal);
    }

    private static async Task ChangeZoneAsync(IRenderedComponent<ReleasesConsole> desk, string zone)
    {
        await desk.Find("#zone-zone").ChangeAsync(new() { Value = zone });
        await Button(desk, "Change the zone").ClickAsync(new());
        await Button(desk, "Change it").ClickAsync(new());
    }

    private static IElement Button(IRenderedComponent<ReleasesConsole> desk, string text) => desk.FindAll("button").Single(b => b.TextContent.Trim() == text);

    private Task MoveAsync() => Store.ReadAsync(async db =>
    {
        var first = await db.Sessions.SingleAsync(s => s.Id == 1);
        (first.StartsAt, first.EndsAt) = (first.StartsAt.AddMinutes(30), first.EndsAt.AddMinutes(30));
        return await db.SaveChangesAsync();
    });
}
