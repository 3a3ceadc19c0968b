using Expo.Core.Data;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Registration;

/// <summary>Your request for an accommodation was answered.</summary>
public sealed record SendAccommodation(int AttendeeId);

/// <summary>
/// Letters about accommodations. Mail is not private: those who arrange are told only that there is something to read, and the
/// person gets the organisers' answer without the words of the request.
/// </summary>
internal sealed class AccommodationLetters(ExpoStore store, IOptions<MailOptions> options) : ILetterWriter
{
    public const string Desk = "/organiser/accommodations";

    public IReadOnlyCollection<string> Templates { get; } = [nameof(TellAccommodation), nameof(SendAccommodation)];

    /// <summary>Null when the request was taken back or the person erased, when nobody is to be told any more, and when the address has changed since.</summary>
    public Task<Letter?> WriteAsync(OutboxLetter letter, CancellationToken ct) => store.ReadAsync(async db =>
    {
        if (await db.Attendees.AsNoTracking().FirstOrDefaultAsync(a => a.Id == letter.SubjectId, ct) is not { IsErased: false } person)
        {
            return null;
        }

        var conference = await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == person.ConferenceId, ct);
        return letter.Template == nameof(TellAccommodation)
            ? await ToldAsync(db, conference.Id, ct) is { } to && RecipientOf(to) == letter.Recipient ? Tell(letter, person, conference.Name, to) : null
            : person.AccessNeeds is not null && person.NormalisedEmail == letter.Recipient ? Answer(letter, person, conference.Name) : null;
    });

    /// <summary>Those who arrange, as an outbox names them; null when nobody is told.</summary>
    internal static string? RecipientOf(string? told) => told is null ? null : EmailAddresses.Normalise(told).Value;

    internal static async Task<string?> RecipientAsync(ExpoDb db, int conferenceId, CancellationToken ct) => RecipientOf(await ToldAsync(db, conferenceId, ct));

    /// <summary>What has not left for those who arranged so far goes to those who arrange now. With nobody to tell it stays, and is dropped.</summary>
    internal static async Task ReaddressAsync(ExpoDb db, int conferenceId, string? from, string? to, CancellationToken ct)
    {
        if (RecipientOf(from) is { } before && RecipientOf(to) is { } now && before != now)
        {
            await db.Outbox.Where(l => l.Template == nameof(TellAccommodation) && l.Recipient == before && l.SentAt == null && l.DroppedAt == null
                    && db.Attendees.Any(a => a.Id == l.SubjectId && a.ConferenceId == conferenceId))
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.Recipient, now), ct);
        }
    }

    private static Task<string?> ToldAsync(ExpoDb db, int conferenceId, CancellationToken ct) =>
        db.RegistrationSettings.Where(s => s.ConferenceId == conferenceId).Select(s => s.AccommodationsTo).FirstOrDefaultAsync(ct);

    private Letter? Tell(OutboxLetter letter, Attendee person, string eventName, string to)
    {
        // Somebody who withdrew a request that was in hand must be noticed as well.
        if (person.AccessNeeds is null && person.AccommodationAskedAt is null)
        {
            return null;
        }

        const string subject = "A request for an accommodation is new or has changed";
        var body = new LetterBody()
            .Paragraph($"Somebody who takes part in {eventName} asks for an accommodation, or has changed or withdrawn a request.")
            .Paragraph("For privacy this letter says neither who nor what. Sign in to read it; each reading is logged.")
            .Link("The accommodations desk", options.Value.Link(Desk));
        return new Letter(to, "Accommodations", subject, body.Text, body.AsHtml(subject)) { MessageId = MessageId(letter), FromName = eventName };
    }

    private Letter Answer(OutboxLetter letter, Attendee person, string eventName)
    {
        var subject = $"Your request has an answer: {eventName}";
        var body = new LetterBody().Paragraph($"Hello {person.Name},").Paragraph(person.Accommodation switch
        {
            AccommodationState.Arranged => "What you asked for is arranged.",
            AccommodationState.NotPossible => "What you asked for is not possible. We are sorry.",
            AccommodationState.InHand => "What you asked for is in hand. We write again when it is settled.",
            _ => "We have your request and will answer it.",
        });
        foreach (var line in (person.AccommodationReply ?? "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            body.Paragraph(line);
        }

        body.Link("See or change your request", options.Value.Link($"/tickets/{TicketCodes.Grouped(person.TicketCode)}/needs"));
        return new Letter(person.Email, person.Name, subject, body.Text, body.AsHtml(subject)) { MessageId = MessageId(letter), FromName = eventName };
    }

    private string MessageId(OutboxLetter letter) => $"{letter.Template.ToLowerInvariant()}.{letter.Id}@{options.Value.Domain}";
}
