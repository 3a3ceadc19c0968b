using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

/// <summary>Several caps at once: all pools of a ticket type must have room.</summary>
public sealed class SeveralPoolTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_rush_for_types_that_share_pools_passes_no_cap_on_any_node(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 60);
        var foreign = await desk.AddPoolAsync("Foreign governments", 10);
        var first = await desk.AddPoolAsync("First day", 40);
        await desk.AddTypeAsync("foreign", [1, foreign]);
        await desk.AddTypeAsync("first-day", [first, 1]);
        await using var other = desk.NewWriter();
        RegistrationService[] nodes = [desk.Service, desk.ServiceOf(other)];
        string[] places = [Places.Room, "foreign", "first-day"];

        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(
            () => nodes[i % 2].RegisterAsync(RegistrationDesk.Request($"p{i}", places[i % 3]), Ct), Ct)));

        var seated = await desk.Test.Store.ReadAsync(db => db.Attendees.GroupBy(a => a.TicketType!.Code).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, Ct));
        Assert.Equal(60, seated.Values.Sum());
        Assert.Equal(60, answers.Count(a => !a.IsRefused));
        Assert.True(seated["foreign"] <= 10 && seated["first-day"] <= 40, string.Join(", ", seated));
        Assert.Equal([$"Room 60/60", $"Foreign governments {seated["foreign"]}/10", $"First day {seated["first-day"]}/40"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_full_sub_cap_refuses_its_type_and_no_other(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 10);
        await desk.AddTypeAsync("foreign", [1, await desk.AddPoolAsync("Foreign governments", 1)]);

        var answers = new[] { await desk.AskAsync("ada", "foreign"), await desk.AskAsync("grace", "foreign"), await desk.AskAsync("linus") };

        Assert.Equal([null, "Every seat of “Foreign governments” is taken. Join the waiting list, or take part on the live stream.", null], answers.Select(a => a.Refusal?.Message));
        Assert.Equal(["Room 2/10", "Foreign governments 1/1"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Each_organisation_has_its_own_cap_however_it_writes_its_name(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 100);
        await desk.AddTypeAsync("delegate", [1, await desk.AddPoolAsync("Each organization", 2, eachOrganisation: true)]);
        await using var other = desk.NewWriter();
        RegistrationService[] nodes = [desk.Service, desk.ServiceOf(other)];
        string[] names = ["Fernhollow Imports", "FERNHOLLOW  imports ", "Fernhollow Imports.", "Ｆｅｒｎｈｏｌｌｏｗ Imports", "Tidewater Cotton"];

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(
            () => nodes[i % 2].RegisterAsync(RegistrationDesk.Request($"p{i}", "delegate") with { Organisation = names[i % 5] }, Ct), Ct)));
        var nameless = await desk.Service.RegisterAsync(RegistrationDesk.Request("nameless", "delegate") with { Organisation = " " }, Ct);

        Assert.Equal(4, answers.Count(a => !a.IsRefused));
        Assert.Equal(36, answers.Count(a => RegistrationRefusals.IsFull(a.Refusal) && a.Refusal!.Message.StartsWith("Your organization", StringComparison.Ordinal)));
        Assert.Equal(RegistrationRefusals.OrganisationMissing, nameless.Refusal);
        var pools = await desk.PoolsAsync();
        Assert.Equal(["Room 4/100", "Each organization 0/2"], pools[..2]);
        Assert.Equal(2, pools.Count(p => p.EndsWith(" 2/2", StringComparison.Ordinal)));
        Assert.Equal(4, pools.Count);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_cancelled_seat_goes_back_to_the_pools_it_came_from_even_after_the_type_was_changed(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 10);
        var foreign = await desk.AddPoolAsync("Foreign governments", 5);
        var type = await desk.AddTypeAsync("foreign", [1, foreign]);
        await desk.AskAsync("ada", "foreign");
        await desk.AskAsync("grace", "foreign");

        var changed = await desk.Pools.DrawOnAsync(RegistrationDesk.Organiser, type.Id, [1], Ct);
        var after = await desk.PoolsAsync();
        await desk.Service.CancelAsync(await desk.CodeAsync("ada"), Ct);

        Assert.Null(changed.Refusal);
        Assert.Equal(["Room 2/10", "Foreign governments 0/5"], after);
        Assert.Equal(["Room 1/10", "Foreign governments 0/5"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_pool_that_a_type_draws_on_later_counts_those_who_have_it_even_over_its_cap(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 10);
        await desk.RegisterAsync("ada", "grace", "linus");
        var small = await desk.AddPoolAsync("First day", 2);

        await desk.Pools.DrawOnAsync(RegistrationDesk.Organiser, 1, [1, small], Ct);
        var pushy = await desk.AskAsync("pushy");
        await desk.Service.CancelAsync(await desk.CodeAsync("ada"), Ct);
        await desk.Service.CancelAsync(await desk.CodeAsync("grace"), Ct);
        var next = await desk.AskAsync("next");

        Assert.Equal("Every seat of “First day” is taken. Join the waiting list, or take part on the live stream.", pushy.Refusal?.Message);
        Assert.Null(next.Refusal);
        Assert.Equal(["Room 2/10", "First day 2/2"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Lowering_a_cap_below_what_is_taken_takes_no_seat_away_and_gives_none(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 3);
        await desk.RegisterAsync("ada", "grace", "linus");

        var lowered = await desk.Pools.SetCapacityAsync(RegistrationDesk.Organiser, 1, 1, Ct);
        var room = await desk.Queries.RoomAsync(1, Ct);
        await desk.Service.CancelAsync(await desk.CodeAsync("ada"), Ct);
        await desk.Service.CancelAsync(await desk.CodeAsync("grace"), Ct);
        var full = await desk.AskAsync("pushy");
        await desk.Service.CancelAsync(await desk.CodeAsync("linus"), Ct);
        var free = await desk.AskAsync("next");

        Assert.Null(lowered.Refusal);
        Assert.Equal((1, 3, 0), (room!.Capacity, room.Taken, room.Free));
        Assert.Equal([RegistrationRefusals.Full, null], new[] { full.Refusal, free.Refusal });
        Assert.Equal(["Room 1/1"], await desk.PoolsAsync());
        var pool = await desk.Test.Store.ReadAsync(db => db.SeatPools.SingleAsync(Ct));
        Assert.Equal((1, 0), (pool.Ceiling, pool.Over));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Only_an_organiser_passes_a_cap_and_only_with_a_reason_that_the_ledger_keeps(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.RegisterAsync("ada");

        var visitor = await desk.Service.AddAsync(Expo.Core.Accounts.Actor.Visitor, RegistrationDesk.Request("grace"), "Keynote", Ct);
        var without = await desk.Service.AddAsync(RegistrationDesk.Organiser, RegistrationDesk.Request("grace"), " ", Ct);
        var with = await desk.Service.AddAsync(RegistrationDesk.Organiser, RegistrationDesk.Request("grace"), "Interpreter of the keynote", Ct);
        var again = await desk.Service.AddAsync(RegistrationDesk.Organiser, RegistrationDesk.Request("grace"), "Interpreter of the keynote", Ct);

        Assert.Equal([RegistrationRefusals.NotOrganiser, RegistrationRefusals.Full, null, RegistrationRefusals.EmailTaken], new[] { visitor, without, with, again }.Select(r => r.Refusal));
        Assert.Equal(["Added by an organiser over the cap: Interpreter of the keynote"], await desk.LedgerOfAsync("grace"));
        Assert.Equal(["Room 2/1"], await desk.PoolsAsync());
        Assert.Equal(["Added by hand over the cap: Interpreter of the keynote"], await desk.Test.Store.ReadAsync(db => db.RegistrationLog.Select(l => l.Text).ToListAsync(Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_edit_consumes_no_seat_even_when_every_one_is_taken(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.RegisterAsync("ada");

        var edited = await desk.Service.EditAsync(RegistrationDesk.Organiser, 1, new AttendeeEdit { Name = "Ada King", Email = "ada.king@example.org", Organisation = "Tidewater Cotton", Country = "GB" }, Ct);

        Assert.Null(edited.Refusal);
        Assert.Equal(["Room 1/1"], await desk.PoolsAsync());
        Assert.Equal(["ada.king Confirmed room"], await desk.EverybodyAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_corrected_address_gets_the_letter_that_fits_the_ticket(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 5);
        AttendeeState[] states = [AttendeeState.Confirmed, AttendeeState.Waiting, AttendeeState.Offered, AttendeeState.Unpaid, AttendeeState.Cancelled];
        var until = desk.Test.Clock.GetUtcNow().AddDays(1);
        await desk.RegisterAsync([.. states.Select(state => $"{state}")]);
        foreach (var (state, number) in states.Select((state, i) => (state, i + 1)))
        {
            await desk.Test.Store.ReadAsync(db => db.Attendees.Where(a => a.Id == number).ExecuteUpdateAsync(set => set.SetProperty(a => a.State, state).SetProperty(a => a.HeldUntil, state is AttendeeState.Offered or AttendeeState.Unpaid ? until : null), Ct));
        }

        var before = (await desk.LettersAsync()).Count;
        foreach (var (state, number) in states.Select((state, i) => (state, i + 1)))
        {
            Assert.Null((await desk.Service.EditAsync(RegistrationDesk.Organiser, number, new AttendeeEdit { Name = "New", Email = $"new{number}@example.org", Country = "GB" }, Ct)).Refusal);
        }

        Assert.Equal(["SendTicket 1", "SendWaiting 2", "SendOffer 3", "SendPay 4", "SendCancelled 5"], (await desk.LettersAsync())[before..]);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_database_itself_refuses_to_count_past_what_a_pool_may_reach(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.RegisterAsync("ada");

        await Assert.ThrowsAnyAsync<Exception>(() => desk.Test.Store.ReadAsync(db => db.SeatPools.ExecuteUpdateAsync(set => set.SetProperty(p => p.Taken, 2), Ct)));
        await Assert.ThrowsAnyAsync<Exception>(() => desk.Test.Store.ReadAsync(db => db.SeatPools.ExecuteUpdateAsync(set => set.SetProperty(p => p.Ceiling, 0), Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_replay_finds_a_count_that_was_tampered_with_and_a_cap_that_was_passed(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 2);
        await desk.RegisterAsync("ada", "grace");
        await desk.Test.AddAsync(new SeatLedgerLine { SeatPoolId = 1, At = desk.Test.Clock.GetUtcNow(), Change = 1, Text = "Nobody took this." });

        var check = Assert.Single(await desk.Queries.CheckLedgerAsync(1, Ct));

        Assert.False(check.AddsUp);
        Assert.Equal((2, 3, 3L), (check.Taken, check.LedgerSum, check.PassedAt));
    }
}
