using Expo.Core.Data;
using Expo.Core.Payments;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Payments;

public sealed class CheckoutTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_checkout_asks_for_the_price_of_the_ticket_until_the_hold_ends(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider);
        var code = await desk.HoldAsync("ada", TimeSpan.FromMinutes(45));

        var url = await desk.StartAsync(code);

        var checkout = Assert.Single(desk.Stripe.Ledger.Checkouts);
        Assert.Equal($"https://checkout.stripe.com/c/pay/{checkout.Id}", url);
        Assert.Equal(
            (2500, "usd", "Forced Labor Technical Expo: A seat in the room", "ada@example.org", desk.Test.Clock.GetUtcNow().AddMinutes(45)),
            (checkout.Amount, checkout.Currency, checkout.What, checkout.Email, checkout.ExpiresAt));
        Assert.Equal($"http://127.0.0.1:5080/tickets/{TicketCodes.Grouped(code)}/pay?paid=1", checkout.SuccessUrl);
        Assert.Equal((await desk.PaymentAsync()).Key, checkout.Reference);
        Assert.All(desk.Stripe.Heard.Where(r => r.Method == "POST"), r => Assert.NotNull(r.Key));
    }

    [Theory]
    [InlineData(5, 31)]
    [InlineData(45, 45)]
    [InlineData(5 * 24 * 60, (24 * 60) - 1)]
    public async Task A_checkout_lasts_as_long_as_the_hold_within_what_the_provider_takes(int holdMinutes, int checkoutMinutes)
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);

        await desk.StartAsync(await desk.HoldAsync("ada", TimeSpan.FromMinutes(holdMinutes)));

        Assert.Equal(desk.Test.Clock.GetUtcNow().AddMinutes(checkoutMinutes), Assert.Single(desk.Stripe.Ledger.Checkouts).ExpiresAt);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Pressing_pay_many_times_at_once_opens_one_checkout(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider);
        var code = await desk.HoldAsync("ada");

        var urls = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => desk.StartAsync(code), Ct)));

        Assert.Single(urls.Distinct());
        Assert.Single(desk.Stripe.Ledger.Checkouts);
        Assert.Equal(["ada: Open 0/2500"], await desk.PaymentsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_checkout_that_ended_makes_place_for_another_one_while_the_hold_lives(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider);
        var code = await desk.HoldAsync("ada", TimeSpan.FromHours(3));
        var first = await desk.StartAsync(code);
        await desk.HearAsync("checkout.session.expired", StripeLedger.About(desk.Stripe.Ledger.Expire(first)));

        var second = await desk.StartAsync(code);
        await desk.HearCompletedAsync(desk.Stripe.Ledger.Pay(second));

        Assert.NotEqual(first, second);
        Assert.Equal(["ada: Ended 0/2500", "ada: Paid 0/2500"], await desk.PaymentsAsync());
        Assert.Equal(AttendeeState.Confirmed, await desk.SeatAsync("ada"));
    }

    [Fact]
    public async Task A_checkout_whose_end_nobody_told_of_is_replaced_all_the_same()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        var code = await desk.HoldAsync("ada", TimeSpan.FromDays(3));
        var first = await desk.StartAsync(code);
        desk.Test.Clock.Advance(TimeSpan.FromHours(25));

        var second = await desk.StartAsync(code);

        Assert.NotEqual(first, second);
        Assert.Equal(["ada: Ended 0/2500", "ada: Open 0/2500"], await desk.PaymentsAsync());
    }

    [Fact]
    public async Task Who_paid_in_the_last_minute_and_presses_again_is_told_that_it_is_paid()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        var code = await desk.HoldAsync("ada");
        desk.Stripe.Ledger.Pay(await desk.StartAsync(code));
        desk.Test.Clock.Advance(TimeSpan.FromMinutes(44.5));

        var again = await desk.Service.StartAsync(code, Ct);

        Assert.Equal(PaymentRefusals.AlreadyPaid, again.Refusal);
        Assert.Equal(AttendeeState.Confirmed, await desk.SeatAsync("ada"));
        Assert.Single(desk.Stripe.Ledger.Checkouts);
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public async Task After_the_hold_one_can_still_pay_while_a_seat_is_left(int seats, bool opens)
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite, seats: 400);
        var code = await desk.HoldAsync("ada", TimeSpan.FromMinutes(45));
        await desk.Test.Store.ReadAsync(db => db.SeatPools.ExecuteUpdateAsync(set => set.SetProperty(p => p.Capacity, seats), Ct));
        desk.Test.Clock.Advance(TimeSpan.FromMinutes(45));

        var started = await desk.Service.StartAsync(code, Ct);

        Assert.Equal(opens ? null : "payments.too-late", started.Refusal?.Code);
        Assert.Equal(opens ? 1 : 0, desk.Stripe.Ledger.Checkouts.Count);
    }

    [Theory]
    [InlineData(AttendeeState.Confirmed, "payments.nothing-to-pay")]
    [InlineData(AttendeeState.Cancelled, "payments.cancelled")]
    [InlineData(AttendeeState.Waiting, "payments.not-yet")]
    [InlineData(AttendeeState.Offered, "payments.not-yet")]
    public async Task Only_a_seat_that_is_held_for_payment_is_paid(AttendeeState state, string code)
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);

        var started = await desk.Service.StartAsync(await desk.HoldAsync("ada", state: state), Ct);

        Assert.Equal(code, started.Refusal?.Code);
        Assert.Empty(desk.Stripe.Heard);
    }

    [Fact]
    public async Task A_free_ticket_never_meets_the_provider()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite, price: 0);

        var started = await desk.Service.StartAsync(await desk.HoldAsync("ada"), Ct);

        Assert.Equal(PaymentRefusals.NothingToPay, started.Refusal);
        Assert.Empty(desk.Stripe.Heard);
    }

    [Fact]
    public async Task Without_keys_the_module_says_that_it_is_off()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite, set: options => (options.SecretKey, options.WebhookSecrets) = (null, []));
        var (body, signature) = desk.Stripe.Event("checkout.session.completed", new { });

        Assert.Equal(PaymentRefusals.Off, (await desk.Service.StartAsync(await desk.HoldAsync("ada"), Ct)).Refusal);
        Assert.Equal(PaymentRefusals.Off, (await desk.Service.HandleEventAsync(body, signature, Ct)).Refusal);
        Assert.Equal(PaymentRefusals.Off, (await desk.RefundAsync(1)).Refusal);
    }

    [Fact]
    public async Task A_provider_that_hangs_up_is_asked_again_with_the_same_key_and_opens_one_checkout()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        var code = await desk.HoldAsync("ada");
        desk.Stripe.FailNext(0, 0, 0);
        var away = await desk.Service.StartAsync(code, Ct);

        await desk.StartAsync(code);

        Assert.Equal(PaymentRefusals.NotNow, away.Refusal);
        Assert.Single(desk.Stripe.Heard.Select(r => r.Key).Distinct());
        Assert.Equal(["ada: Open 0/2500"], await desk.PaymentsAsync());
    }

    [Fact]
    public async Task A_fault_of_the_provider_that_its_key_remembers_does_not_bar_the_payer_for_a_day()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        var code = await desk.HoldAsync("ada");
        desk.Stripe.FailNext(500);
        var broken = await desk.Service.StartAsync(code, Ct);

        await desk.StartAsync(code);

        Assert.Equal(PaymentRefusals.NotNow, broken.Refusal);
        Assert.Equal(["ada: Ended 0/2500", "ada: Open 0/2500"], await desk.PaymentsAsync());
    }

    [Fact]
    public async Task An_address_that_the_provider_does_not_like_does_not_keep_anybody_from_paying()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);

        await desk.StartAsync(await desk.HoldAsync("odd"));

        Assert.Equal("", Assert.Single(desk.Stripe.Ledger.Checkouts).Email ?? "");
    }

    [Theory]
    [InlineData("sk_test_1", null, "Stripe__WebhookSecrets__0 is not")]
    [InlineData("sk_test_1", " ", "Stripe__WebhookSecrets__0 is not")]
    [InlineData(null, "whsec_1", "Stripe__SecretKey is not")]
    [InlineData("sk_test_1", "whsec_1", null)]
    [InlineData(null, null, null)]
    public void Half_a_setting_names_itself(string? key, string? secret, string? said)
    {
        var checkedNow = new StripeOptionsCheck().Validate(null, new StripeOptions { SecretKey = key, WebhookSecrets = secret is null ? [] : [secret] });

        Assert.Equal(said is null, checkedNow.Succeeded);
        Assert.Contains(said ?? "", checkedNow.FailureMessage ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bank_that_has_not_answered_is_told_and_nothing_is_opened_anew()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        var code = await desk.HoldAsync("ada", TimeSpan.FromDays(5));
        var url = await desk.StartAsync(code);
        desk.Stripe.Ledger.Process(url);
        desk.Test.Clock.Advance(TimeSpan.FromHours(24));

        var first = await desk.Service.StartAsync(code, TestContext.Current.CancellationToken);
        await desk.HearCompletedAsync(desk.Stripe.Ledger.Checkouts[0]);
        var later = await desk.Service.StartAsync(code, TestContext.Current.CancellationToken);

        Assert.Equal([PaymentRefusals.WithBank, PaymentRefusals.WithBank], new[] { first.Refusal, later.Refusal });
        Assert.Single(desk.Stripe.Ledger.Checkouts);
        Assert.True((await desk.Queries.TicketAsync(code, TestContext.Current.CancellationToken))!.IsWithBank);
    }

    [Fact]
    public async Task A_checkout_whose_payment_was_ended_while_it_was_made_is_not_handed_out()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        var code = await desk.HoldAsync("ada");
        var slow = desk.Stripe.KeepBack("/v1/checkout/sessions", "POST");
        var starting = Task.Run(() => desk.StartAsync(code), TestContext.Current.CancellationToken);
        await slow.Reached;
        await desk.Service.ResolveAsync(1, 1, TestContext.Current.CancellationToken);

        slow.Go.SetResult();
        var url = await starting;

        Assert.Equal(["expired", "open"], desk.Stripe.Ledger.Checkouts.Select(c => c.Status));
        Assert.EndsWith(desk.Stripe.Ledger.Checkouts[1].Id, url, StringComparison.Ordinal);
        Assert.Equal(["ada: Ended 0/2500", "ada: Open 0/2500"], await desk.PaymentsAsync());
    }
}
