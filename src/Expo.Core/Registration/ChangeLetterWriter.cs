using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Registration;

/// <summary>Writes the notices of changed sessions when they leave the outbox. Their subject is the number of the attendee, their version that of the release.</summary>
internal sealed class ChangeLetterWriter(ExpoStore store, IOptions<MailOptions> options) : ILetterWriter
{
    public const string Template = Unsubscribing.ChangeTemplate;

    public IReadOnlyCollection<string> Templates => [Template];

    public Task<Letter?> WriteAsync(OutboxLetter letter, CancellationToken ct) => WriteAsync(letter, letter.UnsubscribeToken ?? "…", isShown: false, ct);

    public Task<Letter?> ShowAsync(OutboxLetter letter, CancellationToken ct) => WriteAsync(letter, "…", isShown: true, ct);

    private Task<Letter?> WriteAsync(OutboxLetter letter, string token, bool isShown, CancellationToken ct) => store.ReadAsync(async db =>
    {
        // Whoever cancelled in between is not told of the programme any more.
        var person = await db.Attendees.AsNoTracking().FirstOrDefaultAsync(a => a.Id == letter.SubjectId && a.Email != "" && a.State != AttendeeState.Cancelled, ct);
        var told = await db.ChangeNotices.AsNoTracking().Where(n => n.OutboxLetterId == letter.Id)
            .Join(db.Set<ReleasedSession>(), n => new { n.ReleaseId, n.SessionId }, s => new { s.ReleaseId, s.SessionId }, (n, s) => new Told(s.Title, s.Slug, s.StartsAt, n.Text)).ToListAsync(ct);
        return person is null || told.Count == 0
            ? null
            : Write(letter, person, await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == person.ConferenceId, ct), [.. told.OrderBy(t => t.StartsAt).ThenBy(t => t.Title, StringComparer.Ordinal)], token, isShown);
    });

    private sealed record Told(string Title, string Slug, DateTimeOffset StartsAt, string Text);

    private Letter Write(OutboxLetter row, Attendee person, Conference conference, List<Told> told, string token, bool isShown)
    {
        var site = options.Value;
        var subject = told.Count == 1 ? $"A session that you starred has changed: {told[0].Title}" : $"{told.Count} sessions that you starred have changed: {conference.Name}";
        var body = new LetterBody().Paragraph($"Hello {person.Name},")
            .Paragraph($"The program of {conference.Name} has changed. This is about {(told.Count == 1 ? "one session" : $"{told.Count} sessions")} that you starred.");
        foreach (var session in told)
        {
            body.Facts((session.Title, session.Text)).Link("The session’s page", site.Link($"/sessions/{session.Slug}"));
        }

        body.Paragraph("If you read your sessions in a calendar by its own address, it follows by itself.")
            .Link("All your sessions", site.Link("/agenda/mine"))
            .Link("Your ticket, which opens your sessions in any browser", site.Link($"/tickets/{(isShown ? "…" : TicketCodes.Grouped(person.TicketCode))}"));
        if (conference.IsDemo)
        {
            body.Paragraph("This is a demo event. It does not take place.");
        }

        var unsubscribe = site.Link(Unsubscribing.PathOf(token));
        body.Paragraph("You get this letter because you starred these sessions.").Link("Do not tell me of changes any more; what concerns your ticket still comes", unsubscribe);
        return new Letter(person.Email, person.Name, subject, body.Text, body.AsHtml(subject))
        {
            MessageId = $"{Template.ToLowerInvariant()}.o{row.Id}@{site.Domain}",
            FromName = conference.Name,
            UnsubscribeAt = unsubscribe,
        };
    }
}
