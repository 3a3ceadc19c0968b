using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Expo.Core.Agenda;

namespace Expo.Web.Agenda;

/// <summary>
/// <c>/agenda.json</c> in the form that frab and pretalx give and conference apps read: schedule, conference, days, rooms by name.
/// Cancelled sessions and breaks are left out, as apps would show them as talks.
/// </summary>
internal static class FrabSchedule
{
    private static readonly Guid Namespace = new("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

    public static JsonObject Of(Programme programme, Uri site)
    {
        var (conference, days) = (programme.Conference, programme.Days);
        var topics = programme.Sessions.Select(Track).OfType<string>().Distinct().Order(StringComparer.InvariantCultureIgnoreCase);
        return new JsonObject
        {
            ["$schema"] = "https://c3voc.de/schedule/schema.json",
            ["generator"] = new JsonObject { ["name"] = "Expo" },
            ["schedule"] = new JsonObject
            {
                ["url"] = new Uri(site, "agenda.json").ToString(),
                ["version"] = programme.Release?.Name ?? "",
                ["base_url"] = site.ToString(),
                ["conference"] = new JsonObject
                {
                    ["acronym"] = conference.Slug,
                    ["title"] = conference.Name,
                    ["start"] = Day(conference.FirstDay),
                    ["end"] = Day(conference.LastDay),
                    ["daysCount"] = days.Count,
                    ["timeslot_duration"] = "00:05",
                    ["time_zone_name"] = conference.TimeZone,
                    ["url"] = site.ToString(),
                    ["rooms"] = new JsonArray([.. programme.Stages.Select(stage => new JsonObject { ["name"] = stage.Name, ["slug"] = stage.Slug, ["guid"] = Name(site, $"stages/{stage.Slug}") })]),
                    ["tracks"] = new JsonArray([.. topics.Select(topic => new JsonObject { ["name"] = topic, ["slug"] = topic.ToLowerInvariant().Replace(' ', '-') })]),
                    ["days"] = new JsonArray([.. days.Select(day => DayOf(day, programme, site))]),
                },
            },
        };
    }

    private static JsonObject DayOf(ProgrammeDay day, Programme programme, Uri site)
    {
        var given = day.Sessions.Where(session => session.HasPage && session.State != SessionState.Cancelled).ToList();
        var rooms = new JsonObject();
        foreach (var room in given.GroupBy(session => session.Stage!.Name).OrderBy(group => group.First().Stage!.Position))
        {
            rooms[room.Key] = new JsonArray([.. room.Select(session => Talk(session, programme.EventTime, site))]);
        }

        return new JsonObject
        {
            ["index"] = day.Number,
            ["date"] = Day(day.Date),
            ["day_start"] = Iso(programme.EventTime.Local(day.Sessions.Min(session => session.StartsAt))),
            ["day_end"] = Iso(programme.EventTime.Local(day.Sessions.Max(session => session.EndsAt))),
            ["rooms"] = rooms,
        };
    }

    private static JsonObject Talk(Session session, EventTime time, Uri site)
    {
        var (address, length) = (new Uri(site, session.Address()).ToString(), session.EndsAt - session.StartsAt);
        return new JsonObject
        {
            ["guid"] = Name(site, $"sessions/{session.Slug}"),
            ["code"] = session.Slug,
            ["id"] = session.Id,
            ["logo"] = null,
            ["date"] = Iso(time.Local(session.StartsAt)),
            ["start"] = time.Hour(session.StartsAt),
            ["duration"] = string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalHours:00}:{length.Minutes:00}"),
            ["room"] = session.Stage!.Name,
            ["slug"] = session.Slug,
            ["url"] = address,
            ["origin_url"] = address,
            ["title"] = session.Title,
            ["subtitle"] = "",
            ["track"] = Track(session),
            ["type"] = session.KindInWords(),
            ["language"] = "en",
            ["abstract"] = session.Summary,
            ["description"] = "",
            ["recording_license"] = "",
            ["do_not_record"] = false,
            ["persons"] = new JsonArray([.. session.Speakers.Select(speaker => new JsonObject
            {
                ["guid"] = Name(site, $"speakers/{speaker.Slug}"), ["id"] = speaker.Id, ["code"] = speaker.Slug, ["name"] = speaker.Name, ["public_name"] = speaker.Name,
                ["avatar"] = null, ["biography"] = speaker.Biography, ["url"] = new Uri(site, speaker.Address()).ToString(), ["answers"] = new JsonArray(),
            })]),
            ["links"] = new JsonArray(),
            ["attachments"] = new JsonArray(),
            ["answers"] = new JsonArray(),
        };
    }

    private static string? Track(Session session) => session.HasPage ? session.Topics.FirstOrDefault() : null;

    /// <summary>A name that stays the same (RFC 9562, version 5), so that apps know a talk again after a change.</summary>
    private static string Name(Uri site, string path)
    {
        // RFC 9562 makes such names with SHA-1; nothing is kept secret by it.
#pragma warning disable CA5350
        var hash = SHA1.HashData([.. Namespace.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(new Uri(site, path).ToString())]);
#pragma warning restore CA5350
        (hash[6], hash[8]) = ((byte)((hash[6] & 0x0F) | 0x50), (byte)((hash[8] & 0x3F) | 0x80));
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }

    private static string Iso(DateTimeOffset local) => local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
