using System.Net;
using AngleSharp.Html.Dom;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Registration;

/// <summary>The ticket page in each state that a seat can be in besides sure and cancelled.</summary>
public sealed class TicketStateTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly string[] Accept = ["Accept the seat"];

    /// <summary>A room of one seat, which Ada had; it is offered to Bob now, who waited.</summary>
    private static async Task<(RegistrationSite Site, string Bob)> OfferedAsync(params object[] more)
    {
        var site = await RegistrationSite.OpenAsync(new() { Seats = 1, More = more });
        var ada = await site.TicketOfAsync("ada");
        var bob = await site.TicketOfAsync("bob", Places.Waiting);
        await site.Visitor().SendFormAsync(ada + "?step=cancel", [], "#cancel form");
        return (site, bob);
    }

    [Fact]
    public async Task An_offer_says_until_when_and_is_accepted_by_a_button()
    {
        var (site, bob) = await OfferedAsync();
        await using var _ = site;
        var visitor = site.Visitor();

        var page = await visitor.PageAsync(bob);
        var answer = await visitor.SendFormAsync(bob, page, [], "#decide form");
        var ticket = await visitor.PageAsync(answer.Whither()!);

        Assert.Equal(("A seat is offered to you", "A seat is held for you until 8 March 2023, 08:00 EST. Accept or decline it below."), (page.QuerySelector("h1")!.TextContent, page.Alert()));
        Assert.Equal("Answer by 8 March 2023, 08:00 EST", page.QuerySelector("#decide h2")!.TextContent);
        Assert.Equal(Accept, page.QuerySelectorAll("#decide button").Select(button => button.TextContent));
        Assert.Null(page.QuerySelector(".code"));
        Assert.Equal($"{bob}?done=accepted", answer.Whither());
        Assert.Equal("The seat is yours. A letter with your ticket is on its way.", ticket.Alert());
        Assert.NotNull(ticket.QuerySelector(".code"));
        Assert.Equal(["ada Cancelled room", "bob Confirmed room"], await site.EverybodyAsync());
    }

    [Fact]
    public async Task Declining_asks_once_more_and_then_keeps_the_stream()
    {
        var (site, bob) = await OfferedAsync();
        await using var _ = site;
        var visitor = site.Visitor();
        var question = (await visitor.PageAsync(bob)).QuerySelector("#decide a")!.GetAttribute("href")!;

        var page = await visitor.PageAsync(question);
        var before = await site.EverybodyAsync();
        var answer = await visitor.SendFormAsync(question, page, [], "#decide form");

        Assert.Equal($"{bob}?step=decline#decide", question);
        Assert.Equal("Decline this seat? It goes to the next person at once. You keep the live stream.", page.QuerySelector("#decide p")!.TextContent);
        Assert.Equal(["ada Cancelled room", "bob Offered room"], before);
        Assert.Equal("You declined the seat. It goes to the next person, and you take part on the live stream. A letter with the change is on its way.", (await visitor.PageAsync(answer.Whither()!)).Alert());
        Assert.Equal(["ada Cancelled room", "bob Confirmed stream"], await site.EverybodyAsync());
        Assert.Equal((0, 0), await site.RoomAsync());
    }

    [Theory]
    [InlineData("accept")]
    [InlineData("decline")]
    public async Task An_offer_that_has_run_out_is_refused_in_place_from_its_very_instant_on(string what)
    {
        var (site, bob) = await OfferedAsync();
        await using var _ = site;
        var visitor = site.Visitor();
        await site.TicketOfAsync("cy", Places.Waiting);
        var open = await visitor.PageAsync($"{bob}?step={what}");
        site.Pass(TimeSpan.FromHours(24));

        var answer = await visitor.SendFormAsync(bob, open, [], "#decide form");

        var page = await answer.PageAsync();
        Assert.Equal((HttpStatusCode.OK, RegistrationRefusals.NoOffer.Message), (answer.StatusCode, page.Alert()));
        Assert.Null(page.QuerySelector("#decide"));
        Assert.Equal("Your place in the line", page.QuerySelector("h1")!.TextContent);
        await site.Services.GetRequiredService<RegistrationService>().SettleAsync(Ct);
        Assert.Equal(["ada Cancelled room", "bob Waiting room", "cy Offered room"], await site.EverybodyAsync());
    }

    [Fact]
    public async Task One_of_a_party_accepts_for_all_of_them()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { Seats = 2 });
        var (ada, eve) = (await site.TicketOfAsync("ada"), await site.TicketOfAsync("eve"));
        var visitor = site.Visitor();
        await visitor.SendFormAsync("/register", new(RegistrationSite.Filled("bob", Places.Waiting)) { ["Form.Companions[0].Name"] = "Cy", ["Form.Companions[0].Email"] = "cy@thornebury.example" });
        var code = (await site.AttendeeAsync("bob")).TicketCode;
        var bob = $"/tickets/{TicketCodes.Grouped(code)}";
        var waiting = await visitor.PageAsync(bob);
        await visitor.SendFormAsync(ada + "?step=cancel", [], "#cancel form");
        await visitor.SendFormAsync(eve + "?step=cancel", [], "#cancel form");

        var page = await visitor.PageAsync(bob);
        var answer = await visitor.SendFormAsync(bob, page, [], "#decide form");

        Assert.Contains("You are 2 people who registered together. You get seats all at once or not at all, and stand in the line one behind the other.", waiting.QuerySelectorAll(".why dd").Select(dd => dd.TextContent));
        Assert.Equal("You registered together, so the seats are for all 2 of you. Whoever accepts accepts for everybody; whoever declines gives back one seat only.", page.QuerySelector("#decide p")!.TextContent);
        Assert.Equal(["Accept for all 2"], page.QuerySelectorAll("#decide button").Select(button => button.TextContent));
        Assert.Equal("The seat is yours. So are those of the others who registered with you. Each gets a letter with a ticket.", (await visitor.PageAsync(answer.Whither()!)).Alert());
        Assert.Equal(["ada Cancelled room", "eve Cancelled room", "bob Confirmed room", "cy Confirmed room"], await site.EverybodyAsync());
    }

    [Fact]
    public async Task A_seat_to_be_paid_for_says_until_when_and_leads_to_the_payment()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { More = [Tickets.Paid()] });
        var address = await site.TicketOfAsync("ada", "dinner");
        var visitor = site.Visitor();

        var page = await visitor.PageAsync(address);
        site.Pass(TimeSpan.FromHours(1));
        var after = await visitor.PageAsync(address);

        Assert.Equal(("Your seat is held", "Your seat is held until 7 March 2023, 09:00 EST. Pay by then, or it goes to the next person."), (page.QuerySelector("h1")!.TextContent, page.Alert()));
        Assert.Equal("Pay 25.00 USD by 7 March 2023, 09:00 EST", page.QuerySelector("#decide h2")!.TextContent);
        Assert.Equal($"{address}/pay", page.QuerySelector("#decide a")!.GetAttribute("href"));
        Assert.Null(page.QuerySelector(".code"));
        Assert.Empty(page.QuerySelectorAll("input[name=To]"));
        Assert.Equal("This registration has ended. Its seat was held until 7 March 2023, 09:00 EST and was not paid for. The ticket is not valid.", after.Alert());
        Assert.Null(after.QuerySelector("#decide"));
    }

    private static async Task<(RegistrationSite Site, string Address)> AskedAsync()
    {
        var site = await RegistrationSite.OpenAsync(new()
        {
            More = [new RegistrationSettings { ConferenceId = 1, ReconfirmFrom = RegistrationSite.Today, ReconfirmBy = RegistrationSite.Today.AddDays(2) }],
        });
        var address = await site.TicketOfAsync("ada");
        await site.Services.GetRequiredService<RegistrationService>().SettleAsync(Ct);
        return (site, address);
    }

    [Fact]
    public async Task Whoever_is_asked_says_to_be_coming_and_keeps_the_seat()
    {
        var (site, address) = await AskedAsync();
        await using var _ = site;
        var visitor = site.Visitor();

        var page = await visitor.PageAsync(address);
        var answer = await visitor.SendFormAsync(address, page, [], "#decide form");
        var after = await visitor.PageAsync(answer.Whither()!);

        Assert.Equal("Do you still come? Your seat is held until 9 March 2023, 08:00 EST. Say by then that you are coming, or it goes to somebody who waits.", page.Alert());
        Assert.Equal(["Yes, I am coming", "Release my seat"], page.QuerySelectorAll("#decide button, #decide a").Select(way => way.TextContent));
        Assert.NotNull(page.QuerySelector(".code"));
        Assert.Equal("Thank you for telling us. The seat stays yours.", after.Alert());
        Assert.Null(after.QuerySelector("#decide"));
        Assert.NotNull((await site.AttendeeAsync("ada")).ReconfirmedAt);
    }

    [Fact]
    public async Task Releasing_asks_once_more_and_then_keeps_the_stream()
    {
        var (site, address) = await AskedAsync();
        await using var _ = site;
        var visitor = site.Visitor();
        var question = (await visitor.PageAsync(address)).QuerySelector("#decide a")!.GetAttribute("href")!;
        await visitor.PageAsync(question);
        var before = await site.EverybodyAsync();

        var answer = await visitor.SendFormAsync(question, [], "#decide form");

        Assert.Equal(["ada Confirmed room"], before);
        Assert.Equal("You released your seat. It goes to somebody who waits, and you take part on the live stream. A letter with the change is on its way.", (await visitor.PageAsync(answer.Whither()!)).Alert());
        Assert.Equal(["ada Confirmed stream"], await site.EverybodyAsync());
    }

    [Fact]
    public async Task A_seat_nobody_said_to_be_coming_for_is_gone_at_its_instant_although_nothing_has_noticed_yet()
    {
        var (site, address) = await AskedAsync();
        await using var _ = site;
        var visitor = site.Visitor();
        var open = await visitor.PageAsync(address);
        await site.Store.ChangeAsync<int>(async db => await db.Attendees.ExecuteUpdateAsync(set => set.SetProperty(a => a.HeldUntil, RegistrationSite.Today), Ct), Ct);

        var page = await visitor.PageAsync(address);
        var late = await (await visitor.SendFormAsync(address, open, [], "#decide form")).PageAsync();

        Assert.StartsWith("Your seat was released.", page.Alert());
        Assert.Null(page.QuerySelector(".code"));
        Assert.Null(page.QuerySelector("#decide"));
        Assert.Equal(RegistrationRefusals.NoOffer.Message, late.Alert());
        await site.Services.GetRequiredService<RegistrationService>().SettleAsync(Ct);
        Assert.Equal("You take part on the live stream.", (await visitor.PageAsync(address)).Alert());
    }

    [Fact]
    public async Task Whoever_waits_reads_the_number_why_what_happens_next_and_who_goes_first()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { Seats = 1, More = [new RegistrationSettings { ConferenceId = 1, OfferHours = 1, MissedOffer = MissedOffer.Out }] });
        await site.TicketOfAsync("ada");
        await site.TicketOfAsync("bob", Places.Waiting);
        var address = await site.TicketOfAsync("cy", Places.Waiting);

        var page = await site.Visitor().PageAsync(address);

        Assert.Equal(("Your place in the line", "Number 2 of 2 for a seat in the room"), (page.QuerySelector("h1")!.TextContent, page.QuerySelector("#place-title")!.TextContent));
        Assert.Equal(["Why you wait", "What happens next", "If you let an offer pass", "Who goes first"], page.QuerySelectorAll(".why dt").Select(dt => dt.TextContent));
        Assert.Equal(
            [
                "The only seat is taken or held.",
                "A seat that comes free is offered to whoever is first. When that is you, it is held for you and a letter goes to cy@thornebury.example. You then have 1 hour to accept or decline it on this page.",
                "The seat is offered to the next person and you leave the line. You keep the live stream.",
            ],
            page.QuerySelectorAll(".why dd").Take(3).Select(dd => dd.TextContent));
    }

    [Fact]
    public async Task A_ticket_moves_to_every_free_ticket_that_is_open_to_everybody_and_to_no_other()
    {
        var closed = Tickets.Other("early", "Early bird");
        closed.ClosesAt = RegistrationSite.Today;
        await using var site = await RegistrationSite.OpenAsync(new() { More = [Tickets.Press(), Tickets.Other("exhibitor", "Exhibitor"), closed, Tickets.Paid()] });
        var address = await site.TicketOfAsync("ada");
        var visitor = site.Visitor();

        var page = await visitor.PageAsync(address);
        var form = (IHtmlFormElement)page.QuerySelector("#change form")!;
        var question = await visitor.PageAsync($"{address}?step=move&to=exhibitor");
        var answer = await visitor.SendFormAsync(address, question, [], "#change form");

        // Nothing is chosen beforehand, and the choice changes nothing yet.
        Assert.Equal(["stream: The live stream", "exhibitor: Exhibitor"], page.QuerySelectorAll("input[name=to]:not(:checked)").Select(To));
        Assert.Equal(("get", $"{address}#change", "move"), (form.Method, form.GetAttribute("action"), form.QuerySelector("input[name=step]")!.GetAttribute("value")));
        Assert.Equal("Change to Exhibitor? You keep your seat.", question.QuerySelector("#change p")!.TextContent);
        Assert.Equal("You have a seat (Exhibitor) now. A letter with the change is on its way.", (await visitor.PageAsync(answer.Whither()!)).Alert());
        Assert.Equal(["ada Confirmed exhibitor"], await site.EverybodyAsync());
        Assert.Equal((1, 1), await site.RoomAsync());
    }

    [Fact]
    public async Task Without_a_seat_one_may_join_the_line_for_any_full_ticket()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { Seats = 1, More = [Tickets.Other("exhibitor", "Exhibitor")] });
        await site.TicketOfAsync("ada");
        var address = await site.TicketOfAsync("bob", Places.Stream);
        var visitor = site.Visitor();

        var page = await visitor.PageAsync(address);
        await visitor.SendFormAsync(address, page, new() { ["To"] = "waiting:exhibitor" }, ".three form");

        Assert.Equal(["waiting: Join the waiting list", "waiting:exhibitor: Join the waiting list for Exhibitor"], page.QuerySelectorAll("input[name=To]").Select(To));
        Assert.Equal(["ada Confirmed room", "bob Waiting exhibitor"], await site.EverybodyAsync());
    }

    [Theory]
    [InlineData("accept")]
    [InlineData("decline")]
    [InlineData("reconfirm")]
    [InlineData("release")]
    public async Task Opening_an_address_or_sending_a_form_without_its_token_changes_nothing(string form)
    {
        var (site, bob) = await OfferedAsync();
        await using var _ = site;
        var visitor = site.Visitor();

        await visitor.PageAsync($"{bob}?step={form}&done={form}&_handler={form}");
        var answer = await visitor.PostAsync(bob, new FormUrlEncodedContent([new("_handler", form)]), Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(["ada Cancelled room", "bob Offered room"], await site.EverybodyAsync());
    }

    private static string To(AngleSharp.Dom.IElement input) => $"{((IHtmlInputElement)input).Value}: {input.Closest("label")?.TextContent}";
}
