using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace Expo.Web.Http;

/// <summary>People get a page in our layout, programs get problem details.</summary>
internal static class ErrorPages
{
    private static readonly PathString[] ForPrograms = ["/api", "/streams", "/hubs", "/health", "/metrics", "/openapi", "/feeds", "/webhooks"];

    public static IApplicationBuilder UseErrorPages(this IApplicationBuilder app)
    {
        app.UseWhen(IsForPrograms, programs => programs.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf, SuppressDiagnosticsCallback = IsTheSenders }).UseStatusCodePages());
        app.UseWhen(context => !IsForPrograms(context), people => people
            .UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error/500", CreateScopeForErrors = true, StatusCodeSelector = StatusOf, SuppressDiagnosticsCallback = IsTheSenders })
            .UseStatusCodePagesWithReExecute("/error/{0}", createScopeForStatusCodePages: true));
        return app.Use(ReadErrorPageByGet);
    }

    /// <summary>
    /// Refuses a form without a valid token before any page sees it, and keeps what was typed for the page that says so. The
    /// framework refuses too, but with a bare sentence in Development and nothing at all in Production.
    /// </summary>
    public static IApplicationBuilder UseAntiforgeryRefusal(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false } refused)
        {
            await next(context);
            return;
        }

        context.Features.Set<IAntiforgeryValidationFeature>(null);
        if (refused.Error?.InnerException is InvalidDataException or IOException)
        {
            // No token was found because the form cannot be read: it is too long, has too many fields or is none.
            context.Response.StatusCode = StatusOf(refused.Error.InnerException) is var status and < 500 ? status : StatusCodes.Status400BadRequest;
            return;
        }

        // Only now may the form be read; what it says goes onto the page and nowhere else.
        context.Features.Set(await RefusedForm.ReadAsync(context));
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
    });

    /// <summary>What the server could not read is the sender's slip and has its own status, such as 413; anything else is our fault.</summary>
    private static int StatusOf(Exception fault) => fault is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;

    // Nobody needs to be woken for it.
    private static bool IsTheSenders(ExceptionHandlerSuppressDiagnosticsContext context) => context.Exception is BadHttpRequestException;

    /// <summary>The error page is rendered in place of the answer to a form: it must not be taken for the form's target.</summary>
    private static async Task ReadErrorPageByGet(HttpContext context, RequestDelegate next)
    {
        var method = context.Request.Method;
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            context.Request.Method = HttpMethods.Get;
        }

        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = method;
        }
    }

    private static bool IsForPrograms(HttpContext context) => Array.Exists(ForPrograms, path => context.Request.Path.StartsWithSegments(path));
}
