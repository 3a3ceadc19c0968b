using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Submissions;

/// <summary>
/// The letters that invite a speaker to the desk and remind of what is missing. Their subject is the number of the speaker, their version
/// the day, so that nobody gets one twice on a day. The preview is written by the very method that writes the letter when it leaves.
/// </summary>
public sealed class SpeakerLetters(ExpoStore store, SignInLinks links, IOptions<SpeakerOptions> days, IOptions<MailOptions> options, TimeProvider clock) : ILetterWriter
{
    public const string Invitation = "SendSpeakerInvitation";
    public const string Reminder = "SendSpeakerReminder";

    private const string NoSecret = "…";
    private const string Desk = "/speaker";

    public IReadOnlyCollection<string> Templates { get; } = [Invitation, Reminder];

    public Task<Letter?> WriteAsync(OutboxLetter letter, CancellationToken ct) => WriteAsync(letter, shown: false, ct);

    public Task<Letter?> ShowAsync(OutboxLetter letter, CancellationToken ct) => WriteAsync(letter, shown: true, ct);

    /// <summary>Where letters to a speaker go: the address that organisers gave, else the account's. Normalised; null for nowhere.</summary>
    public static string? AddressOf(SpeakerSheet sheet) =>
        new[] { sheet.Speaker.Email, sheet.AccountEmail }.Select(EmailAddresses.Normalise).Where(a => !a.IsRefused).Select(a => a.Value).FirstOrDefault();

    /// <summary>A reminder as it would leave now, without a secret.</summary>
    internal Task<Letter> PreviewAsync(SpeakerSheet sheet, CancellationToken ct) =>
        ComposeAsync(OutboxLetter.For(Reminder, AddressOf(sheet)!, sheet.Speaker.Id, 0, clock.GetUtcNow()), sheet, shown: true, ct);

    private async Task<Letter?> WriteAsync(OutboxLetter letter, bool shown, CancellationToken ct)
    {
        var sheet = await store.ReadAsync(async db =>
            await db.Conferences.AsNoTracking().FirstOrDefaultAsync(c => db.Speakers.Any(s => s.Id == letter.SubjectId && s.ConferenceId == c.Id), ct) is { } conference
                ? (await SpeakerReader.ReadAsync(db, conference, db.Speakers.Where(s => s.Id == letter.SubjectId), days.Value, ct))[0]
                : null);

        // Overtaken: erased, reached elsewhere by now, or everything is there.
        return sheet is null || AddressOf(sheet) != letter.Recipient || (letter.Template == Reminder && sheet.Gaps.Count == 0) ? null : await ComposeAsync(letter, sheet, shown, ct);
    }

    private async Task<Letter> ComposeAsync(OutboxLetter letter, SpeakerSheet sheet, bool shown, CancellationToken ct)
    {
        var (conference, time) = (sheet.Conference, sheet.EventTime);
        var body = new LetterBody().Paragraph($"Hello {sheet.Speaker.Name},");
        string subject;
        if (letter.Template == Invitation)
        {
            subject = $"Your page as a speaker: {conference.Name}";
            body.Paragraph($"You speak at {conference.Name}. On a page of your own you look after your profile, your portrait, your slides and what may be recorded, and you see when you speak.");
        }
        else
        {
            subject = $"What is still missing: {conference.Name}";
            body.Paragraph($"You speak at {conference.Name}, and we are missing something from you:");
            foreach (var gap in sheet.Gaps)
            {
                var overdue = gap.DueAt < clock.GetUtcNow();
                body.Link(
                    $"{gap.Name}{(gap.IsAboutPerson ? "" : $", for “{gap.Talk.Title}”")} ({(overdue ? "was asked for by" : "by")} {EventTime.LongDay(time.Day(gap.DueAt))})",
                    options.Value.Link(gap.Path));
            }
        }

        if (sheet.Talks.Count > 0)
        {
            body.Facts([.. sheet.Talks.Where(t => t.Session.State != SessionState.Cancelled).Select(t => (t.Session.IsPlaced && t.Released is not null ? time.Full(t.Session.StartsAt) : "No public time yet", t.Session.Title))]);
        }

        await LinkAsync(body, letter.Recipient, sheet, shown, ct);
        if (conference.IsDemo)
        {
            body.Paragraph("This is a demo event. It does not take place.");
        }

        return new Letter(letter.Recipient, sheet.Speaker.Name, subject, body.Text, body.AsHtml(subject)) { MessageId = $"{letter.Template.ToLowerInvariant()}.o{letter.Id}@{options.Value.Domain}", FromName = conference.Name };
    }

    private async Task LinkAsync(LetterBody body, string to, SpeakerSheet sheet, bool shown, CancellationToken ct)
    {
        if (sheet.AccountEmail is not null && !string.Equals(sheet.AccountEmail, to, StringComparison.OrdinalIgnoreCase))
        {
            // A link to this address would open another account than the one that holds the talks.
            body.Link("Your sessions", options.Value.Link(Desk)).Paragraph("Sign in with the account that you have used here before.");
            return;
        }

        var offer = shown ? new SignInOffer(NoSecret, clock.GetUtcNow() + SignInLinks.Enclosed) : await links.MakeAsync(to, sheet.Speaker.Name, Desk, SignInLinks.Enclosed, ct);
        if (offer.NeedsPassword)
        {
            body.Paragraph("Your address belongs to an account that runs the event: sign in with its password.").Link("Your sessions", options.Value.Link(Desk));
            return;
        }

        body.Link("Sign in and open your page", options.Value.Link(offer.Path)).Paragraph($"This link works once, until {sheet.EventTime.Full(offer.EndsAt)}. You need no password.")
            .Link("Later, ask for a new link here", options.Value.Link($"{SignInLinks.Page}?returnUrl={Desk}"));
    }
}
