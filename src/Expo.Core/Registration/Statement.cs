using System.Data.Common;
using Expo.Core.Data;

namespace Expo.Core.Registration;

/// <summary>One statement with its parameters by position, prepared at its first use.</summary>
internal sealed class Statement(DbConnection connection, SqlDialect dialect, string sql, params string[] parameters)
{
    private DbCommand? _command;

    public async Task<int> RunAsync(DbTransaction transaction, params object[] values) =>
        await (await ReadyAsync(transaction, values)).ExecuteNonQueryAsync();

    public async Task<List<T>> ReadAsync<T>(DbTransaction transaction, Func<DbDataReader, T> read, params object[] values)
    {
        var rows = new List<T>();
        await using var reader = await (await ReadyAsync(transaction, values)).ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private async Task<DbCommand> ReadyAsync(DbTransaction transaction, object[] values)
    {
        var first = _command is null;
        var command = _command ??= Create();
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        if (first && dialect.Prepares)
        {
            await command.PrepareAsync();
        }

        return command;
    }

    private DbCommand Create()
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
