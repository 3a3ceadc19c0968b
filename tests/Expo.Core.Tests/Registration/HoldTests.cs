using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

/// <summary>Expiry is a fact of time, not of a job.</summary>
public sealed class HoldTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<DatabaseProvider, int, bool> Instants()
    {
        var data = new TheoryData<DatabaseProvider, int, bool>();
        foreach (var provider in TestDatabases.All().Select(row => (DatabaseProvider)row[0]))
        {
            data.Add(provider, -1, true);
            data.Add(provider, 0, false);
            data.Add(provider, 1, false);
        }

        return data;
    }

    [Theory, MemberData(nameof(Instants))]
    public async Task An_offer_can_be_accepted_until_its_instant_and_not_at_it(DatabaseProvider provider, int milliseconds, bool works)
    {
        await using var desk = await OfferedAsync(provider);
        await desk.AskAsync("next", Places.Waiting);
        desk.Test.Clock.Advance(TimeSpan.FromHours(24) + milliseconds * Millisecond);

        var accepted = await desk.Service.AcceptAsync(await desk.CodeAsync("grace"), Ct);

        Assert.Equal(works ? null : RegistrationRefusals.NoOffer, accepted.Refusal);
        Assert.Equal(works, (await desk.Queries.TicketAsync(2, Ct))!.State == AttendeeState.Confirmed);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_late_yes_gets_the_seat_while_nobody_else_waits_for_it(DatabaseProvider provider)
    {
        await using var desk = await OfferedAsync(provider);
        desk.Test.Clock.Advance(TimeSpan.FromHours(25));

        var accepted = await desk.Service.AcceptAsync(await desk.CodeAsync("grace"), Ct);

        Assert.Null(accepted.Refusal);
        Assert.Equal(["ada Cancelled room", "grace Confirmed room"], await desk.EverybodyAsync());
        Assert.Equal(["Room 1/1"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(Instants))]
    public async Task An_unpaid_seat_is_sure_when_the_money_comes_before_its_instant_and_goes_to_the_next_from_it_on(DatabaseProvider provider, int milliseconds, bool works)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.AddTypeAsync("paid", [1], type => type.PriceMinor = 5000);
        await desk.AskAsync("ada", "paid");
        desk.Test.Clock.Advance(TimeSpan.FromHours(1) + milliseconds * Millisecond);

        var newcomer = await desk.AskAsync("grace");
        var paid = (await desk.Test.Store.ChangeAsync<PaidSeat>(async db => await desk.Service.SettlePaidAsync(db, 1, Ct), Ct)).Value;

        Assert.Equal(works ? RegistrationRefusals.Full : null, newcomer.Refusal);
        Assert.Equal(works ? PaidSeat.Sure : PaidSeat.NoSeat, paid);
        Assert.Equal(works ? ["ada Confirmed paid"] : ["ada Cancelled paid", "grace Confirmed room"], await desk.EverybodyAsync());
        Assert.Equal(["Room 1/1"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Late_money_is_honoured_while_a_seat_is_left_once_and_not_after_a_cancellation(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 2);
        await desk.AddTypeAsync("paid", [1], type => type.PriceMinor = 5000);
        await desk.AskAsync("ada", "paid");
        await desk.AskAsync("grace", "paid");
        await desk.Service.CancelAsync(await desk.CodeAsync("grace"), Ct);
        desk.Test.Clock.Advance(TimeSpan.FromHours(3));

        var answers = new List<PaidSeat>();
        foreach (var attendee in new[] { 1, 1, 2 })
        {
            answers.Add((await desk.Test.Store.ChangeAsync<PaidSeat>(async db => await desk.Service.SettlePaidAsync(db, attendee, Ct), Ct)).Value);
        }

        Assert.Equal([PaidSeat.Sure, PaidSeat.Sure, PaidSeat.Cancelled], answers);
        Assert.Equal(["Room 1/2"], await desk.PoolsAsync());
        Assert.Equal(LedgerWords.PaidLate, (await desk.LedgerOfAsync("ada"))[^1]);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Two_late_payers_for_one_seat_get_it_once(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 2);
        await desk.AddTypeAsync("paid", [1], type => type.PriceMinor = 5000);
        await desk.AskAsync("ada", "paid");
        await desk.AskAsync("grace", "paid");
        desk.Test.Clock.Advance(TimeSpan.FromHours(3));
        await desk.RegisterAsync("quick");

        var answers = await Task.WhenAll(new[] { 1, 2 }.Select(attendee => Task.Run(
            () => desk.Test.Store.ChangeAsync<PaidSeat>(async db => await desk.Service.SettlePaidAsync(db, attendee, Ct), Ct), Ct)));

        Assert.Equal([PaidSeat.NoSeat, PaidSeat.Sure], answers.Select(a => a.Value).OrderDescending());
        Assert.Equal(["Room 2/2"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task What_has_run_out_is_counted_as_free_before_anybody_has_put_it_back(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.AddTypeAsync("paid", [1], type => type.PriceMinor = 5000);
        await desk.AskAsync("ada", "paid");
        var held = await AnswersAsync(desk);
        desk.Test.Clock.Advance(TimeSpan.FromHours(1));
        var free = await AnswersAsync(desk);

        Assert.Equal(["room Held 14 March 2023, 11:30 EDT", "stream Available ", "paid Held 14 March 2023, 11:30 EDT"], held);
        Assert.Equal(["room Available ", "stream Available ", "paid Available "], free);
        Assert.True((await desk.Queries.TicketAsync(1, Ct))!.IsCancelled);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_sweeper_in_many_places_at_once_puts_each_seat_back_once(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 20);
        await desk.AddTypeAsync("paid", [1], type => type.PriceMinor = 5000);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => desk.AskAsync($"p{i}", "paid")));
        desk.Test.Clock.Advance(TimeSpan.FromHours(2));

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => desk.Service.SettleAsync(Ct), Ct)));

        Assert.Equal(["Room 0/20"], await desk.PoolsAsync());
        Assert.Equal(20, await desk.Test.Store.ReadAsync(db => db.Outbox.CountAsync(l => l.Template == nameof(SendHoldExpired), Ct)));
        Assert.False(await desk.Service.SettleAsync(Ct));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Who_does_not_reconfirm_in_time_keeps_the_stream_and_the_seat_is_offered(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 2);
        var now = desk.Test.Clock.GetUtcNow();
        await desk.SetAsync(new RegistrationSettings { ConferenceId = 1, OfferHours = 1, ReconfirmFrom = now.AddHours(1), ReconfirmBy = now.AddHours(5) });
        await desk.RegisterAsync("comes", "silent");
        await desk.AskAsync("waits", Places.Waiting);
        desk.Test.Clock.Advance(TimeSpan.FromHours(1));
        await desk.Service.SettleAsync(Ct);
        var asked = (await desk.Queries.TicketAsync(1, Ct))!.IsAskedToReconfirm;

        var said = await desk.Service.ReconfirmAsync(await desk.CodeAsync("comes"), Ct);
        desk.Test.Clock.Advance(TimeSpan.FromHours(4));
        // The first who looks finds it over.
        await desk.Service.SettleAsync(Ct);

        Assert.True(asked);
        Assert.Null(said.Refusal);
        Assert.Equal(["comes Confirmed room", "silent Confirmed stream", "waits Offered room"], await desk.EverybodyAsync());
        Assert.Equal(["Room 2/2"], await desk.PoolsAsync());
        Assert.Equal(
            ["SendOffer 3", "SendReconfirm 1", "SendReconfirm 2", "SendReleased 2"],
            (await desk.LettersAsync()).Where(l => l.Contains("Reconfirm", StringComparison.Ordinal) || l.Contains("Released", StringComparison.Ordinal) || l.Contains("Offer", StringComparison.Ordinal)).Order());
    }

    private static async Task<RegistrationDesk> OfferedAsync(DatabaseProvider provider)
    {
        var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.RegisterAsync("ada");
        await desk.AskAsync("grace", Places.Waiting);
        await desk.Service.CancelAsync(await desk.CodeAsync("ada"), Ct);
        return desk;
    }

    private static async Task<List<string>> AnswersAsync(RegistrationDesk desk) =>
        (await desk.Availability.TicketsAsync(Samples.Conference().WithId(1), null, Ct)).ConvertAll(t => $"{t.Type.Code} {t.Answer} {(t.HeldUntil is { } until ? Expo.Core.Agenda.EventTime.In("America/New_York").Full(until) : "")}");
}
