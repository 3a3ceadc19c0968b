using System.Data.Common;
using System.Text.Json;
using Expo.Core.Data;
using Microsoft.Data.Sqlite;

namespace Expo.Core.Registration;

/// <summary>
/// Adds many rows to a table. A server is sent all of them in one parameter, because each trip costs; SQLite, which is in
/// this process, runs one prepared insert for each, because packing them as JSON would cost more than adding them.
/// </summary>
/// <param name="connection">Open.</param>
/// <param name="dialect">Of the same database.</param>
/// <param name="table">With a key <c>Id</c> that it gives itself.</param>
/// <param name="columns">What differs from row to row.</param>
/// <param name="same">Further values; they may name a column of the row as <c>r."Name"</c> and the parameters.</param>
/// <param name="parameters">Of <paramref name="same"/>.</param>
internal sealed class RowInsert<T>(DbConnection connection, SqlDialect dialect, string table, Column<T>[] columns, (string Name, string Value)[] same, params string[] parameters) : IDisposable
{
    private Statement? _all;
    private SqliteStatement? _each;

    /// <param name="transaction">Open on the connection.</param>
    /// <param name="rows">At least one.</param>
    /// <param name="values">Of the parameters, in their order.</param>
    public async Task AddAsync(DbTransaction transaction, IReadOnlyList<T> rows, params object[] values)
    {
        if (connection is SqliteConnection sqlite)
        {
            AddEach(sqlite, rows, values, static (_, _) => { });
            return;
        }

        _all ??= new Statement(connection, dialect, dialect.Insert(table, Columns(), same), [.. parameters, "rows"]);
        await _all.RunAsync(transaction, [.. values, JsonSerializer.Serialize(rows)]);
    }

    /// <summary>Hands back the keys by a unique column of text.</summary>
    public async Task<Dictionary<string, int>> AddAsync(DbTransaction transaction, IReadOnlyList<T> rows, Column<T> by, params object[] values)
    {
        if (connection is SqliteConnection sqlite)
        {
            var ids = new Dictionary<string, int>(rows.Count, StringComparer.Ordinal);
            AddEach(sqlite, rows, values, (row, id) => ids.Add(by.Text(row)!, (int)id));
            return ids;
        }

        _all ??= new Statement(connection, dialect, dialect.Insert(table, Columns(), same, "Id", by.Name), [.. parameters, "rows"]);
        return (await _all.ReadAsync(transaction, row => (Id: row.GetInt32(0), Key: row.GetString(1)), [.. values, JsonSerializer.Serialize(rows)])).ToDictionary(row => row.Key, row => row.Id, StringComparer.Ordinal);
    }

    public void Dispose() => _each?.Dispose();

    private void AddEach(SqliteConnection sqlite, IReadOnlyList<T> rows, object[] values, Action<T, long> added)
    {
        // The row's columns come first, so their parameters are numbered as they are.
        var insert = _each ??= new SqliteStatement(sqlite, dialect.InsertOne(table, Columns(), same));
        foreach (var (name, value) in parameters.Zip(values))
        {
            insert.Bind(name, value);
        }

        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                columns[i].Bind(insert, i + 1, row);
            }

            insert.Run();
            added(row, insert.AddedId);
        }
    }

    private (string, ColumnKind)[] Columns() => [.. columns.Select(c => (c.Name, c.Kind))];
}
