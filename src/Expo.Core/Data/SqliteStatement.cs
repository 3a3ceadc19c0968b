using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Expo.Core.Data;

/// <summary>
/// A prepared statement of SQLite for what runs once for each row of a rush. It speaks to the library directly: the driver's
/// command makes a reader and looks every parameter up by its name for each run, which costs more than the row. It takes part
/// in whatever transaction is open on the connection.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    /// <exception cref="SqliteException">It cannot be prepared.</exception>
    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>The key of the row that was added last on this connection.</summary>
    public long AddedId => raw.sqlite3_last_insert_rowid(_connection);

    /// <summary>What was bound stays until it is bound anew.</summary>
    /// <param name="index">From 1.</param>
    /// <param name="text">Null for no value.</param>
    public void Bind(int index, string? text) => Check(text is null ? raw.sqlite3_bind_null(_statement, index) : raw.sqlite3_bind_text(_statement, index, text));

    public void Bind(int index, long? number) => Check(number is { } value ? raw.sqlite3_bind_int64(_statement, index, value) : raw.sqlite3_bind_null(_statement, index));

    /// <summary>Binds a parameter, whole number or text, by its name.</summary>
    public void Bind(string name, object value)
    {
        var index = IndexOf(name);
        if (value is string text)
        {
            Bind(index, text);
        }
        else
        {
            Bind(index, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <param name="name">Without the sign before it.</param>
    public int IndexOf(string name) => raw.sqlite3_bind_parameter_index(_statement, "@" + name) is > 0 and var index ? index : throw new ArgumentException("There is no such parameter.", name);

    /// <exception cref="SqliteException">A constraint does not hold, for instance.</exception>
    public void Run()
    {
        try
        {
            while (Next())
            {
            }
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Goes to the next row. <see cref="Reset"/> after the last that is wanted.</summary>
    public bool Next()
    {
        var came = raw.sqlite3_step(_statement);
        Check(came);
        return came == raw.SQLITE_ROW;
    }

    /// <summary>A column of the row, from 0; 0 for no value.</summary>
    public long Integer(int column) => raw.sqlite3_column_int64(_statement, column);

    public void Reset() => raw.sqlite3_reset(_statement);

    public void Dispose() => _statement.Dispose();

    private void Check(int answer) => SqliteException.ThrowExceptionForRC(answer, _connection);
}
