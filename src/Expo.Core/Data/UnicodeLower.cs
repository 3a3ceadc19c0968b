using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Expo.Core.Data;

/// <summary>
/// SQLite's own <c>lower</c> knows the letters A to Z only, so that a search for "élodie" would not find "Élodie". Each connection
/// that a context opens gets one that knows all letters, as the other databases have it. No index is made of <c>lower</c>.
/// </summary>
internal sealed class UnicodeLower : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Teach(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Teach(connection);
        return Task.CompletedTask;
    }

    private static void Teach(DbConnection connection) =>
        ((SqliteConnection)connection).CreateFunction("lower", (string? text) => text?.ToLowerInvariant(), isDeterministic: true);
}
