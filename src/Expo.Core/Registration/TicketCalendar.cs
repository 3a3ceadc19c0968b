using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Expo.Core.Agenda;
using Expo.Core.Mail;
using Ical.Net.CalendarComponents;
using Ical.Net.Serialization;
using Calendar = Ical.Net.Calendar;

namespace Expo.Core.Registration;

/// <summary>From the first session of a day to the last.</summary>
public sealed record EventDay(DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>
/// A ticket as iCalendar (RFC 5545): one entry for each day of the event, with the zone's full name and rules. The entry
/// keeps its UID for ever and raises SEQUENCE with each change, so that a calendar which has it is brought up to date; a
/// cancelled one is taken out by METHOD:CANCEL (RFC 5546 4.1.3).
/// </summary>
public static class TicketCalendar
{
    private static readonly ConcurrentDictionary<(string Zone, int Year), string> Zones = new();

    public static string ContentTypeOf(Ticket ticket) => $"text/calendar; charset=utf-8; method={MethodOf(ticket)}";

    /// <summary>Lines end with CR LF and are folded at 75 octets.</summary>
    public static string Write(Ticket ticket, IReadOnlyList<EventDay> days, MailOptions site, DateTimeOffset now)
    {
        var zone = EventTime.In(ticket.Conference.TimeZone);
        var own = OwnDays(ticket, days, zone);
        var calendar = new StringBuilder(4096);
        Line(calendar, "BEGIN:VCALENDAR");
        Line(calendar, "PRODID:-//Expo//Tickets//EN");
        Line(calendar, "VERSION:2.0");
        Line(calendar, $"METHOD:{MethodOf(ticket)}");
        if (own.Count > 0)
        {
            calendar.Append(ZoneRules(zone.ZoneId, own.Min(d => d.StartsAt).UtcDateTime.Year));
        }

        foreach (var day in own)
        {
            Event(calendar, ticket, day, zone, site, now);
        }

        Line(calendar, "END:VCALENDAR");
        return calendar.ToString();
    }

    /// <summary>Names a ticket without giving it away: calendars are shared, codes must not be.</summary>
    public static string Fingerprint(string ticketCode) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes("expo-ticket:" + ticketCode)).AsSpan(0, 10));

    /// <summary>The days that the ticket opens the door on.</summary>
    public static IReadOnlyList<EventDay> OwnDays(Ticket ticket, IReadOnlyList<EventDay> days, EventTime zone) =>
        ticket.Attendee.TicketType is { Days: { Count: > 0 } only } ? [.. days.Where(d => only.Contains(zone.Day(d.StartsAt)))] : days;

    private static string MethodOf(Ticket ticket) => ticket.IsCancelled ? "CANCEL" : "PUBLISH";

    private static void Event(StringBuilder calendar, Ticket ticket, EventDay day, EventTime zone, MailOptions site, DateTimeOffset now)
    {
        var (attendee, conference, place) = (ticket.Attendee, ticket.Conference, RegistrationLetters.PlaceOf(ticket));
        Line(calendar, "BEGIN:VEVENT");
        Line(calendar, $"UID:{zone.Day(day.StartsAt):yyyyMMdd}-{attendee.CalendarUid ?? Fingerprint(attendee.TicketCode)}@{site.Domain}");
        Line(calendar, $"SEQUENCE:{attendee.Revision}");
        Line(calendar, $"DTSTAMP:{Utc(now)}");
        Line(calendar, $"DTSTART{Time(day.StartsAt, zone)}");
        Line(calendar, $"DTEND{Time(day.EndsAt, zone)}");
        Line(calendar, $"SUMMARY:{Text(conference.Name + (conference.IsDemo ? " (demo)" : ""))}");
        Line(calendar, $"LOCATION:{Text(place == Places.Stream ? site.Link("/live") : $"{conference.Venue}, {conference.City}")}");
        Line(calendar, $"DESCRIPTION:{Text(Words(ticket, place))}");
        // Not the ticket's own page: whoever is shown this calendar could cancel there.
        Line(calendar, $"URL:{site.Link("/agenda")}");
        Line(calendar, $"ORGANIZER;CN=\"{MimeLetters.OneLine(conference.Name).Replace('"', '\'')}\":mailto:{site.From}");
        Line(calendar, $"STATUS:{attendee.State switch { AttendeeState.Confirmed => "CONFIRMED", AttendeeState.Cancelled => "CANCELLED", _ => "TENTATIVE" }}");
        Line(calendar, "END:VEVENT");
    }

    private static string Words(Ticket ticket, string place) => ticket.IsCancelled
        ? "This registration has ended."
        : place switch
        {
            Places.Stream => "You take part on the live stream.",
            Places.Waiting => "You are on the waiting list for a seat in the room. Until then, watch the live stream.",
            _ => "You have a seat in the room. Bring your ticket.",
        };

    // Working out a zone's rules costs more than all the rest of the letter, and they are the same for everybody.
    private static string ZoneRules(string zoneId, int year) => Zones.GetOrAdd((zoneId, year), static key =>
    {
        var calendar = new Calendar();
        calendar.AddTimeZone(VTimeZone.FromDateTimeZone(key.Zone, new DateTime(key.Year - 1, 1, 1, 0, 0, 0, DateTimeKind.Utc), includeHistoricalData: false));
        var text = CalendarText.Fold(new CalendarSerializer().SerializeToString(calendar) ?? "");
        const string end = "END:VTIMEZONE\r\n";
        var (from, to) = (text.IndexOf("BEGIN:VTIMEZONE", StringComparison.Ordinal), text.LastIndexOf(end, StringComparison.Ordinal));
        return from < 0 || to < from ? "" : text[from..(to + end.Length)];
    });

    // A local time in the hour that autumn repeats would not tell which of the two is meant: see CalendarText.Time.
    private static string Time(DateTimeOffset instant, EventTime zone) => zone.IsToldByItsClock(instant)
        ? $";TZID={zone.ZoneId}:{zone.Local(instant).ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}"
        : $":{Utc(instant)}";

    private static string Utc(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A TEXT value (RFC 5545 3.3.11) that cannot end its line.</summary>
    private static string Text(string text) => MimeLetters.OneLine(text)
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal);

    private static void Line(StringBuilder calendar, string line)
    {
        if (Encoding.UTF8.GetByteCount(line) <= 75)
        {
            calendar.Append(line).Append("\r\n");
        }
        else
        {
            calendar.Append(CalendarText.Fold(line));
        }
    }
}
