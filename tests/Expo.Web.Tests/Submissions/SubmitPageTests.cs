using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Expo.Core;
using Expo.Core.Accounts;
using Expo.Core.Submissions;
using Expo.Web.Tests.Registration;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Submissions;

/// <summary>Proposals as a browser without scripts meets them.</summary>
public sealed class SubmitPageTests(ExpoFactory site) : IClassFixture<ExpoFactory>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_menu_leads_to_the_call_while_it_is_open()
    {
        var page = await site.Visitor().PageAsync("/speakers");

        Assert.NotNull(page.QuerySelector("nav[aria-label=Main] a[href='/submit']"));
    }

    [Fact]
    public async Task A_draft_is_held_by_a_cookie_that_no_script_reads_and_nothing_typed_is_lost_when_fields_are_wrong()
    {
        var browser = site.Visitor();
        var (code, cookie) = await BeginAsync(browser);
        var address = $"/submit/{code}";

        var answer = await browser.SendFormAsync(address, new() { ["Form.Title"] = "Ledgers <b>", ["Form.Email"] = "nell@", ["Form.Savings"] = "Short", ["Form.Do"] = "submit" });

        var page = await answer.PageAsync();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/submit", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(("Ledgers <b>", "nell@", "Short"), (Value(page, "Form.Title"), Value(page, "Form.Email"), page.QuerySelector("textarea[name='Form.Savings']")!.TextContent.Trim()));
        Assert.Equal(
            ["topic", "savings", "description", "name", "email", "phone", "company", "country"], page.QuerySelectorAll("p.msg").Select(m => m.Id!.Split('-')[1]));
        Assert.Equal("Ledgers <b>", Value(await browser.PageAsync(address), "Form.Title"));
    }

    [Fact]
    public async Task Somebody_else_is_sent_to_sign_in_whether_there_is_such_a_proposal_or_not()
    {
        var (code, _) = await BeginAsync(site.Visitor());

        var (there, nowhere) = (await site.Visitor().GetAsync($"/submit/{code}", Ct), await site.Visitor().GetAsync("/submit/ZZZZZZ", Ct));
        var signedIn = await (await site.SignedInAsync("speaker")).GetAsync($"/submit/{code}", Ct);

        Assert.Equal($"/account/link?returnUrl=%2Fsubmit%2F{code}", there.Whither());
        Assert.Equal("/account/link?returnUrl=%2Fsubmit%2FZZZZZZ", nowhere.Whither());
        Assert.Equal(HttpStatusCode.NotFound, signedIn.StatusCode);
    }

    [Fact]
    public async Task An_attachment_is_kept_by_its_content_and_given_to_keep_only_to_its_owner_and_organisers()
    {
        var browser = site.Visitor();
        var (code, _) = await BeginAsync(browser);

        var refused = await PostAsync(browser, code, "talk.pdf", Encoding.ASCII.GetBytes("Hello"));
        Assert.Equal("What is in this file could not be recognized. Upload a file of one of these kinds: Word (.docx) or PDF.", (await refused.PageAsync()).QuerySelector("#field-attachment-message")!.TextContent.Trim());
        Assert.Equal("With a file", Value(await refused.PageAsync(), "Form.Title"));
        var taken = await PostAsync(browser, code, "my\u0007 talk.pdf", Pdf());

        Assert.Equal($"/submit/{code}?saved=1", taken.Whither());
        var file = await browser.GetAsync($"/submit/{code}/attachment", Ct);
        Assert.Equal(("application/pdf", "attachment", "my talk.pdf", "nosniff"), (file.Content.Headers.ContentType!.MediaType, file.Content.Headers.ContentDisposition!.DispositionType, file.Content.Headers.ContentDisposition.FileName, Assert.Single(file.Headers.GetValues("X-Content-Type-Options"))));
        Assert.StartsWith("sandbox", Assert.Single(file.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await (await site.SignedInAsync("organiser")).GetAsync($"/submit/{code}/attachment", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor().GetAsync($"/submit/{code}/attachment", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await site.SignedInAsync("moderator")).GetAsync($"/submit/{code}/attachment", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_second_window_is_told_keeps_what_it_typed_and_may_save_it_all_the_same()
    {
        var browser = site.Visitor();
        var (code, _) = await BeginAsync(browser);
        var address = $"/submit/{code}";
        var old = await browser.PageAsync(address);
        await browser.SendFormAsync(address, new() { ["Form.Title"] = "First window" });

        var second = await (await browser.SendFormAsync(address, old, new() { ["Form.Title"] = "Second window" })).PageAsync();
        var overwrite = second.QuerySelector("button[name='Form.Overwrite']")!.GetAttribute("value")!;

        Assert.Contains(ProposalRefusals.ChangedMeanwhile.Message, second.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Second window", Value(second, "Form.Title"));
        Assert.Equal("First window", Value(await browser.PageAsync(address), "Form.Title"));
        Assert.Equal($"{address}?saved=1", (await browser.SendFormAsync(address, second, new() { ["Form.Overwrite"] = overwrite })).Whither());
        Assert.Equal("Second window", Value(await browser.PageAsync(address), "Form.Title"));
    }

    [Fact]
    public async Task A_link_is_used_by_pressing_its_button_once_and_leads_to_this_site_only()
    {
        var links = site.Services.GetService(typeof(SignInLinks)) as SignInLinks;
        var secret = (await links!.MakeAsync("visitor@links.example", "Vera", "//evil.example/", SignInLinks.Asked, Ct)).Secret!;
        var (address, scanner, person) = ($"{SignInLinks.Page}/{secret}", site.Visitor(), site.Visitor());

        var seen = await scanner.GetAsync(address, Ct);
        await scanner.GetAsync(address, Ct);
        var used = await person.SendFormAsync(address, []);
        var again = await site.Visitor().PageAsync(address);

        Assert.Equal((HttpStatusCode.OK, "no-cache, no-store"), (seen.StatusCode, seen.Headers.CacheControl!.ToString().Replace("no-store, no-cache", "no-cache, no-store", StringComparison.Ordinal)));
        Assert.Equal("/account", used.Whither());
        Assert.Contains("Vera", (await person.PageAsync("/account")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("This link does not work", again.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Known_and_unknown_addresses_get_the_same_answer()
    {
        var answers = new List<string>();
        foreach (var email in new[] { "organiser@expo.example", "speaker@expo.example", "nobody@nowhere.example" })
        {
            var browser = site.VisitorFrom("198.51.100.7");
            var answer = await browser.SendFormAsync("/account/link?returnUrl=/submit", new() { ["Form.Email"] = email });
            answers.Add(answer.Whither() + (await browser.PageAsync(answer.Whither()!)).QuerySelector("main")!.TextContent);
        }

        Assert.Single(answers.Distinct());
        Assert.Equal(2, await site.Store.ReadAsync(db => db.Outbox.CountAsync(l => l.Template == "SendSignInLink", Ct)));
    }

    [Fact]
    public async Task The_speakers_desk_lists_the_proposals_of_its_account()
    {
        var page = await (await site.SignedInAsync("speaker")).PageAsync("/speaker");

        Assert.Contains("Reading mill ledgers with a phone camera", page.QuerySelectorAll(".mine h3").Select(h => h.TextContent));
    }

    [Theory, InlineData("reviewer"), InlineData("organiser"), InlineData("moderator")]
    public async Task Staff_who_offer_a_talk_confirm_it_where_their_letter_sends_them(string role)
    {
        var (browser, code) = (await site.SignedInAsync(role), ProposalCodes.Create());
        await site.Store.ChangeAsync<Done>(
            async db =>
            {
                var (account, now) = (await db.Accounts.FirstAsync(a => a.Email == $"{role}@expo.example", Ct), DateTimeOffset.UnixEpoch);
                var proposal = new Proposal { ConferenceId = 1, Code = code, State = ProposalState.Submitted, Title = $"By a {role}", Topic = "Remedy", StartedAt = now, ChangedAt = now, SubmittedAt = now, Decision = Decision.Accepted, Informed = Decision.Accepted };
                proposal.Speakers.Add(new ProposalSpeaker { IsOwner = true, Name = account.DisplayName, Company = "Fernhollow", Country = "Norway", Email = account.Email!, NormalisedEmail = account.Email!, AccountId = account.Id });
                db.Proposals.Add(proposal);
                return Done.It;
            },
            Ct);

        var answered = await browser.SendFormAsync("/speaker", new() { ["Answer"] = "confirm" }, $"form:has([aria-label='I will give this talk: By a {role}'])");

        Assert.Equal("/speaker?answered=confirmed", answered.Whither());
        Assert.Contains($"By a {role}", (await browser.PageAsync("/speaker")).QuerySelector(".speakerdesk .mine")!.TextContent, StringComparison.Ordinal);
        var session = await site.Store.ReadAsync(db => db.Proposals.Where(p => p.Code == code).Select(p => p.SessionId).SingleAsync(Ct));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/speaker/decks/{session}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/speaker/profile", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_form_with_a_file_far_too_large_is_read_all_the_same_so_that_what_was_typed_is_kept()
    {
        var browser = site.Visitor();
        var (code, _) = await BeginAsync(browser);

        var refused = await PostAsync(browser, code, "talk.pdf", new byte[40 * 1024 * 1024]);

        // The test host knows no limits of its own, so that the page's is looked at as well.
        var limits = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText == "/submit/{Code}").Select(e => e.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize);
        Assert.All(limits, most => Assert.Equal(64 * 1024 * 1024, most));
        Assert.NotEmpty(limits);
        Assert.Equal("An attachment has at most 10 MB. Save it with smaller pictures.", (await refused.PageAsync()).QuerySelector("#field-attachment-message")!.TextContent.Trim());
        Assert.Equal("With a file", Value(await browser.PageAsync($"/submit/{code}"), "Form.Title"));
    }

    private static async Task<(string Code, string Cookie)> BeginAsync(HttpClient browser)
    {
        var answer = await browser.SendFormAsync("/submit", []);
        return (answer.Whither()!.Split('/')[^1], answer.Headers.GetValues("Set-Cookie").First(c => c.StartsWith("expo-draft-", StringComparison.Ordinal)));
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string code, string name, byte[] content)
    {
        var page = await browser.PageAsync($"/submit/{code}");
        using var form = new MultipartFormDataContent();
        foreach (var hidden in page.QuerySelectorAll("main form input[type=hidden]").Take(3).Where(i => i.GetAttribute("name") is not null))
        {
            form.Add(new StringContent(hidden.GetAttribute("value") ?? ""), hidden.GetAttribute("name")!);
        }

        form.Add(new StringContent("With a file"), "Form.Title");
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(file, "Form.Attachment", name);
        return await browser.PostAsync($"/submit/{code}", form, Ct);
    }

    private static string? Value(AngleSharp.Html.Dom.IHtmlDocument page, string name) => page.QuerySelector($"main form input[name='{name}']")!.GetAttribute("value");

    private static byte[] Pdf() => Encoding.ASCII.GetBytes(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
        + "xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \n0000000103 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n169\n%%EOF\n");
}
