using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Expo.Web.Tests.Http;

public sealed class AnswerTests(ExpoFactory site) : IClassFixture<ExpoFactory>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/agenda.json")]
    [InlineData("/nowhere")]
    [InlineData("/favicon.svg")]
    public async Task Every_answer_carries_the_security_headers_once(string address)
    {
        var answer = await site.Visitor().GetAsync(address, Ct);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe-eval", policy);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("strict-origin-when-cross-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
    }

    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/agenda", HttpStatusCode.OK)]
    [InlineData("/agenda.ics", HttpStatusCode.OK)]
    [InlineData("/recordings", HttpStatusCode.OK)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    public async Task What_can_be_got_can_be_asked_for_by_HEAD(string address, HttpStatusCode expected)
    {
        using var head = new HttpRequestMessage(HttpMethod.Head, address);

        var answer = await site.Visitor().SendAsync(head, Ct);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_page_that_does_not_exist_says_so_in_our_layout()
    {
        var answer = await site.Visitor().GetAsync("/nowhere", Ct);

        var page = await answer.PageAsync();
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("There is nothing here", page.QuerySelector("h1")!.TextContent);
        Assert.NotNull(page.QuerySelector("header.appbar"));
    }

    [Theory]
    [InlineData("/sessions/nothing-by-that-name")]
    [InlineData("/sessions/opening-remarks")]
    [InlineData("/speakers/nobody")]
    public async Task A_name_that_does_not_exist_is_not_found(string address)
    {
        var answer = await site.Visitor().GetAsync(address, Ct);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("There is nothing here", (await answer.PageAsync()).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Programs_get_problem_details_instead_of_a_page()
    {
        var answer = await site.Visitor().GetAsync("/api/v1/nothing", Ct);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_with_what_to_do_and_what_was_typed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/account/sign-in")
        {
            Content = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Form.Email", "ada@expo.example"), new("Form.Password", "a secret")]),
            Headers = { { "Sec-Fetch-Site", "same-origin" } },
        };

        var answer = await site.Visitor().SendAsync(request, Ct);

        var page = await answer.PageAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("Please send the form again", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(["ada@expo.example"], page.QuerySelectorAll("main dd").Select(value => value.TextContent));
        Assert.Equal("/account/sign-in", page.QuerySelector("main a.btn")!.GetAttribute("href"));
        Assert.DoesNotContain("a secret", page.DocumentElement.OuterHtml);
    }

    [Fact]
    public async Task A_forged_form_of_another_site_gets_none_of_its_words_onto_our_page()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/account/sign-in")
        {
            Content = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Form.Email", "Call 555-0100 now")]),
            Headers = { { "Sec-Fetch-Site", "cross-site" } },
        };

        var answer = await site.Visitor().SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("555-0100", await answer.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task Health_tells_alive_from_ready()
    {
        var visitor = site.Visitor();

        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/health/live", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/health/ready", Ct)).StatusCode);
    }

    [Fact]
    public async Task Metrics_are_prometheus_text()
    {
        var visitor = site.Visitor();
        await visitor.GetAsync("/", Ct);

        var text = await visitor.GetStringAsync("/metrics", Ct);

        Assert.Contains("# TYPE http_server_request_duration_seconds histogram", text);
    }

    [Fact]
    public async Task The_interface_for_programs_is_described()
    {
        var description = await site.Visitor().GetFromJsonAsync<JsonElement>("/openapi/v1.json", Ct);

        Assert.True(description.GetProperty("paths").TryGetProperty("/api/v1/agenda", out _));
        Assert.False(description.GetProperty("paths").TryGetProperty("/account/sign-out", out _));
    }

    [Fact]
    public async Task A_kept_answer_is_given_in_the_encoding_that_each_visitor_can_read()
    {
        var first = await AskAsync("br");
        var second = await AskAsync("gzip");
        var third = await AskAsync(null);

        var json = await third.Content.ReadAsStringAsync(Ct);
        Assert.StartsWith("{", json);
        Assert.Equal(json, await ReadAsync(new BrotliStream(await first.Content.ReadAsStreamAsync(Ct), CompressionMode.Decompress)));
        Assert.Equal(json, await ReadAsync(new GZipStream(await second.Content.ReadAsStreamAsync(Ct), CompressionMode.Decompress)));
    }

    private async Task<HttpResponseMessage> AskAsync(string? encoding)
    {
        var visitor = site.Visitor();
        if (encoding is not null)
        {
            visitor.DefaultRequestHeaders.Add("Accept-Encoding", encoding);
        }

        return await visitor.GetAsync("/agenda.json", Ct);
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Ct);
    }
}
