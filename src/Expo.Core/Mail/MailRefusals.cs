namespace Expo.Core.Mail;

/// <summary>Every "no" of the outbox.</summary>
public static class MailRefusals
{
    public static readonly Refusal NotOrganiser = Refusal.Forbidden("mail.not-organiser", "Only an organizer may see and send letters. Sign in with an organizer’s account.");

    public static readonly Refusal UnknownLetter = Refusal.NotFound("mail.unknown-letter", "There is no letter by that number.");

    public static readonly Refusal NotFailed = Refusal.Conflict("mail.not-failed", "Only a letter that failed can be sent again. Look at its state: it may be on its way already.");

    public static readonly Refusal Overtaken = Refusal.Conflict("mail.overtaken", "This letter would not be sent any more: what it tells has been overtaken, or its person was erased.");

    public static readonly Refusal UnknownLink = Refusal.NotFound("mail.unknown-link", "This link to unsubscribe is not known. Open it from the newest letter you got.");
}
