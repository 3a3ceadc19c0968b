using System.Net;
using System.Text.RegularExpressions;
using Expo.Core.Registration;
using QRCoder;

namespace Expo.Web.Tests.Registration;

public sealed class TicketPageTests(RegistrationSite site) : IClassFixture<RegistrationSite>
{
    private const string ToStream = "?step=move&to=stream";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ticket_says_whose_it_is_when_and_where_and_whither_letters_go()
    {
        var page = await site.Visitor().PageAsync(await site.TicketOfAsync("whose"));

        Assert.Equal("Your ticket", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(["You have a seat in the room.", "Letters about it go to whose@thornebury.example."], page.QuerySelectorAll(".alert p").Select(p => p.TextContent));
        Assert.Equal(
            ["14 and 15 March 2023 From 09:00 EDT (UTC−4)", "Potomac Hall Washington, DC", "Seat in the room Free seating"],
            page.QuerySelectorAll(".tgrid dd").Select(dd => Regex.Replace(dd.InnerHtml, "(<br>|\\s)+", " ").Trim()));
    }

    [Fact]
    public async Task The_picture_is_the_QR_code_of_the_ticket_and_has_its_white_margin()
    {
        var address = await site.TicketOfAsync("scanned");
        using var generator = new QRCodeGenerator();
        using var expected = generator.CreateQrCode(address["/tickets/".Length..], QRCodeGenerator.ECCLevel.M);

        var page = await site.Visitor().PageAsync(address);

        var drawn = Drawn(page.QuerySelector(".ticket svg[role=img] path")!.GetAttribute("d")!, expected.ModuleMatrix.Count);
        Assert.Equal(expected.ModuleMatrix.Select(row => string.Concat(row.Cast<bool>().Select(dark => dark ? '#' : '.'))), drawn);
        Assert.All(drawn.Take(4), row => Assert.DoesNotContain('#', row));
        Assert.Equal(address["/tickets/".Length..], page.QuerySelector(".code")!.TextContent);
    }

    [Fact]
    public async Task A_code_is_read_as_people_type_it()
    {
        var address = await site.TicketOfAsync("typist");

        var page = await site.Visitor().PageAsync("/tickets/" + address["/tickets/".Length..].Replace("-", "", StringComparison.Ordinal).ToLowerInvariant());

        Assert.Equal($"{address}.ics", page.QuerySelector(".ticket + .row a")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("/tickets/0000-0000-0000-0000")]
    [InlineData("/tickets/1")]
    [InlineData("/tickets/%0A")]
    [InlineData("/tickets/' OR 1=1")]
    [InlineData("/tickets/0000-0000-0000-0000.ics")]
    public async Task A_forged_or_former_code_is_not_found_and_the_page_says_how_to_get_the_link_again(string address)
    {
        var answer = await site.Visitor().GetAsync(address, Ct);

        var page = await answer.PageAsync();
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("There is no ticket at this address", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("/register", page.QuerySelector(".errorpage a")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".ics")]
    public async Task A_ticket_is_kept_by_no_cache_found_by_no_search_and_told_to_no_other_page(string ending)
    {
        var answer = await site.Visitor().GetAsync(await site.TicketOfAsync("secret" + ending.Length) + ending, Ct);

        Assert.Equal(
            ("no-store, no-cache", "noindex, nofollow", "no-referrer"),
            (answer.Headers.CacheControl!.ToString(), answer.Headers.GetValues("X-Robots-Tag").Single(), answer.Headers.GetValues("Referrer-Policy").Single()));
    }

    [Fact]
    public async Task Cancelling_asks_once_more_and_then_frees_the_seat()
    {
        await using var own = await RegistrationSite.OpenAsync(new());
        var (visitor, address) = (own.Visitor(), await own.TicketOfAsync("ada"));
        var question = (await visitor.PageAsync(address)).QuerySelector("#cancel a")!.GetAttribute("href")!;

        var answer = await visitor.SendFormAsync(question, [], "#cancel form");

        var page = await visitor.PageAsync(answer.Whither()!);
        Assert.Equal($"{address}?step=cancel#cancel", question);
        Assert.Equal($"{address}?done=cancelled", answer.Whither());
        Assert.Equal("Registration cancelled", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("Your registration is cancelled. A letter that says so is on its way.", page.Alert());
        Assert.Null(page.QuerySelector(".ticket"));
        Assert.Equal(["ada Cancelled room"], await own.EverybodyAsync());
        Assert.Equal((0, 0), await own.RoomAsync());
        Assert.Equal("Cancelled: Forced Labor Technical Expo", (await own.LetterToAsync("ada", "Cancelled")).Subject);
    }

    [Fact]
    public async Task Cancelling_from_two_windows_says_the_same_in_both()
    {
        var (visitor, address) = (site.Visitor(), await site.TicketOfAsync("twice") + "?step=cancel");
        var window = await visitor.PageAsync(address);
        var first = await visitor.SendFormAsync(address, window, [], "#cancel form");

        var second = await visitor.SendFormAsync(address, window, [], "#cancel form");

        Assert.Equal((first.StatusCode, first.Whither()), (second.StatusCode, second.Whither()));
        Assert.Contains("twice Cancelled room", await site.EverybodyAsync());
    }

    [Fact]
    public async Task Giving_up_a_seat_for_another_ticket_asks_once_more_and_says_who_gets_it()
    {
        await using var own = await RegistrationSite.OpenAsync(new() { Seats = 1 });
        var (visitor, address) = (own.Visitor(), await own.TicketOfAsync("ada"));
        await own.TicketOfAsync("bob", Places.Waiting);
        var link = (await visitor.PageAsync(address)).QuerySelector("#change a")!;

        var question = await visitor.PageAsync(link.GetAttribute("href")!);
        var before = await own.EverybodyAsync();
        var answer = await visitor.SendFormAsync(link.GetAttribute("href")!, question, [], "#change form");

        Assert.Equal(($"{address}{ToStream}#change", "Change to the live stream"), (link.GetAttribute("href"), link.TextContent));
        Assert.Equal("Change to the live stream? Your seat goes to somebody else at once: 1 person waits. To change back you would join the end of the line.", question.QuerySelector("#change p")!.TextContent);
        Assert.Equal(["ada Confirmed room", "bob Waiting room"], before);
        Assert.Equal($"{address}?done=moved", answer.Whither());
        Assert.Equal(["ada Confirmed stream", "bob Offered room"], await own.EverybodyAsync());
    }

    [Fact]
    public async Task After_registration_has_closed_nobody_is_told_that_they_can_change_back()
    {
        await using var own = await RegistrationSite.OpenAsync(new() { ClosesAt = RegistrationSite.Today.AddHours(1) });
        var (visitor, address) = (own.Visitor(), await own.TicketOfAsync("ada"));
        own.Pass(TimeSpan.FromHours(1));

        var question = await visitor.PageAsync(address + ToStream);
        await visitor.SendFormAsync(address + ToStream, question, [], "#change form");
        var after = await visitor.PageAsync(address);

        Assert.Equal("Change to the live stream? Your seat is free for others at once. You cannot change back: such a seat is not given out any more.", question.QuerySelector("#change p")!.TextContent);
        Assert.Equal("Registration has closed, so this ticket cannot be changed any more.", after.QuerySelector("#change p")!.TextContent);
    }

    [Fact]
    public async Task A_button_pressed_twice_changes_the_place_once()
    {
        var (visitor, address) = (site.Visitor(), await site.TicketOfAsync("mover") + ToStream);
        var window = await visitor.PageAsync(address);
        await visitor.SendFormAsync(address, window, []);

        var second = await visitor.SendFormAsync(address, window, []);

        var page = await visitor.PageAsync(second.Whither()!);
        Assert.Equal("You take part on the live stream now. A letter with the change is on its way.", page.Alert());
        Assert.Contains("mover Confirmed stream", await site.EverybodyAsync());
    }

    [Fact]
    public async Task A_button_of_an_old_window_says_that_the_ticket_was_cancelled()
    {
        var (visitor, address) = (site.Visitor(), await site.TicketOfAsync("gone"));
        var window = await visitor.PageAsync(address + ToStream);
        await visitor.SendFormAsync(address + "?step=cancel", [], "#cancel form");

        var answer = await visitor.SendFormAsync(address, window, []);

        var page = await answer.PageAsync();
        Assert.Equal((HttpStatusCode.OK, RegistrationRefusals.Cancelled.Message), (answer.StatusCode, page.Alert()));
        Assert.Equal(["/register", $"{address}.ics", $"{address}/data"], page.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task Changing_to_a_room_that_has_filled_up_offers_the_waiting_list_and_waits_only_when_told_to()
    {
        await using var own = await RegistrationSite.OpenAsync(new() { Seats = 1 });
        var (visitor, address) = (own.Visitor(), await own.TicketOfAsync("bob", Places.Stream));
        var window = await visitor.PageAsync(address);
        await own.TicketOfAsync("ada");

        var refused = await (await visitor.SendFormAsync(address, window, [])).PageAsync();
        var before = await own.EverybodyAsync();
        var accepted = await visitor.SendFormAsync(address, refused, []);

        var page = await visitor.PageAsync(accepted.Whither()!);
        Assert.Equal((RegistrationRefusals.Full.Message, "Join the waiting list"), (refused.Alert(), refused.QuerySelector(".three form button")!.TextContent));
        Assert.Equal(["bob Confirmed stream", "ada Confirmed room"], before);
        Assert.Equal(["bob Waiting room", "ada Confirmed room"], await own.EverybodyAsync());
        Assert.StartsWith("You are number 1 on the waiting list.", page.Alert());
        Assert.Null(page.QuerySelector(".code"));
    }

    [Theory]
    [InlineData("vip")]
    [InlineData("")]
    public async Task A_forged_place_is_refused_and_changes_nothing(string place)
    {
        var (visitor, who) = (site.Visitor(), "forger" + place);
        var address = await site.TicketOfAsync(who);

        var answer = await visitor.SendFormAsync(address + ToStream, new() { ["To"] = place });

        Assert.Equal(RegistrationRefusals.PlaceUnknown.Message, (await answer.PageAsync()).Alert());
        Assert.Contains($"{who} Confirmed room", await site.EverybodyAsync());
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("move")]
    public async Task A_form_without_its_token_changes_nothing(string form)
    {
        var who = "tokenless-" + form;
        var address = await site.TicketOfAsync(who);

        var answer = await site.Visitor().PostAsync(address + "?step=cancel", new FormUrlEncodedContent([new("_handler", form), new("To", "stream")]), Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("Please send the form again", (await answer.PageAsync()).QuerySelector("h1")!.TextContent);
        Assert.Contains($"{who} Confirmed room", await site.EverybodyAsync());
    }

    private static List<string> Drawn(string path, int size)
    {
        var rows = Enumerable.Range(0, size).Select(_ => new string('.', size).ToCharArray()).ToList();
        foreach (Match bar in Regex.Matches(path, @"M(\d+) (\d+)h(\d+)v1h-\3z"))
        {
            var (x, y, width) = (int.Parse(bar.Groups[1].ValueSpan), int.Parse(bar.Groups[2].ValueSpan), int.Parse(bar.Groups[3].ValueSpan));
            Array.Fill(rows[y], '#', x, width);
        }

        return rows.ConvertAll(row => new string(row));
    }
}
