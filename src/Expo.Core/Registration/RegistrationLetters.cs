using System.Text;
using Expo.Core.Agenda;
using Expo.Core.Mail;

namespace Expo.Core.Registration;

/// <summary>Writes the letters of registration. Pure: the same ticket and day give the same letter.</summary>
public static class RegistrationLetters
{
    /// <summary>Null when the letter has been overtaken, for instance a ticket that was cancelled before its letter left.</summary>
    /// <param name="template">One of <see cref="LetterOpenings.Templates"/>.</param>
    /// <param name="name">Makes the letter's own Message-ID, so that trying again is the same letter.</param>
    /// <param name="ticket">As it is now.</param>
    /// <param name="days">Of the event.</param>
    /// <param name="site">Where links lead and who writes.</param>
    /// <param name="now">Of the letter.</param>
    public static Letter? Write(string template, string name, Ticket ticket, IReadOnlyList<EventDay> days, MailOptions site, DateTimeOffset now)
    {
        var (attendee, conference) = (ticket.Attendee, ticket.Conference);
        if (LetterOpenings.For(template, ticket, now) is not { } opening)
        {
            return null;
        }

        var page = site.Link($"/tickets/{TicketCodes.Grouped(attendee.TicketCode)}");
        var body = new LetterBody().Paragraph($"Hello {attendee.Name},").Paragraph(opening.Words);
        if (opening.Button is { } button)
        {
            body.Link(button, opening.ToPay ? page + "/pay" : page);
        }

        var hasCalendar = HasCalendar(template, ticket, days);
        if (!ticket.IsCancelled)
        {
            body.Facts([.. Facts(ticket, days)]);
            if (opening.Button is null || opening.ToPay)
            {
                body.Link(PlaceOf(ticket) == Places.Waiting ? "Your place in the line" : "Your ticket", page);
            }

            // A ticket that costs money is not changed by its holder: see TicketChange.
            body.Paragraph($"On that page you can also {(ticket.Attendee.TicketType is { IsFree: false } ? "" : "change between the room and the stream, or ")}cancel. Whoever has the link can do so too: keep it to yourself.");
        }
        else
        {
            if (hasCalendar)
            {
                body.Paragraph("The calendar file attached takes the event out of your calendar.");
            }

            body.Link("Register again", site.Link("/register"));
        }

        body.Paragraph("You did not register? Then somebody typed your address. You need not do anything" + (ticket.IsCancelled ? "." : ", or you can cancel on the page above."));
        if (conference.IsDemo)
        {
            body.Paragraph("This is a demo event. It does not take place.");
        }

        return new Letter(attendee.Email, attendee.Name, opening.Subject, body.Text, body.AsHtml(opening.Subject))
        {
            MessageId = $"{template.ToLowerInvariant()}.{name}.{TicketCalendar.Fingerprint(attendee.TicketCode)}@{site.Domain}",
            FromName = conference.Name,
            Attachments = hasCalendar
                ? [new Attachment("expo.ics", TicketCalendar.ContentTypeOf(ticket), Encoding.UTF8.GetBytes(TicketCalendar.Write(ticket, days, site, now)))]
                : [],
        };
    }

    /// <summary>Where the holder takes part, as one of <see cref="Places"/>: types of any name are in the room or on the stream.</summary>
    public static string PlaceOf(Ticket ticket) => ticket.Attendee switch
    {
        { State: AttendeeState.Waiting } => Places.Waiting,
        { TicketType.Kind: TicketKind.Online } => Places.Stream,
        { TicketType.Kind: TicketKind.InPerson } => Places.Room,
        _ => ticket.Place,
    };

    // What is not sure yet is no entry in anybody's calendar. A hold that ran out at once never was in one; where something went
    // before it, such as a seat that was free, the entry is taken back.
    private static bool HasCalendar(string template, Ticket ticket, IReadOnlyList<EventDay> days) =>
        days.Count > 0 && (template != LetterOpenings.HoldExpired || ticket.Attendee.Revision > 1) && ticket.Attendee.State is AttendeeState.Confirmed or AttendeeState.Cancelled && PlaceOf(ticket) != Places.Waiting;

    private static IEnumerable<(string, string)> Facts(Ticket ticket, IReadOnlyList<EventDay> days)
    {
        var (attendee, conference, place) = (ticket.Attendee, ticket.Conference, PlaceOf(ticket));
        yield return ("When", When(ticket, days));
        yield return ("Where", place == Places.Stream ? "The live stream" : $"{conference.Venue}, {conference.City}");
        if (attendee is { State: AttendeeState.Offered or AttendeeState.Unpaid, HeldUntil: { } until })
        {
            yield return ("Held for you until", EventTime.In(conference.TimeZone).Full(until));
        }
        else if (place != Places.Waiting)
        {
            yield return ("Ticket code", TicketCodes.Grouped(attendee.TicketCode));
        }
    }

    private static string When(Ticket ticket, IReadOnlyList<EventDay> days)
    {
        var (conference, time) = (ticket.Conference, EventTime.In(ticket.Conference.TimeZone));
        var first = EventTime.LongDay(conference.FirstDay);
        var when = ticket.Attendee.TicketType is { Days.Count: > 0 } type ? string.Join(" and ", type.Days.Order().Select(EventTime.LongDay))
            : conference.FirstDay == conference.LastDay ? first : $"{first} to {EventTime.LongDay(conference.LastDay)}";
        return TicketCalendar.OwnDays(ticket, days, time) is [var begins, ..] ? $"{when}, from {time.Clock(begins.StartsAt)} ({conference.TimeZone})" : $"{when} ({conference.TimeZone})";
    }
}
