using Expo.Core;

namespace Expo.Web.Http;

/// <summary>Whether a request that changes something came from a page of this site, by what the browser vouches for.</summary>
internal static class OwnSite
{
    public static readonly Refusal Refusal = Core.Refusal.Forbidden("http.other-site", "This was sent from another site. Open the page here and try again.");

    public static bool Sent(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } from && from is not ("same-origin" or "none"))
        {
            return false;
        }

        return request.Headers.Origin.ToString() is not { Length: > 0 } origin || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority == request.Host.Value);
    }
}
