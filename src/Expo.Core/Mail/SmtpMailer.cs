using System.Net.Security;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Expo.Core.Mail;

/// <summary>
/// Hands letters to a mail server (RFC 5321) over one connection. When that breaks in the middle it is made once more, and
/// only the letters that the server has not taken are sent over it.
/// </summary>
public sealed class SmtpMailer(IOptions<MailOptions> options, TimeProvider clock) : IMailer
{
    private const int AnswersWithinMilliseconds = 30_000;

    private static readonly Delivery NotDeliverable = new(Outcome.Refused, "The mail server does not deliver to addresses with letters outside of ASCII (SMTPUTF8).");

    private static readonly FormatOptions International = MakeInternational();

    /// <summary>Trusts what the machine trusts, unless a test brings a certificate of its own.</summary>
    internal RemoteCertificateValidationCallback? Certificate { get; init; }

    public async Task<IReadOnlyList<Delivery>> SendAsync(IReadOnlyList<Letter> letters, CancellationToken ct)
    {
        var deliveries = new List<Delivery>(letters.Count);
        using var client = new SmtpClient { Timeout = AnswersWithinMilliseconds, ServerCertificateValidationCallback = Certificate };
        foreach (var letter in letters)
        {
            deliveries.Add(ct.IsCancellationRequested ? Delivery.NotTried
                : deliveries is [.., { Outcome: Outcome.Away } away] ? away
                : await SendAsync(client, letter, ct));
        }

        await LeaveAsync(client);
        return deliveries;
    }

    private async Task<Delivery> SendAsync(SmtpClient client, Letter letter, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (!client.IsConnected)
                {
                    await ConnectAsync(client, ct);
                }
            }
            catch (Exception fault)
            {
                return ct.IsCancellationRequested ? Delivery.NotTried : new Delivery(Outcome.Away, fault.Message);
            }

            try
            {
                using var message = MimeLetters.ToMime(letter, options.Value, clock.GetUtcNow());
                if (IsInternational(letter) && !client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
                {
                    return NotDeliverable;
                }

                await client.SendAsync(IsInternational(letter) ? International : FormatOptions.Default, message, ct);
                return Delivery.Sent;
            }
            catch (SmtpCommandException answer)
            {
                return Read(client, answer);
            }
            catch (Exception broken) when (!ct.IsCancellationRequested && attempt == 1 && broken is SmtpProtocolException or IOException or ServiceNotConnectedException)
            {
                // The server may have taken it and not said so: it then gets the same letter by the same name again.
                client.Abandon();
            }
            catch (Exception fault)
            {
                client.Abandon();
                return ct.IsCancellationRequested ? Delivery.NotTried : new Delivery(Outcome.Later, fault.Message);
            }
        }
    }

    private static Delivery Read(SmtpClient client, SmtpCommandException answer)
    {
        if (answer.StatusCode == SmtpStatusCode.ServiceNotAvailable)
        {
            client.Abandon();
        }

        // A sender that is refused is our own mistake in the settings: the letters wait until it is put right.
        var outcome = answer.ErrorCode == SmtpErrorCode.SenderNotAccepted ? Outcome.Away : (int)answer.StatusCode >= 500 ? Outcome.Refused : Outcome.Later;
        return new Delivery(outcome, $"{(int)answer.StatusCode} {answer.Message}");
    }

    private async Task ConnectAsync(SmtpClient client, CancellationToken ct)
    {
        var server = options.Value.Smtp;
        await client.ConnectAsync(server.Host ?? "", server.Port, Security(server), ct);
        if (!string.IsNullOrEmpty(server.User))
        {
            await client.AuthenticateAsync(server.User, server.Password ?? "", ct);
        }
    }

    private static FormatOptions MakeInternational()
    {
        var format = FormatOptions.Default.Clone();
        format.International = true;
        return format;
    }

    private static async Task LeaveAsync(SmtpClient client)
    {
        try
        {
            if (client.IsConnected)
            {
                await client.DisconnectAsync(quit: true, CancellationToken.None);
            }
        }
        catch (Exception)
        {
            // All that mattered was said before.
        }
    }

    // The domain has an ASCII form; what stands before it has none and needs a server that knows RFC 6531.
    private static bool IsInternational(Letter letter) => letter.To.AsSpan(0, letter.To.LastIndexOf('@') + 1).ContainsAnyExceptInRange('\0', '\x7F');

    // Port 465 speaks TLS from the first byte (RFC 8314). On any other a server that offers none is refused: "if available" would send
    // the password and the ticket in the clear to whoever answers without it.
    private static SecureSocketOptions Security(SmtpOptions server) => server switch
    {
        { Tls: false } => SecureSocketOptions.None,
        { Port: 465 } => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };
}

file static class Connections
{
    /// <summary>Drops the connection without a word, so that the next letter begins a new one.</summary>
    public static void Abandon(this SmtpClient client)
    {
        if (client.IsConnected)
        {
            try
            {
                client.Disconnect(quit: false);
            }
            catch (Exception)
            {
                // It was broken already.
            }
        }
    }
}
