using Expo.Core.Mail;
using Expo.Testing;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Expo.Core.Tests.Mail;

/// <summary>The mailer against a real SMTP server.</summary>
public sealed class SmtpServerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_goes_over_one_connection()
    {
        await using var server = await SmtpServer.StartAsync();

        var deliveries = await SendAsync(server, [.. Enumerable.Range(0, 20).Select(i => Letter($"p{i}@example.org"))]);

        Assert.All(deliveries, d => Assert.Equal(Delivery.Sent, d));
        var taken = await server.TakenAsync(20);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"p{i}@example.org"), taken.Select(l => Assert.Single(l.To)));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task One_refused_recipient_stops_nobody_else_and_is_refused_for_good()
    {
        await using var server = await SmtpServer.StartAsync();

        var deliveries = await SendAsync(server, Letter("a@example.org"), Letter("refuse@example.org"), Letter("b@example.org"), Letter("bounce@example.org"), Letter("c@example.org"));

        Assert.Equal(
            [Delivery.Sent, new(Outcome.Refused, "550 No such mailbox"), Delivery.Sent, new(Outcome.Refused, "554 We do not like it"), Delivery.Sent], deliveries);
        Assert.Equal(["a@example.org", "b@example.org", "c@example.org"], (await server.TakenAsync(3)).Select(l => l.To[0]));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_server_that_says_later_gets_only_that_letter_again()
    {
        await using var server = await SmtpServer.StartAsync();
        Letter[] letters = [Letter("a@example.org"), Letter("later@example.org")];

        var first = await SendAsync(server, letters);
        var second = await SendAsync(server, [.. letters.Zip(first).Where(l => l.Second.Outcome == Outcome.Later).Select(l => l.First)]);

        Assert.Equal([Delivery.Sent, new(Outcome.Later, "451 Come back later")], first);
        Assert.Equal([Delivery.Sent], second);
        Assert.Equal(["a@example.org", "later@example.org"], (await server.TakenAsync(2)).Select(l => l.To[0]));
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_is_made_again_and_nothing_is_lost_or_sent_twice()
    {
        await using var server = await SmtpServer.StartAsync();

        var deliveries = await SendAsync(server, Letter("a@example.org"), Letter("dropped@example.org"), Letter("b@example.org"));

        Assert.All(deliveries, d => Assert.Equal(Delivery.Sent, d));
        Assert.Equal(["a@example.org", "dropped@example.org", "b@example.org"], (await server.TakenAsync(3)).Select(l => l.To[0]));
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task A_letter_that_was_taken_without_a_word_comes_again_by_the_same_name()
    {
        await using var server = await SmtpServer.StartAsync();

        var deliveries = await SendAsync(server, Letter("forget@example.org"), Letter("b@example.org"));

        Assert.All(deliveries, d => Assert.Equal(Delivery.Sent, d));
        var taken = await server.TakenAsync(3);
        Assert.Equal(["forget@example.org", "forget@example.org", "b@example.org"], taken.Select(l => l.To[0]));
        Assert.Single(taken.Take(2).Select(l => Mime(l).MessageId).Distinct());
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_away_and_asked_once()
    {
        var options = new MailOptions { Smtp = new() { Host = "127.0.0.1", Port = WatchedProcess.FreeTcpPort(), Tls = false } };

        var deliveries = await new SmtpMailer(Options.Create(options), TimeProvider.System).SendAsync([Letter("a@example.org"), Letter("b@example.org")], Ct);

        Assert.All(deliveries, d => Assert.Equal(Outcome.Away, d.Outcome));
        Assert.Same(deliveries[0], deliveries[1]);
    }

    [Fact]
    public async Task A_sender_that_is_refused_is_a_fault_of_the_settings_and_the_letters_wait()
    {
        await using var server = await SmtpServer.StartAsync();

        var delivery = Assert.Single(await SendAsync(server, from: "nobody@expo.example", letters: Letter("a@example.org")));

        Assert.Equal(new Delivery(Outcome.Away, "553 This sender is not ours"), delivery);
    }

    [Theory]
    [InlineData(true, Outcome.Sent)]
    [InlineData(false, Outcome.Away)]
    public async Task A_certificate_that_nobody_vouches_for_gets_neither_password_nor_letter(bool isTrusted, Outcome outcome)
    {
        await using var server = await SmtpServer.StartAsync(tls: true, password: "secret");
        var options = Settings(server, tls: true, password: "secret");

        var deliveries = await new SmtpMailer(Options.Create(options), TimeProvider.System) { Certificate = isTrusted ? (_, _, _, _) => true : null }.SendAsync([Letter("a@example.org")], Ct);

        Assert.Equal(outcome, deliveries[0].Outcome);
        var taken = isTrusted ? await server.TakenAsync(1) : server.Taken;
        Assert.Equal(isTrusted ? [true] : [], taken.Select(l => l.Secure));
    }

    [Fact]
    public async Task Where_tls_is_demanded_a_server_without_it_gets_nothing()
    {
        await using var server = await SmtpServer.StartAsync(tls: false);

        var deliveries = await new SmtpMailer(Options.Create(Settings(server, tls: true)), TimeProvider.System).SendAsync([Letter("a@example.org")], Ct);

        Assert.Equal(Outcome.Away, deliveries[0].Outcome);
        Assert.Empty(server.Taken);
    }

    [Fact]
    public async Task A_wrong_password_is_no_fault_of_the_letters()
    {
        await using var server = await SmtpServer.StartAsync(tls: true, password: "secret");
        var options = Settings(server, tls: true, password: "wrong");

        var deliveries = await new SmtpMailer(Options.Create(options), TimeProvider.System) { Certificate = (_, _, _, _) => true }.SendAsync([Letter("a@example.org")], Ct);

        Assert.Equal(Outcome.Away, deliveries[0].Outcome);
        Assert.Contains("535", deliveries[0].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ada\r\nBcc: all@example.org\r\n\r\nBuy!")]
    [InlineData("Ada\r\n.\r\nMAIL FROM:<eve@example.org>\r\n")]
    [InlineData("\"Ada\" <eve@example.org>, Bob")]
    [InlineData("=?utf-8?q?=0D=0ABcc:_all=40example.org?=")]
    [InlineData("名前 Ünïcode 🙂 محمد")]
    [InlineData("Zoë \"Zed\" O'Brien; (comment) \\ <b>")]
    public async Task No_name_and_no_subject_adds_a_recipient_a_header_or_a_letter(string typed)
    {
        await using var server = await SmtpServer.StartAsync();

        await SendAsync(server, Letter("a@example.org") with { ToName = typed, Subject = typed, FromName = typed });

        var taken = Assert.Single(await server.TakenAsync(1));
        var message = Mime(taken);
        Assert.Equal(("a@example.org", "desk@expo.example"), (Assert.Single(taken.To), taken.From));
        Assert.Equal(["From", "Date", "Subject", "Message-Id", "To", "Auto-Submitted", "MIME-Version", "Content-Type"], message.Headers.Concat(message.Body!.Headers).Select(h => h.Field).Distinct());
        Assert.Equal(MimeLetters.InHeader(typed).Trim(), message.Subject!.Trim());
        Assert.Equal(MimeLetters.InHeader(typed).Trim(), message.To.Mailboxes.Single().Name!.Trim());
    }

    [Fact]
    public async Task Dots_long_lines_and_all_scripts_arrive_as_they_were_and_the_plain_text_is_always_there()
    {
        await using var server = await SmtpServer.StartAsync();
        var text = $".\r\n..two\r\n.three Grüße 名前 🙂\r\n{new string('x', 3000)}\r\n";

        await SendAsync(server, Letter("a@example.org") with { Text = text, Html = "<p>.</p>\r\n.\r\n" });

        var message = Mime(Assert.Single(await server.TakenAsync(1)));
        Assert.Equal(text, message.TextBody!.ReplaceLineEndings("\r\n"));
        Assert.Equal("text/plain", message.BodyParts.First().ContentType.MimeType);
        Assert.Equal("<p>.</p>\r\n.\r\n", message.HtmlBody!.ReplaceLineEndings("\r\n"));
    }

    [Fact]
    public async Task A_letter_to_many_carries_both_headers_to_unsubscribe_and_a_ticket_none()
    {
        await using var server = await SmtpServer.StartAsync();

        await SendAsync(server, Letter("a@example.org") with { UnsubscribeAt = "https://expo.example/letters/unsubscribe/1f" }, Letter("b@example.org"));

        var taken = await server.TakenAsync(2);
        Assert.Equal(("<https://expo.example/letters/unsubscribe/1f>", "List-Unsubscribe=One-Click"), (Mime(taken[0]).Headers["List-Unsubscribe"], Mime(taken[0]).Headers["List-Unsubscribe-Post"]));
        Assert.Null(Mime(taken[1]).Headers["List-Unsubscribe"]);
    }

    [Fact]
    public async Task An_address_in_another_script_goes_where_the_server_can_deliver_it()
    {
        await using var server = await SmtpServer.StartAsync();

        var delivery = Assert.Single(await SendAsync(server, Letter("jörg@bücher.example")));

        // This server says that it knows SMTPUTF8.
        Assert.Equal(Delivery.Sent, delivery);
        Assert.Contains("jörg@", Assert.Single(await server.TakenAsync(1)).To[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_in_the_middle_says_which_letters_were_not_tried()
    {
        await using var server = await SmtpServer.StartAsync();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        var deliveries = await new SmtpMailer(Options.Create(Settings(server, tls: false)), TimeProvider.System).SendAsync([Letter("a@example.org")], stop.Token);

        Assert.Equal([Delivery.NotTried], deliveries);
        Assert.Empty(server.Taken);
    }

    private static Letter Letter(string to) => new(to, "Ada", "Your ticket", "Text", "<p>Text</p>") { MessageId = $"{to.Split('@')[0].Length}{Guid.CreateVersion7():N}@expo.example", FromName = "Expo" };

    private static MailOptions Settings(SmtpServer server, bool tls, string? password = null) => new()
    {
        From = "desk@expo.example", Smtp = new() { Host = "127.0.0.1", Port = server.Port, Tls = tls, User = password is null ? null : "expo", Password = password },
    };

    private static Task<IReadOnlyList<Delivery>> SendAsync(SmtpServer server, params Letter[] letters) => SendAsync(server, "desk@expo.example", letters);

    private static Task<IReadOnlyList<Delivery>> SendAsync(SmtpServer server, string from, params Letter[] letters)
    {
        var options = Settings(server, tls: false);
        options.From = from;
        return new SmtpMailer(Options.Create(options), TimeProvider.System).SendAsync(letters, Ct);
    }

    private static MimeMessage Mime(TakenMail taken) => MimeMessage.Load(new MemoryStream(taken.Raw));
}
