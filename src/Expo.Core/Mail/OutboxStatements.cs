using System.Data.Common;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Mail;

/// <summary>A letter that a worker has taken.</summary>
/// <param name="LeasedUntil">Nobody else takes it before; also the mark by which its worker knows it as its own.</param>
internal sealed record TakenLetter(OutboxLetter Letter, DateTimeOffset LeasedUntil);

/// <summary>Takes due letters with one statement, so that two workers never have the same one and do not wait for each other.</summary>
internal sealed class OutboxStatements(ExpoDbFactory factory, IReadOnlyList<string> templates)
{
    private const string Waits = "\"SentAt\" IS NULL AND \"FailedAt\" IS NULL AND \"DroppedAt\" IS NULL AND \"DueAt\" <= @now AND (\"LeasedUntil\" IS NULL OR \"LeasedUntil\" < @now)";

    // Letters to many come after those that somebody waits for, such as a ticket.
    private const string InOrder = "CASE WHEN \"BulkLetterId\" IS NULL THEN 0 ELSE 1 END, \"DueAt\", \"Id\"";

    private readonly SqlDialect _dialect = SqlDialect.Of(factory.Provider);

    public string TakeSql(int atMost)
    {
        var where = $"{Waits} AND \"Template\" IN ({string.Join(", ", templates.Select((_, i) => $"@t{i}"))})";
        return _dialect.Update(
            "Outbox", "\"LeasedUntil\" = @until, \"Attempts\" = \"Attempts\" + 1", $"{_dialect.IsAmongFirst(atMost, "Outbox", where, InOrder)} AND {Waits}", "Id");
    }

    public async Task<List<TakenLetter>> TakeAsync(int atMost, DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        await using var db = factory.CreateDbContext();

        // Looking costs nothing; even an update of no rows would take the one writer of an SQLite file for itself.
        var known = templates;
        if (!await db.Outbox.AnyAsync(l => l.SentAt == null && l.FailedAt == null && l.DroppedAt == null && l.DueAt <= now && (l.LeasedUntil == null || l.LeasedUntil < now) && known.Contains(l.Template), ct))
        {
            return [];
        }

        await db.Database.OpenConnectionAsync(ct);
        await using var take = db.Database.GetDbConnection().CreateCommand();
        take.CommandText = TakeSql(atMost);
        Add(take, "now", _dialect.Instant(now));
        Add(take, "until", _dialect.Instant(until));
        for (var i = 0; i < templates.Count; i++)
        {
            Add(take, $"t{i}", templates[i]);
        }

        var ids = new List<long>();
        await using (var reader = await take.ExecuteReaderAsync(CancellationToken.None))
        {
            while (await reader.ReadAsync(CancellationToken.None))
            {
                ids.Add(reader.GetInt64(0));
            }
        }

        var letters = await db.Outbox.AsNoTracking().Where(l => ids.Contains(l.Id)).OrderBy(l => l.BulkLetterId != null).ThenBy(l => l.DueAt).ThenBy(l => l.Id).ToListAsync(CancellationToken.None);
        return letters.ConvertAll(letter => new TakenLetter(letter, until));
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
