using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Expo.Core.Registration;

/// <summary>
/// Reads all rows about one address, whole: every column of a row is told unless <see cref="DataInventory"/> calls it a secret
/// or another person's name, so that a new column is never forgotten.
/// </summary>
internal sealed class PersonReader(ExpoDb db)
{
    private static readonly HashSet<(string, string)> NotTold =
        [.. DataInventory.All.Where(c => c.Kind is DataKind.Secret or DataKind.Staff).Select(c => (c.Table, c.Name))];

    /// <param name="address">As <see cref="EmailAddresses.Normalise"/> makes it.</param>
    /// <param name="now">When it is read.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<PersonExport> ReadAsync(string address, DateTimeOffset now, CancellationToken ct)
    {
        var people = await db.Attendees.AsNoTracking().Include(a => a.TicketType).Where(a => a.NormalisedEmail == address).OrderBy(a => a.Id).ToListAsync(ct);
        var ids = people.ConvertAll(a => a.Id);
        var events = await db.Conferences.AsNoTracking().ToDictionaryAsync(c => c.Id, c => c.Name, ct);
        var versions = await db.PrivacyStatements.AsNoTracking().ToDictionaryAsync(s => s.Id, s => s.Version, ct);
        var payments = await db.Payments.AsNoTracking().Where(p => ids.Contains(p.AttendeeId)).OrderBy(p => p.Id).ToListAsync(ct);
        var paid = payments.ConvertAll(p => p.Id);
        var letters = await db.Outbox.AsNoTracking().Where(PersonLetters.About([address], ids, paid)).OrderBy(l => l.Id).ToListAsync(ct);
        var bulk = letters.Where(l => l.BulkLetterId is not null).Select(l => l.BulkLetterId!.Value).Distinct().ToList();
        var account = await db.Accounts.AsNoTracking().Where(a => a.NormalizedEmail == address.ToUpperInvariant()).ToListAsync(ct);
        var accounts = account.ConvertAll(a => a.Id);
        ExportTable[] tables =
        [
            Table("Registrations", "Registration", "To give you a place, to send your ticket and to let you in", people, a =>
                [("Event", events[a.ConferenceId]), ("Ticket", a.TicketType!.Name), ("Privacy statement that was shown", a.PrivacyStatementId is { } seen ? $"Version {versions[seen]}" : null)]),
            Table("Answers", "Answer", "What the organizers asked on the form", await db.FormAnswers.AsNoTracking().Include(a => a.Question).Where(a => ids.Contains(a.AttendeeId)).OrderBy(a => a.Id).ToListAsync(ct), a =>
                [("Question", a.Question!.Label), ("Why it was asked", a.Question.Purpose)]),
            Table("Lines of the seat ledger", "Line of the seat ledger", "What happened to your seat, to show that no cap was passed", await db.SeatLedger.AsNoTracking().Where(l => l.AttendeeId != null && ids.Contains(l.AttendeeId.Value)).OrderBy(l => l.Id).ToListAsync(ct)),
            Table("Lines of the log", "Line of the log", "What organizers did with your registration", await db.RegistrationLog.AsNoTracking().Where(l => l.AttendeeId != null && ids.Contains(l.AttendeeId.Value)).OrderBy(l => l.Id).ToListAsync(ct)),
            Table("Check-ins", "Check-in", "On which days you came in", await db.CheckIns.AsNoTracking().Where(c => ids.Contains(c.AttendeeId)).OrderBy(c => c.Id).ToListAsync(ct)),
            Table("Scans at the door", "Scan at the door", "Each time your ticket was scanned", await db.DoorScans.AsNoTracking().Where(s => s.AttendeeId != null && ids.Contains(s.AttendeeId.Value)).OrderBy(s => s.Id).ToListAsync(ct)),
            Table("Payments", "Payment", "What you paid", payments),
            Table("Refunds", "Refund", "What went back to you", await db.Refunds.AsNoTracking().Where(r => paid.Contains(r.PaymentId)).OrderBy(r => r.Id).ToListAsync(ct)),
            Table("Notes on payments", "Note on a payment", "What organizers found when a payment needed a look", await db.PaymentNotes.AsNoTracking().Where(n => paid.Contains(n.PaymentId)).OrderBy(n => n.Id).ToListAsync(ct)),
            Table("Letters", "Letter", "Which letters were sent to you and when; what they said is not kept", letters),
            Table("Letters to many", "Letter to many", "Letters from the organizers that you were among the recipients of", await db.BulkLetters.AsNoTracking().Where(l => bulk.Contains(l.Id)).OrderBy(l => l.Id).ToListAsync(ct)),
            Table("Letters you do not want", "Letter you do not want", "So that you get none of them", await db.MailSuppressions.AsNoTracking().Where(s => s.Recipient == address).OrderBy(s => s.Id).ToListAsync(ct)),
            Table("Accounts", "Account", "To sign in as staff or as a speaker", account),
            Table("Roles", "Role", "What the account may do", await db.Roles.AsNoTracking().Where(r => db.AccountRoles.Any(l => l.RoleId == r.Id && accounts.Contains(l.UserId))).OrderBy(r => r.Id).ToListAsync(ct)),
        ];
        return new PersonExport(address, now, [.. tables.Where(table => table.Rows.Count > 0)]);
    }

    private ExportTable Table<T>(string name, string one, string why, IEnumerable<T> rows, Func<T, IEnumerable<(string Label, string? Value)>>? more = null)
        where T : class
    {
        // In the order in which they stand in the class: what matters most first.
        var order = typeof(T).GetProperties().Select((property, at) => (property.Name, at)).DistinctBy(p => p.Name).ToDictionary(p => p.Name, p => p.at);
        var columns = db.Model.FindEntityType(typeof(T))!.GetProperties().Where(IsTold).OrderBy(c => order.GetValueOrDefault(c.Name)).ToList();
        return new ExportTable(name, one, why, [.. rows.Select(row => (IReadOnlyList<ExportField>)
        [
            .. (more?.Invoke(row) ?? []).Where(field => field.Value is not null).Select(field => new ExportField(field.Label, field.Value!)),
            .. columns.Select(c => (c.Name, Value: ExportWords.Value(c.PropertyInfo!.GetValue(row)))).Where(c => c.Value is not null).Select(c => new ExportField(ExportWords.Label(c.Name), c.Value!)),
        ])]);
    }

    // Numbers of other rows, and what only the program compares, say nothing to anybody; what they stand for is told in words.
    private static bool IsTold(IProperty column) =>
        column.PropertyInfo is not null && !column.IsPrimaryKey() && !column.IsForeignKey() && column.Name is not ("SubjectId" or "NormalizedName" or "ConcurrencyStamp") && !NotTold.Contains((column.DeclaringType.GetTableName() ?? "", column.Name));
}
