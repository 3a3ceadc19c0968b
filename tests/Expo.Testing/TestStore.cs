using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Time.Testing;

namespace Expo.Testing;

/// <summary>An empty database of the wanted kind with the real schema, gone when disposed.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private readonly Func<ValueTask> _drop;

    private TestStore(ExpoDbFactory factory, Func<ValueTask> drop)
    {
        Factory = factory;
        Store = new ExpoStore(factory);
        _drop = drop;
    }

    public ExpoDbFactory Factory { get; }

    public ExpoStore Store { get; }

    /// <summary>Stands still until a test moves it.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2023, 3, 14, 14, 30, 0, TimeSpan.Zero));

    /// <param name="provider">Which database; PostgreSQL is started on first use and shared by the tests of a process.</param>
    /// <param name="seed">Rows to begin with.</param>
    public static async Task<TestStore> CreateAsync(DatabaseProvider provider, params object[] seed)
    {
        var test = provider switch
        {
            DatabaseProvider.Sqlite => await SqliteAsync(LaidDatabases.CopySqliteAsync),
            DatabaseProvider.PostgreSql => Server(provider, await LaidDatabases.CopyPostgreSqlAsync()),
            _ => SqlServer(),
        };
        if (provider == DatabaseProvider.SqlServer)
        {
            await test.Factory.MigrateAsync(CancellationToken.None);
        }

        await test.AddAsync(seed);
        return test;
    }

    /// <summary>A database of an earlier day: with the schema as it was after one migration.</summary>
    public static async Task<TestStore> CreateAfterAsync(DatabaseProvider provider, string migration)
    {
        var test = await EmptyAsync(provider);
        await using var db = test.Factory.CreateDbContext();
        await db.GetService<IMigrator>().MigrateAsync(migration);
        return test;
    }

    /// <summary>Sessions among the rows are released, as if the public had always known them.</summary>
    public async Task AddAsync(params object[] rows)
    {
        // One at a time, so that keys are given in the order of the call on every database.
        foreach (var row in rows)
        {
            await using var db = Factory.CreateDbContext();
            db.Add(row);
            await db.SaveChangesAsync();
        }

        if (rows.Any(row => row is Session))
        {
            await Store.ReleaseAsync();
        }
    }

    public ValueTask DisposeAsync() => _drop();

    private static async Task<TestStore> EmptyAsync(DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.Sqlite => await SqliteAsync(_ => Task.CompletedTask),
        DatabaseProvider.PostgreSql => Server(provider, (await PostgresServer.SharedAsync()).NewDatabase()),
        _ => SqlServer(),
    };

    private static async Task<TestStore> SqliteAsync(Func<string, Task> lay)
    {
        var directory = Directory.CreateTempSubdirectory("expo-test-");
        var path = Path.Combine(directory.FullName, "expo.db");
        await lay(path);
        return new TestStore(new ExpoDbFactory(DatabaseProvider.Sqlite, $"Data Source={path}"), () =>
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            directory.Delete(recursive: true);
            return ValueTask.CompletedTask;
        });
    }

    private static TestStore SqlServer()
    {
        var server = TestDatabases.SqlServer ?? throw new InvalidOperationException("EXPO_TEST_SQLSERVER is not set.");
        return Server(DatabaseProvider.SqlServer, new Microsoft.Data.SqlClient.SqlConnectionStringBuilder(server) { InitialCatalog = $"expo_{Guid.CreateVersion7():N}" }.ConnectionString);
    }

    private static TestStore Server(DatabaseProvider provider, string connection)
    {
        var factory = new ExpoDbFactory(provider, connection);
        return new TestStore(factory, async () =>
        {
            await using var db = factory.CreateDbContext();
            await db.Database.EnsureDeletedAsync();
        });
    }
}
