using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Submissions;
using Expo.Web.Accounts;
using Expo.Web.Http;
using Expo.Web.Organiser;
using Expo.Web.Registration;

namespace Expo.Web.Submissions;

/// <summary>Files for reviewers and organisers.</summary>
internal static class ReviewEndpoints
{
    public static IEndpointRouteBuilder MapReview(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/review/{code}/attachment", AttachmentAsync).RequireAuthorization(Policies.Reviewer).ExcludeFromDescription();
        routes.MapGet(ProposalListView.File, FileAsync).RequireAuthorization(Policies.Organiser).ExcludeFromDescription();
        return routes;
    }

    /// <summary>To keep, never to open in the page. Its name says nothing of what it was called.</summary>
    private static async Task<IResult> AttachmentAsync(string code, HttpContext context, ReviewQueries queries, AgendaQueries agenda, CancellationToken ct)
    {
        SecretPages.Protect(context);
        var file = await queries.AttachmentAsync(Actor.From(context.User), (await agenda.ConferenceAsync(ct))?.Id ?? 0, code, ct);
        if (file.IsRefused)
        {
            return file.Refusal.ToProblem();
        }

        context.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        return TypedResults.File(file.Value.Content, file.Value.ContentType, file.Value.Name);
    }

    private static async Task<IResult> FileAsync(HttpContext context, ProposalBoard desk, AgendaQueries agenda, TimeProvider clock, CancellationToken ct)
    {
        SecretPages.Protect(context);
        if (await agenda.ConferenceAsync(ct) is not { } conference)
        {
            return TypedResults.NotFound();
        }

        var view = ProposalListView.Read(context.Request.QueryString.Value ?? "");
        var file = await desk.FileAsync(Actor.From(context.User), conference.Id, view.Filter, view.Order, ct);
        return file.IsRefused
            ? file.Refusal.ToProblem()
            : TypedResults.Stream(body => file.Value.WriteAsync(body, ct), ProposalFile.ContentType, $"proposals-{EventTime.In(conference.TimeZone).Day(clock.GetUtcNow()):yyyy-MM-dd}.csv");
    }
}
