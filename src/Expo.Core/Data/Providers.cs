using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;

namespace Expo.Core.Data;

/// <summary>ExpoDb on SQLite, with its own migrations. Instants are kept as UTC ticks, since SQLite cannot order the text form.</summary>
public sealed class SqliteExpoDb(DbContextOptions<SqliteExpoDb> options) : ExpoDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.SortNamesBy("NOCASE");
    }

    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(instant => instant.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}

/// <summary>ExpoDb on PostgreSQL. <c>timestamptz</c> takes only offset zero, so instants are turned to UTC on the way in.</summary>
public sealed class PostgreSqlExpoDb(DbContextOptions<PostgreSqlExpoDb> options) : ExpoDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Utc>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.SortNamesBy("und-x-icu");
    }

    private sealed class Utc() : ValueConverter<DateTimeOffset, DateTimeOffset>(instant => instant.ToUniversalTime(), instant => instant);
}

/// <summary>ExpoDb on SQL Server.</summary>
public sealed class SqlServerExpoDb(DbContextOptions<SqlServerExpoDb> options) : ExpoDb(options);

/// <summary>Without it SQLite, and PostgreSQL in some locales, put “de Vries” after “Zhang”. SQL Server's own order is right.</summary>
internal static class NameOrder
{
    public static void SortNamesBy(this ModelBuilder model, string collation)
    {
        model.Entity<Registration.Attendee>().Property(a => a.Name).UseCollation(collation);
        model.Entity<Registration.Attendee>().Property(a => a.Organisation).UseCollation(collation);
    }
}

/// <summary>Everything else that differs between the three providers, in one place.</summary>
internal static class Providers
{
    private const int SqlServerUniqueIndex = 2601;
    private const int SqlServerUniqueConstraint = 2627;
    private const int SqliteBusy = 5;
    private const int SqliteConstraintUnique = 2067;
    private const int SqliteConstraintPrimaryKey = 1555;
    private const int SqlServerDeadlock = 1205;
    private const int SqlServerSnapshotConflict = 3960;

    /// <summary>True for a fault after which the same work may well succeed: a deadlock, a lost race, a busy file.</summary>
    public static bool IsWorthAnotherTry(Exception fault) => Chain(fault).Any(cause => cause switch
    {
        SqliteException e => e.SqliteErrorCode == SqliteBusy,
        PostgresException e => e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
        SqlException e => e.Number is SqlServerDeadlock or SqlServerSnapshotConflict,
        _ => false,
    });

    /// <summary>True when a unique index said no.</summary>
    public static bool IsDuplicate(Exception fault) => Chain(fault).Any(cause => cause switch
    {
        SqliteException e => e.SqliteExtendedErrorCode is SqliteConstraintUnique or SqliteConstraintPrimaryKey,
        PostgresException e => e.SqlState == PostgresErrorCodes.UniqueViolation,
        SqlException e => e.Number is SqlServerUniqueIndex or SqlServerUniqueConstraint,
        _ => false,
    });

    /// <summary>EF wraps what the database said, each provider in its own way and number of layers.</summary>
    private static IEnumerable<Exception> Chain(Exception fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
