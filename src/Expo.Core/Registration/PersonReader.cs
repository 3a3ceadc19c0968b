using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>Reads all rows about one address, whole, as <see cref="PersonTables"/> tells them; other slices add theirs.</summary>
internal sealed class PersonReader(ExpoDb db, IEnumerable<IPersonalData> others)
{
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
        // An organiser who also takes part tried a letter; that made nobody a recipient of it.
        var bulk = letters.Where(l => l.BulkLetterId is not null && l.Template != BulkLetterWriter.Test).Select(l => l.BulkLetterId!.Value).Distinct().ToList();
        var account = await db.Accounts.AsNoTracking().Where(a => a.NormalizedEmail == address.ToUpperInvariant()).ToListAsync(ct);
        var accounts = account.ConvertAll(a => a.Id);
        // As the public reads them: a title of the working copy is nobody's but staff's before its release.
        var titles = await db.Releases.Where(r => !db.Releases.Any(later => later.ConferenceId == r.ConferenceId && later.Number > r.Number)).SelectMany(r => r.Sessions)
            .Where(s => db.SavedSessions.Any(x => x.SessionId == s.SessionId && ids.Contains(x.AttendeeId)) || db.ChangeNotices.Any(x => x.SessionId == s.SessionId && ids.Contains(x.AttendeeId)))
            .ToDictionaryAsync(s => s.SessionId, s => s.Title, ct);
        var tables = new PersonTables(db);
        ExportTable[] own =
        [
            tables.Of("Registrations", "Registration", "To give you a place, to send your ticket and to let you in", people, a =>
                [("Event", events[a.ConferenceId]), ("Ticket", a.TicketType!.Name), ("Privacy statement that was shown", a.PrivacyStatementId is { } seen ? $"Version {versions[seen]}" : null)]),
            tables.Of("Answers", "Answer", "What the organizers asked on the form", await db.FormAnswers.AsNoTracking().Include(a => a.Question).Where(a => ids.Contains(a.AttendeeId)).OrderBy(a => a.Id).ToListAsync(ct), a =>
                [("Question", a.Question!.Label), ("Why it was asked", a.Question.Purpose)]),
            tables.Of("Starred sessions", "Starred session", "So that they are yours in every browser and in your calendar, and that you are told of changes", await db.SavedSessions.AsNoTracking().Where(s => ids.Contains(s.AttendeeId)).OrderBy(s => s.SavedAt).ThenBy(s => s.SessionId).ToListAsync(ct), s =>
                [("Session", titles.GetValueOrDefault(s.SessionId))]),
            tables.Of("Notices of changes", "Notice of a change", "What you were told of sessions that you starred", await db.ChangeNotices.AsNoTracking().Where(n => ids.Contains(n.AttendeeId)).OrderBy(n => n.Id).ToListAsync(ct), n =>
                [("Session", titles.GetValueOrDefault(n.SessionId))]),
            tables.Of("Lines of the seat ledger", "Line of the seat ledger", "What happened to your seat, to show that no cap was passed", await db.SeatLedger.AsNoTracking().Where(l => l.AttendeeId != null && ids.Contains(l.AttendeeId.Value)).OrderBy(l => l.Id).ToListAsync(ct)),
            tables.Of("Lines of the log", "Line of the log", "What organizers did with your registration", await db.RegistrationLog.AsNoTracking().Where(l => l.AttendeeId != null && ids.Contains(l.AttendeeId.Value)).OrderBy(l => l.Id).ToListAsync(ct)),
            tables.Of("Check-ins", "Check-in", "On which days you came in", await db.CheckIns.AsNoTracking().Where(c => ids.Contains(c.AttendeeId)).OrderBy(c => c.Id).ToListAsync(ct)),
            tables.Of("Scans at the door", "Scan at the door", "Each time your ticket was scanned", await db.DoorScans.AsNoTracking().Where(s => s.AttendeeId != null && ids.Contains(s.AttendeeId.Value)).OrderBy(s => s.Id).ToListAsync(ct)),
            tables.Of("Payments", "Payment", "What you paid", payments),
            tables.Of("Refunds", "Refund", "What went back to you", await db.Refunds.AsNoTracking().Where(r => paid.Contains(r.PaymentId)).OrderBy(r => r.Id).ToListAsync(ct)),
            tables.Of("Notes on payments", "Note on a payment", "What organizers found when a payment needed a look", await db.PaymentNotes.AsNoTracking().Where(n => paid.Contains(n.PaymentId)).OrderBy(n => n.Id).ToListAsync(ct)),
            tables.Of("Letters", "Letter", "Which letters were sent to you and when; what they said is not kept", letters),
            tables.Of("Letters to many", "Letter to many", "Letters from the organizers that you were among the recipients of", await db.BulkLetters.AsNoTracking().Where(l => bulk.Contains(l.Id)).OrderBy(l => l.Id).ToListAsync(ct)),
            tables.Of("Letters you do not want", "Letter you do not want", "So that you get none of them", await db.MailSuppressions.AsNoTracking().Where(s => s.Recipient == address).OrderBy(s => s.Id).ToListAsync(ct)),
            tables.Of("Accounts", "Account", "To sign in as staff or as a speaker", account),
            tables.Of("Roles", "Role", "What the account may do", await db.Roles.AsNoTracking().Where(r => db.AccountRoles.Any(l => l.RoleId == r.Id && accounts.Contains(l.UserId))).OrderBy(r => r.Id).ToListAsync(ct)),
        ];
        var elsewhere = new List<ExportTable>();
        foreach (var slice in others)
        {
            elsewhere.AddRange(await slice.ReadAsync(db, address, tables, ct));
        }

        return new PersonExport(address, now, [.. own.Concat(elsewhere).Where(table => table.Rows.Count > 0)]);
    }
}
