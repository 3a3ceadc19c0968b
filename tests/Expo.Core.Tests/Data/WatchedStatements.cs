using System.Collections.Concurrent;
using System.Data.Common;
using Expo.Core.Data;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Expo.Core.Tests.Data;

/// <summary>Contexts of a test's database that keep the text of every query, for tests of what is not read.</summary>
internal sealed class WatchedStatements(TestStore test) : DbCommandInterceptor, IDbContextFactory<ExpoDb>
{
    public ConcurrentQueue<string> Texts { get; } = new();

    public ExpoDb CreateDbContext() => test.Factory.Provider switch
    {
        DatabaseProvider.Sqlite => new SqliteExpoDb(new DbContextOptionsBuilder<SqliteExpoDb>().UseSqlite(test.Factory.ConnectionString).AddInterceptors(this).Options),
        DatabaseProvider.PostgreSql => new PostgreSqlExpoDb(new DbContextOptionsBuilder<PostgreSqlExpoDb>().UseNpgsql(test.Factory.ConnectionString).AddInterceptors(this).Options),
        _ => new SqlServerExpoDb(new DbContextOptionsBuilder<SqlServerExpoDb>().UseSqlServer(test.Factory.ConnectionString).AddInterceptors(this).Options),
    };

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Texts.Enqueue(command.CommandText);
        return ValueTask.FromResult(result);
    }
}
