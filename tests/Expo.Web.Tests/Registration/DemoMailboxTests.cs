using System.Net;

namespace Expo.Web.Tests.Registration;

public sealed class DemoMailboxTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_the_demo_the_sent_page_leads_to_the_letter_and_the_letter_to_the_ticket()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { IsDemo = true });
        var (visitor, ticket) = (site.Visitor(), await site.TicketOfAsync("ada"));
        await site.LetterToAsync("ada");

        var mailbox = (await visitor.PageAsync("/register/sent")).QuerySelector("main .alert a")!.GetAttribute("href")!;
        var row = Assert.Single((await visitor.PageAsync(mailbox)).QuerySelectorAll("tbody tr"));
        var letter = await visitor.PageAsync(row.QuerySelector("a")!.GetAttribute("href")!);

        Assert.Equal("Your ticket: Forced Labor Technical Expo", row.QuerySelector("th")!.TextContent);
        Assert.Equal([ticket], letter.QuerySelectorAll(".letter a").Select(link => link.GetAttribute("href")));
    }

    [Theory]
    [InlineData("Development", false)]
    [InlineData("Production", true)]
    public async Task Letters_of_a_real_event_and_of_a_site_in_production_can_be_read_by_nobody(string environment, bool isDemo)
    {
        await using var site = await RegistrationSite.OpenAsync(new() { Environment = environment, IsDemo = isDemo });
        var visitor = site.Visitor();
        await site.TicketOfAsync("ada");
        var letter = await site.LetterToAsync("ada");

        var answers = new[] { await visitor.GetAsync("/demo/mailbox", Ct), await visitor.GetAsync($"/demo/mailbox/{letter.Name}", Ct) };

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound], answers.Select(answer => answer.StatusCode));
        Assert.Null((await visitor.PageAsync("/register/sent")).QuerySelector("a[href^='/demo']"));
    }

    [Theory]
    [InlineData("..%2Fsecret")]
    [InlineData("..%5Csecret")]
    [InlineData("%2Fetc%2Fpasswd")]
    [InlineData("no-such-letter")]
    public async Task A_forged_name_opens_no_other_file(string name)
    {
        await using var site = await RegistrationSite.OpenAsync(new() { IsDemo = true });
        await File.WriteAllTextAsync(Path.Combine(site.DataDirectory, "secret.eml"), "Subject: secret\r\n\r\nsecret", Ct);

        var answer = await site.Visitor().GetAsync($"/demo/mailbox/{name}", Ct);

        Assert.Equal((HttpStatusCode.NotFound, "no-store, no-cache"), (answer.StatusCode, answer.Headers.CacheControl!.ToString()));
    }
}
