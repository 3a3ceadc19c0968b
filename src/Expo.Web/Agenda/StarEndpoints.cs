using Expo.Core;
using Expo.Core.Registration;
using Expo.Web.Http;
using Expo.Web.Registration;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Expo.Web.Agenda;

/// <summary>What a browser's reader has starred, for the pages' script.</summary>
/// <param name="Ticket">Whether this browser knows a ticket that stands.</param>
public sealed record StarState(bool Ticket, IReadOnlyList<StarOf> Stars);

/// <param name="Session">Its slug.</param>
/// <param name="Change">What has changed since it was starred, as a sentence; null for nothing.</param>
public sealed record StarOf(string Session, string? Change);

/// <summary>
/// The forms of the star on every session, and what the script asks. The forms stand on pages that a cache keeps, so they
/// have no token: a browser says whether a form was ours, and the ticket's cookie does not travel from other sites.
/// </summary>
internal static class StarEndpoints
{
    public const string Page = "/agenda/mine";

    private const int LongestForm = 64 * 1024;

    public static IEndpointRouteBuilder MapStars(this IEndpointRouteBuilder routes)
    {
        var stars = routes.MapGroup(Page).ExcludeFromDescription().RequireRateLimiting(RateLimits.Stars);
        stars.AddEndpointFilter(async (call, next) =>
        {
            var context = call.HttpContext;
            SecretPages.Protect(context);
            return HttpMethods.IsPost(context.Request.Method) && !OwnSite.Sent(context.Request) ? OwnSite.Refusal.ToProblem() : await next(call);
        });
        stars.MapGet("/stars", StateAsync);
        stars.MapPost("/star", StarAsync).DisableAntiforgery();
        stars.MapPost("/keep", KeepAsync).DisableAntiforgery();
        stars.MapPost("/calendar", CalendarAsync).DisableAntiforgery();
        stars.MapPost("/forget", Forget).DisableAntiforgery();
        stars.MapPost("/know", KnowAsync).DisableAntiforgery();
        return routes;
    }

    private static async Task<Ok<StarState>> StateAsync(HttpContext context, StarQueries stars, CancellationToken ct) => TypedResults.Ok(await StateOfAsync(context, stars, ct));

    /// <summary>Stars a session, or takes the star back with <c>do=unstar</c>. A script gets the new state, a form a page.</summary>
    private static async Task<Results<RedirectHttpResult, Ok<StarState>, ProblemHttpResult>> StarAsync(HttpContext context, StarService service, StarQueries stars, CancellationToken ct)
    {
        var form = await ReadAsync(context.Request, ct);
        var (session, isOff) = (form?["session"].ToString() ?? "", form?["do"].ToString() == "unstar");
        var result = isOff ? await service.UnstarAsync(KnownTicket.Of(context), session, ct) : await service.StarAsync(KnownTicket.Of(context), session, ct);
        return !IsScript(context.Request) ? Back(result.Refusal, isOff ? "unstarred" : "starred")
            : result.IsRefused ? result.Refusal.ToProblem()
            : TypedResults.Ok(await StateOfAsync(context, stars, ct));
    }

    /// <summary>Takes over the stars of the browser: <c>sessions</c> are slugs with spaces between them.</summary>
    private static async Task<RedirectHttpResult> KeepAsync(HttpContext context, StarService service, CancellationToken ct)
    {
        var form = await ReadAsync(context.Request, ct);
        var result = await service.KeepAsync(KnownTicket.Of(context), (form?["sessions"].ToString() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), ct);
        return Back(result.Refusal, "kept");
    }

    /// <summary>Makes the calendar's address, renews it with <c>do=renew</c>, ends it with <c>do=end</c>.</summary>
    private static async Task<RedirectHttpResult> CalendarAsync(HttpContext context, StarService service, CancellationToken ct)
    {
        var what = (await ReadAsync(context.Request, ct))?["do"].ToString();
        var refusal = what == "end" ? (await service.EndCalendarAsync(KnownTicket.Of(context), ct)).Refusal : (await service.CalendarAsync(KnownTicket.Of(context), what == "renew", ct)).Refusal;
        return Back(refusal, what switch { "end" => "ended", "renew" => "renewed", _ => "made" });
    }

    private static RedirectHttpResult Forget(HttpContext context)
    {
        KnownTicket.Forget(context);
        return Back(null, "forgotten");
    }

    /// <summary>Keeps the ticket whose code is sent, instead of another or of none.</summary>
    private static async Task<RedirectHttpResult> KnowAsync(HttpContext context, RegistrationQueries registration, CancellationToken ct)
    {
        var ticket = await registration.TicketAsync((await ReadAsync(context.Request, ct))?["code"].ToString(), ct);
        if (ticket is null)
        {
            return Back(StarRefusals.NoTicket, "");
        }

        KnownTicket.Keep(context, ticket.Attendee.TicketCode);
        return Back(null, "known");
    }

    private static async Task<StarState> StateOfAsync(HttpContext context, StarQueries stars, CancellationToken ct)
    {
        if (KnownTicket.Of(context) is not { } code)
        {
            return new StarState(false, []);
        }

        if (await stars.BookAsync(code, ct) is not { IsOver: false } book)
        {
            return new StarState(false, []);
        }

        return new StarState(true, [.. book.Sessions.Select(s => new StarOf(s.Session.Slug, s.Change))]);
    }

    private static bool IsScript(HttpRequest request) => request.GetTypedHeaders().Accept.Any(type => type.MediaType == "application/json");

    private static RedirectHttpResult Back(Refusal? refusal, string done) => TypedResults.LocalRedirect(refusal is null ? $"{Page}?done={done}" : $"{Page}?no={refusal.Code}");

    private static async Task<IFormCollection?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType || request.ContentLength is not (> 0 and <= LongestForm))
        {
            return null;
        }

        try
        {
            return await request.ReadFormAsync(ct);
        }
        catch (Exception fault) when (fault is InvalidDataException or BadHttpRequestException or IOException)
        {
            // A form that cannot be read asks for nothing that there is.
            return null;
        }
    }
}
