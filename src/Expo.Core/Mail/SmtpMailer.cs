using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace Expo.Core.Mail;

/// <summary>Hands each letter to a mail server (RFC 5321), one connection for each.</summary>
public sealed class SmtpMailer(IOptions<MailOptions> options, TimeProvider clock) : IMailer
{
    public async Task SendAsync(Letter letter, CancellationToken ct)
    {
        var server = options.Value.Smtp;
        using var message = MimeLetters.ToMime(letter, options.Value, clock.GetUtcNow());
        using var client = new SmtpClient();
        await client.ConnectAsync(server.Host ?? "", server.Port, server.Tls ? SecureSocketOptions.Auto : SecureSocketOptions.None, ct);
        if (!string.IsNullOrEmpty(server.User))
        {
            await client.AuthenticateAsync(server.User, server.Password ?? "", ct);
        }

        await client.SendAsync(message, ct);
        await client.DisconnectAsync(quit: true, ct);
    }
}
