using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

/// <summary>Seats that change hands at the door.</summary>
public sealed class DoorReleaseTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task At_the_door_seats_of_those_who_have_not_come_go_to_those_who_stand_there(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 3);
        await desk.RegisterAsync("came", "absent", "absent-too");
        await desk.AskAsync("at-home", Places.Waiting);
        await desk.AskAsync("on-site", Places.Waiting);
        await desk.AskAsync("streamer", Places.Stream);
        await desk.Test.AddAsync(new CheckIn { AttendeeId = 1, Day = new DateOnly(2023, 3, 14), ScannedAt = desk.Test.Clock.GetUtcNow(), Door = "Main", ScanKey = "1" });
        var door = new Expo.Core.Accounts.Actor { Name = "Dora Door", IsDoor = true };

        var waits = new[] { await desk.Service.WaitOnSiteAsync(door, await desk.CodeAsync("on-site"), Ct), await desk.Service.WaitOnSiteAsync(door, await desk.CodeAsync("streamer"), Ct) };
        var seated = await desk.Service.WaitOnSiteAsync(door, await desk.CodeAsync("came"), Ct);
        var visitor = await desk.Service.ReleaseNoShowsAsync(Expo.Core.Accounts.Actor.Visitor, Ct);
        var released = await desk.Service.ReleaseNoShowsAsync(door, Ct);

        Assert.All(waits, answer => Assert.Equal(AttendeeState.Waiting, answer.Value));
        Assert.Equal(RegistrationRefusals.HasSeat, seated.Refusal);
        Assert.Equal(RegistrationRefusals.NotDoor, visitor.Refusal);
        Assert.Equal(new DoorRelease(2, 2), released.Value);
        Assert.Equal(["came Confirmed room", "absent Confirmed stream", "absent-too Confirmed stream", "at-home Waiting room", "on-site Confirmed room", "streamer Confirmed room"], await desk.EverybodyAsync());
        Assert.Equal(["Room 3/3"], await desk.PoolsAsync());
        Assert.Equal(["SendReleasedAtDoor 2", "SendReleasedAtDoor 3"], (await desk.LettersAsync()).Where(l => l.Contains("Released", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task At_the_door_a_seat_that_costs_something_is_held_for_half_an_hour_to_be_paid(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.AddTypeAsync("paid", [1], type => type.PriceMinor = 5000);
        await desk.RegisterAsync("ada");
        await desk.Service.RegisterAsync(RegistrationDesk.Request("grace", Places.Waiting + ":paid"), Ct);
        var door = new Expo.Core.Accounts.Actor { Name = "Dora Door", IsDoor = true };
        await desk.Service.WaitOnSiteAsync(door, await desk.CodeAsync("grace"), Ct);

        await desk.Service.ReleaseNoShowsAsync(door, Ct);
        var held = await desk.EverybodyAsync();
        desk.Test.Clock.Advance(TimeSpan.FromMinutes(30));
        await desk.Service.SettleAsync(Ct);

        Assert.Equal(["ada Confirmed stream", "grace Unpaid paid"], held);
        Assert.Contains("SendPay 2", await desk.LettersAsync());
        Assert.Equal("grace Cancelled paid", (await desk.EverybodyAsync())[1]);
        Assert.Equal(["Room 0/1"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Whoever_comes_in_while_seats_are_released_has_one_or_is_told_that_there_is_none(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 60);
        var people = Enumerable.Range(0, 40).Select(i => $"p{i}").ToArray();
        await Task.WhenAll(people.Select(person => desk.RegisterAsync(person)));
        var codes = await desk.Test.Store.ReadAsync(db => db.Attendees.OrderByDescending(a => a.Id).Select(a => a.TicketCode).ToListAsync(Ct));
        var (door, scans) = (new Expo.Core.Accounts.Actor { Name = "Dora Door", IsDoor = true }, new DoorService(desk.Test.Store, desk.Test.Clock));

        var release = Task.Run(() => desk.Service.ReleaseNoShowsAsync(door, Ct), Ct);
        var told = await Task.WhenAll(codes.Chunk(10).Select(some => Task.Run(
            async () =>
            {
                var results = new List<ScanResult>();
                foreach (var code in some)
                {
                    results.Add((await scans.ScanAsync(door, new DoorScanRequest { Key = "scan-" + code, Code = code, Door = "Door 1" }, Ct)).Value.Result);
                }

                return results;
            },
            Ct)));

        Assert.Null((await release).Refusal);
        var seatless = await desk.Test.Store.ReadAsync(db => db.CheckIns.CountAsync(c => c.Attendee!.TicketType!.Kind == TicketKind.Online, Ct));
        Assert.Equal(0, seatless);
        Assert.Equal(told.SelectMany(t => t).Count(t => t == ScanResult.Ok), await desk.Test.Store.ReadAsync(db => db.CheckIns.CountAsync(Ct)));
        await desk.PoolsAsync();
    }

    [Fact]
    public async Task Who_was_let_in_by_a_device_that_sends_after_the_release_stands_in_the_room_without_a_seat_and_the_figures_say_so()
    {
        await using var desk = await RegistrationDesk.OpenAsync(DatabaseProvider.Sqlite, seats: 3);
        await desk.RegisterAsync("ada");
        var (door, scans) = (new Expo.Core.Accounts.Actor { Name = "Dora Door", IsDoor = true }, new DoorService(desk.Test.Store, desk.Test.Clock));
        await desk.Service.ReleaseNoShowsAsync(door, Ct);

        var late = (await scans.MergeAsync(door, new DoorDelivery([new() { Key = "let-in-offline", Code = await desk.CodeAsync("ada"), Door = "Door 1", ScannedAt = desk.Test.Clock.GetUtcNow().AddHours(-1), ToldOffline = ScanResult.Ok }]), Ct)).Value;

        Assert.Equal((ScanResult.NoSeat, NoSeatReason.Stream), (late[0].Answer!.Result, late[0].Answer!.Why));
        Assert.Equal("Person ada", Assert.Single((await new DoorQueries(desk.Test.Store, desk.Test.Clock).FiguresAsync(door, Ct)).Value.Doubts).Name);
    }
}
