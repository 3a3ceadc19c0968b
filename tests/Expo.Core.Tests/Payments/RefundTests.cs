using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Payments;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Payments;

public sealed class RefundTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Parts_and_then_the_rest_go_back_and_each_is_told(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider);
        await desk.PaidAsync("ada");

        Assert.Null((await desk.RefundAsync(700)).Refusal);
        await desk.WorkAsync();
        var partly = await desk.PaymentsAsync();
        Assert.Null((await desk.RefundAsync(1800, before: 700)).Refusal);
        await desk.WorkAsync();

        Assert.Equal(["ada: Paid 700/2500"], partly);
        Assert.Equal(["ada: Refunded 2500/2500"], await desk.PaymentsAsync());
        Assert.Equal(["Done 700 Cannot come", "Done 1800 Cannot come"], await desk.RefundsAsync());
        Assert.Equal([700L, 1800L], desk.Stripe.Ledger.Refunds.Select(r => r.Amount));
        Assert.Equal(["SendReceipt ada@example.org 1 0", "SendRefunded ada@example.org 1 1", "SendRefunded ada@example.org 1 2"], await desk.LettersLeftAsync());
        Assert.Equal(AttendeeState.Confirmed, await desk.SeatAsync("ada"));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Many_refunds_at_once_never_give_back_more_than_came(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider);
        await desk.PaidAsync("ada");

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => desk.RefundAsync(600, before: 600 * (i / 2)), Ct)));
        for (var before = 0; before < 2500; before += 600)
        {
            await desk.RefundAsync(600, before);
        }

        await desk.WorkAsync();
        var payment = await desk.PaymentAsync();
        Assert.Contains(results, r => !r.IsRefused);
        Assert.Equal(2400, payment.RefundedMinor);
        Assert.Equal(2400, desk.Stripe.Ledger.Refunds.Sum(r => r.Amount));
        Assert.Equal(PaymentRefusals.TooMuch(100, "usd"), (await desk.RefundAsync(600, 2400)).Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Two_who_give_all_back_at_once_do_it_once(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider);
        await desk.PaidAsync("ada");

        var results = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => desk.RefundAsync(1000), Ct)));
        await desk.WorkAsync();

        Assert.Equal([null, PaymentRefusals.Changed], results.Select(r => r.Refusal).OrderBy(r => r?.Code));
        Assert.Equal(1000, Assert.Single(desk.Stripe.Ledger.Refunds).Amount);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_database_itself_refuses_to_give_back_more_than_came(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider);
        await desk.PaidAsync("ada");

        await Assert.ThrowsAnyAsync<Exception>(() => desk.Test.Store.ReadAsync(db => db.Payments.ExecuteUpdateAsync(set => set.SetProperty(p => p.RefundedMinor, 2501), Ct)));
    }

    [Fact]
    public async Task A_refund_can_cancel_the_registration_as_well()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.PaidAsync("ada");
        await desk.PaidAsync("bob");

        await desk.RefundAsync(2500, cancel: true);
        await desk.RefundAsync(2500, payment: 2);
        await desk.WorkAsync();

        Assert.Equal((AttendeeState.Cancelled, AttendeeState.Confirmed), (await desk.SeatAsync("ada"), await desk.SeatAsync("bob")));
        Assert.Equal(1, await desk.Test.Store.ReadAsync(db => db.SeatPools.Select(p => p.Taken).SingleAsync(Ct)));
    }

    [Fact]
    public async Task A_worker_that_dies_after_the_provider_answered_gives_back_once()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.PaidAsync("ada");
        await desk.RefundAsync(1000);
        var key = await desk.Test.Store.ReadAsync(db => db.Refunds.Select(r => r.Key).SingleAsync(Ct));
        await desk.Service.MakeRefundAsync(key, 1, Ct);
        await desk.Test.Store.ReadAsync(db => db.Refunds.ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RefundState.Wanted).SetProperty(r => r.ProviderId, (string?)null), Ct));

        await desk.WorkAsync();

        Assert.Equal(["Done 1000 Cannot come"], await desk.RefundsAsync());
        Assert.Single(desk.Stripe.Ledger.Refunds);
    }

    [Fact]
    public async Task A_refund_made_more_than_a_day_ago_is_found_by_its_mark_and_not_made_again()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.PaidAsync("ada");
        await desk.RefundAsync(1000);
        var key = await desk.Test.Store.ReadAsync(db => db.Refunds.Select(r => r.Key).SingleAsync(Ct));
        await desk.Service.MakeRefundAsync(key, 1, Ct);
        await desk.Test.Store.ReadAsync(db => db.Refunds.ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RefundState.Wanted).SetProperty(r => r.ProviderId, (string?)null), Ct));
        var asked = desk.Stripe.Heard.Count(r => r is { Method: "POST", Path: "/v1/refunds" });

        desk.Stripe.ForgetKeys();
        await desk.Service.MakeRefundAsync(key, 1, Ct);

        Assert.Equal(asked, desk.Stripe.Heard.Count(r => r is { Method: "POST", Path: "/v1/refunds" }));
        Assert.Equal(["Done 1000 Cannot come"], await desk.RefundsAsync());
    }

    [Fact]
    public async Task A_provider_that_is_away_is_asked_until_it_takes_the_refund_and_somebody_is_told_after_a_day()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.PaidAsync("ada");
        await desk.RefundAsync(2500);
        var key = await desk.Test.Store.ReadAsync(db => db.Refunds.Select(r => r.Key).SingleAsync(Ct));
        desk.Test.Clock.Advance(TimeSpan.FromHours(25));
        desk.Stripe.FailNext(0, 0, 0);
        await desk.Service.MakeRefundAsync(key, Job.AttemptsBeforeGivingUp, Ct);
        var told = (await desk.PaymentAsync()).Look;
        desk.Test.Clock.Advance(TimeSpan.FromHours(2));

        await desk.WorkAsync();

        Assert.StartsWith("25.00 USD should go back, and the payment provider has not taken it for a day.", told, StringComparison.Ordinal);
        Assert.Equal(["Done 2500 Cannot come"], await desk.RefundsAsync());
        Assert.Single(desk.Stripe.Ledger.Refunds);
    }

    [Fact]
    public async Task What_was_refunded_at_the_provider_meanwhile_is_not_refunded_again_and_the_accounts_agree()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        var checkout = await desk.PaidAsync("ada");
        desk.Stripe.Ledger.RefundByHand(checkout, 2500);
        await desk.RefundAsync(1000);

        await desk.WorkAsync();

        Assert.Equal(["ada: Refunded 2500/2500"], await desk.PaymentsAsync());
        Assert.Equal(["Failed 1000 Cannot come", "Done 2500 Refunded at the payment provider."], await desk.RefundsAsync());
        Assert.NotNull((await desk.PaymentAsync()).Look);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_refund_that_the_payers_bank_sends_back_can_be_given_again(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider);
        await desk.PaidAsync("ada");
        await desk.RefundAsync(2500);
        await desk.WorkAsync();
        desk.Stripe.Ledger.FailRefund("re_0001");

        await desk.HearAsync("refund.failed", StripeLedger.AboutRefund(desk.Stripe.Ledger.Refunds[0]));
        await desk.HearAsync("charge.refund.updated", StripeLedger.AboutRefund(desk.Stripe.Ledger.Refunds[0]));

        Assert.Equal(["ada: Paid 0/2500"], await desk.PaymentsAsync());
        Assert.StartsWith("A refund of 25.00 USD did not reach the payer (lost_or_stolen_card).", (await desk.PaymentAsync()).Look, StringComparison.Ordinal);
        Assert.Null((await desk.RefundAsync(2500)).Refusal);
        await desk.WorkAsync();
        Assert.Equal(["Failed 2500 Cannot come", "Done 2500 Cannot come"], await desk.RefundsAsync());
    }

    [Theory]
    [InlineData(0, "Cannot come", "payments.amount-unreadable")]
    [InlineData(-5, "Cannot come", "payments.amount-unreadable")]
    [InlineData(2501, "Cannot come", "payments.too-much")]
    [InlineData(100, " a ", "payments.reason-missing")]
    [InlineData(100, null, "payments.reason-missing")]
    public async Task A_refund_needs_an_amount_that_is_left_and_a_reason(long amount, string? reason, string code)
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.PaidAsync("ada");

        var result = await desk.Service.RefundAsync(PaymentDesk.Organiser, new RefundRequest(1, amount, reason, false, 0), Ct);

        Assert.Equal(code, result.Refusal?.Code);
        Assert.Empty(await desk.RefundsAsync());
    }

    [Fact]
    public async Task What_was_not_paid_cannot_be_given_back()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.StartAsync(await desk.HoldAsync("ada"));

        Assert.Equal((PaymentRefusals.NotPaid, PaymentRefusals.Unknown), ((await desk.RefundAsync(100)).Refusal, (await desk.RefundAsync(100, payment: 9)).Refusal));
    }

    [Fact]
    public async Task Only_organisers_see_payments_give_money_back_and_take_them_off_the_list()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.PaidAsync("ada");
        Actor[] others = [Actor.Visitor, new() { Name = "Mo", IsModerator = true }, new() { Name = "Di", IsDoor = true, IsSpeaker = true, IsCaptioner = true }];

        foreach (var by in others)
        {
            Assert.Equal(PaymentRefusals.NotOrganiser, (await desk.Service.RefundAsync(by, new RefundRequest(1, 100, "Because", false, 0), Ct)).Refusal);
            Assert.Equal(PaymentRefusals.NotOrganiser, (await desk.Service.LookedAtAsync(by, 1, "", "Because", Ct)).Refusal);
            Assert.Equal(PaymentRefusals.NotOrganiser, (await desk.Service.AskProviderAsync(by, 1, Ct)).Refusal);
            Assert.Equal(PaymentRefusals.NotOrganiser, (await desk.Queries.PageAsync(by, 1, PaymentFilter.All, 0, 10, Ct)).Refusal);
        }

        Assert.Empty(await desk.RefundsAsync());
    }

    [Fact]
    public async Task Looked_at_takes_a_payment_off_the_list_with_a_note_but_not_a_reason_that_came_meanwhile()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.HearCompletedAsync(desk.Stripe.Ledger.Pay(await desk.StartAsync(await desk.HoldAsync("ada")), 100));
        await desk.PaidAsync("bob");
        var first = await PageAsync(desk);

        var stale = await desk.Service.LookedAtAsync(PaymentDesk.Organiser, 1, "Another reason", "All is well", Ct);
        var wordless = await desk.Service.LookedAtAsync(PaymentDesk.Organiser, 1, first.Rows[0].Payment.Look!, " ", Ct);
        var done = await desk.Service.LookedAtAsync(PaymentDesk.Organiser, 1, first.Rows[0].Payment.Look!, "All is well", Ct);

        var after = await PageAsync(desk);
        Assert.Equal((PaymentRefusals.Changed, PaymentRefusals.NoteMissing, null), (stale.Refusal, wordless.Refusal, done.Refusal));
        Assert.Equal([1, 2], first.Rows.Select(r => r.Payment.Id));
        Assert.Equal([2, 1], after.Rows.Select(r => r.Payment.Id));
        Assert.Equal((1, 0), (first.NeedLook, after.NeedLook));
        Assert.Equal(["Ona Organiser: All is well", $"System: {first.Rows[0].Payment.Look}"], after.Rows[1].Notes.Select(n => $"{n.By}: {n.Text}"));
    }

    private static async Task<PaymentPage> PageAsync(PaymentDesk desk) => (await desk.Queries.PageAsync(PaymentDesk.Organiser, 1, PaymentFilter.All, 0, 10, Ct)).Value;
}
