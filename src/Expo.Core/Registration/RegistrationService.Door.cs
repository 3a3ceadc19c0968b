using System.Linq.Expressions;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>What a release at the door came to.</summary>
/// <param name="Released">Seats of people who have not come today.</param>
/// <param name="Seated">People waiting on site who got one.</param>
public sealed record DoorRelease(int Released, int Seated);

/// <summary>What the door does with seats.</summary>
public sealed partial class RegistrationService
{
    /// <summary>
    /// Releases the seats of everybody who has not come today. People waiting on site get them at once, in the order of the
    /// line; what is left is free. Whoever loses a seat keeps the stream.
    /// </summary>
    public async Task<Result<DoorRelease>> ReleaseNoShowsAsync(Actor by, CancellationToken ct) => !by.IsDoor
        ? RegistrationRefusals.NotDoor
        : await SeatsAsync<DoorRelease>(
            async books =>
            {
                var db = books.Db;
                if (await db.Conferences.AsNoTracking().LastFirst().FirstOrDefaultAsync(ct) is not { } conference)
                {
                    return RegistrationRefusals.NotOpenYet;
                }

                var today = EventTime.In(conference.TimeZone).Day(books.Now);
                if (today < conference.FirstDay || today > conference.LastDay)
                {
                    return RegistrationRefusals.NotToday;
                }

                var notIn = db.Attendees.Where(a => a.ConferenceId == conference.Id && a.State == AttendeeState.Confirmed && a.TicketType!.Kind == TicketKind.InPerson
                    && !db.CheckIns.Any(c => c.AttendeeId == a.Id && c.Day == today));
                // Whoever is being let in at this moment is waited for and then read as in; a scan that comes later waits for us.
                await notIn.ExecuteUpdateAsync(set => set.SetProperty(a => a.Revision, a => a.Revision), ct);
                var absent = (await notIn.Include(a => a.TicketType).OrderBy(a => a.Id).ToListAsync(ct)).Where(a => a.TicketType!.Days.Count == 0 || a.TicketType.Days.Contains(today)).ToList();
                foreach (var attendee in absent)
                {
                    await books.FreeAsync(attendee.Id, LedgerWords.NoShow, ct);
                    attendee.Revision++;
                    await new SeatHolds(books).ToStreamOrOutAsync(attendee, ct);
                    books.Leave(nameof(SendReleasedAtDoor), attendee);
                }

                var seated = await new WaitingLine(books).SeatThoseOnSiteAsync(conference, ct);
                db.RegistrationLog.Add(new RegistrationLogLine { ConferenceId = conference.Id, At = books.Now, By = by.Name, Text = $"The door released {LedgerWords.Seats(absent.Count)} of people who had not come; {(seated == 1 ? "1 person" : $"{seated} people")} waiting on site got one." });
                return new DoorRelease(absent.Count, seated);
            },
            ct);

    /// <summary>
    /// Puts somebody who stands at the door without a seat among those who get the next free one. With a seat free for them it
    /// is theirs at once.
    /// </summary>
    /// <param name="by">Somebody of the door.</param>
    /// <param name="shown">See <see cref="DoorCodes.Parse"/>.</param>
    /// <param name="ct">Ends the change.</param>
    /// <returns>Where the person stands now: has a seat, has one to pay for, or waits.</returns>
    public async Task<Result<AttendeeState>> WaitOnSiteAsync(Actor by, string? shown, CancellationToken ct) => DoorCodes.Parse(shown) switch
    {
        { TicketCode: { } code } => await WaitOnSiteAsync(by, a => a.TicketCode == code, null, ct),
        { AttendeeId: { } number, Mark: { } mark } => await WaitOnSiteAsync(by, a => a.Id == number, mark, ct),
        _ => RegistrationRefusals.UnknownTicket,
    };

    /// <summary>The same for somebody who was found by name.</summary>
    public Task<Result<AttendeeState>> WaitOnSiteAsync(Actor by, int attendeeId, CancellationToken ct) => WaitOnSiteAsync(by, a => a.Id == attendeeId, null, ct);

    private async Task<Result<AttendeeState>> WaitOnSiteAsync(Actor by, Expression<Func<Attendee, bool>> who, string? mark, CancellationToken ct) => !by.IsDoor
        ? RegistrationRefusals.NotDoor
        : await SeatsAsync<AttendeeState>(
                async books =>
                {
                    if (await books.Db.Attendees.Include(a => a.TicketType).FirstOrDefaultAsync(who, ct) is not { IsErased: false } ticket
                        || (mark is not null && DoorCodes.Mark(ticket.TicketCode) != mark))
                    {
                        return RegistrationRefusals.UnknownTicket;
                    }

                    if (ticket.State is AttendeeState.Cancelled)
                    {
                        return RegistrationRefusals.Cancelled;
                    }

                    if (ticket.State != AttendeeState.Waiting && ticket.TicketType!.Kind == TicketKind.InPerson)
                    {
                        return RegistrationRefusals.HasSeat;
                    }

                    if (ticket.State != AttendeeState.Waiting)
                    {
                        var room = await books.Db.TicketTypes.AsNoTracking().Where(t => t.ConferenceId == ticket.ConferenceId && t.Kind == TicketKind.InPerson && !t.IsArchived && !t.NeedsCode && t.PriceMinor == 0)
                            .OrderBy(t => t.Position).ThenBy(t => t.Id).FirstOrDefaultAsync(ct);
                        if (room is null)
                        {
                            return RegistrationRefusals.PlaceUnknown;
                        }

                        (ticket.TicketTypeId, ticket.State, ticket.WaitingSince) = (room.Id, AttendeeState.Waiting, books.Now);
                        ticket.Revision++;
                    }

                    if (await books.PoolsOfAsync(ticket.TicketTypeId, ticket.Organisation, ct) is { IsRefused: true, Refusal: var missing })
                    {
                        return missing;
                    }

                    var (line, conference) = (new WaitingLine(books), await books.Db.Conferences.AsNoTracking().FirstAsync(c => c.Id == ticket.ConferenceId, ct));
                    ticket.OnSiteSince = line.IsToday(conference, ticket.OnSiteSince) ? ticket.OnSiteSince : books.Now;
                    await books.TellAsync(ticket, LedgerWords.OnSite, ct);
                    await line.SeatThoseOnSiteAsync(conference, ct);
                    return ticket.State;
                },
                ct);
}
