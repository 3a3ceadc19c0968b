using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Expo.Core.Data;

/// <summary>
/// The few points in which hand-written statements differ between the three databases. Names are quoted with double quotes,
/// which all three read. Many rows travel as one parameter that holds a JSON array of objects, so that a statement has the
/// same text, and stays prepared, however many rows it is given; where they are many and often, SQLite gets them one by one.
/// </summary>
internal abstract class SqlDialect
{
    public static SqlDialect Of(DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.Sqlite => new SqliteDialect(),
        DatabaseProvider.PostgreSql => new PostgreSqlDialect(),
        DatabaseProvider.SqlServer => new SqlServerDialect(),
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "No such database."),
    };

    /// <summary>False where preparing asks for sizes that the server works out better itself.</summary>
    public virtual bool Prepares => true;

    /// <summary>Says no in a column of truth values.</summary>
    public virtual string False => "0";

    /// <summary>An open connection on which a commit is on the disk when it returns.</summary>
    public abstract Task<DbConnection> OpenAsync(string connectionString, CancellationToken ct);

    /// <summary>Rows of a table, locked against other writers until the transaction ends, in the order of their keys.</summary>
    public abstract string SelectLocked(string columns, string table, string where);

    /// <summary>
    /// A condition on <c>"Id"</c>: the first rows of a table by an order that nobody else is taking at this moment. For queues
    /// that several workers take from: they do not wait for each other.
    /// </summary>
    public abstract string IsAmongFirst(int atMost, string table, string where, string order);

    /// <summary>What stands after FROM to read the JSON parameter <c>@rows</c> as a table.</summary>
    public abstract string Rows(params (string Name, ColumnKind Kind)[] columns);

    /// <summary>The row of a table for each key in <c>@rows</c>, found by an index once for each, whatever a kept plan thinks of the table's size.</summary>
    /// <param name="columns">To read.</param>
    /// <param name="table">With a unique index over <paramref name="where"/> and the key.</param>
    /// <param name="where">What else must hold.</param>
    /// <param name="key">Column of the table.</param>
    /// <param name="row">Column of <c>@rows</c> that holds its value.</param>
    public virtual string LookUp(string columns, string table, string where, string key, string row) =>
        $"SELECT {columns} FROM {Quoted(table)} WHERE {where} AND {Quoted(key)} IN (SELECT r.{Quoted(row)} FROM {Rows((row, ColumnKind.Text))} r)";

    /// <summary>Inserts <c>@rows</c>, which are named <c>r</c>, and the same further values into each row. Hands back <paramref name="returning"/> of each, if any.</summary>
    public string Insert(string table, (string Name, ColumnKind Kind)[] columns, (string Name, string Value)[] same, params string[] returning)
    {
        var names = columns.Select(c => c.Name).Concat(same.Select(s => s.Name)).Select(Quoted);
        var values = columns.Select(c => "r." + Quoted(c.Name)).Concat(same.Select(s => s.Value));
        return $"INSERT INTO {Quoted(table)} ({string.Join(", ", names)}){Output(returning)} SELECT {string.Join(", ", values)} FROM {Rows(columns)} r WHERE 1 = 1{Returning(returning)}";
    }

    /// <summary>The same for one row, whose values are parameters named as the columns and stand first.</summary>
    public string InsertOne(string table, (string Name, ColumnKind Kind)[] columns, (string Name, string Value)[] same)
    {
        var names = columns.Select(c => c.Name).Concat(same.Select(s => s.Name)).Select(Quoted);
        var values = columns.Select(c => "@" + c.Name).Concat(same.Select(s => columns.Aggregate(s.Value, (value, c) => value.Replace("r." + Quoted(c.Name), "@" + c.Name, StringComparison.Ordinal))));
        return $"INSERT INTO {Quoted(table)} ({string.Join(", ", names)}) VALUES ({string.Join(", ", values)})";
    }

    /// <summary>Updates the rows that meet a condition. Hands back <paramref name="returning"/> of each.</summary>
    public string Update(string table, string set, string where, params string[] returning) =>
        $"UPDATE {Quoted(table)} SET {set}{Output(returning)} WHERE {where}{Returning(returning)}";

    /// <summary>An instant as a parameter.</summary>
    public virtual object Instant(DateTimeOffset instant) => instant.ToUniversalTime();

    /// <summary>An instant as read, or null.</summary>
    public virtual DateTimeOffset? Instant(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    protected virtual string Output(string[] columns) => "";

    protected virtual string Returning(string[] columns) => columns.Length == 0 ? "" : " RETURNING " + string.Join(", ", columns.Select(Quoted));

    private static string Quoted(string name) => $"\"{name}\"";

    private sealed class SqliteDialect : SqlDialect
    {
        public override async Task<DbConnection> OpenAsync(string connectionString, CancellationToken ct)
        {
            var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync(ct);
            await using var settings = connection.CreateCommand();
            // FULL: the log is flushed to the disk with every commit. The wait is SQLite's own, which looks again after
            // milliseconds; the driver's would sleep 150 ms each time another writer is in the way. What a statement may need to
            // take back is kept in memory, not in a file that is made and removed for each.
            settings.CommandText = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY";
            await settings.ExecuteNonQueryAsync(ct);
            return connection;
        }

        // A transaction of this driver begins as a writer, so whatever is read in it is locked already.
        public override string SelectLocked(string columns, string table, string where) => $"SELECT {columns} FROM {Quoted(table)} WHERE {where} ORDER BY \"Id\"";

        public override string IsAmongFirst(int atMost, string table, string where, string order) =>
            $"\"Id\" IN (SELECT \"Id\" FROM {Quoted(table)} WHERE {where} ORDER BY {order} LIMIT {atMost})";

        public override string Rows(params (string Name, ColumnKind Kind)[] columns) =>
            $"(SELECT {string.Join(", ", columns.Select(c => $"value ->> '{c.Name}' AS {Quoted(c.Name)}"))} FROM json_each(@rows))";

        public override object Instant(DateTimeOffset instant) => instant.UtcTicks;

        public override DateTimeOffset? Instant(DbDataReader reader, int column) =>
            reader.IsDBNull(column) ? null : new DateTimeOffset(reader.GetInt64(column), TimeSpan.Zero);
    }

    private sealed class PostgreSqlDialect : SqlDialect
    {
        public override string False => "FALSE";

        public override async Task<DbConnection> OpenAsync(string connectionString, CancellationToken ct)
        {
            var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(ct);
            await using var settings = connection.CreateCommand();
            // What runs here looks up keys. Its plans are kept, and one that was made while a table was small would read the
            // whole of it in each transaction once it is large.
            settings.CommandText = "SET enable_seqscan = off; SET jit = off";
            await settings.ExecuteNonQueryAsync(ct);
            return connection;
        }

        public override string SelectLocked(string columns, string table, string where) => $"SELECT {columns} FROM {Quoted(table)} WHERE {where} ORDER BY \"Id\" FOR UPDATE";

        public override string LookUp(string columns, string table, string where, string key, string row) =>
            $"SELECT found.* FROM {Rows((row, ColumnKind.Text))} r CROSS JOIN LATERAL (SELECT {columns} FROM {Quoted(table)} WHERE {where} AND {Quoted(key)} = r.{Quoted(row)} LIMIT 1) found";

        // In an array, because a plan may run a plain subquery several times and lock others each time.
        public override string IsAmongFirst(int atMost, string table, string where, string order) =>
            $"\"Id\" = ANY(ARRAY(SELECT \"Id\" FROM {Quoted(table)} WHERE {where} ORDER BY {order} LIMIT {atMost} FOR UPDATE SKIP LOCKED))";

        public override string Rows(params (string Name, ColumnKind Kind)[] columns) =>
            $"(SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS x({string.Join(", ", columns.Select(c => $"{Quoted(c.Name)} {(c.Kind == ColumnKind.Text ? "text" : "integer")}"))}))";
    }

    private sealed class SqlServerDialect : SqlDialect
    {
        public override bool Prepares => false;

        public override async Task<DbConnection> OpenAsync(string connectionString, CancellationToken ct)
        {
            var connection = new SqlConnection(connectionString);
            await connection.OpenAsync(ct);
            return connection;
        }

        public override string SelectLocked(string columns, string table, string where) => $"SELECT {columns} FROM {Quoted(table)} WITH (UPDLOCK, ROWLOCK) WHERE {where} ORDER BY \"Id\"";

        public override string IsAmongFirst(int atMost, string table, string where, string order) =>
            $"\"Id\" IN (SELECT TOP ({atMost}) \"Id\" FROM {Quoted(table)} WITH (UPDLOCK, READPAST, ROWLOCK) WHERE {where} ORDER BY {order})";

        public override string Rows(params (string Name, ColumnKind Kind)[] columns) =>
            $"(SELECT * FROM OPENJSON(@rows) WITH ({string.Join(", ", columns.Select(c => $"{Quoted(c.Name)} {(c.Kind == ColumnKind.Text ? "nvarchar(max)" : "int")}"))}))";

        public override string LookUp(string columns, string table, string where, string key, string row) =>
            $"SELECT found.* FROM {Rows((row, ColumnKind.Text))} r CROSS APPLY (SELECT TOP 1 {columns} FROM {Quoted(table)} WHERE {where} AND {Quoted(key)} = r.{Quoted(row)}) found";

        protected override string Output(string[] columns) => columns.Length == 0 ? "" : " OUTPUT " + string.Join(", ", columns.Select(c => "inserted." + Quoted(c)));

        protected override string Returning(string[] columns) => "";
    }
}
