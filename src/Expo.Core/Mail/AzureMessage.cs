using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Expo.Core.Mail;

/// <summary>A letter in the shape of the service's API, version 2023-03-31.</summary>
internal static class AzureMessage
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static byte[] Write(Letter letter, MailOptions options)
    {
        var headers = letter.MoreHeaders().ToDictionary(h => h.Name, h => h.Value);
        headers["Message-ID"] = $"<{letter.MessageId}>";
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                headers,
                senderAddress = options.From,
                content = new { subject = MimeLetters.InHeader(letter.Subject), plainText = letter.Text, html = letter.Html },
                recipients = new { to = new[] { new { address = letter.To, displayName = MimeLetters.InHeader(letter.ToName) } } },
                attachments = letter.Attachments.Count == 0 ? null
                    : letter.Attachments.Select(a => new { name = a.FileName, contentType = a.ContentType, contentInBase64 = Convert.ToBase64String(a.Content) }),
                // Its tracking would lead the links in a ticket through another site.
                userEngagementTrackingDisabled = true,
            },
            Json);
    }

    /// <summary>The same for the same letter, so that the service can be asked what became of an earlier try.</summary>
    public static Guid OperationOf(Letter letter)
    {
        var id = SHA256.HashData(Encoding.UTF8.GetBytes("expo-letter:" + letter.MessageId)).AsSpan(0, 16).ToArray();

        // Marked as a version 8 UUID: made by a rule of our own (RFC 9562 5.8).
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
