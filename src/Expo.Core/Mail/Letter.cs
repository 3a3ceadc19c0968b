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

    /// <summary>Where a mail program unsubscribes with one POST (RFC 8058). Null for letters that one cannot unsubscribe from, such as tickets.</summary>
    public string? UnsubscribeAt { get; init; }

    /// <summary>It may have been sent already by a try whose end nobody saw.</summary>
    public bool MayBeSent { get; init; }

    /// <summary>Headers that every mailer adds, by name.</summary>
    internal IEnumerable<(string Name, string Value)> MoreHeaders()
    {
        // So that an absence notice does not answer a machine (RFC 3834 5).
        yield return ("Auto-Submitted", "auto-generated");
        if (UnsubscribeAt is { } address)
        {
            yield return ("List-Unsubscribe", $"<{address}>");
            yield return ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
    }
}

public sealed record Attachment(string FileName, string ContentType, byte[] Content);
