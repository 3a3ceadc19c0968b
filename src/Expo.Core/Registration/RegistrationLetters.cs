using System.Text;
using Expo.Core.Agenda;
using Expo.Core.Mail;

namespace Expo.Core.Registration;

/// <summary>Writes the letters of registration. Pure: the same ticket and day give the same letter.</summary>
public static class RegistrationLetters
{
    /// <summary>Null when the letter has been overtaken, for instance a ticket that was cancelled before its letter left.</summary>
    /// <param name="kind">Name of one of the records of RegistrationJobs.</param>
    /// <param name="jobId">Makes the letter's own name, so that trying again is the same letter.</param>
    public static Letter? Write(string kind, long jobId, Ticket ticket, IReadOnlyList<EventDay> days, MailOptions site, DateTimeOffset now)
    {
        var (attendee, conference) = (ticket.Attendee, ticket.Conference);
        if (Opening(kind, ticket) is not { Subject: var subject, Words: var opening })
        {
            return null;
        }

        var body = new LetterBody().Paragraph($"Hello {attendee.Name},").Paragraph(opening);
        if (!ticket.IsCancelled)
        {
            body.Facts([.. Facts(ticket)])
                .Link(ticket.Place == Places.Waiting ? "Your place in the line" : "Your ticket", site.Link($"/tickets/{TicketCodes.Grouped(attendee.TicketCode)}"))
                .Paragraph("On that page you can also change between the room and the stream, or cancel. Whoever has the link can do so too: keep it to yourself.");
        }
        else
        {
            body.Link("Register again", site.Link("/register"));
        }

        body.Paragraph("You did not register? Then somebody typed your address. You need not do anything" + (ticket.IsCancelled ? "." : ", or you can cancel on the page above."));
        if (conference.IsDemo)
        {
            body.Paragraph("This is a demo event. It does not take place.");
        }

        return new Letter(attendee.Email, attendee.Name, subject, body.Text, body.AsHtml(subject))
        {
            MessageId = $"{kind.ToLowerInvariant()}.{jobId}.{TicketCalendar.Fingerprint(attendee.TicketCode)}@{site.Domain}",
            FromName = conference.Name,
            Attachments = ticket.Place == Places.Waiting || days.Count == 0
                ? []
                : [new Attachment("expo.ics", TicketCalendar.ContentType, Encoding.UTF8.GetBytes(TicketCalendar.Write(ticket, days, site, now)))],
        };
    }

    private sealed record Begin(string Subject, string Words);

    private static Begin? Opening(string kind, Ticket ticket)
    {
        var name = ticket.Conference.Name;
        var line = $"The room is full, and you are number {ticket.PlaceInLine} on the waiting list. When a seat comes free and it is your turn, it is yours and we write to you at once. Until then you can watch the live stream.";
        var place = ticket.Place switch
        {
            Places.Stream => "You take part on the live stream.",
            Places.Waiting => line,
            _ => "You have a seat in the room. Show the QR code on your ticket at the door, or read its code aloud.",
        };
        return (kind, ticket) switch
        {
            (nameof(SendCancelled), { IsCancelled: true }) => new($"Cancelled: {name}", "Your registration was cancelled. The calendar file attached takes the event out of your calendar."),
            (_, { IsCancelled: true }) => null,
            (nameof(SendTicket), _) => new($"Your ticket: {name}", "Thank you for registering. " + place),
            (nameof(SendTicketAgain), _) => new($"You are registered already: {name}", "Somebody, probably you, asked to register this address. It is registered already, and nothing has changed. " + place),
            (nameof(SendWaiting), { Place: Places.Waiting }) => new($"You are on the waiting list: {name}", line),
            (nameof(SendSeatFree), { Place: Places.Room }) => new($"A seat came free for you: {name}", "A seat came free, and it is yours. " + place + " If you cannot come, please give it to the next person: change to the stream or cancel."),
            (nameof(SendMoved), _) => new($"Your ticket has changed: {name}", place),
            _ => null,
        };
    }

    private static IEnumerable<(string, string)> Facts(Ticket ticket)
    {
        var conference = ticket.Conference;
        var first = EventTime.LongDay(conference.FirstDay);
        yield return ("When", conference.FirstDay == conference.LastDay ? first : $"{first} to {EventTime.LongDay(conference.LastDay)} ({conference.TimeZone})");
        yield return ("Where", ticket.Place == Places.Stream ? "The live stream" : $"{conference.Venue}, {conference.City}");
        if (ticket.Place != Places.Waiting)
        {
            yield return ("Ticket code", TicketCodes.Grouped(ticket.Attendee.TicketCode));
        }
    }
}
