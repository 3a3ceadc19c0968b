using System.Security.Cryptography;
using System.Text;
using Expo.Core.Agenda;
using Expo.Core.Mail;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.Serialization;

namespace Expo.Core.Registration;

/// <summary>From the first session of a day to the last.</summary>
public sealed record EventDay(DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>
/// A ticket as iCalendar (RFC 5545): one entry for each day of the event, with the zone's full name and rules. The entry
/// keeps its UID for ever and raises SEQUENCE with each change, so that a calendar which has it is brought up to date.
/// </summary>
public static class TicketCalendar
{
    public const string ContentType = "text/calendar; charset=utf-8; method=PUBLISH";

    public static string Write(Ticket ticket, IReadOnlyList<EventDay> days, MailOptions site, DateTimeOffset now)
    {
        var (attendee, conference) = (ticket.Attendee, ticket.Conference);
        var zone = EventTime.In(conference.TimeZone);
        var calendar = new Calendar { Method = "PUBLISH", ProductId = "-//Expo//Tickets//EN" };
        if (days.Count > 0)
        {
            calendar.AddTimeZone(VTimeZone.FromDateTimeZone(zone.ZoneId, days.Min(d => d.StartsAt).UtcDateTime.AddMonths(-6), includeHistoricalData: false));
        }

        foreach (var day in days)
        {
            calendar.Events.Add(new CalendarEvent
            {
                Uid = $"{zone.Day(day.StartsAt):yyyyMMdd}-{Fingerprint(attendee.TicketCode)}@{site.Domain}",
                Sequence = attendee.Revision,
                DtStamp = CalendarText.Utc(now),
                Start = CalendarText.Time(day.StartsAt, zone),
                End = CalendarText.Time(day.EndsAt, zone),
                Summary = MimeLetters.OneLine(conference.Name + (conference.IsDemo ? " (demo)" : "")),
                Location = MimeLetters.OneLine(ticket.Place == Places.Stream ? site.Link("/live") : $"{conference.Venue}, {conference.City}"),
                Description = MimeLetters.OneLine(Words(ticket)),
                // Not the ticket's own page: whoever is shown this calendar could cancel there.
                Url = new Uri(site.Link("/agenda")),
                Status = attendee.State switch { AttendeeState.Confirmed => "CONFIRMED", AttendeeState.Waiting => "TENTATIVE", _ => "CANCELLED" },
            });
        }

        return new CalendarSerializer().SerializeToString(calendar) ?? "";
    }

    /// <summary>Names a ticket without giving it away: calendars are shared, codes must not be.</summary>
    public static string Fingerprint(string ticketCode) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes("expo-ticket:" + ticketCode)).AsSpan(0, 10));

    private static string Words(Ticket ticket) => ticket.IsCancelled
        ? "You cancelled this registration."
        : ticket.Place switch
        {
            Places.Stream => "You take part on the live stream.",
            Places.Waiting => "You are on the waiting list for a seat in the room. Until then, watch the live stream.",
            _ => "You have a seat in the room. Bring your ticket.",
        };
}
