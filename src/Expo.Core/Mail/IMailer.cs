namespace Expo.Core.Mail;

/// <summary>A letter ready to go. The plain text is always there; HTML is an addition.</summary>
/// <param name="To">Address as typed.</param>
/// <param name="ToName">Display name; encoded by the mailer, so it cannot add headers.</param>
public sealed record Letter(string To, string ToName, string Subject, string Text, string? Html = null)
{
    /// <summary>Same id for the same letter, however often it is tried, so that receivers can drop a repeat (RFC 5322 3.6.4).</summary>
    public required string MessageId { get; init; }

    /// <summary>Name it comes from, unless the settings give another.</summary>
    public required string FromName { get; init; }

    public IReadOnlyList<Attachment> Attachments { get; init; } = [];
}

public sealed record Attachment(string FileName, string ContentType, byte[] Content);

/// <summary>The door for letters: a folder of .eml files (default), SMTP or a provider's API.</summary>
public interface IMailer
{
    Task SendAsync(Letter letter, CancellationToken ct);
}
