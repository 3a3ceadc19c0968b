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
        await client.ConnectAsync(server.Host ?? "", server.Port, Security(server), ct);
        if (!string.IsNullOrEmpty(server.User))
        {
            await client.AuthenticateAsync(server.User, server.Password ?? "", ct);
        }

        await client.SendAsync(message, ct);
        await client.DisconnectAsync(quit: true, ct);
    }

    // Port 465 speaks TLS from the first byte (RFC 8314). On any other a server that offers none is refused: "if available" would send
    // the password and the ticket in the clear to whoever answers without it.
    private static SecureSocketOptions Security(SmtpOptions server) => server switch
    {
        { Tls: false } => SecureSocketOptions.None,
        { Port: 465 } => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };
}
