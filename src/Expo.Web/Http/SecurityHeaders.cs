namespace Expo.Web.Http;

/// <summary>
/// Headers that every answer carries. The content policy allows nothing from another host and no script written into a
/// page. It needs no nonce, because no page has one; that also keeps cached pages safe, which would all share theirs.
/// </summary>
internal static class SecurityHeaders
{
    // style-src-attr: MudBlazor positions by style attributes. blob: for media source extensions and hls.js's worker.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; manifest-src 'self'; " +
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    // The page at the door reads QR codes from the camera with a WebAssembly module. No other page may do either.
    private static readonly string DoorPolicy = ContentPolicy.Replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", StringComparison.Ordinal);

    /// <summary>The agenda for other sites' pages.</summary>
    private const string EmbeddedPage = "/agenda/embed";

    // Anybody may frame it: it shows what is public, takes nothing from the reader, and runs no script.
    private const string EmbeddedPolicy = "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        var isEmbedded = context.Request.Path == EmbeddedPage;
        var isDoor = context.Request.Path.StartsWithSegments("/door");
        headers.ContentSecurityPolicy = isEmbedded ? EmbeddedPolicy : isDoor ? DoorPolicy : ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        if (!isEmbedded)
        {
            headers.XFrameOptions = "DENY";
        }

        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = isDoor ? "camera=(self), microphone=(), geolocation=(), payment=()" : "camera=(), microphone=(), geolocation=(), payment=()";
        if (context.Request.Path == "/dist/door-worker.js")
        {
            // It lies beside the other scripts and may still look after the page at the door, and after nothing else.
            headers["Service-Worker-Allowed"] = "/door";
        }

        return next(context);
    });

    /// <summary>Lets the forms of this one page lead to another origin: browsers hold a form to the policy through its redirects too.</summary>
    public static void LetFormsLeadTo(HttpContext context, string origin) => context.Response.Headers.ContentSecurityPolicy =
        ContentPolicy.Replace("form-action 'self'", $"form-action 'self' {new Uri(origin).GetLeftPart(UriPartial.Authority)}", StringComparison.Ordinal);
}
