using Expo.Core.Registration;

namespace Expo.Web.Tests.Door;

public sealed class DoorSeatsTests
{
    [Fact]
    public async Task Seats_of_those_who_have_not_come_are_released_after_asking_and_people_on_site_are_put_in_line()
    {
        await using var site = new DoorSite();
        await site.InitializeAsync();
        var door = await site.SignedInAsync("door");
        await door.SendFormAsync("/door", new() { ["Form.Code"] = DoorSite.Ada }, "[data-scan]");

        var dina = await (await door.SendFormAsync("/door", new() { ["OnSiteCode"] = DoorSite.Dina }, "form:has(#onsite-code)")).PageAsync();
        var seated = await (await door.SendFormAsync("/door", new() { ["OnSiteCode"] = DoorSite.Ada }, "form:has(#onsite-code)")).PageAsync();
        var asked = await door.PageAsync("/door?release=ask");
        var released = await (await door.SendFormAsync("/door?release=ask", asked, [], "#seats ~ .row form")).PageAsync();

        Assert.Equal("This person has a seat now. Scan the ticket to let them in.", Said(dina));
        Assert.Equal(RegistrationRefusals.HasSeat.Message, Said(seated));
        // Zoë has not come, and Dina, who has a seat since a moment ago, has not been scanned.
        Assert.Equal("2 seats were released. 0 people waiting here got one.", Said(released));
    }

    private static string Said(AngleSharp.Dom.IParentNode page) => page.QuerySelector("section[aria-labelledby=seats] .alert")!.TextContent.Trim();
}
