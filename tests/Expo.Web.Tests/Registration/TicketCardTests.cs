using Expo.Core.Registration;

namespace Expo.Web.Tests.Registration;

public sealed class TicketCardTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_ticket_says_what_it_is_what_it_costs_when_it_is_and_whether_it_can_be_had()
    {
        var day = Tickets.Other("day", "One day");
        (day.Description, day.PriceMinor, day.Currency, day.ClosesAt) = ("Only the first day.", 2500, "jpy", RegistrationSite.Today.AddMinutes(31));
        day.Days.Add(new DateOnly(2023, 3, 14));
        await using var site = await RegistrationSite.OpenAsync(new() { More = [day] });

        var page = await site.Visitor().PageAsync("/register");

        Assert.Equal(["room: A seat in the room (chosen)", "stream: The live stream", "day: One day"], page.Cards());
        Assert.Equal(["In person · Free · 14 and 15 March 2023", "400 seats are free. Counted at 08:00 EST."], page.Card("room"));
        Assert.Equal(["Online · Free · 14 and 15 March 2023", "Open, without a limit."], page.Card("stream"));
        Assert.Equal(["Only the first day.", "In person · 2,500 JPY · 14 March 2023", "400 seats are free. Counted at 08:00 EST.", "Open until 7 March 2023, 08:31 EST."], page.Card("day"));
    }

    [Fact]
    public async Task While_payments_are_off_a_ticket_that_costs_something_is_shown_as_closed_and_refused()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { Settings = [], More = [Tickets.Paid()] });
        var visitor = site.Visitor();

        var page = await visitor.PageAsync("/register");
        var forged = await (await visitor.SendFormAsync("/register", RegistrationSite.Filled("eve", "dinner"))).PageAsync();

        Assert.Equal(["room: A seat in the room (chosen)", "stream: The live stream", "dinner: Dinner (disabled)"], page.Cards());
        Assert.Equal("It cannot be had: payments are switched off at the moment.", page.Card("dinner").Last());
        Assert.Equal("This ticket costs money, and payments are switched off at the moment. Choose a ticket that is free.", forged.Alert());
        Assert.Empty(await site.EverybodyAsync());
    }

    [Fact]
    public async Task A_ticket_that_is_not_on_sale_is_shown_with_the_reason_to_the_minute_and_cannot_be_chosen()
    {
        var (later, over) = (Tickets.Other("later", "Later"), Tickets.Other("early", "Early bird"));
        (later.OpensAt, over.ClosesAt) = (RegistrationSite.Today.AddMinutes(5), RegistrationSite.Today);
        await using var site = await RegistrationSite.OpenAsync(new() { More = [later, over] });
        var visitor = site.Visitor();

        var page = await visitor.PageAsync("/register");
        var forged = await (await visitor.SendFormAsync("/register", RegistrationSite.Filled("eve", "early"))).PageAsync();
        site.Pass(TimeSpan.FromMinutes(5));

        Assert.Equal(["room: A seat in the room (chosen)", "stream: The live stream", "later: Later (disabled)", "early: Early bird (disabled)"], page.Cards());
        Assert.Equal("Opens on 7 March 2023, 08:05 EST.", page.Card("later").Last());
        Assert.Equal("Closed on 7 March 2023, 08:00 EST.", page.Card("early").Last());
        Assert.Equal("This ticket could be had until 7 March 2023, 08:00 EST. Choose another one.", forged.Alert());
        Assert.Empty(await site.EverybodyAsync());
        Assert.Contains("later: Later", (await visitor.PageAsync("/register")).Cards());
    }

    [Fact]
    public async Task A_seat_that_others_hold_is_said_to_be_held_until_when_and_its_card_is_the_line()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { Seats = 1, More = [Tickets.Paid()] });
        await site.TicketOfAsync("ada", "dinner");

        var page = await site.Visitor().PageAsync("/register");

        Assert.Equal(["waiting: Waiting list: A seat in the room (chosen)", "stream: The live stream", "waiting:dinner: Waiting list: Dinner"], page.Cards());
        Assert.Equal(
            [
                "In person · 25.00 USD · 14 and 15 March 2023",
                "Every seat is taken or held by others for now. The next hold ends on 7 March 2023, 09:00 EST; if it is not taken up, its seat goes to the waiting list first. Counted at 08:00 EST.",
                "Choose this to be the first on the waiting list.",
            ],
            page.Card("waiting:dinner"));
    }

    [Fact]
    public async Task The_line_says_how_many_wait_and_is_joined_for_the_ticket_that_was_chosen()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { Seats = 1, More = [Tickets.Other("press", "Press")] });
        await site.TicketOfAsync("ada");
        await site.TicketOfAsync("bob", "waiting:press");

        var page = await site.Visitor().PageAsync("/register");

        Assert.Equal("Choose this to join the waiting list: 1 person waits.", page.Card("waiting:press").Last());
        // Both tickets are seats of the same room, so there is one line.
        Assert.Equal("Choose this to join the waiting list: 1 person waits.", page.Card("waiting").Last());
        Assert.Equal(["ada Confirmed room", "bob Waiting press"], await site.EverybodyAsync());
    }

    [Fact]
    public async Task When_the_seats_of_any_ticket_go_while_one_types_its_own_line_is_chosen_in_the_same_step()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { Seats = 1, More = [Tickets.Other("press", "Press")] });
        var visitor = site.Visitor();
        var open = await visitor.PageAsync("/register");
        await site.TicketOfAsync("ada");

        var page = await (await visitor.SendFormAsync("/register", open, RegistrationSite.Filled("bob", "press"))).PageAsync();
        await visitor.SendFormAsync("/register", page, []);

        Assert.Equal(RegistrationRefusals.Full.Message, page.Alert());
        Assert.Equal(RegistrationSite.Filled("bob", "waiting:press"), page.Typed());
        Assert.Equal(["ada Confirmed room", "bob Waiting press"], await site.EverybodyAsync());
    }

    [Fact]
    public async Task A_ticket_counted_for_each_organization_asks_for_it_and_offers_its_line_when_that_one_is_full()
    {
        var each = SeatPool.Of(1, "Each organization", 1, eachOrganisation: true);
        var type = Tickets.Other("team", "Team");
        type.Pools.Add(new() { SeatPoolId = 2 });
        await using var site = await RegistrationSite.OpenAsync(new() { More = [each, type] });
        var visitor = site.Visitor();
        var nameless = RegistrationSite.Filled("ada", "team");
        nameless["Form.Organisation"] = "";

        var missing = await (await visitor.SendFormAsync("/register", nameless)).PageAsync();
        await site.TicketOfAsync("ada", "team");
        var full = await (await visitor.SendFormAsync("/register", RegistrationSite.Filled("bob", "team"))).PageAsync();

        Assert.Equal(["field-organisation: Enter your organization: seats of this kind are counted for each organization."], missing.Mistakes());
        Assert.Contains("Seats are also counted for each organization: enter yours below.", missing.Card("team"));
        Assert.Equal("Your organization has as many seats of this kind as it may have. Join the waiting list, or take part on the live stream.", full.Alert());
        Assert.Equal("waiting:team", full.Typed()["Form.Place"]);
    }

    [Fact]
    public async Task For_a_ticket_that_costs_something_the_next_page_tells_of_the_hold_whether_the_address_is_known_or_not()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { More = [Tickets.Paid()] });
        var (first, second) = (site.Visitor(), site.Visitor());

        var fresh = await first.SendFormAsync("/register", RegistrationSite.Filled("ada", "dinner"));
        var known = await second.SendFormAsync("/register", RegistrationSite.Filled("ada", "dinner"));

        Assert.Equal(("/register/sent?pay=true", "/register/sent?pay=true"), (fresh.Whither(), known.Whither()));
        Assert.Equal(await first.GetStringAsync(fresh.Whither(), Ct), await second.GetStringAsync(known.Whither(), Ct));
        Assert.StartsWith(
            "This ticket must be paid for. If there was a seat, it is held for an hour from now, and the letter has the link to pay.",
            (await first.PageAsync(fresh.Whither()!)).QuerySelector(".alert div")!.TextContent);
        Assert.Equal(["ada Unpaid dinner"], await site.EverybodyAsync());
    }
}
