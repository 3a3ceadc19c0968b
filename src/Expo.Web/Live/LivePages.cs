using Expo.Core;
using Expo.Core.Agenda;
using Expo.Core.Questions;
using Expo.Streaming.Live;
using Expo.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Expo.Web.Live;

/// <summary>What the live pages need beside the hub, and the vote buttons' form, which works without a script.</summary>
internal static class LivePages
{
    public static IServiceCollection AddLivePages(this IServiceCollection services) => services.AddSingleton<LiveReader>();

    public static void MapLivePages(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/live/{stage}/votes", VoteAsync).RequireRateLimiting(RateLimits.Ask).ExcludeFromDescription();

    /// <param name="stage">Slug of the stage whose page to go back to.</param>
    /// <param name="vote"><c>+12</c> votes for question 12, <c>-12</c> takes the vote back.</param>
    /// <param name="session">Slug of the session that the page showed.</param>
    private static async Task<Results<RedirectHttpResult, NotFound>> VoteAsync(
        string stage, [FromForm] string? vote, [FromForm] string? session, HttpContext context,
        Viewers viewers, LiveLimits limits, QuestionService service, QuestionQueries questions, AgendaQueries agenda, CancellationToken ct)
    {
        if (await agenda.StageAsync(stage, ct) is null)
        {
            return TypedResults.NotFound();
        }

        if (await questions.SessionAsync(session ?? "", ct) is not { } found || found.Stage != stage || vote is not ['+' or '-', .. var number] || !int.TryParse(number, out var id))
        {
            return BackTo(stage, QuestionRefusals.Unknown);
        }

        if (!limits.MayVote(context.Connection.RemoteIpAddress))
        {
            return BackTo(stage, LiveLimits.TooFast);
        }

        var viewer = viewers.FindOrGreet(context);
        var result = vote[0] == '+' ? await service.VoteAsync(viewer, found.Id, id, ct) : await service.TakeBackVoteAsync(viewer, found.Id, id, ct);

        return result.IsRefused ? BackTo(stage, result.Refusal) : TypedResults.Redirect($"/live/{found.Stage}#question-{id}");
    }

    // Only our own codes go into the address, and the page has the words for them.
    private static RedirectHttpResult BackTo(string stage, Refusal refusal) => TypedResults.Redirect($"/live/{stage}?refused={refusal.Code}#questions");

    /// <summary>The sentence for a refusal that the vote form came back with; null for anything else.</summary>
    public static Refusal? RefusalOf(string? code) =>
        code == QuestionRefusals.VotingClosed.Code ? QuestionRefusals.VotingClosed
        : code == QuestionRefusals.Unknown.Code ? QuestionRefusals.Unknown
        : code == LiveLimits.TooFast.Code ? LiveLimits.TooFast
        : null;
}
