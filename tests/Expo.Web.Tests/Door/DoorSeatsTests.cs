using System.Net;
using System.Net.Http.Json;
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

        Assert.Contains("As of now that is 2 seats. Every device that worked without a network must send its scans first", asked.QuerySelector("section[aria-labelledby=seats]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("This person has a seat now. Scan the ticket to let them in.", Said(dina));
        Assert.Equal(RegistrationRefusals.HasSeat.Message, Said(seated));
        // Zoë has not come, and Dina, who has a seat since a moment ago, has not been scanned.
        Assert.Equal("2 seats were released. 0 people waiting here got one.", Said(released));
    }

    [Fact]
    public async Task Somebody_without_a_seat_is_put_in_line_by_name_by_badge_and_by_a_device()
    {
        await using var site = new DoorSite();
        await site.InitializeAsync();
        var (door, dina) = (await site.SignedInAsync("door"), await site.IdOfAsync(DoorSite.Dina));
        var badge = DoorCodes.Badge(dina, DoorSite.Dina);
        var forged = DoorCodes.Badge(dina, DoorSite.Ada);

        var found = await door.PageAsync("/door?find=dina");
        var button = found.QuerySelector(".doorlist button")!;
        var no = await (await door.SendFormAsync("/door", new() { ["OnSiteCode"] = forged }, "form:has(#onsite-code)")).PageAsync();
        var seated = await (await door.SendFormAsync("/door", found, new() { [button.GetAttribute("name")!] = button.GetAttribute("value")! }, "[data-people]")).PageAsync();
        var twice = await (await door.SendFormAsync("/door", new() { ["OnSiteCode"] = badge }, "form:has(#onsite-code)")).PageAsync();
        var device = await door.PostAsJsonAsync("/api/v1/door/waiting", new { attendeeId = dina }, TestContext.Current.CancellationToken);

        Assert.Equal(("Form.Wait", "Waits here"), (button.GetAttribute("name"), button.TextContent));
        Assert.Equal(RegistrationRefusals.UnknownTicket.Message, Said(no));
        Assert.Equal("This person has a seat now. Scan the ticket to let them in.", seated.QuerySelector("[data-result] .alert p")!.TextContent);
        Assert.Equal(RegistrationRefusals.HasSeat.Message, Said(twice));
        Assert.Equal(HttpStatusCode.Conflict, device.StatusCode);
    }

    private static string Said(AngleSharp.Dom.IParentNode page) => page.QuerySelector("section[aria-labelledby=seats] .alert")!.TextContent.Trim();
}
