using System.Text;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Expo.Core.Tests.Registration;

public sealed class LetterTests : IDisposable
{
    private static readonly MailOptions Site = new() { From = "desk@expo.example", Site = "https://expo.example/" };

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("expo-letters-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Each_registration_gets_exactly_one_letter_although_its_row_is_taken_twice(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => desk.AskAsync($"p{i}", i % 2 == 0 ? Places.Room : Places.Stream)));
        var runner = Runner(desk);

        await RunAllAsync(runner);
        var firstTime = Letters();
        // As after a crash between sending and noting it.
        await desk.Test.Store.ReadAsync(db => db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(l => l.SentAt, (DateTimeOffset?)null), Ct));
        await RunAllAsync(runner);

        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"p{i}@example.org").Order(), firstTime.Select(l => l.To.Mailboxes.Single().Address).Order());
        Assert.Equal(firstTime.Select(l => l.MessageId).Order(), Letters().Select(l => l.MessageId).Order());
    }

    [Fact]
    public async Task A_waiting_person_who_is_offered_a_seat_and_the_one_who_gave_it_are_both_told()
    {
        await using var desk = await RegistrationDesk.OpenAsync(DatabaseProvider.Sqlite, seats: 1);
        var runner = Runner(desk);
        await desk.RegisterAsync("ada");
        await desk.AskAsync("grace", Places.Waiting);
        await RunAllAsync(runner);
        await desk.Service.CancelAsync(await desk.CodeAsync("ada"), Ct);
        await RunAllAsync(runner);

        Assert.Equal(
            [
                "ada@example.org Cancelled: Forced Labor Technical Expo",
                "ada@example.org Your ticket: Forced Labor Technical Expo",
                "grace@example.org A seat is offered to you: Forced Labor Technical Expo",
                "grace@example.org You are on the waiting list: Forced Labor Technical Expo",
            ],
            Letters().Select(l => $"{l.To.Mailboxes.Single().Address} {l.Subject}").Order());
    }

    [Fact]
    public async Task A_ticket_that_was_cancelled_before_its_letter_left_sends_only_the_cancellation()
    {
        await using var desk = await RegistrationDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.RegisterAsync("ada");
        await desk.Service.CancelAsync(await desk.CodeAsync("ada"), Ct);

        await RunAllAsync(Runner(desk));

        Assert.Equal(["Cancelled: Forced Labor Technical Expo"], Letters().Select(l => l.Subject));
    }

    [Fact]
    public async Task The_letter_to_a_known_address_goes_to_its_owner_and_not_to_what_was_typed()
    {
        await using var desk = await RegistrationDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.RegisterAsync("ada");
        await desk.Service.RegisterAsync(RegistrationDesk.Request("x") with { Email = "ADA@example.org", Name = "Eve" }, Ct);

        await RunAllAsync(Runner(desk));

        var again = Letters().Single(l => l.Subject!.StartsWith("You are registered already", StringComparison.Ordinal));
        Assert.Equal("\"Person ada\" <ada@example.org>", again.To.ToString());
        Assert.Contains("https://expo.example/tickets/" + TicketCodes.Grouped(await desk.CodeAsync("ada")), again.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public void A_letter_is_plain_text_html_and_a_calendar()
    {
        var letter = Mime(Written("Marisol Thornebury"));

        Assert.Equal(["text/plain", "text/html", "text/calendar"], letter.BodyParts.Select(p => p.ContentType.MimeType));
        Assert.Equal("PUBLISH", letter.BodyParts.Last().ContentType.Parameters["method"]);
        Assert.StartsWith("Hello Marisol Thornebury,\r\n\r\nThank you for registering. You have a seat in the room.", letter.TextBody!.ReplaceLineEndings("\r\n"), StringComparison.Ordinal);
        Assert.Contains("https://expo.example/tickets/7K4M-2QXR-9TBC-WJ5H", letter.TextBody, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://expo.example/tickets/7K4M-2QXR-9TBC-WJ5H\">", letter.HtmlBody, StringComparison.Ordinal);
        Assert.Equal("auto-generated", letter.Headers["Auto-Submitted"]);
        Assert.Equal("\"Forced Labor Technical Expo\" <desk@expo.example>", letter.From.ToString());
    }

    [Theory]
    [InlineData("Ada\r\nBcc: all@example.org\r\n\r\nBuy!")]
    [InlineData("Ada\u2028Bcc: all@example.org")]
    [InlineData("\"Ada\" <eve@example.org>, Bob")]
    [InlineData("<script>alert(1)</script><a href='https://evil.example'>x</a>")]
    [InlineData("=?utf-8?q?=0D=0ABcc:_all=40example.org?=")]
    [InlineData("名前 Ünïcode 🙂 محمد")]
    public void No_name_adds_a_header_a_recipient_or_markup(string name)
    {
        var bytes = Bytes(Written(name));
        var letter = MimeMessage.Load(new MemoryStream(bytes), Ct);

        Assert.Equal(["ada@example.org"], letter.GetRecipients().Select(r => r.Address));
        Assert.Equal(["From", "Date", "Subject", "Message-Id", "To", "Auto-Submitted", "MIME-Version"], letter.Headers.Select(h => h.Field));
        Assert.Equal(3, letter.BodyParts.Count());
        Assert.DoesNotContain("<script", letter.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href='https://evil", letter.HtmlBody, StringComparison.Ordinal);
        Assert.StartsWith("Hello " + MimeLetters.OneLine(name) + ",", letter.TextBody, StringComparison.Ordinal);
        Assert.Equal(MimeLetters.InHeader(name), letter.To.Mailboxes.Single().Name);
    }

    [Fact]
    public void A_letter_tried_again_carries_the_same_name_and_another_letter_another()
    {
        var (first, again, other) = (Written("Ada"), Written("Ada"), Written("Ada", job: "8"));

        Assert.Equal(first.MessageId, again.MessageId);
        Assert.NotEqual(first.MessageId, other.MessageId);
        Assert.DoesNotContain("7K4M", first.MessageId, StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static Letter Written(string name, string job = "7") => RegistrationLetters.Write(
        nameof(SendTicket), job,
        new Ticket(CalendarTests.Attendee(name: name), Samples.Conference(), Places.Room, null),
        [new EventDay(Samples.Opening, Samples.Opening.AddHours(8))], Site, Samples.Opening)!;

    private static byte[] Bytes(Letter letter)
    {
        using var to = new MemoryStream();
        MimeLetters.ToMime(letter, Site, Samples.Opening).WriteTo(to, TestContext.Current.CancellationToken);
        return to.ToArray();
    }

    private static MimeMessage Mime(Letter letter) => MimeMessage.Load(new MemoryStream(Bytes(letter)));

    private OutboxRunner Runner(RegistrationDesk desk)
    {
        var mailer = new FolderMailer(new MailFolder(_directory.FullName), Options.Create(Site), desk.Test.Clock);
        return new OutboxRunner(
            desk.Test.Factory, desk.Test.Store, [new RegistrationLetterWriter(desk.Queries, Options.Create(Site), desk.Test.Clock)], mailer, Options.Create(Site), desk.Test.Clock, NullLogger<OutboxRunner>.Instance);
    }

    private static async Task RunAllAsync(OutboxRunner runner)
    {
        while ((await runner.RunAsync(Ct)).Taken > 0)
        {
        }
    }

    private List<MimeMessage> Letters()
    {
        Assert.All(_directory.GetFiles(), file => Assert.Equal(".eml", file.Extension));
        return [.. _directory.GetFiles().Select(file => MimeMessage.Load(file.FullName))];
    }
}
