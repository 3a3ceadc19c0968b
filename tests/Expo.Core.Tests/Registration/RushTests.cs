using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

public sealed class RushTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Two_thousand_at_once_get_exactly_four_hundred_seats(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider);

        var answers = await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => Task.Run(() => desk.AskAsync($"p{i}"), Ct)));

        Assert.Equal(400, answers.Count(a => !a.IsRefused));
        Assert.Equal(1600, answers.Count(a => a.Refusal == RegistrationRefusals.Full));
        Assert.Equal(new LedgerCheck(1, "Room", 400, 400, 400), await desk.RoomAsync());
        Assert.Equal(400, await desk.Test.Store.ReadAsync(db => db.Attendees.CountAsync(a => a.State == AttendeeState.Confirmed, Ct)));
        Assert.Equal(400, await desk.Test.Store.ReadAsync(db => db.Outbox.CountAsync(l => l.Template == nameof(SendTicket), Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Three_nodes_together_never_oversell(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 50);
        await using var second = desk.NewWriter();
        await using var third = desk.NewWriter();
        RegistrationService[] nodes = [desk.Service, desk.ServiceOf(second), desk.ServiceOf(third)];

        var answers = await Task.WhenAll(Enumerable.Range(0, 600).Select(i => Task.Run(() => nodes[i % 3].RegisterAsync(RegistrationDesk.Request($"p{i}"), Ct), Ct)));

        Assert.Equal(50, answers.Count(a => !a.IsRefused));
        Assert.Equal(550, answers.Count(a => a.Refusal == RegistrationRefusals.Full));
        Assert.Equal(new LedgerCheck(1, "Room", 50, 50, 50), await desk.RoomAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task One_address_asked_fifty_times_at_once_in_any_case_on_two_nodes_registers_once(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider);
        await using var second = desk.NewWriter();
        RegistrationService[] nodes = [desk.Service, desk.ServiceOf(second)];
        string[] spellings = ["ada@example.org", "ADA@EXAMPLE.ORG", " Ada@Example.Org ", "ａｄａ@example.org", "aDa@example.ORG"];

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(
            () => nodes[i % 2].RegisterAsync(RegistrationDesk.Request("x", i % 3 == 0 ? Places.Stream : Places.Room) with { Email = spellings[i % 5] }, Ct), Ct)));

        Assert.All(answers, answer => Assert.Null(answer.Refusal));
        Assert.Equal(1, await desk.Test.Store.ReadAsync(db => db.Attendees.CountAsync(Ct)));
        var room = await desk.RoomAsync();
        Assert.True(room is { AddsUp: true, Taken: 0 or 1 });
        var jobs = await desk.LettersAsync();
        Assert.Equal("SendTicket 1", Forgiving(jobs[0]));
        Assert.True(jobs.Count <= 2, "one ticket and at most one letter that says it once more");
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Cancelling_while_others_register_and_wait_never_oversells_and_never_loses_a_seat(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 20);
        await desk.RegisterAsync([.. Enumerable.Range(0, 20).Select(i => $"first{i}")]);
        var codes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => desk.CodeAsync($"first{i}")));

        var cancelling = codes.Concat(codes).Select(code => Task.Run(() => desk.Service.CancelAsync(code, Ct), Ct));
        var waiting = Enumerable.Range(0, 30).Select(i => Task.Run(() => desk.AskAsync($"waiting{i}", Places.Waiting), Ct));
        var pushing = Enumerable.Range(0, 200).Select(i => Task.Run(() => desk.AskAsync($"push{i}"), Ct));
        await Task.WhenAll(cancelling.Concat(waiting).Concat(pushing));

        var room = await desk.RoomAsync();
        Assert.Equal(new LedgerCheck(1, "Room", 20, 20, 20), room);
        var seated = await desk.Test.Store.ReadAsync(db => db.Attendees.CountAsync(a => a.State == AttendeeState.Confirmed || a.State == AttendeeState.Offered, Ct));
        Assert.Equal(20, seated);
        Assert.Equal(20, (await desk.EverybodyAsync()).Count(line => line.StartsWith("first", StringComparison.Ordinal) && line.Contains("Cancelled", StringComparison.Ordinal)));
    }

    // The second node may have been the first to insert, and a failed insert uses up a key on PostgreSQL.
    private static string Forgiving(string job) => System.Text.RegularExpressions.Regex.Replace(job, "\\d+", "1");
}
