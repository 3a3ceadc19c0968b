using System.Net;
using System.Net.Sockets;
using System.Text;
using Expo.Core.Mail;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Mail;

public sealed class SmtpMailerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, new[] { "EHLO" })]
    [InlineData(false, new[] { "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT" })]
    public async Task Neither_password_nor_letter_leaves_in_the_clear_unless_that_is_asked_for(bool tls, string[] heard)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = ListenWithoutTlsAsync(listener);
        var options = new MailOptions { Smtp = new() { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, User = "expo", Password = "hunter2", Tls = tls } };
        var letter = new Letter("ada@example.org", "Ada", "Your ticket", "Text", "<p>Text</p>") { MessageId = "one@expo.example", FromName = "Expo" };

        var delivery = Assert.Single(await new SmtpMailer(Options.Create(options), TimeProvider.System).SendAsync([letter], Ct));

        Assert.Equal(tls ? Outcome.Away : Outcome.Sent, delivery.Outcome);
        Assert.Equal(heard, (await server).Where(verb => verb is not "QUIT" || !tls));
    }

    /// <summary>A mail server that knows no STARTTLS. Gives the verbs that it was sent.</summary>
    private static async Task<List<string>> ListenWithoutTlsAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(Ct);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { AutoFlush = true, NewLine = "\r\n" };
        await writer.WriteLineAsync("220 mail.example ready");
        var verbs = new List<string>();
        while (await reader.ReadLineAsync(Ct) is { } line)
        {
            verbs.Add(line.Split(' ')[0].ToUpperInvariant());
            switch (verbs[^1])
            {
                case "EHLO":
                    await writer.WriteLineAsync("250-mail.example");
                    await writer.WriteLineAsync("250 AUTH PLAIN");
                    break;
                case "AUTH":
                    await writer.WriteLineAsync("235 welcome");
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    while (await reader.ReadLineAsync(Ct) is { } text && text != ".")
                    {
                    }

                    await writer.WriteLineAsync("250 taken");
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return verbs;
                default:
                    await writer.WriteLineAsync("250 fine");
                    break;
            }
        }

        return verbs;
    }
}
