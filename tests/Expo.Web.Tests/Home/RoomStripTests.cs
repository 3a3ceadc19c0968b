using Expo.Core.Registration;
using Expo.Web.Tests.Registration;

namespace Expo.Web.Tests.Home;

/// <summary>What the home page says of the seats, in each of the four answers.</summary>
public sealed class RoomStripTests
{
    private static async Task<string> StripAsync(RegistrationSite site)
    {
        var part = (await site.Visitor().PageAsync("/?anew")).QuerySelector(".room div")!;
        return System.Text.RegularExpressions.Regex.Replace($"{part.QuerySelector(".big")!.TextContent}: {part.QuerySelector("b")!.TextContent}. {part.QuerySelector("p")!.LastChild!.TextContent} [{part.QuerySelector("a")?.TextContent}]", "\\s+", " ");
    }

    [Fact]
    public async Task Seats_that_are_held_sold_or_promised_are_told_apart()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { Seats = 1, More = [Tickets.Paid()] });
        var free = await StripAsync(site);
        await site.TicketOfAsync("ada", "dinner");
        var held = await StripAsync(site);
        var way = (await site.Visitor().PageAsync("/?anew")).QuerySelector(".ways li a")!.TextContent;
        await site.TicketOfAsync("bob", Places.Waiting);
        site.Pass(TimeSpan.FromHours(1));
        await site.TicketOfAsync("cy", Places.Waiting);
        var offered = await StripAsync(site);

        Assert.Equal("Join the waiting list", way);
        Assert.Equal("1: seat left in the room. of 1, for both days. Counted at 08:00 EST. [Take a seat]", free);
        Assert.Equal("Full: all 1 seats are taken or held. The next hold ends on 7 March 2023, 09:00 EST. Counted at 08:00 EST. [Join the waiting list]", held);
        Assert.Equal("Full: all 1 seats are taken or held. The next hold ends on 8 March 2023, 09:00 EST. 1 person waits. Counted at 09:00 EST. [Join the waiting list]", offered);
    }

    [Fact]
    public async Task A_room_without_a_seat_left_is_full_and_one_that_has_closed_is_closed()
    {
        await using var full = await RegistrationSite.OpenAsync(new() { Seats = 1 });
        await full.TicketOfAsync("ada");
        await using var closed = await RegistrationSite.OpenAsync(new() { ClosesAt = RegistrationSite.Today });

        Assert.Equal("Full: all 1 seats are taken. Seats that come free go to the waiting list. Counted at 08:00 EST. [Join the waiting list]", await StripAsync(full));
        Assert.Equal("Closed: seats in the room. Closed on 7 March 2023, 08:00 EST. []", await StripAsync(closed));
    }
}
