using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

/// <summary>What those who wait keep from others, and what they do not.</summary>
public sealed class FairLineTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Who_waits_because_their_organisation_is_full_closes_the_room_to_nobody(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider, seats: 10, each: 1);
        await desk.AskAsync("ada");
        var second = await desk.AskAsync("second");
        await desk.AskAsync("second", Places.Waiting);

        var room = await desk.Queries.RoomAsync(1, Ct);
        var left = (await desk.Availability.TicketsAsync(await ConferenceAsync(desk), null, Ct))[0].Left;
        var newcomer = await AskAsync(desk, "newcomer", "Tidewater Cotton");
        await AskAsync(desk, "streamer", "Northgate Mills", Places.Stream);
        var moved = await desk.Service.MoveAsync(await desk.CodeAsync("streamer"), Places.Room, Ct);
        var added = await desk.Service.AddAsync(RegistrationDesk.Organiser, RegistrationDesk.Request("by-hand") with { Organisation = "Ministry of Labor" }, null, Ct);

        Assert.Equal("Your organization has the 1 seat that it may have.", (await desk.Queries.TicketAsync(2, Ct))!.Line!.Why);
        Assert.Equal("registration.full", second.Refusal?.Code);
        Assert.Equal((false, 9), (room!.IsFull, left));
        Assert.Equal([null, null, null], new[] { newcomer.Refusal, moved.Refusal, added.Refusal });
        Assert.Equal(["ada Confirmed room", "second Waiting room", "newcomer Confirmed room", "streamer Confirmed room", "by-hand Confirmed room"], await desk.EverybodyAsync());

        await desk.Service.CancelAsync(await desk.CodeAsync("ada"), Ct);
        Assert.Equal("second Offered room", (await desk.EverybodyAsync())[1]);
        Assert.Equal(["Room 4/10", "Each 0/1", "Fernhollow Imports 1/1", "Tidewater Cotton 1/1", "Northgate Mills 1/1", "Ministry of Labor 1/1"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Who_waits_for_one_cap_can_change_to_a_ticket_that_has_room(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider, seats: 10, each: 1);
        await desk.AddTypeAsync("open", [1]);
        await desk.AskAsync("ada");
        await desk.AskAsync("waits", Places.Waiting);

        var moved = await desk.Service.MoveAsync(await desk.CodeAsync("waits"), "open", Ct);

        Assert.Null(moved.Refusal);
        Assert.Equal(["ada Confirmed room", "waits Confirmed open"], await desk.EverybodyAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Who_waits_for_another_ticket_of_the_same_seats_is_counted_by_whoever_joins_the_line(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.AddTypeAsync("press", [1]);
        await desk.AddTypeAsync("dinner", [await desk.AddPoolAsync("Dinner", 0)]);
        await desk.AskAsync("ada");
        await desk.AskAsync("bob", Places.WaitingFor("press"));
        await desk.AskAsync("eater", Places.WaitingFor("dinner"));

        var room = await desk.Queries.RoomAsync(1, Ct);
        var tickets = await desk.Availability.TicketsAsync(await ConferenceAsync(desk), null, Ct);
        await desk.AskAsync("eve", Places.Waiting);
        var line = (await desk.Queries.TicketAsync(await desk.CodeAsync("eve"), Ct))!.Line!;

        Assert.Equal(["room 1", "stream 0", "press 1", "dinner 1"], tickets.Select(t => $"{t.Type.Code} {t.Waiting}"));
        Assert.Equal((1, 2, 2), (room!.Waiting, line.Number, line.Of));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_party_larger_than_a_cap_is_told_so_and_does_not_stand_in_the_line(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider, seats: 20, each: 1);
        await desk.AddTypeAsync("government", [1, await desk.AddPoolAsync("Foreign governments", 5)]);

        var six = await desk.Service.RegisterAsync(Party(Places.WaitingFor("government"), 6), Ct);
        var colleagues = await desk.Service.RegisterAsync(Party(Places.Waiting, 2), Ct);
        var delegates = await desk.AskAsync("delegate", "government");

        Assert.Equal([RegistrationRefusals.LargerThanCap(5), RegistrationRefusals.LargerThanCap(1), null], new[] { six.Refusal, colleagues.Refusal, delegates.Refusal });
        Assert.Equal(["delegate Confirmed government"], await desk.EverybodyAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_party_short_in_one_pool_keeps_there_what_is_free_and_elsewhere_only_its_own_seats(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 6);
        await desk.AddTypeAsync("government", [1, await desk.AddPoolAsync("Foreign governments", 2)]);
        await desk.AskAsync("delegate", "government");
        await desk.Service.RegisterAsync(Party(Places.WaitingFor("government"), 2), Ct);

        var pushy = await desk.AskAsync("pushy", "government");
        var answers = new[] { await desk.AskAsync("a"), await desk.AskAsync("b"), await desk.AskAsync("c"), await desk.AskAsync("d") };
        await desk.Service.CancelAsync(await desk.CodeAsync("delegate"), Ct);

        Assert.Equal("registration.full", pushy.Refusal?.Code);
        Assert.Equal([null, null, null, "registration.full"], answers.Select(a => a.Refusal?.Code));
        Assert.Equal(["delegate Cancelled government", "p0 Offered government", "p1 Offered government", "a Confirmed room", "b Confirmed room", "c Confirmed room"], await desk.EverybodyAsync());
        Assert.Equal(["Room 5/6", "Foreign governments 2/2"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_party_that_can_never_be_seated_since_a_cap_was_lowered_keeps_nothing(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 6);
        var small = await desk.AddPoolAsync("Foreign governments", 3);
        await desk.AddTypeAsync("government", [1, small]);
        await desk.AskAsync("delegate", "government");
        await desk.Service.RegisterAsync(Party(Places.WaitingFor("government"), 3), Ct);
        await desk.AskAsync("single", Places.WaitingFor("government"));

        await desk.Pools.SetCapacityAsync(RegistrationDesk.Organiser, small, 2, Ct);

        Assert.Equal(
            "You are 3 together, and “Foreign governments” has 2 seats in all, so you cannot get seats together. Ask the organizers, or cancel and register in smaller groups.",
            (await desk.Queries.TicketAsync(2, Ct))!.Line!.Why.Replace("All 2 seats of “Foreign governments” are taken or held. ", "", StringComparison.Ordinal));
        Assert.Equal(["delegate Confirmed government", "p0 Waiting government", "p1 Waiting government", "p2 Waiting government", "single Offered government"], await desk.EverybodyAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task People_of_a_party_who_wait_for_different_tickets_are_each_offered_theirs(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 2);
        await desk.AddTypeAsync("other", [await desk.AddPoolAsync("Other room", 1)]);
        await desk.RegisterAsync("a", "b");
        await desk.AskAsync("c", "other");
        await desk.Service.RegisterAsync(Party(Places.Waiting, 2), Ct);
        await desk.Service.MoveAsync(await desk.CodeAsync("p1"), Places.WaitingFor("other"), Ct);

        await Task.WhenAll(new[] { "a", "c" }.Select(async who => await desk.Service.CancelAsync(await desk.CodeAsync(who), Ct)));

        Assert.Equal(["p0 Offered room", "p1 Offered other"], (await desk.EverybodyAsync())[3..]);
        Assert.Equal(["Room 2/2", "Other room 1/1"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_code_for_three_is_three_in_the_line_too(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider, seats: 1);
        await desk.EditTypeAsync("room", d => d with { NeedsCode = true });
        var code = (await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, new() { TicketTypeId = 1, MostUses = 3, Note = "Press" }, Ct)).Value[0];

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => desk.RegisterAsync($"p{i}", Places.Waiting, code)));

        Assert.Equal(3, answers.Count(a => !a.IsRefused));
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal(RegistrationRefusals.CodeUsedUp, a.Refusal));
        Assert.Equal(3, (await desk.Queries.CodesAsync(CatalogueDesk.Organiser, 1, Ct)).Value.Single().Uses);
        Assert.Equal(3, await desk.Desk.Test.Store.ReadAsync(db => db.Attendees.CountAsync(a => a.AccessCodeId == 1, Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_code_with_a_held_seat_is_not_spent_on_a_place_in_the_line(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider, seats: 1);
        var each = (await desk.Service.AddPoolAsync(CatalogueDesk.Organiser, 1, new("Each", 1), true, Ct)).Value;
        await desk.Service.AddTypeAsync(CatalogueDesk.Organiser, 1, "guest", new() { Name = "Guest", Pools = [each] }, Ct);
        await desk.RegisterAsync("ada", "guest");
        await desk.EditTypeAsync("room", d => d with { Pools = [1, each] });
        var code = (await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, new() { TicketTypeId = 1, MostUses = 1, HoldsSeats = true, Note = "Press" }, Ct)).Value[0];

        var waits = await desk.RegisterAsync("grace", Places.Waiting, code);
        await desk.Desk.Service.CancelAsync(await desk.Desk.CodeAsync("ada"), Ct);
        var seated = await desk.RegisterAsync("grace", code: code);

        Assert.Equal(("registration.full", null), (waits.Refusal?.Code, seated.Refusal));
        Assert.Equal(["ada Cancelled guest", "grace Confirmed room"], await desk.Desk.EverybodyAsync());
        await desk.EveryLedgerAddsUpAsync();
    }

    private static RegistrationRequest Party(string place, int people) =>
        RegistrationDesk.Request("p0", place) with { Companions = [.. Enumerable.Range(1, people - 1).Select(i => new Companion($"Person {i}", $"p{i}@example.org"))] };

    private static Task<Result<Done>> AskAsync(RegistrationDesk desk, string who, string organisation, string place = Places.Room) =>
        desk.Service.RegisterAsync(RegistrationDesk.Request(who, place) with { Organisation = organisation }, Ct);

    private static Task<Expo.Core.Agenda.Conference> ConferenceAsync(RegistrationDesk desk) => desk.Test.Store.ReadAsync(db => db.Conferences.AsNoTracking().SingleAsync(Ct));

    /// <summary>A room that also counts each organisation.</summary>
    private static async Task<RegistrationDesk> OpenAsync(DatabaseProvider provider, int seats, int each)
    {
        var desk = await RegistrationDesk.OpenAsync(provider, seats);
        await desk.Pools.DrawOnAsync(RegistrationDesk.Organiser, 1, [1, await desk.AddPoolAsync("Each", each, eachOrganisation: true)], Ct);
        return desk;
    }
}
