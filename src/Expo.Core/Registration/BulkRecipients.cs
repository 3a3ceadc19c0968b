using System.Text.Json;
using Expo.Core.Data;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>Who would get a letter to many at this moment: one for each address, the newest registration of it.</summary>
internal sealed class BulkRecipients
{
    private const int RowsAtOnce = 5_000;

    private readonly List<(int Id, string Email)> _people;
    private readonly HashSet<string> _unwilling;

    private BulkRecipients(List<(int Id, string Email)> people, HashSet<string> unwilling) => (_people, _unwilling) = (people, unwilling);

    /// <summary>To how many it goes.</summary>
    public int Wanting => _people.Count(p => !_unwilling.Contains(p.Email));

    /// <summary>How many are left out because they do not want such letters.</summary>
    public int Unwilling => _people.Count - Wanting;

    /// <summary>The first who get it.</summary>
    public IEnumerable<int> First(int count) => _people.Where(p => !_unwilling.Contains(p.Email)).Take(count).Select(p => p.Id);

    public static async Task<BulkRecipients> OfAsync(ExpoDb db, BulkLetter letter, CancellationToken ct)
    {
        var meant = await AttendeeSegment.From(letter.Segment).Of(db, letter.ConferenceId).OrderByDescending(a => a.Id).Select(a => new { a.Id, a.NormalisedEmail }).ToListAsync(ct);
        var people = meant.DistinctBy(a => a.NormalisedEmail, StringComparer.Ordinal).Where(a => a.NormalisedEmail.Length > 0).Select(a => (a.Id, a.NormalisedEmail)).Reverse().ToList();
        var unwilling = await db.MailSuppressions.Where(s => s.Kind == Unsubscribing.OrganiserLetters).Select(s => s.Recipient).ToListAsync(ct);
        return new BulkRecipients(people, unwilling.ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>
    /// One row for each in the outbox, with few statements; those who do not want it get a row that was dropped, so that the
    /// organiser sees why. The unique index would refuse a second row for the same person.
    /// </summary>
    public async Task LeaveAsync(ExpoDb db, SqlDialect dialect, BulkLetter letter, DateTimeOffset now, CancellationToken ct)
    {
        var sql = dialect.Insert(
            "Outbox",
            [("Recipient", ColumnKind.Text), ("SubjectId", ColumnKind.Integer), ("UnsubscribeToken", ColumnKind.Text), ("LastError", ColumnKind.Text)],
            [("Template", "@template"), ("Version", "@letter"), ("BulkLetterId", "@letter"), ("CreatedAt", "@now"), ("DueAt", "@now"), ("Attempts", "0"), ("DroppedAt", "CASE WHEN r.\"LastError\" IS NULL THEN NULL ELSE @now END")]);
        await using var insert = db.Database.GetDbConnection().CreateCommand();
        insert.Transaction = Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(db.Database.CurrentTransaction!);
        insert.CommandText = sql;
        var rows = insert.CreateParameter();
        rows.ParameterName = "rows";
        insert.Parameters.Add(rows);
        foreach (var (name, value) in new (string, object)[] { ("template", BulkLetterWriter.Template), ("letter", letter.Id), ("now", dialect.Instant(now)) })
        {
            var parameter = insert.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            insert.Parameters.Add(parameter);
        }

        foreach (var chunk in _people.Chunk(RowsAtOnce))
        {
            rows.Value = JsonSerializer.Serialize(chunk.Select(p => new
            {
                Recipient = p.Email, SubjectId = p.Id, UnsubscribeToken = Unsubscribing.NewToken(), LastError = _unwilling.Contains(p.Email) ? Unsubscribing.Reason : null,
            }));
            await insert.ExecuteNonQueryAsync(ct);
        }
    }
}
