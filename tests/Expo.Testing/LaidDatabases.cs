using Expo.Core.Data;
using Npgsql;

namespace Expo.Testing;

/// <summary>
/// The whole schema, laid once for each kind of database in a test process and copied for each test. A copy costs a small part
/// of what the migrations cost, and they are what <c>UpgradeTests</c> and <c>MigrationTests</c> run one by one.
/// </summary>
public static class LaidDatabases
{
    private static readonly Lazy<Task<string>> SqliteFile = new(LaySqliteAsync);
    private static readonly Lazy<Task<string>> PostgreSqlName = new(LayPostgreSqlAsync);

    /// <summary>Puts an SQLite database without rows there, unless one stands there already.</summary>
    public static async Task CopySqliteAsync(string path)
    {
        if (!File.Exists(path))
        {
            File.Copy(await SqliteFile.Value, path);
        }
    }

    /// <summary>Makes a database without rows on the shared PostgreSQL.</summary>
    /// <returns>Its connection string.</returns>
    public static async Task<string> CopyPostgreSqlAsync()
    {
        var template = await PostgreSqlName.Value;
        var server = await PostgresServer.SharedAsync();
        var copy = new NpgsqlConnectionStringBuilder(server.NewDatabase());
        await using var connection = new NpgsqlConnection(server.Connection("postgres"));
        await connection.OpenAsync();
        await using var create = connection.CreateCommand();
        create.CommandText = $"CREATE DATABASE \"{copy.Database}\" TEMPLATE \"{template}\"";
        await create.ExecuteNonQueryAsync();
        return copy.ConnectionString;
    }

    private static async Task<string> LaySqliteAsync()
    {
        var directory = Directory.CreateTempSubdirectory("expo-laid-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => directory.Delete(recursive: true);
        var path = Path.Combine(directory.FullName, "expo.db");
        // Without a pool: the last connection folds the log into the file as it closes, and the file alone is copied.
        await new ExpoDbFactory(DatabaseProvider.Sqlite, $"Data Source={path};Pooling=False").MigrateAsync(CancellationToken.None);
        return path;
    }

    private static async Task<string> LayPostgreSqlAsync()
    {
        var connection = new NpgsqlConnectionStringBuilder((await PostgresServer.SharedAsync()).NewDatabase()) { Pooling = false };
        // A template may have no visitors while it is copied, so its connections are closed and not kept.
        await new ExpoDbFactory(DatabaseProvider.PostgreSql, connection.ConnectionString).MigrateAsync(CancellationToken.None);
        return connection.Database!;
    }
}
