using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Expo.Core.Agenda;
using Microsoft.AspNetCore.Components;

namespace Expo.Web.Agenda;

/// <summary>Event data for search engines (schema.org, as JSON-LD). A data block is no script, so the content policy lets it stand.</summary>
internal static class SchemaOrg
{
    private const string Schema = "https://schema.org";

    public static Uri SiteOf(HttpRequest request) => new($"{request.Scheme}://{request.Host}/");

    /// <summary>The whole event.</summary>
    public static MarkupString Of(Programme programme, HttpRequest request) => Text(With(Event(programme, SiteOf(request)), ("@context", Schema)));

    /// <summary>One session of it.</summary>
    public static MarkupString Of(Session session, Programme programme, HttpRequest request)
    {
        var (site, time) = (SiteOf(request), programme.EventTime);
        return Text(new JsonObject
        {
            ["@context"] = Schema,
            ["@type"] = "Event",
            ["name"] = session.Title,
            ["description"] = session.Summary,
            ["url"] = new Uri(site, session.Address()).ToString(),
            ["startDate"] = Iso(time.Local(session.StartsAt)),
            ["endDate"] = Iso(time.Local(session.EndsAt)),
            ["eventStatus"] = $"{Schema}/{(session.State == SessionState.Cancelled ? "EventCancelled" : "EventScheduled")}",
            ["eventAttendanceMode"] = $"{Schema}/MixedEventAttendanceMode",
            ["isAccessibleForFree"] = true,
            ["location"] = new JsonArray(Place(programme.Conference, session.Stage?.Name), Online(site, $"live/{session.Stage?.Slug}")),
            ["performer"] = new JsonArray([.. session.Speakers.Select(speaker => new JsonObject
            {
                ["@type"] = "Person", ["name"] = speaker.Name, ["url"] = new Uri(site, speaker.Address()).ToString(),
                ["affiliation"] = new JsonObject { ["@type"] = "Organization", ["name"] = speaker.Company },
            })]),
            ["superEvent"] = Event(programme, site),
        });
    }

    private static JsonObject Event(Programme programme, Uri site)
    {
        var (conference, time) = (programme.Conference, programme.EventTime);
        var takesPlace = programme.Sessions.Where(session => session.State != SessionState.Cancelled).ToList();
        return new JsonObject
        {
            ["@type"] = "Event",
            ["name"] = conference.Name,
            ["description"] = conference.Tagline,
            ["url"] = site.ToString(),
            ["startDate"] = takesPlace.Count == 0 ? Day(conference.FirstDay) : Iso(time.Local(takesPlace.Min(session => session.StartsAt))),
            ["endDate"] = takesPlace.Count == 0 ? Day(conference.LastDay) : Iso(time.Local(takesPlace.Max(session => session.EndsAt))),
            ["eventStatus"] = $"{Schema}/EventScheduled",
            ["eventAttendanceMode"] = $"{Schema}/MixedEventAttendanceMode",
            ["location"] = new JsonArray(Place(conference, null), Online(site, "live")),
        };
    }

    private static JsonObject Place(Conference conference, string? stage) => new()
    {
        ["@type"] = "Place", ["name"] = stage is null ? conference.Venue : $"{stage}, {conference.Venue}",
        ["address"] = new JsonObject { ["@type"] = "PostalAddress", ["addressLocality"] = conference.City },
    };

    private static JsonObject Online(Uri site, string path) => new() { ["@type"] = "VirtualLocation", ["url"] = new Uri(site, path).ToString() };

    private static JsonObject With(JsonObject data, (string Name, string Value) first)
    {
        data.Insert(0, first.Name, first.Value);
        return data;
    }

    private static string Iso(DateTimeOffset local) => local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // The default encoder writes < as \u003C, so that no text can end the data block.
    private static MarkupString Text(JsonObject data) => new(data.ToJsonString(JsonSerializerOptions.Default));
}
