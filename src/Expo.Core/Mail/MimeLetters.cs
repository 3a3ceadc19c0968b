using MimeKit;

namespace Expo.Core.Mail;

/// <summary>A letter as MIME (RFC 2045 to 2049, RFC 5322): plain text first, HTML as the alternative, then what is attached.</summary>
internal static class MimeLetters
{
    public static MimeMessage ToMime(Letter letter, MailOptions options, DateTimeOffset now)
    {
        var message = new MimeMessage { Subject = InHeader(letter.Subject), Date = now, MessageId = letter.MessageId };
        message.From.Add(new MailboxAddress(InHeader(options.FromName ?? letter.FromName), options.From));
        message.To.Add(new MailboxAddress(InHeader(letter.ToName), letter.To));
        foreach (var (name, value) in letter.MoreHeaders())
        {
            message.Headers.Add(name, value);
        }

        var body = new BodyBuilder { TextBody = letter.Text, HtmlBody = letter.Html };
        foreach (var attachment in letter.Attachments)
        {
            body.Attachments.Add(attachment.FileName, attachment.Content, ContentType.Parse(attachment.ContentType));
        }

        message.Body = body.ToMessageBody();
        return message;
    }

    // What looks like an encoded word (RFC 2047) would be decoded by the reader, into line breaks for instance.
    internal static string InHeader(string text) => OneLine(text).Replace("=?", "= ?", StringComparison.Ordinal);

    /// <summary>Text that cannot end its line: control characters, also the Unicode ones, become spaces.</summary>
    public static string OneLine(string text) =>
        string.Create(text.Length, text, (to, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                to[i] = char.IsControl(from[i]) || from[i] is '\u2028' or '\u2029' ? ' ' : from[i];
            }
        });
}
