using System.Security.Cryptography;
using System.Text;
using Expo.Core.Agenda;
using Expo.Core.Registration;
using Expo.Web.Http;
using Microsoft.Net.Http.Headers;

namespace Expo.Web.Agenda;

/// <summary>
/// A person's starred sessions as a calendar that programs look at again and again. Its address is a secret: it is told to
/// nobody by a link, and proxies must keep it out of their logs as they do those of tickets (<c>docs/privacy.md</c>).
/// </summary>
internal static class CalendarFeed
{
    /// <summary>With a slash at both ends.</summary>
    public const string Path = "/calendar/";

    public static IEndpointRouteBuilder MapCalendarFeed(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path + "{key}.ics", ReadAsync).ExcludeFromDescription().RequireRateLimiting(RateLimits.Calendars);
        return routes;
    }

    private static async Task<IResult> ReadAsync(string key, HttpContext context, StarQueries stars, CancellationToken ct)
    {
        var headers = context.Response.Headers;
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers["Referrer-Policy"] = "no-referrer";
        if (await stars.FeedAsync(key, ct) is not { } feed)
        {
            headers.CacheControl = "no-store";
            return TypedResults.NotFound();
        }

        var calendar = Encoding.UTF8.GetBytes(AgendaCalendar.Of(feed.Conference, feed.Sessions, SchemaOrg.SiteOf(context.Request), $"My sessions, {feed.Conference.Name}"));
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(calendar).AsSpan(0, 12))}\"", isWeak: true);
        var answer = context.Response.GetTypedHeaders();
        // The person's own copy may keep it, if it asks each time whether it is still true.
        answer.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
        (answer.ETag, answer.LastModified) = (tag, feed.ChangedAt);

        // By the tag only: a star that was taken back changes the calendar and leaves no later date.
        return context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Bytes(calendar, AgendaCalendar.ContentType);
    }
}
