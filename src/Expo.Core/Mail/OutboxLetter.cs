namespace Expo.Core.Mail;

/// <summary>
/// A letter that must leave. The row is written in the same transaction as the change that it tells of; a worker takes it
/// with a lease. Unique by template, recipient, subject and version: the same letter is left once, however often it is asked
/// for. What it says is written when it leaves.
/// </summary>
public sealed class OutboxLetter
{
    public long Id { get; init; }

    /// <summary>Which letter, for instance <c>SendTicket</c>; an <see cref="ILetterWriter"/> answers to it.</summary>
    public required string Template { get; init; }

    /// <summary>Normalised address. Emptied when the person is erased.</summary>
    public required string Recipient { get; set; }

    /// <summary>The id of what it is about, which the template tells: an attendee, a payment, a proposal, and so on. Never ask for it without the template.</summary>
    public long SubjectId { get; init; }

    /// <summary>Tells apart letters of one template about one subject, such as the revision of a ticket.</summary>
    public int Version { get; init; }

    /// <summary>The bulk letter it belongs to.</summary>
    public int? BulkLetterId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not before this.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Until then a worker has it.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    /// <summary>It will not be tried again: the server refused it for good, or too often.</summary>
    public DateTimeOffset? FailedAt { get; set; }

    /// <summary>It was not sent, because it had been overtaken or the person does not want such letters.</summary>
    public DateTimeOffset? DroppedAt { get; set; }

    /// <summary>Why it was not sent, at the last attempt.</summary>
    public string? LastError { get; set; }

    /// <summary>Secret of the unsubscribe link, for letters that one can unsubscribe from.</summary>
    public string? UnsubscribeToken { get; init; }

    public static OutboxLetter For(string template, string recipient, long subjectId, int version, DateTimeOffset now) =>
        new() { Template = template, Recipient = recipient, SubjectId = subjectId, Version = version, CreatedAt = now, DueAt = now };
}

/// <summary>A letter from the organiser to a segment of attendees. Draft until it was confirmed; then its text never changes.</summary>
public sealed class BulkLetter
{
    public int Id { get; init; }

    public int ConferenceId { get; init; }

    public required string Subject { get; set; }

    /// <summary>Plain text with placeholders such as <c>{name}</c>.</summary>
    public required string Text { get; set; }

    /// <summary>To whom, as JSON of the slice that knows the segment.</summary>
    public required string Segment { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset? ConfirmedAt { get; set; }

    public string? ConfirmedBy { get; set; }

    /// <summary>To how many it went.</summary>
    public int Recipients { get; set; }
}

/// <summary>An address that wants no more letters of one kind. Tickets are never held back by it.</summary>
public sealed class MailSuppression
{
    public int Id { get; init; }

    public required string Recipient { get; init; }

    /// <summary>Which kind, for instance <c>organiser</c> for letters to everybody.</summary>
    public required string Kind { get; init; }

    public DateTimeOffset At { get; init; }
}
