using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>A letter to many in the list.</summary>
public sealed record BulkLine(BulkLetter Letter, OutboxCount Copies);

/// <summary>What would happen if a letter were confirmed at this moment.</summary>
/// <param name="Recipients">To how many it goes.</param>
/// <param name="Unwilling">How many are left out because they unsubscribed.</param>
/// <param name="First">The first of those who get it.</param>
/// <param name="Sample">The copy of one of them; null when nobody gets it.</param>
public sealed record BulkPreview(BulkLetter Letter, AttendeeSegment To, int Recipients, int Unwilling, IReadOnlyList<Attendee> First, Letter? Sample);

/// <summary>Reads about letters to many, for organisers.</summary>
public sealed class BulkLetterQueries
{
    private const int Shown = 5;

    private readonly ExpoStore _store;
    private readonly RegistrationQueries _registration;
    private readonly BulkLetterWriter _writer;
    private readonly MailOptions _site;

    internal BulkLetterQueries(ExpoStore store, RegistrationQueries registration, BulkLetterWriter writer, MailOptions site) =>
        (_store, _registration, _writer, _site) = (store, registration, writer, site);

    /// <summary>All of an event, the newest first, with how far each has come.</summary>
    public async Task<Result<List<BulkLine>>> AllAsync(Actor by, int conferenceId, CancellationToken ct) => !by.IsOrganiser
        ? BulkRefusals.NotOrganiser
        : await _store.ReadAsync(async db => (await db.BulkLetters.AsNoTracking().Where(b => b.ConferenceId == conferenceId).OrderByDescending(b => b.Id)
            .Select(b => new
            {
                Letter = b,
                Sent = db.Outbox.Count(l => l.BulkLetterId == b.Id && l.Template == BulkLetterWriter.Template && l.SentAt != null),
                Failed = db.Outbox.Count(l => l.BulkLetterId == b.Id && l.Template == BulkLetterWriter.Template && l.FailedAt != null),
                Dropped = db.Outbox.Count(l => l.BulkLetterId == b.Id && l.Template == BulkLetterWriter.Template && l.DroppedAt != null),
                All = db.Outbox.Count(l => l.BulkLetterId == b.Id && l.Template == BulkLetterWriter.Template),
            }).ToListAsync(ct))
            .ConvertAll(b => new BulkLine(b.Letter, new OutboxCount(b.All - b.Sent - b.Failed - b.Dropped, b.Sent, b.Failed, b.Dropped))));

    /// <summary>How far the copies of one letter have come; tests do not count.</summary>
    public async Task<Result<OutboxCount>> ProgressAsync(Actor by, int letterId, CancellationToken ct) => !by.IsOrganiser
        ? BulkRefusals.NotOrganiser
        : await _store.ReadAsync(async db =>
        {
            var copies = db.Outbox.Where(l => l.BulkLetterId == letterId && l.Template == BulkLetterWriter.Template);
            var counts = await copies.GroupBy(l => new { Sent = l.SentAt != null, Failed = l.FailedAt != null, Dropped = l.DroppedAt != null })
                .Select(g => new { g.Key.Sent, g.Key.Failed, g.Key.Dropped, Count = g.Count() }).ToListAsync(ct);
            var (sent, failed, dropped) = (counts.Where(c => c.Sent).Sum(c => c.Count), counts.Where(c => c.Failed).Sum(c => c.Count), counts.Where(c => c.Dropped).Sum(c => c.Count));
            return new OutboxCount(counts.Sum(c => c.Count) - sent - failed - dropped, sent, failed, dropped);
        });

    public async Task<Result<BulkLetter>> LetterAsync(Actor by, int conferenceId, int letterId, CancellationToken ct) => !by.IsOrganiser
        ? BulkRefusals.NotOrganiser
        : await _store.ReadAsync(db => db.BulkLetters.AsNoTracking().FirstOrDefaultAsync(b => b.Id == letterId && b.ConferenceId == conferenceId, ct)) is { } letter ? letter : BulkRefusals.Unknown;

    /// <param name="by">An organiser.</param>
    /// <param name="conferenceId">Of this event only.</param>
    /// <param name="letterId">A draft.</param>
    /// <param name="attendeeId">Whose copy to show; the first recipient's if null.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<Result<BulkPreview>> PreviewAsync(Actor by, int conferenceId, int letterId, int? attendeeId, CancellationToken ct)
    {
        var read = await LetterAsync(by, conferenceId, letterId, ct);
        if (read.IsRefused)
        {
            return read.Refusal;
        }

        var letter = read.Value;
        var (recipients, first) = await _store.ReadAsync(async db =>
        {
            var all = await BulkRecipients.OfAsync(db, letter, ct);
            var ids = all.First(Shown).ToList();
            return (all, await db.Attendees.AsNoTracking().Where(a => ids.Contains(a.Id)).OrderBy(a => a.Id).ToListAsync(ct));
        });
        var shown = first.Find(a => a.Id == attendeeId) ?? first.FirstOrDefault();
        var ticket = shown is null ? null : await _registration.TicketAsync(shown.Id, ct);
        return new BulkPreview(
            letter, AttendeeSegment.From(letter.Segment), recipients.Wanting, recipients.Unwilling, first,
            ticket is null ? null : _writer.Copy(letter, BulkLetterWriter.ValuesOf(ticket, _site), ticket.Attendee.Email, ticket.Attendee.Name, ticket.Conference, null));
    }
}
