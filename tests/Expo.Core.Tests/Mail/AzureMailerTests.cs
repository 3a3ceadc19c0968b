using System.Text;
using System.Text.Json;
using Expo.Core.Mail;
using Expo.Testing;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Mail;

public sealed class AzureMailerTests : IDisposable
{
    private readonly AzureService _service = new();
    private readonly HttpClient _http = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_letter_arrives_signed_with_its_parts_headers_and_calendar_and_its_end_is_waited_for()
    {
        var letter = Letter("ada@example.org") with
        {
            Attachments = [new Attachment("expo.ics", "text/calendar; charset=utf-8; method=PUBLISH", "BEGIN:VCALENDAR"u8.ToArray())],
            UnsubscribeAt = "https://expo.example/letters/unsubscribe/1f",
        };

        var deliveries = await Mailer().SendAsync([letter], Ct);

        Assert.Equal([Delivery.Sent], deliveries);
        Assert.Equal(["POST /emails:send 202", "GET /emails/operations/… 200", "GET /emails/operations/… 200"], _service.Asked);
        var sent = Assert.Single(_service.Letters);
        Assert.Equal(
            """
            {"headers":{"Auto-Submitted":"auto-generated","List-Unsubscribe":"<https://expo.example/letters/unsubscribe/1f>","List-Unsubscribe-Post":"List-Unsubscribe=One-Click","Message-ID":"<ada@expo.example>"},
            "senderAddress":"desk@expo.example","content":{"subject":"Your ticket","plainText":"Text","html":"<p>Text</p>"},
            "recipients":{"to":[{"address":"ada@example.org","displayName":"Ada"}]},
            "attachments":[{"name":"expo.ics","contentType":"text/calendar; charset=utf-8; method=PUBLISH","contentInBase64":"QkVHSU46VkNBTEVOREFS"}],"userEngagementTrackingDisabled":true}
            """.ReplaceLineEndings(""),
            JsonSerializer.Serialize(sent, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public async Task What_the_service_refuses_for_good_is_refused_and_stops_nobody_else()
    {
        var deliveries = await Mailer().SendAsync([Letter("wrong@example.org"), Letter("drop@example.org"), Letter("broken@example.org"), Letter("a@example.org")], Ct);

        Assert.Equal(
            [
                new(Outcome.Refused, "400 InvalidRecipient: The recipient is not valid."),
                new(Outcome.Refused, "200 EmailDropped: Email was dropped after several attempts to deliver."),
                new(Outcome.Later, "503 ServiceUnavailable: Try again."),
                Delivery.Sent,
            ],
            deliveries);
    }

    [Fact]
    public async Task Too_many_in_a_minute_holds_back_all_for_as_long_as_the_service_says()
    {
        var deliveries = await Mailer().SendAsync([.. Enumerable.Range(0, 40).Select(i => Letter($"busy{i}@example.org"))], Ct);

        Assert.All(deliveries, d => Assert.Equal(new Delivery(Outcome.Away, "429 TooManyRequests: The request limit was reached.", TimeSpan.FromSeconds(240)), d));
        Assert.InRange(_service.Asked.Count, 1, 39);
    }

    [Fact]
    public async Task A_letter_that_may_be_sent_already_is_asked_for_and_not_sent_twice()
    {
        var letter = Letter("ada@example.org");
        await Mailer().SendAsync([letter], Ct);

        var again = await Mailer().SendAsync([letter with { MayBeSent = true }], Ct);
        var other = await Mailer().SendAsync([Letter("bob@example.org") with { MayBeSent = true }], Ct);

        Assert.Equal((Delivery.Sent, Delivery.Sent), (again[0], other[0]));
        Assert.Equal(["ada@example.org", "bob@example.org"], _service.Letters.Select(l => l.GetProperty("recipients").GetProperty("to")[0].GetProperty("address").GetString()));
    }

    [Fact]
    public async Task A_letter_that_was_handed_over_when_a_stop_came_counts_as_tried_and_is_asked_for_first()
    {
        using var stop = new CancellationTokenSource();
        _service.Taken = stop.Cancel;

        var cut = Assert.Single(await Mailer().SendAsync([Letter("ada@example.org")], stop.Token));
        _service.Taken = () => { };
        var again = Assert.Single(await Mailer().SendAsync([Letter("ada@example.org") with { MayBeSent = true }], Ct));

        Assert.Equal((Outcome.Later, Delivery.Sent), (cut.Outcome, again));
        Assert.Single(_service.Letters);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(401)]
    [InlineData(500)]
    public async Task A_letter_that_may_be_sent_already_is_not_sent_while_nobody_says_whether_it_was(int status)
    {
        _service.AnswersWith = status;

        var delivery = Assert.Single(await Mailer().SendAsync([Letter("ada@example.org") with { MayBeSent = true }], Ct));

        Assert.Equal((Outcome.Away, 0), (delivery.Outcome, _service.Letters.Count));
    }

    [Fact]
    public async Task A_wrong_key_is_no_fault_of_the_letters()
    {
        var wrong = _service.ConnectionString.Split("accesskey=")[0] + "accesskey=" + Convert.ToBase64String("another key"u8);

        var deliveries = await Mailer(wrong).SendAsync([Letter("a@example.org")], Ct);

        Assert.Equal([new(Outcome.Away, "401 Denied: Denied by the resource provider.")], deliveries);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_away()
    {
        var nobody = $"endpoint=http://127.0.0.1:{WatchedProcess.FreeTcpPort()};accesskey=YQ==";

        Assert.Equal(Outcome.Away, (await Mailer(nobody).SendAsync([Letter("a@example.org")], Ct))[0].Outcome);
    }

    [Theory]
    [InlineData("Ada\r\nBcc: all@example.org")]
    [InlineData("=?utf-8?q?=0D=0ABcc:_all=40example.org?=")]
    public async Task No_name_and_no_subject_carries_a_line_break_or_an_encoded_one(string typed)
    {
        await Mailer().SendAsync([Letter("a@example.org") with { ToName = typed, Subject = typed }], Ct);

        var sent = Assert.Single(_service.Letters);
        string[] said = [sent.GetProperty("content").GetProperty("subject").GetString()!, sent.GetProperty("recipients").GetProperty("to")[0].GetProperty("displayName").GetString()!];
        Assert.All(said, s => Assert.Equal(MimeLetters.InHeader(typed), s));
        Assert.All(said, s => Assert.DoesNotContain('\n', s));
        Assert.DoesNotContain("=?", string.Concat(said), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("endpoint=https://expo.communication.azure.com/")]
    [InlineData("endpoint=http://expo.communication.azure.com/;accesskey=YQ==")]
    [InlineData("endpoint=https://expo.communication.azure.com/;accesskey=not base 64!")]
    public void A_connection_string_that_cannot_be_one_is_not_taken(string? text) => Assert.Null(AzureConnection.Parse(text));

    [Fact]
    public void The_string_that_the_portal_shows_is_taken() =>
        Assert.Equal("expo.communication.azure.com", AzureConnection.Parse("endpoint=https://expo.communication.azure.com/;accesskey=" + Convert.ToBase64String(Encoding.ASCII.GetBytes("key==")))!.Endpoint.Host);

    public void Dispose()
    {
        _service.Dispose();
        _http.Dispose();
    }

    private AzureMailer Mailer(string? connection = null) => new(
        _http, Options.Create(new MailOptions { From = "desk@expo.example", Azure = new() { ConnectionString = connection ?? _service.ConnectionString } }), TimeProvider.System);

    private static Letter Letter(string to) => new(to, "Ada", "Your ticket", "Text", "<p>Text</p>") { MessageId = $"{to.Split('@')[0]}@expo.example", FromName = "Expo" };
}
