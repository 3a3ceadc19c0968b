using Microsoft.AspNetCore.Http.Features;

namespace Expo.Web.Registration;

/// <summary>Pages whose address or content is a secret: not kept, not found by search engines, not told to others by a link.</summary>
internal static class SecretPages
{
    public static void Protect(HttpContext? context)
    {
        if (context is null || context.Response.HasStarted)
        {
            return;
        }

        var headers = context.Response.Headers;
        // Said as antiforgery says it: anything else it overwrites with a warning in the log.
        headers.CacheControl = "no-cache, no-store";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers["Referrer-Policy"] = "no-referrer";
        // Compressing a secret beside text that others can influence gives its letters away by length (BREACH).
        context.Features.Get<IHttpsCompressionFeature>()?.Mode = HttpsCompressionMode.DoNotCompress;
    }
}
