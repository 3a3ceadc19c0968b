using System.Net;
using Expo.Core;
using Expo.Core.Mail;
using Expo.Web.Tests.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Web.Tests.Letters;

public sealed class UnsubscribeTests(RegistrationSite site) : IClassFixture<RegistrationSite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Opening_the_link_changes_nothing_however_often_a_scanner_does_it()
    {
        var path = await LetterToAsync("scanned@example.org");

        var page = await site.Visitor().PageAsync(path);
        await site.Visitor().PageAsync(path);
        var head = await site.Visitor().SendAsync(new HttpRequestMessage(HttpMethod.Head, path), Ct);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal("Unsubscribe", page.QuerySelector("main form button")!.TextContent);
        Assert.Contains("s…@example.org gets letters", page.QuerySelector(".lead")!.TextContent, StringComparison.Ordinal);
        Assert.False(await IsSuppressedAsync("scanned@example.org"));
    }

    [Fact]
    public async Task The_one_post_of_a_mail_program_unsubscribes_without_cookies_and_tokens_and_may_come_twice()
    {
        var path = await LetterToAsync("one-click@example.org");

        for (var i = 0; i < 2; i++)
        {
            var answer = await site.Visitor().PostAsync(path, new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]), Ct);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.True(await IsSuppressedAsync("one-click@example.org"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("multipart/form-data; boundary=b")]
    [InlineData("application/json")]
    public async Task Whatever_the_body_a_post_unsubscribes(string? type)
    {
        var path = await LetterToAsync($"odd{type?.Length}@example.org");
        using var body = new ByteArrayContent(type is null ? [] : "{}"u8.ToArray());
        body.Headers.ContentType = type is null ? null : System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);

        var answer = await site.Visitor().PostAsync(path, body, Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(await IsSuppressedAsync($"odd{type?.Length}@example.org"));
    }

    [Fact]
    public async Task The_page_unsubscribes_by_its_button_and_takes_it_back_by_another()
    {
        var path = await LetterToAsync("button@example.org");
        var browser = site.Visitor();

        var answer = await browser.SendFormAsync(path, []);
        var after = await browser.PageAsync(answer.Whither()!);
        var unsubscribed = await IsSuppressedAsync("button@example.org");
        var again = await browser.SendFormAsync(path, new() { ["do"] = "resubscribe" });

        Assert.Equal(("You are unsubscribed", "Done. You will not get letters to everybody any more.", true), (after.QuerySelector("h1")!.TextContent, after.Alert(), unsubscribed));
        Assert.Equal("You get letters to everybody again.", (await browser.PageAsync(again.Whither()!)).Alert());
        Assert.False(await IsSuppressedAsync("button@example.org"));
    }

    [Fact]
    public async Task A_notice_of_changes_is_unsubscribed_from_by_itself()
    {
        var path = await LetterToAsync("changes@example.org", Unsubscribing.ChangeTemplate);
        var browser = site.Visitor();

        var before = await browser.PageAsync(path);
        var answer = await browser.SendFormAsync(path, []);

        Assert.Equal("Letters about changed sessions", before.QuerySelector("h1")!.TextContent);
        Assert.Equal("Done. You will not get letters about changed sessions any more.", (await browser.PageAsync(answer.Whither()!)).Alert());
        Assert.Equal([Unsubscribing.ChangeNotices], await site.Store.ReadAsync(db => db.MailSuppressions.Where(s => s.Recipient == "changes@example.org").Select(s => s.Kind).ToListAsync(Ct)));
    }

    [Fact]
    public async Task A_link_that_nobody_was_sent_is_not_found_and_the_page_is_kept_by_nobody()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor().GetAsync("/letters/unsubscribe/0123", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor().PostAsync("/letters/unsubscribe/0123", null, Ct)).StatusCode);
        var answer = await site.Visitor().GetAsync(await LetterToAsync("kept@example.org"), Ct);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
    }

    private async Task<string> LetterToAsync(string recipient, string template = "Elsewhere")
    {
        var letter = new OutboxLetter { Template = template, Recipient = recipient, CreatedAt = RegistrationSite.Today, DueAt = RegistrationSite.Today.AddYears(1), UnsubscribeToken = Unsubscribing.NewToken() };
        await site.Store.ChangeAsync<Done>(
            db =>
            {
                db.Outbox.Add(letter);
                return Task.FromResult<Result<Done>>(Done.It);
            },
            Ct);
        return Unsubscribing.PathOf(letter.UnsubscribeToken);
    }

    private Task<bool> IsSuppressedAsync(string recipient) => site.Store.ReadAsync(db => db.MailSuppressions.AnyAsync(s => s.Recipient == recipient, Ct));
}
