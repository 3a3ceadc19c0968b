using System.Net;

namespace Expo.Web.Tests.Http;

public sealed class ProxyTests
{
    private const string Proxy = "10.0.0.5";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Proxy, "10.0.0.5", HttpStatusCode.BadRequest, true)]
    [InlineData(Proxy, "10.0.0.0/8", HttpStatusCode.BadRequest, true)]
    [InlineData("203.0.113.66", "10.0.0.0/8", HttpStatusCode.TooManyRequests, false)]
    [InlineData(Proxy, null, HttpStatusCode.TooManyRequests, false)]
    public async Task Only_a_known_proxy_is_believed_from_where_and_how_somebody_came(string sender, string? known, HttpStatusCode eleventh, bool secure)
    {
        await using var site = new ExpoFactory { WithDemo = false, Settings = known is null ? [] : [("Proxies:Known:0", known)] };
        for (var i = 1; i <= 10; i++)
        {
            await PostAsync(site, sender, $"198.51.100.{i}");
        }

        var answer = await PostAsync(site, sender, "198.51.100.11");
        var page = await GetAsync(site, sender);

        Assert.Equal(eleventh, answer.StatusCode);
        var cookie = Assert.Single(page.Headers.GetValues("Set-Cookie"), c => c.Contains("Antiforgery", StringComparison.Ordinal));
        Assert.Equal(secure, cookie.Contains("secure", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_visitor_cannot_name_another_address_through_a_known_proxy()
    {
        await using var site = new ExpoFactory { WithDemo = false, Settings = [("Proxies:Known:0", Proxy)] };
        for (var i = 1; i <= 10; i++)
        {
            await PostAsync(site, Proxy, $"192.0.2.{i}, 198.51.100.1");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await PostAsync(site, Proxy, "192.0.2.11, 198.51.100.1")).StatusCode);
    }

    [Fact]
    public async Task A_proxy_that_is_neither_address_nor_network_stops_the_start()
    {
        await using var site = new ExpoFactory { WithDemo = false, Settings = [("Proxies:Known:0", "proxy.internal")] };

        var refused = Assert.ThrowsAny<Exception>(site.Visitor);

        Assert.Contains("Proxies:Known holds 'proxy.internal', which is neither an IP address nor a network such as 10.0.0.0/8.", refused.ToString());
    }

    [Theory]
    [InlineData("Proxies:Known", "not-an-address", "Proxies:Known holds 'not-an-address', but is a list. Number its lines, as in Proxies__Known__0=not-an-address.")]
    [InlineData("Proxies:Known", "10.0.0.5", "Proxies:Known holds '10.0.0.5', but is a list. Number its lines, as in Proxies__Known__0=10.0.0.5.")]
    [InlineData("Proxies:Known:0", "10", "Proxies:Known holds '10', which is neither")]
    [InlineData("Proxies:Known:0", "10.5", "Proxies:Known holds '10.5', which is neither")]
    [InlineData("Proxies:Known:0", "010.0.0.5", "Proxies:Known holds '010.0.0.5', which is neither")]
    [InlineData("Proxies:Known:0", "0/0", "Proxies:Known holds '0/0', which is neither")]
    public async Task What_would_start_and_believe_nobody_or_somebody_else_stops_the_start(string key, string value, string reason)
    {
        await using var site = new ExpoFactory { WithDemo = false, Settings = [(key, value)] };

        var refused = Assert.ThrowsAny<Exception>(site.Visitor);

        Assert.Contains(reason, refused.ToString());
    }

    // Without a token it is refused, and counted before that.
    private static Task<HttpResponseMessage> PostAsync(ExpoFactory site, string sender, string forwardedFor)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/account/sign-in") { Content = new FormUrlEncodedContent([]), Headers = { { "X-Forwarded-For", forwardedFor } } };
        return site.VisitorFrom(sender).SendAsync(request, Ct);
    }

    private static Task<HttpResponseMessage> GetAsync(ExpoFactory site, string sender)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/account/sign-in") { Headers = { { "X-Forwarded-For", "198.51.100.1" }, { "X-Forwarded-Proto", "https" } } };
        return site.VisitorFrom(sender).SendAsync(request, Ct);
    }
}
