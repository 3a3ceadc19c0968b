using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;

namespace Expo.Core.Tests.Registration;

public sealed class SeatPoolEditTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_lower_cap_takes_no_seat_away_and_says_by_how_many_it_is_over(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider, seats: 3);
        foreach (var who in (string[])["ada", "grace", "linus"])
        {
            await desk.RegisterAsync(who);
        }

        var edited = await desk.Service.EditPoolAsync(CatalogueDesk.Organiser, 1, new("Room", 3), new(" Hall ", 1), Ct);

        Assert.Null(edited.Refusal);
        var pool = await desk.PoolAsync("Hall");
        Assert.Equal((1, 3, 0, 0, 2), (pool.Saved.Capacity, pool.Sure, pool.Held, pool.Free, pool.Over));
        Assert.Equal(["Ona Organiser: Pool “Room” was changed: name from Room to Hall; cap from 3 to 1."], await desk.LogAsync());
        await desk.EveryLedgerAddsUpAsync();
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_pool_tells_sure_seats_from_held_ones_and_what_ran_out_is_free(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider, seats: 10);
        await desk.RegisterAsync("ada");
        await desk.EditTypeAsync("room", d => d with { PriceMinor = 2500 });
        await desk.RegisterAsync("grace");
        await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, new CodeOrder { TicketTypeId = 1, MostUses = 3, HoldsSeats = true, Note = "Press", EndsAt = desk.Desk.Test.Clock.GetUtcNow().AddMinutes(30) }, Ct);
        var before = await desk.PoolAsync("Room");

        desk.Desk.Test.Clock.Advance(TimeSpan.FromMinutes(30));
        var codeOver = await desk.PoolAsync("Room");
        desk.Desk.Test.Clock.Advance(TimeSpan.FromMinutes(30));
        var after = await desk.PoolAsync("Room");

        Assert.Equal((1, 4, 5), (before.Sure, before.Held, before.Free));
        Assert.Equal((1, 1, 8), (codeOver.Sure, codeOver.Held, codeOver.Free));
        Assert.Equal((1, 0, 9), (after.Sure, after.Held, after.Free));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_edit_of_a_pool_that_somebody_changed_meanwhile_is_refused(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => desk.Service.EditPoolAsync(CatalogueDesk.Organiser, 1, new("Room", 400), new("Room", 400 + i), Ct)));

        Assert.Single(answers, a => !a.IsRefused);
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Contains("cap is 40", a.Refusal!.Message, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Only_a_pool_that_was_never_used_is_deleted(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        var spare = (await desk.Service.AddPoolAsync(CatalogueDesk.Organiser, 1, new("Spare", 10), false, Ct)).Value;
        await desk.RegisterAsync("ada");
        await desk.EditTypeAsync("room", d => d with { Pools = [] });

        Assert.Equal((false, true), ((await desk.PoolAsync("Room")).CanBeDeleted, (await desk.PoolAsync("Spare")).CanBeDeleted));
        Assert.Equal(CatalogueRefusals.PoolInUse, (await desk.Service.DeletePoolAsync(CatalogueDesk.Organiser, 1, Ct)).Refusal);
        Assert.Null((await desk.Service.DeletePoolAsync(CatalogueDesk.Organiser, spare, Ct)).Refusal);
        Assert.Single((await desk.Queries.TicketsAsync(CatalogueDesk.Organiser, 1, Ct)).Value.Pools);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_expos_caps_hold_together_room_foreign_governments_each_organisation_and_each_day(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        var (by, room) = (CatalogueDesk.Organiser, 1);
        var foreign = (await desk.Service.AddPoolAsync(by, 1, new("Foreign governments", 2), false, Ct)).Value;
        var each = (await desk.Service.AddPoolAsync(by, 1, new("Each organization", 1), true, Ct)).Value;
        var day2 = (await desk.Service.AddPoolAsync(by, 1, new("Room, second day", 1), false, Ct)).Value;
        await desk.EditTypeAsync("room", d => d with { Pools = [room, each] });
        await desk.Service.AddTypeAsync(by, 1, "government", new() { Name = "Foreign government", Pools = [room, foreign] }, Ct);
        await desk.Service.AddTypeAsync(by, 1, "day-2", new() { Name = "Second day", Days = [new DateOnly(2023, 3, 15)], Pools = [day2] }, Ct);

        Assert.Null((await desk.RegisterAsync("gov1", "government", organisation: "Norway")).Refusal);
        Assert.Null((await desk.RegisterAsync("gov2", "government", organisation: "Norway")).Refusal);
        Assert.NotNull((await desk.RegisterAsync("gov3", "government", organisation: "Jordan")).Refusal);
        Assert.Null((await desk.RegisterAsync("ada", organisation: "Fernhollow")).Refusal);
        Assert.NotNull((await desk.RegisterAsync("grace", organisation: "fernhollow ")).Refusal);
        Assert.Null((await desk.RegisterAsync("tue", "day-2")).Refusal);
        Assert.NotNull((await desk.RegisterAsync("wed", "day-2")).Refusal);
        var (hall, organisations) = (await desk.PoolAsync("Room"), await desk.PoolAsync("Each organization"));
        Assert.Equal((3, 397, 1, 1), (hall.Sure, hall.Free, organisations.Sure, organisations.Organisations));
        await desk.EveryLedgerAddsUpAsync();
    }
}
