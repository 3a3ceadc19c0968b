using Expo.Streaming.Ingest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Expo.Streaming.Origin;

/// <summary>
/// Lets the pages of the configured hosts play the streams. Done here, so that it holds for errors too and needs no order of middleware;
/// a GET with one byte range needs no preflight (Fetch, CORS-safelisted request headers).
/// </summary>
internal static class StreamCors
{
    public static RouteGroupBuilder AllowCors(this RouteGroupBuilder group, StreamingOptions options) =>
        group.AddEndpointFilter((call, next) =>
        {
            Allow(call.HttpContext, options);
            return next(call);
        });

    private static void Allow(HttpContext http, StreamingOptions options)
    {
        var headers = http.Response.Headers;
        var every = options.CorsOrigins.Contains("*");
        if (every)
        {
            headers.AccessControlAllowOrigin = "*";
        }
        else if (options.CorsOrigins.Count > 0)
        {
            headers.Vary = "Origin";
            var origin = http.Request.Headers.Origin.ToString();
            if (!options.CorsOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase))
            {
                return;
            }

            headers.AccessControlAllowOrigin = origin;
        }

        if (options.CorsOrigins.Count > 0)
        {
            headers.AccessControlExposeHeaders = "Content-Length, Content-Range, ETag";
        }
    }
}
