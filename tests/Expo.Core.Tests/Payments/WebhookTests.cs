using Expo.Core.Data;
using Expo.Core.Payments;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Payments;

public sealed class WebhookTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Money_that_came_makes_the_seat_sure_and_leaves_a_receipt(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider);

        var checkout = await desk.PaidAsync("ada");

        var payment = await desk.PaymentAsync();
        Assert.Equal((PaymentState.Paid, checkout.IntentId, desk.Test.Clock.GetUtcNow(), null), (payment.State, payment.IntentId, payment.PaidAt, payment.Look));
        Assert.Equal(AttendeeState.Confirmed, await desk.SeatAsync("ada"));
        Assert.Equal(["SendReceipt ada@example.org 1 0"], await desk.LettersLeftAsync());
        Assert.Empty(await desk.RefundsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_same_event_delivered_twenty_times_at_once_has_one_effect(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider);
        var checkout = desk.Stripe.Ledger.Pay(await desk.StartAsync(await desk.HoldAsync("ada")));
        var (body, signature) = desk.Stripe.Event("checkout.session.completed", StripeLedger.About(checkout));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => desk.Service.HandleEventAsync(body, signature, Ct), Ct)));

        Assert.Equal([EventAnswer.Handled, .. Enumerable.Repeat(EventAnswer.Repeated, 19)], answers.Select(a => a.Value).Order());
        Assert.Equal(["SendReceipt ada@example.org 1 0"], await desk.LettersLeftAsync());
        Assert.Equal(1, await desk.Test.Store.ReadAsync(db => db.Outbox.CountAsync(l => l.Template == nameof(SendTicket), Ct)));
        Assert.Equal(1, await desk.Test.Store.ReadAsync(db => db.PaymentEvents.CountAsync(Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Different_events_of_one_payment_at_once_have_one_effect(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider);
        var checkout = desk.Stripe.Ledger.Pay(await desk.StartAsync(await desk.HoldAsync("ada")));
        (string Type, object About)[] news =
        [
            ("checkout.session.completed", StripeLedger.About(checkout)), ("payment_intent.succeeded", StripeLedger.AboutIntent(checkout)),
            ("charge.succeeded", StripeLedger.AboutCharge(checkout)), ("charge.updated", StripeLedger.AboutCharge(checkout)),
        ];

        await Task.WhenAll(news.Select(n => Task.Run(() => desk.HearAsync(n.Type, n.About), Ct)));

        Assert.Equal(["ada: Paid 0/2500"], await desk.PaymentsAsync());
        Assert.Equal(["SendReceipt ada@example.org 1 0"], await desk.LettersLeftAsync());
        Assert.Equal(4, await desk.Test.Store.ReadAsync(db => db.PaymentEvents.CountAsync(Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_event_whose_effect_fails_is_not_remembered_and_has_it_when_it_comes_again(DatabaseProvider provider)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider);
        var checkout = desk.Stripe.Ledger.Pay(await desk.StartAsync(await desk.HoldAsync("ada")));
        var (body, signature) = desk.Stripe.Event("checkout.session.completed", StripeLedger.About(checkout));
        await RunAsync(desk, "ALTER TABLE \"Outbox\" RENAME TO \"Away\"");
        await Assert.ThrowsAnyAsync<Exception>(() => desk.Service.HandleEventAsync(body, signature, Ct));
        var before = (await desk.SeatAsync("ada"), await desk.Test.Store.ReadAsync(db => db.PaymentEvents.CountAsync(Ct)));
        await RunAsync(desk, "ALTER TABLE \"Away\" RENAME TO \"Outbox\"");

        var again = await desk.Service.HandleEventAsync(body, signature, Ct);

        Assert.Equal((AttendeeState.Unpaid, 0), before);
        Assert.Equal((EventAnswer.Handled, AttendeeState.Confirmed), (again.Value, await desk.SeatAsync("ada")));
    }

    [Fact]
    public async Task A_provider_that_cannot_be_asked_makes_the_event_come_again()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        var checkout = desk.Stripe.Ledger.Pay(await desk.StartAsync(await desk.HoldAsync("ada")));
        var (body, signature) = desk.Stripe.Event("checkout.session.completed", StripeLedger.About(checkout));
        desk.Stripe.FailNext(0, 0, 0);

        var first = await desk.Service.HandleEventAsync(body, signature, Ct);
        var second = await desk.Service.HandleEventAsync(body, signature, Ct);

        Assert.Equal((PaymentRefusals.AskAgain, EventAnswer.Handled), (first.Refusal, second.Value));
    }

    [Fact]
    public async Task The_event_is_a_hint_and_what_it_says_is_not_believed()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.StartAsync(await desk.HoldAsync("ada"));
        var unpaid = desk.Stripe.Ledger.Checkouts[0];

        await desk.HearAsync("checkout.session.completed", new { id = unpaid.Id, @object = "checkout.session", client_reference_id = unpaid.Reference, payment_status = "paid", status = "complete" });

        Assert.Equal(["ada: Open 0/2500"], await desk.PaymentsAsync());
        Assert.Equal(AttendeeState.Unpaid, await desk.SeatAsync("ada"));
    }

    [Theory]
    [InlineData("customer.created")]
    [InlineData("a.type.that.is.made.tomorrow")]
    public async Task Unknown_events_and_those_of_others_are_taken_with_thanks(string type)
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);

        var answer = await desk.HearAsync(type, new { id = "cus_1", @object = "customer", metadata = new { } });

        Assert.Equal(EventAnswer.NotOurs, answer);
    }

    [Fact]
    public async Task A_signature_is_over_every_byte_of_the_body()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        var (body, signature) = desk.Stripe.Event("customer.created", new { id = "cus_1" });

        Assert.Equal(PaymentRefusals.BadSignature, (await desk.Service.HandleEventAsync(body + " ", signature, Ct)).Refusal);
        Assert.Equal(PaymentRefusals.BadSignature, (await desk.Service.HandleEventAsync(body.Replace("cus_1", "cus_2", StringComparison.Ordinal), signature, Ct)).Refusal);
        Assert.Null((await desk.Service.HandleEventAsync(body, signature, Ct)).Refusal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("t=,v1=")]
    [InlineData("t=9999999999999999999999,v1=00")]
    [InlineData("t=1678804200,v1=00,v1=zz")]
    public async Task A_header_that_is_no_signature_is_refused(string? header)
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        var (body, _) = desk.Stripe.Event("customer.created", new { id = "cus_1" });

        Assert.Equal(PaymentRefusals.BadSignature, (await desk.Service.HandleEventAsync(body, header, Ct)).Refusal);
    }

    [Theory]
    [InlineData(-301, false)]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public async Task A_signature_may_be_five_minutes_off_and_not_a_second_more(int secondsAgo, bool isTaken)
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        var (body, _) = desk.Stripe.Event("customer.created", new { id = "cus_1" });

        var answer = await desk.Service.HandleEventAsync(body, desk.Stripe.Sign(body, ago: TimeSpan.FromSeconds(secondsAgo)), Ct);

        Assert.Equal(isTaken ? null : PaymentRefusals.BadSignature, answer.Refusal);
    }

    [Fact]
    public async Task While_a_secret_is_replaced_the_old_and_the_new_one_are_taken_and_no_other()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite, set: options => options.WebhookSecrets = ["whsec_new", "whsec_old"]);
        var (body, _) = desk.Stripe.Event("customer.created", new { id = "cus_1" });

        Assert.Null((await desk.Service.HandleEventAsync(body, desk.Stripe.Sign(body, "whsec_new"), Ct)).Refusal);
        Assert.Null((await desk.Service.HandleEventAsync(body, desk.Stripe.Sign(body, "whsec_old"), Ct)).Refusal);
        Assert.Equal(PaymentRefusals.BadSignature, (await desk.Service.HandleEventAsync(body, desk.Stripe.Sign(body, "whsec_other"), Ct)).Refusal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("{\"id\":\"evt_1\"}")]
    [InlineData("{\"id\":7,\"type\":\"x\"}")]
    public async Task A_signed_body_that_is_no_event_is_refused(string body)
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);

        Assert.Equal(PaymentRefusals.UnreadableEvent, (await desk.Service.HandleEventAsync(body, desk.Stripe.Sign(body), Ct)).Refusal);
    }

    private static Task<int> RunAsync(PaymentDesk desk, string sql) => desk.Test.Store.ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql, Ct));
}
