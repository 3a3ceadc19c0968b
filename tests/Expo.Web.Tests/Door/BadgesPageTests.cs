using System.Net;
using Expo.Core.Registration;

namespace Expo.Web.Tests.Door;

public sealed class BadgesPageTests(DoorSite site) : IClassFixture<DoorSite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Badges_show_who_it_is_and_a_code_that_does_not_open_the_tickets_page()
    {
        var page = await (await site.SignedInAsync("organiser")).PageAsync("/organiser/badges?paper=letter");

        Assert.Equal(["Ada <b>Lovelace</b>", "Zoë Wolfeschlegelsteinhausenbergerdorff-Adalbert the Younger"], page.QuerySelectorAll(".badge .nm").Select(n => n.TextContent));
        var ada = page.QuerySelector(".badge")!;
        Assert.Equal(("Fernhollow & Sons", "Norway", "A seat in the room"), (ada.QuerySelector(".org")!.TextContent, ada.QuerySelectorAll(".ty")[0].TextContent, ada.QuerySelectorAll(".ty")[1].TextContent));
        Assert.Equal("QR code of the badge of Ada <b>Lovelace</b>", ada.QuerySelector("svg")!.GetAttribute("aria-label"));
        Assert.NotNull(page.QuerySelector(".sheet.letter"));
        Assert.DoesNotContain(DoorSite.Ada, page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_new_ones_or_one_kind_can_be_printed()
    {
        var organiser = await site.SignedInAsync("organiser");

        Assert.Empty((await organiser.PageAsync("/organiser/badges?since=2999-01-01")).QuerySelectorAll(".badge"));
        Assert.Empty((await organiser.PageAsync("/organiser/badges?type=nothing")).QuerySelectorAll(".badge"));
        Assert.Equal(2, (await organiser.PageAsync("/organiser/badges?type=room&since=garbage")).QuerySelectorAll(".badge").Length);
    }

    [Fact]
    public async Task The_door_prints_one_badge_at_a_time_and_others_none()
    {
        var door = await site.SignedInAsync("door");

        var one = await door.PageAsync($"/organiser/badges?ticket={DoorSite.Ada}");
        var same = await door.PageAsync($"/organiser/badges?person={await site.IdOfAsync(DoorSite.Ada)}");
        var stream = await door.PageAsync($"/organiser/badges?ticket={DoorSite.Dina}");
        var all = await door.PageAsync("/organiser/badges");

        Assert.Equal("Ada <b>Lovelace</b>", Assert.Single(one.QuerySelectorAll(".badge .nm")).TextContent);
        Assert.Single(same.QuerySelectorAll(".badge"));
        Assert.Equal((DoorRefusals.NoBadge.Message, 0), (stream.QuerySelector(".alert p")!.TextContent, stream.QuerySelectorAll(".badge").Length));
        Assert.Equal((DoorRefusals.NotOrganiser.Message, 0), (all.QuerySelector(".alert p")!.TextContent, all.QuerySelectorAll(".badge").Length));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await site.SignedInAsync("moderator")).GetAsync($"/organiser/badges?ticket={DoorSite.Ada}", Ct)).StatusCode);
    }
}
