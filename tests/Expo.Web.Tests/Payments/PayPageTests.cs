using System.Net;
using Expo.Core.Accounts;
using Expo.Core.Payments;
using Expo.Core.Registration;
using Expo.Testing;
using Expo.Web.Tests.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Payments;

public sealed class PayPageTests(PaySite pay) : IClassFixture<PaySite>
{
    private static readonly Actor Organiser = new() { Name = "Ona Organiser", IsOrganiser = true };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_says_what_is_paid_for_how_much_and_until_when_the_seat_is_held_in_the_events_zone()
    {
        var page = await pay.Site.Visitor().PageAsync(await pay.HoldAsync("ada") + "/pay");

        Assert.Equal("Pay for your ticket", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(
            ["A seat in the room, Forced Labor Technical Expo", "Person ada", "25.00 USD", "7 March 2023, 10:00 EST"],
            page.QuerySelectorAll(".sum dd").Select(dd => dd.TextContent));
        Assert.Equal("Pay 25.00 USD", page.QuerySelector("main form button")!.TextContent);
    }

    [Fact]
    public async Task The_button_leads_to_the_checkout_and_the_browser_is_let_go_there()
    {
        var address = await pay.HoldAsync("bob") + "/pay";

        var answer = await pay.Site.Visitor().SendFormAsync(address, []);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.StartsWith("https://checkout.stripe.com/c/pay/cs_test_", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("form-action 'self' https://checkout.stripe.com;", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("form-action 'self' https://checkout.stripe.com;", (await pay.Site.Visitor().GetAsync(address, Ct)).Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("stripe.com", (await pay.Site.Visitor().GetAsync("/register", Ct)).Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal($"http://localhost{address}?paid=1", pay.Stripe.Ledger.Checkouts[^1].SuccessUrl);
    }

    [Fact]
    public async Task While_a_bank_takes_days_nothing_is_to_be_pressed_and_after_the_hold_no_seat_is_promised()
    {
        await using var own = await PaySite.OpenAsync(new());
        var address = await own.HoldAsync("ben", TimeSpan.FromHours(5)) + "/pay";
        var leads = await own.Site.Visitor().SendFormAsync(address, []);
        await own.HearAsync("checkout.session.completed", StripeLedger.About(own.Stripe.Ledger.Process(leads.Headers.Location!.ToString())));

        var page = await own.Site.Visitor().PageAsync(address);
        own.Clock.Advance(TimeSpan.FromHours(5));
        var late = await own.Site.Visitor().PageAsync(address);

        Assert.StartsWith("The bank has not answered yet.", page.Alert());
        Assert.Contains("Your seat is yours as soon as the money is, if it comes while the seat is held.", page.Alert(), StringComparison.Ordinal);
        Assert.Contains("if not the money goes back in full, by itself", late.Alert(), StringComparison.Ordinal);
        Assert.All(new[] { page, late }, p => Assert.Null(p.QuerySelector("main form")));
    }

    [Fact]
    public async Task Coming_back_proves_nothing_and_the_page_waits_to_hear_from_the_bank()
    {
        var address = await pay.HoldAsync("cas") + "/pay";
        var sent = await pay.Site.Visitor().SendFormAsync(address, []);

        var before = await pay.Site.Visitor().PageAsync(address + "?paid=1");
        var checkout = pay.Stripe.Ledger.Pay(sent.Headers.Location!.ToString());
        await pay.HearAsync("checkout.session.completed", StripeLedger.About(checkout));
        var after = await pay.Site.Visitor().PageAsync(before.QuerySelector("main a.btn")!.GetAttribute("href")!);

        Assert.StartsWith("We have not heard from the bank yet.", before.Alert());
        Assert.Null(before.QuerySelector("main form"));
        Assert.Equal("Your ticket is paid", after.QuerySelector("h1")!.TextContent);
        Assert.StartsWith("Paid. Your seat is sure.", after.Alert());
        Assert.Null(after.QuerySelector("main form"));
        Assert.NotNull(after.QuerySelector($"main a[href='{address.Replace("/pay", "/receipt", StringComparison.Ordinal)}']"));
    }

    [Fact]
    public async Task Whoever_types_that_it_is_paid_without_ever_paying_gets_nothing_by_it()
    {
        var path = await pay.HoldAsync("liar");

        var page = await pay.Site.Visitor().PageAsync(path + "/pay?paid=1");

        Assert.NotNull(page.QuerySelector("main form button"));
        Assert.Equal(AttendeeState.Unpaid, (await pay.ViewAsync(path)).Attendee.State);
    }

    [Fact]
    public async Task Whoever_comes_back_without_paying_is_told_so_and_can_try_again()
    {
        var address = await pay.HoldAsync("dee") + "/pay";
        var browser = pay.Site.Visitor();
        var first = await browser.SendFormAsync(address, []);
        var page = await browser.PageAsync(address + "?cancelled=1");

        var second = await browser.SendFormAsync(address, page, []);

        Assert.StartsWith("You have not paid. Nothing was charged.", page.Alert());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
    }

    [Fact]
    public async Task After_the_hold_the_page_says_what_becomes_of_money_that_comes_too_late()
    {
        var path = await pay.HoldAsync("eve", TimeSpan.Zero);

        var page = await pay.Site.Visitor().PageAsync(path + "/pay");

        Assert.StartsWith("Your seat is not held any more. Seats are left at this moment.", page.Alert());
        Assert.Equal("Try to pay all the same", page.QuerySelector("main form button")!.TextContent);
    }

    [Fact]
    public async Task When_no_seat_is_left_nothing_can_be_paid_and_a_form_that_was_open_says_so()
    {
        await using var own = await PaySite.OpenAsync(new());
        var address = await own.HoldAsync("fay", TimeSpan.FromMinutes(30)) + "/pay";
        var browser = own.Site.Visitor();
        var window = await browser.PageAsync(address);
        await own.Site.Store.ReadAsync(db => db.SeatPools.ExecuteUpdateAsync(set => set.SetProperty(p => p.Capacity, 0), Ct));
        own.Clock.Advance(TimeSpan.FromMinutes(30));

        var page = await browser.PageAsync(address);

        Assert.StartsWith("It is too late to pay. The seat was held until 7 March 2023, 08:30 EST", page.Alert());
        Assert.Null(page.QuerySelector("main form"));
        Assert.StartsWith("The seat was held until 7 March 2023, 08:30 EST, and it is too late to pay for it now.", (await (await browser.SendFormAsync(address, window, [])).PageAsync()).Alert());
        Assert.Empty(own.Stripe.Ledger.Checkouts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/pay")]
    [InlineData("/receipt")]
    public async Task A_ticket_that_never_cost_anything_never_meets_the_module(string ending)
    {
        var path = await pay.Site.TicketOfAsync("free" + ending.Length, Places.Stream);

        var page = await pay.Site.Visitor().PageAsync(path + ending);

        Assert.Null(page.QuerySelector("main form[action$='/pay']"));
        Assert.DoesNotContain("USD", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_keys_the_page_says_that_payments_are_off_and_the_webhook_says_so_too()
    {
        await using var own = await PaySite.OpenAsync(new() { IsOn = false });
        var page = await own.Site.Visitor().PageAsync(await own.HoldAsync("gil") + "/pay");

        var hook = await own.HearAsync("checkout.session.completed", new { });

        Assert.StartsWith("Payments are switched off.", page.Alert());
        Assert.Null(page.QuerySelector("main form"));
        Assert.Equal(HttpStatusCode.NotFound, hook.StatusCode);
        Assert.Contains("Payments are switched off here", await hook.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_setting_stops_the_start_and_names_itself()
    {
        await using var half = new ExpoFactory { WithDemo = false, Settings = [("Stripe:SecretKey", "sk_test_1")] };

        var fault = Assert.ThrowsAny<Exception>(() => half.Services);

        Assert.Contains("Stripe__WebhookSecrets__0", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_opens_no_checkout()
    {
        var path = await pay.HoldAsync("ivo");

        var answer = await pay.Site.Visitor().PostAsync(path + "/pay", new FormUrlEncodedContent([new("_handler", "pay")]), Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty((await pay.ViewAsync(path)).Payments);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_said_and_the_form_stays()
    {
        await using var own = await PaySite.OpenAsync(new());
        own.Stripe.FailNext(500);

        var page = await (await own.Site.Visitor().SendFormAsync(await own.HoldAsync("kim") + "/pay", [])).PageAsync();

        Assert.Equal(PaymentRefusals.NotNow.Message, page.Alert());
        Assert.NotNull(page.QuerySelector("main form button"));
    }

    [Theory]
    [InlineData("/pay")]
    [InlineData("/receipt")]
    public async Task The_pages_are_kept_by_no_cache_found_by_no_search_and_unknown_codes_have_none(string ending)
    {
        var answer = await pay.Site.Visitor().GetAsync(await pay.HoldAsync("secret") + ending, Ct);

        Assert.Equal(
            ("no-store, no-cache", "noindex, nofollow", "no-referrer"),
            (answer.Headers.CacheControl!.ToString(), answer.Headers.GetValues("X-Robots-Tag").Single(), answer.Headers.GetValues("Referrer-Policy").Single()));
        Assert.Equal(HttpStatusCode.NotFound, (await pay.Site.Visitor().GetAsync("/tickets/0000-0000-0000-0000" + ending, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_receipt_lists_what_was_paid_and_given_back_with_dates_in_the_events_zone()
    {
        var path = await pay.PaidAsync("lou");
        var payment = (await pay.ViewAsync(path)).Payments[0].Payment;
        await pay.Site.Services.GetRequiredService<PaymentService>().RefundAsync(Organiser, new RefundRequest(payment.Id, 1000, "Came <b>one</b> day only", false, 0), Ct);
        await Eventually.TrueAsync(async () => (await pay.ViewAsync(path)).Payments[0].Refunds[0].State == RefundState.Done);

        var page = await pay.Site.Visitor().PageAsync(path + "/receipt");

        Assert.Equal([Receipts.Number(payment), "Person lou", "A seat in the room, 14 and 15 March 2023"], page.QuerySelectorAll(".receipt dd").Select(dd => dd.TextContent));
        Assert.Equal(
            [
                "7 March 2023, 08:00 EST|Paid by card or bank, through Stripe|25.00 USD",
                "7 March 2023, 08:00 EST|Given back: Came <b>one</b> day only|−10.00 USD",
                "Paid in all|15.00 USD",
            ],
            page.QuerySelectorAll(".receipt tbody tr, .receipt tfoot tr").Select(tr => string.Join('|', tr.Children.Select(c => c.TextContent))));
    }

    [Fact]
    public async Task Yen_have_no_decimals()
    {
        await using var own = await PaySite.OpenAsync(new() { Currency = "jpy" });

        var page = await own.Site.Visitor().PageAsync(await own.PaidAsync("mio") + "/receipt");

        Assert.Contains("2,500 JPY", page.QuerySelector(".receipt tfoot")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_gets_the_money_back_reads_why()
    {
        var path = await pay.HoldAsync("ned");
        var sent = await pay.Site.Visitor().SendFormAsync($"{path}/pay", []);
        await pay.Site.Services.GetRequiredService<RegistrationService>().CancelAsync(path["/tickets/".Length..], Ct);
        await pay.HearAsync("checkout.session.completed", StripeLedger.About(pay.Stripe.Ledger.Pay(sent.Headers.Location!.ToString())));

        var page = await pay.Site.Visitor().PageAsync(path + "/pay?paid=1");

        Assert.Equal("This registration was cancelled. We gave 25.00 USD back: The registration had been cancelled before the money came.", page.Alert());
    }
}
