using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.Serialization;

namespace Expo.Core.Agenda;

/// <summary>
/// The programme as iCalendar (RFC 5545): full IANA zone ids with their VTIMEZONE, a UID that never changes, SEQUENCE that
/// goes up when times change, STATUS for cancelled sessions. Breaks are left out.
/// </summary>
public static class AgendaCalendar
{
    public const string ContentType = "text/calendar; charset=utf-8";

    /// <summary>Lines end with CR LF and are folded at 75 octets (RFC 5545 3.1).</summary>
    /// <param name="conference">Gives name, place and zone.</param>
    /// <param name="sessions">With their stage and speakers.</param>
    /// <param name="site">Address of this site, for the links.</param>
    /// <param name="name">What the calendar is called; the event's name when not given.</param>
    public static string Of(Conference conference, IEnumerable<Session> sessions, Uri site, string? name = null)
    {
        var time = EventTime.In(conference.TimeZone);
        var given = sessions.Where(session => session.HasPage).ToList();
        var calendar = new Calendar { Method = "PUBLISH", ProductId = "-//Expo//Agenda//EN" };
        calendar.AddProperty("X-WR-CALNAME", CalendarText.Clean(name ?? conference.Name));
        calendar.AddProperty("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
        if (given.Count > 0)
        {
            calendar.AddTimeZone(VTimeZone.FromDateTimeZone(conference.TimeZone, given.Min(s => s.StartsAt).UtcDateTime.AddYears(-1), includeHistoricalData: false));
        }

        foreach (var session in given)
        {
            calendar.Events.Add(Event(conference, session, time, site));
        }

        return CalendarText.Fold(new CalendarSerializer().SerializeToString(calendar) ?? "");
    }

    private static CalendarEvent Event(Conference conference, Session session, EventTime time, Uri site)
    {
        var address = new Uri(site, $"/sessions/{session.Slug}");
        var people = string.Join("; ", session.Speakers.Select(speaker => $"{speaker.Name}, {speaker.Company}, {speaker.Country}"));
        return new CalendarEvent
        {
            Uid = $"session-{session.Id}@{conference.Slug}",
            DtStamp = CalendarText.Utc(session.ChangedAt),
            LastModified = CalendarText.Utc(session.ChangedAt),
            Sequence = session.Revision,
            Status = session.State == SessionState.Cancelled ? EventStatus.Cancelled : EventStatus.Confirmed,
            Summary = CalendarText.Clean(session.Title),
            Description = CalendarText.Clean(string.Join("\n\n", new[] { session.Summary, people, address.ToString() }.Where(text => text.Length > 0))),
            Location = CalendarText.Clean(string.Join(", ", new[] { session.Stage?.Name, conference.Venue, conference.City }.OfType<string>())),
            Url = address,
            Categories = [.. session.Topics.Select(CalendarText.Clean)],
            Start = CalendarText.Time(session.StartsAt, time),
            End = CalendarText.Time(session.EndsAt, time),
        };
    }
}
