using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Expo.Core.Data;

/// <summary>Fresh contexts of the configured provider, from a pool.</summary>
public sealed class ExpoDbFactory : IDbContextFactory<ExpoDb>
{
    private readonly Func<ExpoDb> _create;

    public ExpoDbFactory(DatabaseProvider provider, string connectionString)
    {
        Provider = provider;
        ConnectionString = connectionString;
        _create = provider switch
        {
            DatabaseProvider.Sqlite => Pool(new DbContextOptionsBuilder<SqliteExpoDb>().UseSqlite(connectionString).AddInterceptors(new UnicodeLower())),
            DatabaseProvider.PostgreSql => Pool(new DbContextOptionsBuilder<PostgreSqlExpoDb>().UseNpgsql(connectionString)),
            DatabaseProvider.SqlServer => Pool(new DbContextOptionsBuilder<SqlServerExpoDb>().UseSqlServer(connectionString)),
            _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "Database:Provider must be Sqlite, PostgreSql or SqlServer."),
        };
    }

    public DatabaseProvider Provider { get; }

    public string ConnectionString { get; }

    public ExpoDb CreateDbContext() => _create();

    /// <summary>Brings the schema up to date and, on SQLite, sets the file to write-ahead logging (kept in the file).</summary>
    public async Task MigrateAsync(CancellationToken ct)
    {
        await using var db = CreateDbContext();
        await db.Database.MigrateAsync(ct);
        if (Provider == DatabaseProvider.Sqlite)
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", ct);
        }
    }

    private static Func<ExpoDb> Pool<TDb>(DbContextOptionsBuilder<TDb> builder)
        where TDb : ExpoDb
    {
        var pool = new PooledDbContextFactory<TDb>(builder.Options);
        return pool.CreateDbContext;
    }
}
