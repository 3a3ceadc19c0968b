using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

/// <summary>Everything that moves seats, at once and on two nodes: every book stays exact.</summary>
public sealed class SeatRaceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Moves_at_once_with_moves_newcomers_cancellations_and_holds_that_run_out_keep_every_book_exact(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 20);
        await desk.AddTypeAsync("press", [1, await desk.AddPoolAsync("Press", 5)]);
        await desk.AddTypeAsync("paid", [1], type => type.PriceMinor = 5000);
        await desk.RegisterAsync([.. Enumerable.Range(0, 8).Select(i => $"seat{i}")]);
        foreach (var i in Enumerable.Range(0, 8))
        {
            await desk.AskAsync($"stream{i}", Places.Stream);
        }

        foreach (var i in Enumerable.Range(0, 4))
        {
            await desk.AskAsync($"unpaid{i}", "paid");
        }

        var codes = await desk.Test.Store.ReadAsync(db => db.Attendees.ToDictionaryAsync(a => a.Email.Replace("@example.org", ""), a => a.TicketCode, Ct));
        desk.Test.Clock.Advance(TimeSpan.FromHours(2));
        await using var writer = desk.NewWriter();
        RegistrationService[] nodes = [desk.Service, desk.ServiceOf(writer)];

        var tasks = new List<Task<Result<Done>>>();
        foreach (var i in Enumerable.Range(0, 8))
        {
            // Each of them is moved to two places at once, on two nodes.
            tasks.Add(Task.Run(() => nodes[i % 2].MoveAsync(codes[$"seat{i}"], "press", Ct), Ct));
            tasks.Add(Task.Run(() => nodes[(i + 1) % 2].MoveAsync(codes[$"seat{i}"], i < 4 ? Places.Stream : "press", Ct), Ct));
            tasks.Add(Task.Run(() => nodes[i % 2].MoveAsync(codes[$"stream{i}"], Places.Room, Ct), Ct));
            tasks.Add(Task.Run(() => nodes[(i + 1) % 2].MoveAsync(codes[$"stream{i}"], i % 2 == 0 ? "press" : Places.Waiting, Ct), Ct));
            tasks.Add(Task.Run(() => nodes[i % 2].RegisterAsync(RegistrationDesk.Request($"new{i}", i % 2 == 0 ? "press" : Places.Room), Ct), Ct));
        }

        tasks.Add(Task.Run(() => desk.Service.CancelAsync(codes["seat7"], Ct), Ct));
        await Task.WhenAll([.. tasks, Task.Run(() => desk.Service.SettleAsync(Ct), Ct), Task.Run(() => nodes[1].SettleAsync(Ct), Ct)]);

        var holders = await desk.Test.Store.ReadAsync(db => db.Attendees.Where(a => a.State != AttendeeState.Cancelled && a.State != AttendeeState.Waiting)
            .GroupBy(a => a.TicketType!.Code).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, Ct));
        var (room, press) = (holders.GetValueOrDefault("room"), holders.GetValueOrDefault("press"));
        Assert.Equal([$"Room {room + press}/20", $"Press {press}/5"], await desk.PoolsAsync());
        // Whoever has a ticket holds one seat of each of its pools, and nobody holds another.
        Assert.Equal([], await OddlyHeldAsync(desk));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Offers_under_parties_sub_caps_declines_and_moves_at_once_are_never_more_than_seats_and_jump_nobody(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 12);
        await desk.AddTypeAsync("press", [1, await desk.AddPoolAsync("Press", 3)]);
        await desk.RegisterAsync([.. Enumerable.Range(0, 9).Select(i => $"seat{i}")]);
        foreach (var i in Enumerable.Range(0, 3))
        {
            await desk.AskAsync($"press{i}", "press");
        }

        // Singles, parties of two and people of the press wait, one after the other.
        foreach (var i in Enumerable.Range(0, 18))
        {
            var request = RegistrationDesk.Request($"wait{i}", i % 3 == 2 ? Places.WaitingFor("press") : Places.Waiting);
            await desk.Service.RegisterAsync(i % 3 == 1 ? request with { Companions = [new Companion("Companion", $"with{i}@example.org")] } : request, Ct);
            desk.Test.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var codes = await desk.Test.Store.ReadAsync(db => db.Attendees.ToDictionaryAsync(a => a.Email.Replace("@example.org", ""), a => a.TicketCode, Ct));
        await using var writer = desk.NewWriter();
        RegistrationService[] nodes = [desk.Service, desk.ServiceOf(writer)];
        string[] leaving = ["seat0", "seat1", "seat2", "seat3", "press0", "press1"];
        await Task.WhenAll(
        [
            .. leaving.Select((who, i) => Task.Run(() => i % 2 == 0 ? nodes[0].CancelAsync(codes[who], Ct) : nodes[1].MoveAsync(codes[who], Places.Stream, Ct), Ct)),
            // The first in the line declines as soon as there is something to decline, or leaves.
            Task.Run(() => nodes[0].DeclineAsync(codes["wait0"], Ct), Ct),
            Task.Run(() => nodes[1].MoveAsync(codes["wait3"], Places.Stream, Ct), Ct),
            .. Enumerable.Range(0, 10).Select(i => Task.Run(() => nodes[i % 2].RegisterAsync(RegistrationDesk.Request($"pushy{i}", i % 2 == 0 ? Places.Room : "press"), Ct), Ct)),
        ]);

        var people = await desk.Test.Store.ReadAsync(db => db.Attendees.Include(a => a.TicketType).OrderBy(a => a.WaitingSince).ThenBy(a => a.Id).ToListAsync(Ct));
        Assert.DoesNotContain(people, a => a.Email.StartsWith("pushy", StringComparison.Ordinal));
        // Of each kind those who were offered a seat stood before those who still wait; parties are offered all or none.
        Assert.All(people.Where(a => a.Party is not null).GroupBy(a => a.Party), party => Assert.Single(party.Select(a => a.State).Distinct()));
        foreach (var kind in people.Where(a => a.State is AttendeeState.Offered or AttendeeState.Waiting).GroupBy(a => (a.TicketType!.Code, a.Party is null)))
        {
            Assert.Equal(kind.OrderBy(a => a.State == AttendeeState.Offered ? 0 : 1).Select(a => a.Email), kind.Select(a => a.Email));
        }

        var (room, press) = (people.Count(a => HasSeat(a)), people.Count(a => HasSeat(a) && a.TicketType!.Code == "press"));
        Assert.Equal([$"Room {room}/12", $"Press {press}/3"], await desk.PoolsAsync());
        Assert.InRange(room, 11, 12);
        Assert.Equal([], await OddlyHeldAsync(desk));

        static bool HasSeat(Attendee a) => a.State is AttendeeState.Confirmed or AttendeeState.Offered && a.TicketType!.Kind == TicketKind.InPerson;
    }

    /// <summary>People whose seats by the ledger are not those of their ticket.</summary>
    private static Task<List<string>> OddlyHeldAsync(RegistrationDesk desk) => desk.Test.Store.ReadAsync(async db =>
    {
        var draws = (await db.TicketTypePools.ToListAsync(Ct)).ToLookup(d => d.TicketTypeId, d => d.SeatPoolId);
        var held = (await db.SeatLedger.Where(l => l.AttendeeId != null).ToListAsync(Ct)).GroupBy(l => (l.AttendeeId, l.SeatPoolId)).Select(g => (Who: g.Key.AttendeeId, g.Key.SeatPoolId, Seats: g.Sum(l => l.Change))).ToList();
        return (await db.Attendees.ToListAsync(Ct)).Where(a =>
        {
            var wanted = a.State is AttendeeState.Cancelled or AttendeeState.Waiting ? [] : draws[a.TicketTypeId].Order().Select(pool => (pool, 1)).ToList();
            return !held.Where(h => h.Who == a.Id && h.Seats != 0).OrderBy(h => h.SeatPoolId).Select(h => (h.SeatPoolId, h.Seats)).SequenceEqual(wanted);
        }).Select(a => $"{a.Email} {a.State}").ToList();
    });
}
