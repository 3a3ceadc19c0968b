using System.Globalization;
using Expo.Core;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Expo.Bench;

/// <summary>
/// Registrations with everything that belongs to one (checks, seat, ledger line, job row) on a database that flushes each commit, beside what
/// the same database commits raw; in this process and over HTTP to the running product, whose letters leave at the same time.
/// </summary>
internal static class RegistrationRun
{
    private const int Askers = 256;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(6);

    /// <summary>Until both servers' code is compiled for good: what is measured is a rush that goes on, not a start.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(TextWriter report)
    {
        await report.WriteLineAsync("| database | what | askers | each second | p50 ms | p99 ms |");
        await report.WriteLineAsync("| --- | --- | --- | --- | --- | --- |");
        foreach (var provider in new[] { DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql })
        {
            await RowAsync(report, provider, "raw single-row commits", provider == DatabaseProvider.Sqlite ? 1 : 16, RawAsync);
            await RowAsync(report, provider, "registrations in process", Askers, InProcessAsync);
            await RowAsync(report, provider, "registrations over HTTP", Askers, OverHttpAsync);
            if (provider == DatabaseProvider.Sqlite)
            {
                await RowAsync(report, provider, "the peer, Fastify 5 and better-sqlite3, over HTTP", Askers, (_, _, askers) => PeerAsync(askers));
            }

            await RushAsync(report, provider);
        }
    }

    private static async Task RowAsync(TextWriter report, DatabaseProvider provider, string what, int askers, Func<TestStore, DatabaseProvider, int, Task<Load>> measure)
    {
        await using var test = await DatabaseAsync(provider, seats: 10_000_000);
        var load = await measure(test, provider, askers);
        await report.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"| {provider} | {what} | {askers} | {load.EachSecond:N0} | {load.Percentile(50):N1} | {load.Percentile(99):N1} |"));
    }

    private static Task<TestStore> DatabaseAsync(DatabaseProvider provider, int seats)
    {
        var conference = Samples.Conference();
        conference.RegistrationClosesAt = TimeProvider.System.GetUtcNow().AddDays(1);
        return TestStore.CreateAsync(provider, conference, Samples.Room(seats), Samples.RoomTicket(), Samples.StreamTicket());
    }

    /// <summary>The least that a durable change costs: one prepared insert, one commit, again and again on each connection.</summary>
    private static async Task<Load> RawAsync(TestStore test, DatabaseProvider provider, int askers)
    {
        var dialect = SqlDialect.Of(provider);
        return await Load.RunAsync(askers, Each, async (_, next) =>
        {
            await using var connection = await dialect.OpenAsync(test.Factory.ConnectionString, default);
            await using var insert = connection.CreateCommand();
            insert.CommandText = """INSERT INTO "SeatLedger" ("SeatPoolId", "At", "Change", "Text") VALUES (1, @at, 0, 'Raw')""";
            var at = insert.CreateParameter();
            (at.ParameterName, at.Value) = ("at", dialect.Instant(Samples.Opening));
            insert.Parameters.Add(at);
            await insert.PrepareAsync();
            while (next())
            {
                await using var transaction = await connection.BeginTransactionAsync();
                insert.Transaction = transaction;
                await insert.ExecuteNonQueryAsync();
                await transaction.CommitAsync();
            }
        });
    }

    private static async Task<Load> InProcessAsync(TestStore test, DatabaseProvider provider, int askers)
    {
        await using var writer = Writer(test);
        var service = Service(test, writer);
        await Load.RunAsync(askers, WarmUp, (asker, next) => RegisterAsync(service, $"warm{asker}", next));
        return await Load.RunAsync(askers, Each, (asker, next) => RegisterAsync(service, $"p{asker}", next));
    }

    private static async Task RegisterAsync(RegistrationService service, string asker, Func<bool> next)
    {
        for (var i = 0; next(); i++)
        {
            var result = await service.RegisterAsync(Request($"{asker}-{i}"), default);
            if (result.IsRefused)
            {
                throw new InvalidOperationException(result.Refusal.Message);
            }
        }
    }

    private static async Task<Load> OverHttpAsync(TestStore test, DatabaseProvider provider, int askers)
    {
        var directory = Directory.CreateTempSubdirectory("expo-bench-");
        try
        {
            await using var site = await RunningProduct.StartAsync(directory.FullName, new Dictionary<string, string>
            {
                ["Database__Provider"] = provider.ToString(),
                ["ConnectionStrings__Expo"] = test.Factory.ConnectionString,
                ["Registration__FromOneAddressEachMinute"] = "10000000",
            });
            await Load.RunAsync(askers, WarmUp, (asker, next) => AskAsync(site.Port, $"warm{asker}", next));
            return await Load.RunAsync(askers, Each, (asker, next) => AskAsync(site.Port, $"p{asker}", next));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>A minimal service of another house that does the same guarded update and inserts, one transaction for each request.</summary>
    private static async Task<Load> PeerAsync(int askers)
    {
        var folder = Path.Combine(Results.Repository, "tests", "Expo.Bench", "peer");
        var directory = Directory.CreateTempSubdirectory("expo-peer-");
        try
        {
            await NodePackages.InstallAsync(folder);

            var port = WatchedProcess.FreeTcpPort();
            await using var peer = await RunningServer.StartAsync(
                port, "/health", folder, new Dictionary<string, string>(), "node", "server.mjs", port.ToString(CultureInfo.InvariantCulture), Path.Combine(directory.FullName, "peer.db"));
            await Load.RunAsync(askers, WarmUp, (asker, next) => AskAsync(port, $"warm{asker}", next));
            return await Load.RunAsync(askers, Each, (asker, next) => AskAsync(port, $"p{asker}", next));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task AskAsync(int port, string asker, Func<bool> next)
    {
        using var connection = await JsonConnection.OpenAsync(port);
        for (var i = 0; next(); i++)
        {
            var status = await connection.PostAsync("/api/v1/registrations", $$"""{"place":"room","name":"Person {{asker}}","email":"{{asker}}-{{i}}@example.org","organisation":"Fernhollow Imports","country":"US"}""");
            if (status != 202)
            {
                throw new InvalidOperationException($"A registration was answered with {status}.");
            }
        }
    }

    private static async Task RushAsync(TextWriter report, DatabaseProvider provider)
    {
        const int rush = 5000;
        await using var test = await DatabaseAsync(provider, seats: 400);
        await using var writer = Writer(test);
        var service = Service(test, writer);
        await service.RegisterAsync(Request("warm"), default);

        var load = await Load.RunOnceAsync(rush, asker => service.RegisterAsync(Request($"p{asker}"), default));

        var room = (await new RegistrationQueries(test.Store, TimeProvider.System).CheckLedgerAsync(1, default)).Single();
        await report.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"| {provider} | {rush} at once for 400 seats, all answered in {load.Seconds * 1000:N0} ms; {room.Taken} taken, ledger {room.LedgerSum} | {rush} | {load.EachSecond:N0} | {load.Percentile(50):N1} | {load.Percentile(99):N1} |"));
    }

    private static SeatWriter Writer(TestStore test) =>
        new(test.Factory, new JobBell(), new RushHour(TimeProvider.System), new Feed<SeatsChanged>(), Options.Create(new RegistrationOptions()), TimeProvider.System, NullLogger<SeatWriter>.Instance);

    private static RegistrationService Service(TestStore test, SeatWriter writer) => new(
        test.Store, writer, new RegistrationCatalogue(test.Store, TimeProvider.System), new JobBell(), new Feed<SeatsChanged>(), Options.Create(new RegistrationOptions()), TimeProvider.System);

    private static RegistrationRequest Request(string who) =>
        new() { Place = Places.Room, Name = $"Person {who}", Email = $"{who}@example.org", Organisation = "Fernhollow Imports", Country = "US" };
}
