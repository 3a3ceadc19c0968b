using Expo.Core;

namespace Expo.Web.Http;

/// <summary>Whether a request that changes something came from a page of this site, by what the browser vouches for.</summary>
internal static class OwnSite
{
    public static readonly Refusal Refusal = Core.Refusal.Forbidden("http.other-site", "This was sent from another site. Open the page here and try again.");

    public static bool Sent(HttpRequest request)
    {
        var from = request.Headers["Sec-Fetch-Site"].ToString();
        if (from is not ("" or "same-origin" or "none"))
        {
            return false;
        }

        // A page that tells nobody where its links are from, such as a ticket, sends its own forms from "null".
        if (from == "same-origin" && request.Headers.Origin == "null")
        {
            return true;
        }

        return request.Headers.Origin.ToString() is not { Length: > 0 } origin || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority == request.Host.Value);
    }
}
