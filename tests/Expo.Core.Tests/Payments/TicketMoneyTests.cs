using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Payments;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Payments;

/// <summary>What becomes of money when the ticket that it came for changes or ends.</summary>
public sealed class TicketMoneyTests
{
    private const string Ended = "The registration ended; 25.00 USD is still here. Decide whether it goes back.";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_paid_ticket_that_staff_move_to_a_dearer_one_keeps_its_seat_and_both_amounts_are_looked_at(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        await desk.PaidAsync("ada");

        Assert.Null((await desk.Registrations.MoveAsync(PaymentDesk.Organiser, 1, "press", "Wrong kind", Ct)).Refusal);
        await desk.WorkAsync();
        desk.Test.Clock.Advance(TimeSpan.FromHours(2));
        await desk.Registrations.SettleAsync(Ct);

        Assert.Equal(AttendeeState.Confirmed, await desk.SeatAsync("ada"));
        Assert.Equal("The ticket was changed to one that costs 40.00 USD; 25.00 USD is here for it. Decide about the difference.", (await desk.PaymentAsync()).Look);
        Assert.Equal(1, await desk.Test.Store.ReadAsync(db => db.SeatPools.Select(p => p.Taken).SingleAsync(Ct)));

        Assert.Null((await desk.Registrations.MoveAsync(PaymentDesk.Organiser, 1, "room", "Back", Ct)).Refusal);
        await desk.WorkAsync();
        Assert.Null((await desk.PaymentAsync()).Look);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_payer_whose_seat_was_released_gets_one_again_for_the_same_money_when_an_offer_is_accepted(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        await desk.PaidAsync("ada");
        var code = await CodeAsync(desk, "ada");
        await desk.Registrations.MoveAsync(PaymentDesk.Organiser, 1, "stream", "Released", Ct);
        await desk.WorkAsync();
        var released = (await desk.PaymentAsync()).Look;
        await desk.Test.Store.ReadAsync(db => db.Attendees.ExecuteUpdateAsync(
            set => set.SetProperty(a => a.State, AttendeeState.Waiting).SetProperty(a => a.TicketTypeId, 1).SetProperty(a => a.WaitingSince, desk.Test.Clock.GetUtcNow()), Ct));
        Assert.Null((await desk.Registrations.OfferAsync(PaymentDesk.Organiser, 1, "Paid before", Ct)).Refusal);

        Assert.Null((await desk.Registrations.AcceptAsync(code, Ct)).Refusal);
        await desk.WorkAsync();

        Assert.Equal("The ticket was changed to one that costs nothing; 25.00 USD is still here. Decide whether it goes back.", released);
        Assert.Equal(AttendeeState.Confirmed, await desk.SeatAsync("ada"));
        Assert.Null((await desk.PaymentAsync()).Look);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_paid_ticket_that_is_cancelled_by_its_holder_or_by_staff_is_looked_at(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        await desk.PaidAsync("ada");
        await desk.PaidAsync("bob");

        await desk.Registrations.CancelAsync(await CodeAsync(desk, "ada"), Ct);
        await desk.Registrations.CancelAsync(PaymentDesk.Organiser, 2, "No show last year", Ct);
        await desk.WorkAsync();

        Assert.Equal([Ended, Ended], new[] { (await desk.PaymentAsync()).Look, (await desk.PaymentAsync(2)).Look });
        Assert.Equal(PayStep.Kept, (await desk.Queries.TicketAsync(await CodeAsync(desk, "ada"), Ct))!.Step(desk.Test.Clock.GetUtcNow()));
    }

    [Theory]
    [InlineData(true, AttendeeState.Confirmed, "The ticket was changed to one that costs nothing; 25.00 USD is still here. Decide whether it goes back.")]
    [InlineData(false, AttendeeState.Cancelled, Ended)]
    public async Task A_paid_seat_that_is_released_unanswered_is_looked_at_with_and_without_a_stream_to_keep(bool stream, AttendeeState state, string look)
    {
        await using var desk = await OpenAsync(DatabaseProvider.Sqlite, stream);
        await desk.PaidAsync("ada");
        await desk.Test.AddAsync(new RegistrationSettings { ConferenceId = 1, ReconfirmFrom = desk.Test.Clock.GetUtcNow(), ReconfirmBy = desk.Test.Clock.GetUtcNow().AddHours(5) });
        await desk.Registrations.SettleAsync(Ct);
        desk.Test.Clock.Advance(TimeSpan.FromHours(5));

        await desk.Registrations.SettleAsync(Ct);
        await desk.WorkAsync();

        Assert.Equal((state, look), (await desk.SeatAsync("ada"), (await desk.PaymentAsync()).Look));
        Assert.Equal(PayStep.Kept, (await desk.Queries.TicketAsync(await CodeAsync(desk, "ada"), Ct))!.Step(desk.Test.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_paid_seat_that_the_door_releases_is_looked_at()
    {
        await using var desk = await OpenAsync(DatabaseProvider.Sqlite);
        await desk.PaidAsync("ada");

        Assert.Null((await desk.Registrations.ReleaseNoShowsAsync(new Actor { Name = "Dora Door", IsDoor = true }, Ct)).Refusal);
        await desk.WorkAsync();

        Assert.StartsWith("The ticket was changed to one that costs nothing; 25.00 USD is still here.", (await desk.PaymentAsync()).Look, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_gives_a_part_back_and_cancels_has_decided_and_is_not_asked_again()
    {
        await using var desk = await OpenAsync(DatabaseProvider.Sqlite);
        await desk.PaidAsync("ada");

        await desk.RefundAsync(2000, cancel: true);
        await desk.WorkAsync();

        Assert.Equal((AttendeeState.Cancelled, null), (await desk.SeatAsync("ada"), (await desk.PaymentAsync()).Look));
    }

    [Fact]
    public async Task A_holder_cannot_change_a_paid_ticket_nor_get_a_dearer_one_for_money_that_stayed()
    {
        await using var desk = await OpenAsync(DatabaseProvider.Sqlite);
        await desk.PaidAsync("ada");
        var code = await CodeAsync(desk, "ada");

        var paid = await desk.Registrations.MoveAsync(code, "press", Ct);
        await desk.Registrations.MoveAsync(PaymentDesk.Organiser, 1, "stream", "Released", Ct);
        var dearer = await desk.Registrations.MoveAsync(code, "press", Ct);
        var same = await desk.Registrations.MoveAsync(code, "room", Ct);

        Assert.Equal([RegistrationRefusals.PaidFor, RegistrationRefusals.PaidFor, null], new[] { paid.Refusal, dearer.Refusal, same.Refusal });
        Assert.Equal(AttendeeState.Confirmed, await desk.SeatAsync("ada"));
    }

    [Fact]
    public async Task Who_is_asked_to_reconfirm_may_release_a_paid_seat_and_the_money_is_looked_at()
    {
        await using var desk = await OpenAsync(DatabaseProvider.Sqlite);
        await desk.PaidAsync("ada");
        await desk.Test.AddAsync(new RegistrationSettings { ConferenceId = 1, ReconfirmFrom = desk.Test.Clock.GetUtcNow(), ReconfirmBy = desk.Test.Clock.GetUtcNow().AddHours(5) });
        await desk.Registrations.SettleAsync(Ct);

        Assert.Null((await desk.Registrations.MoveAsync(await CodeAsync(desk, "ada"), "stream", Ct)).Refusal);
        await desk.WorkAsync();

        Assert.StartsWith("The ticket was changed to one that costs nothing;", (await desk.PaymentAsync()).Look, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_checkout_that_was_opened_for_another_ticket_is_ended_and_the_new_price_asked(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        var code = await desk.HoldAsync("ada");
        var first = await desk.StartAsync(code);
        Assert.Null((await desk.Registrations.MoveAsync(PaymentDesk.Organiser, 1, "press", "Wrong kind", Ct)).Refusal);

        var second = await desk.StartAsync(code);
        var checkouts = desk.Stripe.Ledger.Checkouts;

        Assert.NotEqual(first, second);
        Assert.Equal([("expired", 2500L), ("open", 4000L)], checkouts.Select(c => (c.Status, c.Amount)));
        Assert.Equal(["ada: Ended 0/2500", "ada: Open 0/4000"], await desk.PaymentsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_price_of_one_ticket_buys_no_other(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        var code = await desk.HoldAsync("ada");
        var first = await desk.StartAsync(code);
        await desk.Registrations.MoveAsync(code, "stream", Ct);
        Assert.Null((await desk.Registrations.MoveAsync(code, "press", Ct)).Refusal);

        await desk.HearCompletedAsync(desk.Stripe.Ledger.Pay(first));
        await desk.WorkAsync();

        Assert.Equal(["Done 2500 The ticket was changed to another one before the money came."], await desk.RefundsAsync());
        Assert.Equal(AttendeeState.Unpaid, await desk.SeatAsync("ada"));
        Assert.Equal(4000, desk.Stripe.Ledger.Pay(await desk.StartAsync(code)).Received);
    }

    [Fact]
    public async Task A_price_that_changed_after_it_was_asked_is_not_asked_again()
    {
        await using var desk = await OpenAsync(DatabaseProvider.Sqlite);
        var first = await desk.StartAsync(await desk.HoldAsync("ada"));
        await desk.Test.Store.ReadAsync(db => db.TicketTypes.Where(t => t.Id == 1).ExecuteUpdateAsync(set => set.SetProperty(t => t.PriceMinor, 9900), Ct));

        await desk.HearCompletedAsync(desk.Stripe.Ledger.Pay(first));

        Assert.Equal(AttendeeState.Confirmed, await desk.SeatAsync("ada"));
    }

    [Fact]
    public async Task A_hold_to_pay_for_is_not_changed_for_a_new_one()
    {
        await using var desk = await OpenAsync(DatabaseProvider.Sqlite);
        var code = await desk.HoldAsync("ada");
        var held = await desk.Test.Store.ReadAsync(db => db.Attendees.Select(a => a.HeldUntil).SingleAsync(Ct));

        var moved = await desk.Registrations.MoveAsync(code, "press", Ct);

        Assert.Equal(RegistrationRefusals.PayFirst, moved.Refusal);
        Assert.Equal(held, await desk.Test.Store.ReadAsync(db => db.Attendees.Select(a => a.HeldUntil).SingleAsync(Ct)));
    }

    private static async Task<PaymentDesk> OpenAsync(DatabaseProvider provider, bool stream = true)
    {
        var desk = await PaymentDesk.OpenAsync(provider);
        await desk.Test.AddAsync(new TicketType { ConferenceId = 1, Code = "press", Name = "Press", Kind = TicketKind.InPerson, Position = 3, PriceMinor = 4000, Pools = [new() { SeatPoolId = 1 }] });
        if (!stream)
        {
            await desk.Test.Store.ReadAsync(db => db.TicketTypes.Where(t => t.Code == "stream").ExecuteUpdateAsync(set => set.SetProperty(t => t.IsArchived, true), Ct));
        }

        return desk;
    }

    private static Task<string> CodeAsync(PaymentDesk desk, string who) =>
        desk.Test.Store.ReadAsync(db => db.Attendees.Where(a => a.Email == $"{who}@example.org").Select(a => a.TicketCode).FirstAsync(Ct));
}
