using Expo.Core.Agenda;
using Expo.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Expo.Web.Agenda;

internal static class AgendaEndpoints
{
    public static IEndpointRouteBuilder MapAgenda(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/agenda", ReadAsync).WithSummary("The programme of the event").WithTags("Agenda").CacheOutput(OutputCaches.Agenda);
        routes.MapGet("/agenda.json", FrabAsync).ExcludeFromDescription().CacheOutput(OutputCaches.Agenda);
        routes.MapGet("/agenda.ics", CalendarAsync).ExcludeFromDescription().CacheOutput(OutputCaches.Agenda);
        routes.MapGet("/sessions/{slug}.ics", CalendarOfSessionAsync).ExcludeFromDescription().CacheOutput(OutputCaches.Agenda);
        return routes;
    }

    private static async Task<Results<Ok<AgendaDocument>, NotFound>> ReadAsync(AgendaReader reader, CancellationToken ct) =>
        await reader.ReadAsync(ct) is { } programme ? TypedResults.Ok(AgendaDocument.Of(programme)) : TypedResults.NotFound();

    private static async Task<Results<ContentHttpResult, NotFound>> FrabAsync(AgendaReader reader, HttpRequest request, CancellationToken ct) =>
        await reader.ReadAsync(ct) is { } programme
            ? TypedResults.Content(FrabSchedule.Of(programme, SchemaOrg.SiteOf(request)).ToJsonString(), "application/json; charset=utf-8")
            : TypedResults.NotFound();

    private static async Task<Results<ContentHttpResult, NotFound>> CalendarAsync(AgendaReader reader, HttpRequest request, CancellationToken ct) =>
        await reader.ReadAsync(ct) is { } programme
            ? TypedResults.Content(AgendaCalendar.Of(programme.Conference, programme.Sessions, SiteOf(request)), AgendaCalendar.ContentType)
            : TypedResults.NotFound();

    private static async Task<Results<ContentHttpResult, NotFound>> CalendarOfSessionAsync(string slug, AgendaReader reader, HttpRequest request, CancellationToken ct) =>
        await reader.ReadAsync(ct) is { } programme && programme.Sessions.FirstOrDefault(session => session.HasPage && session.Slug == slug) is { } session
            ? TypedResults.Content(AgendaCalendar.Of(programme.Conference, [session], SiteOf(request)), AgendaCalendar.ContentType)
            : TypedResults.NotFound();

    private static Uri SiteOf(HttpRequest request) => new($"{request.Scheme}://{request.Host}");
}
