namespace Expo.Web.Http;

internal static class HeadRequests
{
    /// <summary>
    /// Whatever can be got can be asked for by HEAD too (RFC 9110 9.3.2); pages and most endpoints know only GET. The server
    /// sends no content for a HEAD, whatever is written. Media answer HEAD themselves, without reading a file for it, and so do
    /// uploads, which cannot be got.
    /// </summary>
    public static void UseHeadAsGet(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (HttpMethods.IsHead(request.Method) && !request.Path.StartsWithSegments("/streams") && !request.Path.StartsWithSegments("/api/v1/uploads") && request.Path.Value?.Contains("/media/", StringComparison.Ordinal) != true)
        {
            request.Method = HttpMethods.Get;
        }

        return next(context);
    });
}
