using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Html.Dom;

namespace Expo.Web.Tests.Http;

public sealed class BadFormTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/register")]
    [InlineData("/account/sign-in")]
    [InlineData("/live/main/votes")]
    public async Task A_form_over_the_limit_is_too_large_and_not_our_fault(string address)
    {
        await using var site = new ExpoFactory();
        site.UseKestrel(0);
        site.StartServer();
        using var browser = site.CreateClient();
        browser.DefaultRequestHeaders.ExpectContinue = true;

        var answer = await browser.PostAsync(address, new ByteArrayContent(new byte[31_000_000]) { Headers = { ContentType = new("application/x-www-form-urlencoded") } }, Ct);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "That is too large"), (answer.StatusCode, await HeadingAsync(answer)));
    }

    [Theory]
    [InlineData("/account/sign-in", "application/x-www-form-urlencoded", 31_000_000, HttpStatusCode.RequestEntityTooLarge, "That is too large")]
    [InlineData("/live/main/votes", "text/plain", 9, HttpStatusCode.UnsupportedMediaType, "That could not be read")]
    [InlineData("/live/main/votes", "multipart/form-data", 9, HttpStatusCode.BadRequest, "That could not be understood")]
    public async Task What_is_found_unreadable_only_behind_the_token_is_not_our_fault_either(string address, string type, int length, HttpStatusCode status, string heading)
    {
        await using var site = new ExpoFactory();
        site.UseKestrel(0);
        site.StartServer();
        using var browser = site.CreateClient();
        browser.DefaultRequestHeaders.ExpectContinue = true;
        var token = (await browser.PageAsync("/account/sign-in")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value");
        browser.DefaultRequestHeaders.Add("RequestVerificationToken", token);

        var answer = await browser.PostAsync(address, new ByteArrayContent(new byte[length]) { Headers = { ContentType = new(type) } }, Ct);

        Assert.Equal((status, heading), (answer.StatusCode, await HeadingAsync(answer)));
    }

    [Theory]
    [InlineData("Development", "fields")]
    [InlineData("Development", "handler")]
    [InlineData("Development", "boundary")]
    [InlineData("Production", "handler")]
    [InlineData("Production", "fields")]
    public async Task A_form_that_the_page_cannot_take_gets_a_sentence_in_our_layout(string environment, string what)
    {
        await using var site = new ExpoFactory { WithDemo = false, Environment = environment };
        var browser = site.Visitor();
        var token = ((IHtmlInputElement)(await browser.PageAsync("/account/sign-in")).QuerySelector("input[name=__RequestVerificationToken]")!).Value;
        var fields = new List<KeyValuePair<string, string>> { new("__RequestVerificationToken", token), new("_handler", what == "handler" ? "nothing-by-that-name" : "sign-in") };
        if (what == "fields")
        {
            fields.AddRange(Enumerable.Range(0, 1100).Select(i => KeyValuePair.Create($"f{i}", "x")));
        }

        var content = new FormUrlEncodedContent(fields);
        content.Headers.ContentType = what switch
        {
            "boundary" => MediaTypeHeaderValue.Parse("multipart/form-data"),
            _ => content.Headers.ContentType,
        };

        var answer = await browser.PostAsync("/account/sign-in", content, Ct);

        Assert.Equal((HttpStatusCode.BadRequest, "That could not be understood"), (answer.StatusCode, await HeadingAsync(answer)));
    }

    [Fact]
    public async Task A_page_that_shows_what_was_typed_is_not_kept_and_shows_only_what_our_forms_ask()
    {
        await using var site = new ExpoFactory { WithDemo = false };
        var request = new HttpRequestMessage(HttpMethod.Post, "/account/sign-in")
        {
            Content = new FormUrlEncodedContent([new("Form.Email", "ada@expo.example"), new("Form.Password", "secret"), new("Form.Pass", "secret"), new("token", "secret")]),
            Headers = { { "Sec-Fetch-Site", "same-origin" } },
        };

        var answer = await site.Visitor().SendAsync(request, Ct);

        Assert.Equal(["ada@expo.example"], (await answer.PageAsync()).QuerySelectorAll("main dd").Select(value => value.TextContent));
        Assert.Equal(
            (HttpStatusCode.BadRequest, true, "noindex, nofollow", "no-referrer"),
            (answer.StatusCode, answer.Headers.CacheControl?.NoStore, Header(answer, "X-Robots-Tag"), Header(answer, "Referrer-Policy")));
    }

    [Theory]
    [InlineData("http://localhost//evil.example/", "/")]
    [InlineData("http://localhost/\\evil.example/", "/")]
    [InlineData("http://localhost/register?place=room", "/register?place=room")]
    [InlineData("http://evil.example/register", "/account/sign-in")]
    public async Task Opening_the_form_again_never_leads_to_another_site(string referer, string expected)
    {
        await using var site = new ExpoFactory { WithDemo = false };
        var request = new HttpRequestMessage(HttpMethod.Post, "/account/sign-in") { Content = new FormUrlEncodedContent([]) };
        request.Headers.TryAddWithoutValidation("Referer", referer);

        var answer = await site.Visitor().SendAsync(request, Ct);

        Assert.Equal(expected, (await answer.PageAsync()).QuerySelector(".errorpage a.btn")!.GetAttribute("href"));
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private static async Task<string?> HeadingAsync(HttpResponseMessage answer) => (await answer.PageAsync()).QuerySelector("h1")?.TextContent;
}
