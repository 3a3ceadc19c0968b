using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

/// <summary>The cap of each organisation, together with everything else that moves seats.</summary>
public sealed class OrganisationCapTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_code_that_holds_seats_of_the_room_counts_its_users_in_their_organisation(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider, seats: 10);
        var each = (await desk.Service.AddPoolAsync(CatalogueDesk.Organiser, 1, new("Each organization", 1), true, Ct)).Value;
        await desk.EditTypeAsync("room", d => d with { Pools = [1, each], PriceMinor = 2500 });
        var code = (await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, new() { TicketTypeId = 1, MostUses = 3, HoldsSeats = true, Note = "Press" }, Ct)).Value[0];

        var first = await desk.RegisterAsync("ada", code: code);
        var colleague = await desk.RegisterAsync("grace", code: code);
        var held = await desk.Desk.PoolsAsync();
        desk.Desk.Test.Clock.Advance(TimeSpan.FromHours(2));
        await desk.Desk.Service.SettleAsync(Ct);

        Assert.Null(first.Refusal);
        Assert.NotNull(colleague.Refusal);
        Assert.Equal(["Room 3/10", "Each organization 0/1", "Fernhollow Imports 1/1"], held);
        Assert.Equal(["Room 2/10", "Each organization 0/1", "Fernhollow Imports 0/1"], await desk.Desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Without_an_organisation_nobody_gets_such_a_seat_on_any_way(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider, each: 2);
        await AskAsync(desk, "nameless", Places.Stream, null);
        await AskAsync(desk, "at-door", Places.Stream, "?!");
        var door = new Expo.Core.Accounts.Actor { Name = "Dora Door", IsDoor = true };

        Refusal?[] answers =
        [
            (await AskAsync(desk, "new", Places.Room, null)).Refusal,
            (await desk.Service.MoveAsync(await desk.CodeAsync("nameless"), Places.Room, Ct)).Refusal,
            (await desk.Service.MoveAsync(RegistrationDesk.Organiser, 1, Places.Waiting, "Asked by phone", Ct)).Refusal,
            (await desk.Service.AddAsync(RegistrationDesk.Organiser, RegistrationDesk.Request("by-hand") with { Organisation = null }, "Keynote", Ct)).Refusal,
            (await desk.Service.WaitOnSiteAsync(door, await desk.CodeAsync("at-door"), Ct)).Refusal,
        ];

        Assert.All(answers, refusal => Assert.Equal(RegistrationRefusals.OrganisationMissing, refusal));
        Assert.Equal(["nameless Confirmed stream", "at-door Confirmed stream"], await desk.EverybodyAsync());
        Assert.Equal(["Room 0/10", "Each 0/2"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Late_money_and_an_offer_by_hand_need_an_organisation_too(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        var paid = await desk.AddTypeAsync("paid", [1], type => type.PriceMinor = 5000);
        await AskAsync(desk, "payer", "paid", null);
        await AskAsync(desk, "waits", Places.Waiting, null);
        var each = await desk.AddPoolAsync("Each", 1, eachOrganisation: true);
        await desk.Pools.DrawOnAsync(RegistrationDesk.Organiser, 1, [each], Ct);
        await desk.Pools.DrawOnAsync(RegistrationDesk.Organiser, paid.Id, [1, each], Ct);
        desk.Test.Clock.Advance(TimeSpan.FromHours(3));

        var late = (await desk.Test.Store.ChangeAsync<PaidSeat>(async db => await desk.Service.SettlePaidAsync(db, 1, Ct), Ct)).Value;
        var nameless = await desk.Service.OfferAsync(RegistrationDesk.Organiser, 2, "Interpreter", Ct);
        var named = await EditAsync(desk, 2, "waits", "Fernhollow Imports");

        Assert.Equal(PaidSeat.NoSeat, late);
        Assert.Equal([RegistrationRefusals.OrganisationMissing, null], new[] { nameless.Refusal, named.Refusal });
        Assert.Equal(["payer Cancelled paid", "waits Offered room"], await desk.EverybodyAsync());
        Assert.Equal(["Room 0/1", "Each 0/1", "Fernhollow Imports 1/1"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_corrected_organisation_takes_the_seat_along_if_it_has_room(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider, each: 1);
        await AskAsync(desk, "ada", Places.Room, "Fernhollow");
        await AskAsync(desk, "grace", Places.Room, "Tidewater");
        await AskAsync(desk, "waits", Places.Waiting, "Fernhollow");

        var full = await EditAsync(desk, 1, "ada", "TIDEWATER");
        var none = await EditAsync(desk, 1, "ada", null);
        var same = await EditAsync(desk, 1, "ada", "Fernhollow.");
        var other = await EditAsync(desk, 1, "ada", "Northgate");
        await EditAsync(desk, 3, "waits", "Ministry");

        Assert.Equal([RegistrationRefusals.OrganisationFull, RegistrationRefusals.OrganisationMissing, null, null], new[] { full, none, same, other }.Select(r => r.Refusal));
        Assert.Equal(["ada Confirmed room", "grace Confirmed room", "waits Offered room"], await desk.EverybodyAsync());
        // The offer was made when Fernhollow's seat came free; it went along to the ministry.
        Assert.Equal(["Room 3/10", "Each 0/1", "Fernhollow 0/1", "Tidewater 1/1", "Northgate 1/1", "Ministry 1/1"], await desk.PoolsAsync());
        await desk.Service.CancelAsync(await desk.CodeAsync("ada"), Ct);
        Assert.Equal(["Room 2/10", "Each 0/1", "Fernhollow 0/1", "Tidewater 1/1", "Northgate 0/1", "Ministry 1/1"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_replay_of_an_organisation_begins_with_its_cap_and_stands_a_lower_one(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider, each: 5);
        var each = await desk.Test.Store.ReadAsync(db => db.SeatPools.Where(p => p.EachOrganisation).Select(p => p.Id).SingleAsync(Ct));
        foreach (var i in Enumerable.Range(0, 5))
        {
            await AskAsync(desk, $"p{i}", Places.Room, "Fernhollow");
        }

        foreach (var i in Enumerable.Range(0, 3))
        {
            await desk.Service.CancelAsync(await desk.CodeAsync($"p{i}"), Ct);
        }

        await desk.Pools.SetCapacityAsync(RegistrationDesk.Organiser, each, 3, Ct);
        await AskAsync(desk, "mover", Places.Stream, "Tidewater");
        await desk.Service.MoveAsync(await desk.CodeAsync("mover"), Places.Room, Ct);

        Assert.Equal(["Room 3/10", "Each 0/3", "Fernhollow 2/3", "Tidewater 1/3"], await desk.PoolsAsync());
        var first = await desk.Test.Store.ReadAsync(async db => (await db.SeatLedger.Where(l => db.SeatPools.Any(p => p.Id == l.SeatPoolId && p.ParentId != null)).OrderBy(l => l.Id).ToListAsync(Ct)).GroupBy(l => l.SeatPoolId).Select(l => (l.First().Ceiling, l.First().Text)).ToList());
        Assert.Equal([(5, "The cap is 5."), (3, "The cap is 3.")], first);

        // Pools of before have no such line.
        await desk.Test.Store.ReadAsync(db => db.SeatLedger.Where(l => l.Text == "The cap is 5.").ExecuteDeleteAsync(Ct));
        Assert.Equal(4, (await desk.PoolsAsync()).Count);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_rush_of_parties_and_single_people_of_few_organisations_passes_no_cap_on_two_nodes(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider, each: 3, seats: 30);
        await using var other = desk.NewWriter();
        RegistrationService[] nodes = [desk.Service, desk.ServiceOf(other)];

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(
            () => nodes[i % 2].RegisterAsync(
                RegistrationDesk.Request($"p{i}", i % 3 == 0 ? Places.Waiting : Places.Room) with { Organisation = $"Organization {i % 6}", Companions = i % 5 == 0 ? [new Companion("Companion", $"c{i}@example.org")] : null }, Ct), Ct)));

        var pools = await desk.PoolsAsync();
        Assert.All(pools[2..], pool => Assert.EndsWith("/3", pool, StringComparison.Ordinal));
        var seated = await desk.Test.Store.ReadAsync(db => db.Attendees.CountAsync(a => a.State == AttendeeState.Confirmed, Ct));
        Assert.Equal($"Room {seated}/30", pools[0]);
        Assert.InRange(seated, 12, 18);
    }

    private static Task<Result<Done>> AskAsync(RegistrationDesk desk, string who, string place, string? organisation) =>
        desk.Service.RegisterAsync(RegistrationDesk.Request(who, place) with { Organisation = organisation }, Ct);

    private static Task<Result<Done>> EditAsync(RegistrationDesk desk, int id, string who, string? organisation) =>
        desk.Service.EditAsync(RegistrationDesk.Organiser, id, new AttendeeEdit { Name = who, Email = $"{who}@example.org", Organisation = organisation, Country = "US" }, Ct);

    /// <summary>A room that also counts each organisation.</summary>
    private static async Task<RegistrationDesk> OpenAsync(DatabaseProvider provider, int each, int seats = 10)
    {
        var desk = await RegistrationDesk.OpenAsync(provider, seats);
        await desk.Pools.DrawOnAsync(RegistrationDesk.Organiser, 1, [1, await desk.AddPoolAsync("Each", each, eachOrganisation: true)], Ct);
        return desk;
    }
}
