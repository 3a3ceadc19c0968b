using Expo.Core.Accounts;
using Expo.Core.Submissions;
using Expo.Web.Http;
using Expo.Web.Registration;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Expo.Web.Submissions;

internal static class ProposalEndpoints
{
    public static IEndpointRouteBuilder MapProposals(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/submit/{code}/attachment", AttachmentAsync).ExcludeFromDescription().RequireRateLimiting(RateLimits.Tickets);
        return routes;
    }

    /// <summary>To keep, never to open in the page: what somebody sent in runs nowhere on this site.</summary>
    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult, NotFound>> AttachmentAsync(string code, HttpContext context, ProposalQueries queries, ProposalAttachments attachments, CancellationToken ct)
    {
        SecretPages.Protect(context);
        var file = await queries.AttachmentAsync(Actor.From(context.User), code, DraftKeys.Of(context, code), ct);
        if (file.IsRefused)
        {
            return file.Refusal.ToProblem();
        }

        context.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        return await attachments.OpenAsync(file.Value, ct) is { } bytes ? TypedResults.File(bytes, file.Value.ContentType, file.Value.Name) : TypedResults.NotFound();
    }
}
