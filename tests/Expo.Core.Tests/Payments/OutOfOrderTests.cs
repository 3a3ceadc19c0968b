using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Payments;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Payments;

public sealed class OutOfOrderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_refund_that_is_heard_of_before_the_success_ends_as_refunded_and_gives_no_seat(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider);
        var checkout = desk.Stripe.Ledger.Pay(await desk.StartAsync(await desk.HoldAsync("ada")));
        desk.Stripe.Ledger.RefundByHand(checkout, PaymentDesk.Price);

        await desk.HearAsync("charge.refunded", StripeLedger.AboutCharge(checkout));
        await desk.HearCompletedAsync(checkout);
        await desk.HearAsync("payment_intent.succeeded", StripeLedger.AboutIntent(checkout));

        Assert.Equal(["ada: Refunded 2500/2500"], await desk.PaymentsAsync());
        Assert.Equal(["Done 2500 Refunded at the payment provider."], await desk.RefundsAsync());
        Assert.Equal(AttendeeState.Unpaid, await desk.SeatAsync("ada"));
        Assert.Single(desk.Stripe.Ledger.Refunds);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_end_that_is_heard_of_after_the_success_changes_nothing(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider);
        var checkout = await desk.PaidAsync("ada");

        await desk.HearAsync("checkout.session.expired", StripeLedger.About(checkout));

        Assert.Equal(["ada: Paid 0/2500"], await desk.PaymentsAsync());
        Assert.Equal(AttendeeState.Confirmed, await desk.SeatAsync("ada"));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Money_for_a_registration_that_was_cancelled_goes_back_once(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider, seats: 1);
        var checkout = desk.Stripe.Ledger.Pay(await desk.StartAsync(await desk.HoldAsync("ada")));
        await desk.Registrations.CancelAsync(await CodeAsync(desk, "ada"), Ct);

        await desk.HearCompletedAsync(checkout);
        await desk.HearAsync("payment_intent.succeeded", StripeLedger.AboutIntent(checkout));
        await desk.WorkAsync();
        await desk.HearAsync("charge.refunded", StripeLedger.AboutCharge(checkout));

        Assert.Equal(["ada: Refunded 2500/2500"], await desk.PaymentsAsync());
        Assert.Equal(["Done 2500 The registration had been cancelled before the money came."], await desk.RefundsAsync());
        Assert.Equal(2500, Assert.Single(desk.Stripe.Ledger.Refunds).Amount);
        Assert.Equal(["SendRefunded ada@example.org 1 1"], await desk.LettersLeftAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_two_who_pay_at_once_for_the_last_seat_one_gets_it_and_the_other_the_money_once(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider, seats: 2);
        var held = desk.Stripe.Ledger.Pay(await desk.StartAsync(await desk.HoldAsync("held", TimeSpan.FromHours(2))));
        var late = desk.Stripe.Ledger.Pay(await desk.StartAsync(await desk.HoldAsync("late", TimeSpan.FromMinutes(40))));
        // One seat less than was held: only who still holds one, or comes first, can have it.
        await desk.Test.Store.ReadAsync(db => db.SeatPools.ExecuteUpdateAsync(set => set.SetProperty(p => p.Capacity, 1), Ct));
        desk.Test.Clock.Advance(TimeSpan.FromMinutes(41));
        StandInCheckout[] both = [held, late, held, late];

        await Task.WhenAll(both.Select(c => Task.Run(() => desk.HearCompletedAsync(c), Ct)));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(desk.WorkAsync, Ct)));

        Assert.Equal(AttendeeState.Confirmed, await desk.SeatAsync("held"));
        Assert.Equal(["held: Paid 0/2500", "late: Refunded 2500/2500"], await desk.PaymentsAsync());
        Assert.Equal((late.IntentId, 2500L), (Assert.Single(desk.Stripe.Ledger.Refunds).IntentId, desk.Stripe.Ledger.Refunds[0].Amount));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_many_whose_holds_ended_nobody_both_keeps_a_seat_and_gets_the_money_or_neither(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider, seats: 8);
        var checkouts = new List<StandInCheckout>();
        foreach (var who in Enumerable.Range(0, 8).Select(i => $"late{i}"))
        {
            checkouts.Add(desk.Stripe.Ledger.Pay(await desk.StartAsync(await desk.HoldAsync(who))));
        }

        await desk.Test.Store.ReadAsync(db => db.SeatPools.ExecuteUpdateAsync(set => set.SetProperty(p => p.Capacity, 3), Ct));
        desk.Test.Clock.Advance(TimeSpan.FromHours(1));

        await Task.WhenAll(checkouts.Concat(checkouts).Select(c => Task.Run(() => desk.HearCompletedAsync(c), Ct)));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(desk.WorkAsync, Ct)));

        var ends = await desk.Test.Store.ReadAsync(db => db.Payments.Select(p => new { p.IntentId, p.State, Seat = p.Attendee!.State }).ToListAsync(Ct));
        Assert.All(ends, e => Assert.Equal(e.Seat == AttendeeState.Confirmed, e.State == PaymentState.Paid));
        Assert.True(ends.Count(e => e.Seat == AttendeeState.Confirmed) <= 3);
        Assert.Equal(ends.Where(e => e.State == PaymentState.Refunded).Select(e => e.IntentId).Order(), desk.Stripe.Ledger.Refunds.Select(r => r.IntentId).Order());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Who_pays_twice_for_one_ticket_gets_the_second_back_once_and_keeps_the_seat(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider);
        string[] people = [.. Enumerable.Range(0, 8).Select(i => $"p{i}")];
        var paid = new List<StandInCheckout>();
        foreach (var who in people)
        {
            var code = await desk.HoldAsync(who, TimeSpan.FromHours(3));
            var first = await desk.StartAsync(code);
            await desk.HearAsync("checkout.session.expired", StripeLedger.About(desk.Stripe.Ledger.Expire(first)));
            paid.AddRange([desk.Stripe.Ledger.Pay(first), desk.Stripe.Ledger.Pay(await desk.StartAsync(code))]);
        }

        await Task.WhenAll(paid.Select(c => Task.Run(() => desk.HearCompletedAsync(c), Ct)));
        await desk.WorkAsync();

        Assert.Equal(people.SelectMany(who => new[] { $"{who}: Paid 0/2500", $"{who}: Refunded 2500/2500" }), (await desk.PaymentsAsync()).Order());
        Assert.Equal(Enumerable.Repeat("Done 2500 This ticket had been paid for already.", people.Length), await desk.RefundsAsync());
        Assert.Equal(people.Length, desk.Stripe.Ledger.Refunds.Count);
        Assert.Equal(people.Length, await desk.Test.Store.ReadAsync(db => db.Attendees.CountAsync(a => a.State == AttendeeState.Confirmed, Ct)));
    }

    [Fact]
    public async Task Money_for_a_ticket_that_was_changed_to_a_free_one_meanwhile_goes_back()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        var code = await desk.HoldAsync("ada");
        var checkout = desk.Stripe.Ledger.Pay(await desk.StartAsync(code));
        await desk.Registrations.MoveAsync(code, Places.Stream, Ct);

        await desk.HearCompletedAsync(checkout);
        await desk.WorkAsync();

        Assert.Equal(["ada: Refunded 2500/2500"], await desk.PaymentsAsync());
        Assert.Equal(["Done 2500 The ticket was changed to one that costs nothing before the money came."], await desk.RefundsAsync());
        Assert.Equal(AttendeeState.Confirmed, await desk.SeatAsync("ada"));
    }

    [Theory]
    [InlineData(1000, "usd")]
    [InlineData(2500, "eur")]
    public async Task Another_amount_or_currency_than_was_asked_needs_a_look_and_makes_no_seat_sure(long amount, string currency)
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        var checkout = desk.Stripe.Ledger.Pay(await desk.StartAsync(await desk.HoldAsync("ada")), amount, currency);

        await desk.HearCompletedAsync(checkout);

        var payment = await desk.PaymentAsync();
        Assert.StartsWith($"{Money.Say(amount, currency)} was paid where 25.00 USD was asked.", payment.Look, StringComparison.Ordinal);
        Assert.Equal(AttendeeState.Unpaid, await desk.SeatAsync("ada"));
        Assert.Empty(await desk.LettersLeftAsync());
    }

    [Fact]
    public async Task A_dispute_needs_a_look_and_changes_neither_money_nor_seat()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        var checkout = await desk.PaidAsync("ada");
        desk.Stripe.Ledger.Dispute(checkout.Id);

        await desk.HearAsync("charge.dispute.created", new { id = "dp_1", @object = "dispute", payment_intent = checkout.IntentId });

        var look = (await desk.PaymentAsync()).Look!;
        await desk.Service.LookedAtAsync(PaymentDesk.Organiser, 1, look, "Answered, and won", Ct);
        await desk.HearAsync("charge.dispute.closed", new { id = "dp_1", @object = "dispute", payment_intent = checkout.IntentId });

        Assert.StartsWith("The payer disputes this payment", look, StringComparison.Ordinal);
        Assert.Null((await desk.PaymentAsync()).Look);
        Assert.Equal(["ada: Paid 0/2500"], await desk.PaymentsAsync());
    }

    [Fact]
    public async Task A_bank_that_takes_days_is_waited_for_and_its_no_frees_the_ticket_for_another_try()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        var code = await desk.HoldAsync("ada", TimeSpan.FromDays(5));
        var url = await desk.StartAsync(code);
        await desk.HearCompletedAsync(desk.Stripe.Ledger.Process(url));
        var meanwhile = await desk.PaymentsAsync();

        await desk.HearAsync("checkout.session.async_payment_failed", StripeLedger.About(desk.Stripe.Ledger.Bounce(url)));

        Assert.Equal(["ada: Open 0/2500"], meanwhile);
        Assert.Equal(["ada: Ended 0/2500"], await desk.PaymentsAsync());
        Assert.NotEqual(url, await desk.StartAsync(code));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_payment_whose_webhook_never_came_is_found_by_looking(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider);
        desk.Stripe.Ledger.Pay(await desk.StartAsync(await desk.HoldAsync("ada", TimeSpan.FromMinutes(90))));
        await desk.Test.Store.ReadAsync(db => db.Attendees.ExecuteUpdateAsync(set => set.SetProperty(a => a.HeldUntil, desk.Test.Clock.GetUtcNow().AddDays(1)), Ct));
        await desk.WorkAsync();
        var before = await desk.PaymentsAsync();
        desk.Test.Clock.Advance(TimeSpan.FromMinutes(93));

        await desk.WorkAsync();

        Assert.Equal(["ada: Open 0/2500"], before);
        Assert.Equal(["ada: Paid 0/2500"], await desk.PaymentsAsync());
        Assert.Equal(AttendeeState.Confirmed, await desk.SeatAsync("ada"));
    }

    [Fact]
    public async Task A_checkout_that_nobody_paid_and_nobody_told_of_is_found_ended()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.StartAsync(await desk.HoldAsync("ada"));
        desk.Test.Clock.Advance(TimeSpan.FromHours(1));

        await desk.WorkAsync();

        Assert.Equal(["ada: Ended 0/2500"], await desk.PaymentsAsync());
    }

    [Theory]
    [InlineData(400, "open", "ada: Open 0/2500")]
    [InlineData(0, "expired", "ada: Ended 0/2500")]
    public async Task A_checkout_that_outlives_its_hold_is_closed_with_it_unless_seats_are_left(int seats, string status, string payment)
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.StartAsync(await desk.HoldAsync("ada", TimeSpan.FromMinutes(10)));
        await desk.Test.Store.ReadAsync(db => db.SeatPools.ExecuteUpdateAsync(set => set.SetProperty(p => p.Capacity, seats), Ct));
        desk.Test.Clock.Advance(TimeSpan.FromMinutes(10));

        await desk.WorkAsync();

        Assert.Equal((status, payment), (desk.Stripe.Ledger.Checkouts[0].Status, Assert.Single(await desk.PaymentsAsync())));
    }

    [Fact]
    public async Task A_provider_that_is_away_for_long_is_no_reason_to_forget_a_payment()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        desk.Stripe.Ledger.Pay(await desk.StartAsync(await desk.HoldAsync("ada")));
        await desk.Test.Store.ReadAsync(db => db.Jobs.ExecuteUpdateAsync(set => set.SetProperty(j => j.Attempts, Job.AttemptsBeforeGivingUp - 1), Ct));
        desk.Test.Clock.Advance(TimeSpan.FromMinutes(44));
        await desk.Test.Store.ReadAsync(db => db.Jobs.ExecuteUpdateAsync(set => set.SetProperty(j => j.DueAt, desk.Test.Clock.GetUtcNow()), Ct));
        desk.Stripe.FailNext(0, 0, 0);
        await desk.WorkAsync();
        var during = await desk.PaymentsAsync();
        desk.Test.Clock.Advance(TimeSpan.FromHours(1));

        await desk.WorkAsync();

        Assert.Equal(["ada: Open 0/2500"], during);
        Assert.NotEqual(PaymentState.Open, (await desk.PaymentAsync()).State);
        Assert.Equal(0, await desk.Test.Store.ReadAsync(db => db.Jobs.CountAsync(j => j.GivenUpAt != null, Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task What_was_fetched_before_newer_news_is_thrown_away_and_fetched_anew(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider);
        var checkout = await desk.PaidAsync("ada");
        await desk.RefundAsync(2500);
        await desk.WorkAsync();
        var slow = desk.Stripe.KeepBack("/v1/refunds");
        var late = Task.Run(() => desk.HearAsync("charge.refunded", StripeLedger.AboutCharge(checkout)), Ct);
        await slow.Reached;
        desk.Stripe.Ledger.FailRefund("re_0001");
        await desk.HearAsync("refund.failed", StripeLedger.AboutRefund(desk.Stripe.Ledger.Refunds[0]));

        slow.Go.SetResult();
        await late;

        Assert.Equal(["ada: Paid 0/2500"], await desk.PaymentsAsync());
        Assert.Equal(["Failed 2500 Cannot come"], await desk.RefundsAsync());
    }

    private static Task<string> CodeAsync(PaymentDesk desk, string who) =>
        desk.Test.Store.ReadAsync(db => db.Attendees.Where(a => a.Email == $"{who}@example.org").Select(a => a.TicketCode).FirstAsync(Ct));
}
