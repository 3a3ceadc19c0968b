using Expo.Core;
using Expo.Core.Mail;
using Expo.Web.Http;
using Expo.Web.Registration;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Expo.Web.Letters;

/// <summary>
/// Takes the one POST by which a mail program unsubscribes (RFC 8058), and the forms of the page at the same address. The
/// secret in the address is the proof: a mail program has no cookie and no token.
/// </summary>
internal static class UnsubscribeEndpoints
{
    private const int LongestForm = 4 * 1024;

    public static IEndpointRouteBuilder MapLetters(this IEndpointRouteBuilder routes)
    {
        // Before the page, which would take a POST as well.
        routes.MapPost(Unsubscribing.PathOf("{token}"), UnsubscribeAsync)
            .WithOrder(-1).DisableAntiforgery().ExcludeFromDescription().RequireRateLimiting(RateLimits.Tickets);
        return routes;
    }

    private static async Task<Results<ContentHttpResult, RedirectHttpResult, ProblemHttpResult>> UnsubscribeAsync(string token, HttpContext context, Unsubscribing letters, CancellationToken ct)
    {
        SecretPages.Protect(context);
        var form = await ReadAsync(context.Request, ct);
        Result<Subscription> result = form.Do == "resubscribe" ? await letters.ResubscribeAsync(token, ct) : await letters.UnsubscribeAsync(token, ct);
        return result.IsRefused ? result.Refusal.ToProblem()
            : form.IsFromPage ? TypedResults.Redirect(Unsubscribing.PathOf(token) + "?done=1")
            : TypedResults.Text("Unsubscribed.");
    }

    // Whatever a mail program sends, it wants to unsubscribe: a body that cannot be read is no reason to refuse.
    private static async Task<(string? Do, bool IsFromPage)> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType || request.ContentLength is not (> 0 and <= LongestForm))
        {
            return (null, false);
        }

        try
        {
            var form = await request.ReadFormAsync(ct);
            return (form["do"], form["from"] == "page");
        }
        catch (Exception fault) when (fault is InvalidDataException or BadHttpRequestException or IOException)
        {
            return (null, false);
        }
    }
}
