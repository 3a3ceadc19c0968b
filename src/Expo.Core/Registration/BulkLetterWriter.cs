using Expo.Core.Data;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Registration;

/// <summary>Writes each person's copy of a letter to many when it leaves the outbox.</summary>
internal sealed class BulkLetterWriter(ExpoStore store, RegistrationQueries queries, IOptions<MailOptions> options) : ILetterWriter
{
    /// <summary>To an attendee; the version is the number of the letter to many.</summary>
    public const string Template = "SendBulk";

    /// <summary>To an organiser, to see how it looks; the subject is the number of the letter to many.</summary>
    public const string Test = "SendBulkTest";

    public IReadOnlyCollection<string> Templates => [Template, Test];

    public async Task<Letter?> WriteAsync(OutboxLetter letter, CancellationToken ct)
    {
        if (await store.ReadAsync(db => db.BulkLetters.AsNoTracking().FirstOrDefaultAsync(b => b.Id == letter.BulkLetterId, ct)) is not { } bulk)
        {
            return null;
        }

        if (letter.Template == Test)
        {
            var conference = await store.ReadAsync(db => db.Conferences.AsNoTracking().FirstAsync(c => c.Id == bulk.ConferenceId, ct));
            var values = new BulkValues("Ada Example", options.Value.Link("/tickets/7K4M-2QXR-9TBC-WJ5H"), "a seat in the room", conference.Name);
            return Copy(bulk, values, letter.Recipient, "", conference, letter) with { Subject = "Test: " + BulkText.Subject(bulk.Subject, values) };
        }

        // Who cancelled in between is not told about the event any more, unless the letter is for those who cancelled.
        return await queries.TicketAsync((int)letter.SubjectId, ct) is { } ticket && (!ticket.IsCancelled || AttendeeSegment.From(bulk.Segment).State == AttendeeState.Cancelled)
            ? Copy(bulk, ValuesOf(ticket, options.Value), ticket.Attendee.Email, ticket.Attendee.Name, ticket.Conference, letter)
            : null;
    }

    internal static BulkValues ValuesOf(Ticket ticket, MailOptions site) => new(
        ticket.Attendee.Name,
        site.Link($"/tickets/{TicketCodes.Grouped(ticket.Attendee.TicketCode)}"),
        ticket.IsCancelled ? "a cancelled registration" : RegistrationLetters.PlaceOf(ticket) switch
        {
            Places.Waiting => $"{ticket.Line?.InWords.Replace("number", "place", StringComparison.Ordinal)} on the waiting list",
            Places.Stream => "a place on the live stream",
            _ => ticket.Attendee.State switch { AttendeeState.Offered or AttendeeState.Unpaid => "a seat that is held for you", _ => "a seat in the room" },
        },
        ticket.Conference.Name);

    internal Letter Copy(BulkLetter bulk, BulkValues values, string to, string toName, Agenda.Conference conference, OutboxLetter? row)
    {
        var body = BulkText.Body(bulk.Text, values);
        if (conference.IsDemo)
        {
            body.Paragraph("This is a demo event. It does not take place.");
        }

        var unsubscribe = row is null ? options.Value.Link("/letters/unsubscribe/…") : row.UnsubscribeToken is { } token ? options.Value.Link(Unsubscribing.PathOf(token)) : null;
        if (unsubscribe is not null)
        {
            body.Paragraph($"You get this letter because you registered for {conference.Name}.").Link("Unsubscribe from letters to everybody; what concerns your ticket still comes", unsubscribe);
        }

        var subject = BulkText.Subject(bulk.Subject, values);
        return new Letter(to, toName, subject, body.Text, body.AsHtml(subject))
        {
            MessageId = $"{(row?.Template ?? Template).ToLowerInvariant()}.{bulk.Id}.o{row?.Id ?? 0}@{options.Value.Domain}",
            FromName = conference.Name,
            UnsubscribeAt = unsubscribe,
        };
    }
}
