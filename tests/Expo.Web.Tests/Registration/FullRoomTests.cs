using AngleSharp.Html.Dom;
using Expo.Core.Registration;

namespace Expo.Web.Tests.Registration;

public sealed class FullRoomTests
{
    private static readonly string[] LineOrStream = ["waiting", "stream"];

    [Fact]
    public async Task A_full_room_says_so_and_shows_the_line_and_the_stream_in_its_place()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { Seats = 1 });
        await site.TicketOfAsync("ada");

        var page = await site.Visitor().PageAsync("/register");

        Assert.Equal(LineOrStream, Choices(page));
        Assert.Equal("waiting", page.Typed()["Form.Place"]);
        Assert.Equal("Every seat is taken. Counted at 08:00 EST.", page.QuerySelector(".opt .meter + .small")!.TextContent);
    }

    [Fact]
    public async Task Whoever_wanted_a_seat_is_told_that_all_are_taken_and_asked_again_in_the_same_step()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { Seats = 1 });
        var visitor = site.Visitor();
        var open = await visitor.PageAsync("/register");
        await site.TicketOfAsync("ada");

        var answer = await visitor.SendFormAsync("/register", open, RegistrationSite.Filled("bob"));
        var page = await answer.PageAsync();
        var before = await site.EverybodyAsync();
        var accepted = await visitor.SendFormAsync("/register", page, []);

        Assert.Equal(RegistrationRefusals.Full.Message, page.Alert());
        Assert.Equal(LineOrStream, Choices(page));
        Assert.Equal(RegistrationSite.Filled("bob", Places.Waiting), page.Typed());
        Assert.Equal(["ada Confirmed room"], before);
        Assert.Equal("/register/sent", accepted.Whither());
        Assert.Equal(["ada Confirmed room", "bob Waiting room"], await site.EverybodyAsync());
    }

    [Fact]
    public async Task That_the_room_is_full_is_said_together_with_a_wrong_field()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { Seats = 1 });
        var visitor = site.Visitor();
        var open = await visitor.PageAsync("/register");
        await site.TicketOfAsync("ada");
        var typed = RegistrationSite.Filled("bob");
        typed["Form.Name"] = "";

        var page = await (await visitor.SendFormAsync("/register", open, typed)).PageAsync();

        Assert.Equal([RegistrationRefusals.Full.Message, "One field needs another look."], page.QuerySelectorAll("[role=alert] p").Select(p => p.TextContent));
        Assert.Equal("waiting", page.Typed()["Form.Place"]);
    }

    [Fact]
    public async Task The_stream_is_open_when_the_room_is_full()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { Seats = 1 });
        await site.TicketOfAsync("ada");

        await site.TicketOfAsync("bob", Places.Stream);

        Assert.Equal(["ada Confirmed room", "bob Confirmed stream"], await site.EverybodyAsync());
        Assert.Equal((1, 1), await site.RoomAsync());
    }

    [Fact]
    public async Task Who_chose_the_line_and_finds_a_free_seat_keeps_a_choice()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { Seats = 1 });
        var typed = RegistrationSite.Filled("ada", Places.Waiting);
        typed["Form.Email"] = "ada";

        var page = await (await site.Visitor().SendFormAsync("/register", typed)).PageAsync();

        Assert.Equal("room", page.Typed()["Form.Place"]);
    }

    private static IEnumerable<string> Choices(IHtmlDocument page) => page.QuerySelectorAll("input[type=radio]").OfType<IHtmlInputElement>().Select(choice => choice.Value);
}
