using System.Globalization;
using Expo.Core.Questions;
using Expo.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Expo.Web.Questions;

/// <summary>The public questions of a session for programs, and what a live page missed. Never kept by a cache: it would freeze those who ask what is new.</summary>
internal static class QuestionEndpoints
{
    public static RouteGroupBuilder MapQuestions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/api/v1/sessions/{slug}").WithTags("Questions");
        sessions.AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return next(context);
        });
        sessions.MapGet("/questions", ListAsync).WithSummary("All public questions of a session and their votes.");
        sessions.MapGet("/events", EventsAsync).WithSummary("Public events of a session after a number, oldest first, at most 200. Ask again while the last is below 'latest'.");
        return sessions;
    }

    private static async Task<Results<Ok<QuestionSnapshot>, ProblemHttpResult>> ListAsync(string slug, QuestionQueries questions, CancellationToken ct) =>
        await questions.SessionAsync(slug, ct) is { } session
            ? TypedResults.Ok(await questions.PublicAsync(session.Id, ct))
            : QuestionRefusals.UnknownSession.ToProblem();

    private static async Task<Results<Ok<EventPage>, ProblemHttpResult>> EventsAsync(string slug, string? after, QuestionQueries questions, CancellationToken ct)
    {
        // Read by hand, so that "after=x" gets the same clear answer as "after=-1".
        if (!long.TryParse(after ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return QuestionRefusals.BadNumber.ToProblem();
        }

        if (await questions.SessionAsync(slug, ct) is not { } session)
        {
            return QuestionRefusals.UnknownSession.ToProblem();
        }

        var page = await questions.EventsAfterAsync(session.Id, number, ct);
        return page.IsRefused ? page.Refusal.ToProblem() : TypedResults.Ok(page.Value);
    }
}
