namespace Expo.Core.Registration;

/// <summary>Every "no" of letters to many. Fields are those of the draft.</summary>
public static class BulkRefusals
{
    public static readonly Refusal NotOrganiser = Refusal.Forbidden("letters.not-organiser", "Only an organizer may write to attendees. Sign in with an organizer’s account.");
    public static readonly Refusal Unknown = Refusal.NotFound("letters.unknown", "There is no letter by that number.");

    public static readonly Refusal SubjectMissing = Refusal.Invalid("letters.subject-missing", "Write a subject.", "Subject");
    public static readonly Refusal SubjectTooLong = Refusal.Invalid("letters.subject-too-long", $"A subject is one line of at most {BulkText.LongestSubject} characters. Shorten it.", "Subject");
    public static readonly Refusal TicketInSubject = Refusal.Invalid("letters.ticket-in-subject", "The link to a ticket is a secret and cannot stand in a subject, which mail programs show to whoever looks at the screen. Put {ticket} into the text.", "Subject");
    public static readonly Refusal TextMissing = Refusal.Invalid("letters.text-missing", "Write the letter.", "Text");
    public static readonly Refusal TextTooLong = Refusal.Invalid("letters.text-too-long", $"A letter has at most {BulkText.LongestText} characters here. Shorten it, or link to a page.", "Text");

    public static readonly Refusal SentAlready = Refusal.Conflict("letters.sent-already", "This letter was confirmed already and is on its way. It was not sent a second time.");
    public static readonly Refusal Changed = Refusal.Conflict("letters.changed", "Nothing was sent: a colleague has changed this letter since you looked. Read it again below, then confirm.");
    public static readonly Refusal Nobody = Refusal.Conflict("letters.nobody", "Nobody would get this letter. Choose other recipients.");
    public static readonly Refusal NoAddress = Refusal.Conflict("letters.no-address", "Your account has no email address to send a test to.");
    public static readonly Refusal EnoughTests = Refusal.TooMany("letters.enough-tests", "You have sent yourself many tests of this letter just now. Wait a few minutes before the next one.");
    public static readonly Refusal CountMissing = Refusal.Invalid("letters.count-missing", "Type the number of recipients to confirm.", "Count");

    /// <summary>The number typed is not that of the recipients: a slip, or somebody registered or left since the preview.</summary>
    public static Refusal CountChanged(int typed, int now) => Refusal.Invalid(
        "letters.count-changed", $"Nothing was sent. You confirmed {typed}, and the letter would go to {now} at this moment: people register and leave. Look at the preview again, then type {now}.", "Count");

    public static Refusal UnknownPlaceholder(string placeholder, string field) => Refusal.Invalid(
        "letters.unknown-placeholder", $"{placeholder} is not known. You can use {string.Join(", ", BulkText.Known)}.", field);
}
