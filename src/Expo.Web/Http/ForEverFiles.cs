namespace Expo.Web.Http;

/// <summary>Files whose name changes with their content, though not by the framework's fingerprint: the font and shared script chunks.</summary>
internal static class ForEverFiles
{
    public static IApplicationBuilder UseForEverFiles(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/dist/fonts") || path.StartsWithSegments("/dist/chunks"))
        {
            context.Response.OnStarting(() =>
            {
                if (context.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
                {
                    context.Response.Headers.CacheControl = "max-age=31536000, immutable, public";
                }

                return Task.CompletedTask;
            });
        }

        return next(context);
    });
}
