using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Expo.Core.Data;

/// <summary>
/// SQLite's own <c>lower</c> knows the letters A to Z only, so that a search for "élodie" would not find "Élodie". Each connection
/// that a context opens gets one that knows all letters, as the other databases have it, and the <c>translate</c> that they have
/// and it has not. No index is made of either.
/// </summary>
internal sealed class UnicodeLower : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Teach(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Teach(connection);
        return Task.CompletedTask;
    }

    private static void Teach(DbConnection connection)
    {
        var sqlite = (SqliteConnection)connection;
        sqlite.CreateFunction("lower", (string? text) => text?.ToLowerInvariant(), isDeterministic: true);
        sqlite.CreateFunction("translate", (string? text, string from, string to) => FoldedText.Translate(text, from, to), isDeterministic: true);
    }
}
