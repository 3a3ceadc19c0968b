using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

public sealed class SeatWriterTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task One_asker_that_the_database_refuses_harms_no_other(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider);
        var hold = await desk.HoldSeatsAsync();

        // A name that must be there and is not: validation never lets that through.
        CheckedRequest[] requests = [Checked("first"), Checked("ada"), Checked("bad") with { People = [new Person(null!, "bad@example.org", "bad@example.org")] }, Checked("grace"), Checked("linus")];
        var asked = requests.Select(request => desk.Writer.AskAsync(request, Ct)).ToList();
        await hold.DisposeAsync();
        var answers = await Task.WhenAll(asked);

        Assert.Equal([null, null, RegistrationRefusals.NotNow, null, null], answers.Select(a => a.Refusal));
        Assert.Equal(["first Confirmed room", "ada Confirmed room", "grace Confirmed room", "linus Confirmed room"], await desk.EverybodyAsync());
        Assert.Equal(new LedgerCheck(1, "Room", 400, 4, 4), await desk.RoomAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_asker_who_goes_away_while_waiting_is_left_out_and_loses_nobody_else(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, options: new RegistrationOptions { LargestBatch = 1 });
        using var goesAway = new CancellationTokenSource();
        var hold = await desk.HoldSeatsAsync();

        var first = desk.Writer.AskAsync(Checked("first"), Ct);
        var gone = desk.Writer.AskAsync(Checked("gone"), goesAway.Token);
        var last = desk.Writer.AskAsync(Checked("last"), Ct);
        await goesAway.CancelAsync();
        await hold.DisposeAsync();

        Assert.Null((await first).Refusal);
        Assert.Null((await last).Refusal);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.Equal(["first Confirmed room", "last Confirmed room"], await desk.EverybodyAsync());
    }

    [Fact]
    public async Task A_full_queue_says_come_again_and_everybody_in_it_is_answered()
    {
        await using var desk = await RegistrationDesk.OpenAsync(DatabaseProvider.Sqlite, options: new RegistrationOptions { QueueLength = 100, LargestBatch = 1 });
        var hold = await desk.HoldSeatsAsync();

        var asked = Enumerable.Range(0, 110).Select(i => desk.Writer.AskAsync(Checked($"p{i}"), Ct)).ToList();
        await hold.DisposeAsync();
        var answers = await Task.WhenAll(asked);

        Assert.Contains(answers, a => a.Refusal == RegistrationRefusals.Busy);
        Assert.All(answers, a => Assert.True(a.Refusal is null || a.Refusal == RegistrationRefusals.Busy));
        Assert.Equal(answers.Count(a => !a.IsRefused), (await desk.EverybodyAsync()).Count);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Without_a_database_every_asker_is_told_plainly_and_the_next_one_is_served_again(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider);
        await desk.Test.Store.ReadAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE \"SeatLedger\" RENAME TO \"Away\"", Ct));

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => desk.AskAsync($"p{i}")));
        await desk.Test.Store.ReadAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Away\" RENAME TO \"SeatLedger\"", Ct));
        var afterwards = await desk.AskAsync("p0");

        Assert.All(answers, a => Assert.Equal(RegistrationRefusals.NotNow, a.Refusal));
        Assert.Null(afterwards.Refusal);
        Assert.Equal(["p0 Confirmed room"], await desk.EverybodyAsync());
    }

    [Fact]
    public async Task Those_who_wait_are_answered_before_the_writer_ends()
    {
        await using var desk = await RegistrationDesk.OpenAsync(DatabaseProvider.Sqlite);
        var hold = await desk.HoldSeatsAsync();
        var asked = Enumerable.Range(0, 20).Select(i => desk.AskAsync($"p{i}")).ToList();

        var ending = desk.Writer.DisposeAsync();
        await hold.DisposeAsync();
        await ending;

        Assert.All(asked, answer => Assert.True(answer.IsCompletedSuccessfully || !answer.IsFaulted));
        Assert.Equal(20, (await Task.WhenAll(asked)).Count(a => !a.IsRefused));
        Assert.Equal(RegistrationRefusals.Busy, (await desk.AskAsync("late")).Refusal);
    }

    [Fact]
    public async Task A_commit_on_sqlite_is_on_the_disk_when_it_returns()
    {
        await using var desk = await RegistrationDesk.OpenAsync(DatabaseProvider.Sqlite);

        await using var connection = await SqlDialect.Of(DatabaseProvider.Sqlite).OpenAsync(desk.Test.Factory.ConnectionString, Ct);
        await using var ask = connection.CreateCommand();
        ask.CommandText = "PRAGMA synchronous";

        // 2 is FULL: https://sqlite.org/pragma.html#pragma_synchronous
        Assert.Equal(2L, await ask.ExecuteScalarAsync(Ct));
    }

    private static CheckedRequest Checked(string who) => RegistrationRules.Read(RegistrationDesk.Request(who), []).Value;
}
