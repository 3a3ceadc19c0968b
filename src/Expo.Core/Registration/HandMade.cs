using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>What an organiser does to registrations by hand, inside one transaction that holds the locks of all pools.</summary>
internal sealed class HandMade(SeatBooks books)
{
    public async Task<Result<string>> AddAsync(Actor by, CheckedRequest request, string? overReason, CancellationToken ct)
    {
        var db = books.Db;
        var conference = await db.Conferences.AsNoTracking().LastFirst().FirstOrDefaultAsync(ct);
        if (conference is null)
        {
            return RegistrationRefusals.NotOpenYet;
        }

        if (await db.TicketTypes.FirstOrDefaultAsync(t => t.ConferenceId == conference.Id && t.Code == request.TicketType, ct) is not { } type)
        {
            return RegistrationRefusals.PlaceUnknown;
        }

        var person = request.People[0];
        if (await IsTakenAsync(conference.Id, person.NormalisedEmail, null, ct))
        {
            return RegistrationRefusals.EmailTaken;
        }

        var drawn = await books.PoolsOfAsync(type.Id, request.Organisation, ct);
        if (drawn.IsRefused)
        {
            return drawn.Refusal;
        }

        var pools = drawn.Value;
        var full = await new WaitingLine(books).FirstFullAsync(conference.Id, pools, ct);
        var fits = full is null;
        if (!fits && overReason is null && !request.MayWait)
        {
            return RegistrationRefusals.FullFor(full!, type.Kind, (await books.SharedPoolsOfAsync(type.Id, ct)).Count == 1);
        }

        var waits = !fits && overReason is null;
        var attendee = new Attendee
        {
            ConferenceId = conference.Id, TicketTypeId = type.Id, TicketCode = TicketCodes.Create(), Name = person.Name, Email = person.Email, NormalisedEmail = person.NormalisedEmail,
            Organisation = request.Organisation, Country = request.Country, AccessNeeds = request.AccessNeeds, RegisteredAt = books.Now,
            Accommodation = request.AccessNeeds is null ? AccommodationState.None : AccommodationState.Asked,
            State = waits ? AttendeeState.Waiting : AttendeeState.Confirmed, WaitingSince = waits ? books.Now : null,
        };
        db.Attendees.Add(attendee);
        await db.SaveChangesAsync(ct);
        if (waits)
        {
            books.Tell(pools[0], attendee.Id, LedgerWords.Joined);
        }
        else
        {
            await books.TakeAsync(pools, attendee.Id, fits ? LedgerWords.AddedByHand : LedgerWords.Over(overReason!), ct, over: !fits);
        }

        db.RegistrationLog.Add(new RegistrationLogLine { ConferenceId = conference.Id, AttendeeId = attendee.Id, At = books.Now, By = by.Name, Text = fits || waits ? "Added by hand." : $"Added by hand over the cap: {overReason}" });
        books.Leave(waits ? nameof(SendWaiting) : nameof(SendTicket), attendee);
        if (attendee.AccessNeeds is not null && await AccommodationLetters.RecipientAsync(db, conference.Id, ct) is { } arrangers)
        {
            db.Outbox.Add(OutboxLetter.For(nameof(TellAccommodation), arrangers, attendee.Id, attendee.Revision, books.Now));
        }

        return attendee.TicketCode;
    }

    public async Task<Result<Done>> EditAsync(Actor by, Attendee ticket, CheckedRequest edit, CancellationToken ct)
    {
        var person = edit.People[0];
        var moved = person.NormalisedEmail != ticket.NormalisedEmail;
        if (moved && ticket.State != AttendeeState.Cancelled && await IsTakenAsync(ticket.ConferenceId, person.NormalisedEmail, ticket.Id, ct))
        {
            return RegistrationRefusals.EmailTaken;
        }

        if (Organisations.Key(edit.Organisation) != Organisations.Key(ticket.Organisation) && await ChangeOrganisationAsync(ticket, edit.Organisation, ct) is { } refusal)
        {
            return refusal;
        }

        (ticket.Name, ticket.Email, ticket.NormalisedEmail, ticket.Organisation, ticket.Country) = (person.Name, person.Email, person.NormalisedEmail, edit.Organisation, edit.Country);
        ticket.Revision++;
        if (moved)
        {
            // Whoever read the letters at the old address holds the old code, and must not hold the ticket of the new one.
            ticket.CalendarUid ??= TicketCalendar.Fingerprint(ticket.TicketCode);
            ticket.TicketCode = TicketCodes.Create();
        }

        if (moved)
        {
            books.Leave(LetterOf(ticket.State), ticket);
        }

        books.Db.RegistrationLog.Add(new RegistrationLogLine { ConferenceId = ticket.ConferenceId, AttendeeId = ticket.Id, At = books.Now, By = by.Name, Text = moved ? "Details and address were corrected." : "Details were corrected." });
        return Done.It;
    }

    /// <summary>Template of the letter that fits a ticket as it is.</summary>
    public static string LetterOf(AttendeeState state) => state switch
    {
        AttendeeState.Waiting => nameof(SendWaiting),
        AttendeeState.Offered => nameof(SendOffer),
        AttendeeState.Unpaid => nameof(SendPay),
        AttendeeState.Cancelled => nameof(SendCancelled),
        _ => nameof(SendTicket),
    };

    /// <summary>Out of turn, but not out of nothing: there must be a seat.</summary>
    public async Task<Result<Done>> OfferAsync(Attendee ticket, string reason, CancellationToken ct)
    {
        if (ticket.State != AttendeeState.Waiting)
        {
            return RegistrationRefusals.NotWaiting;
        }

        var party = ticket.Party is null ? [ticket] : await books.Db.Attendees.Where(a => a.Party == ticket.Party && a.State == AttendeeState.Waiting).OrderBy(a => a.Id).ToListAsync(ct);
        var counts = await PoolCounts.ReadAsync(books.Db, ticket.ConferenceId, ct);
        if (counts.NeedsOf(party.ConvertAll(p => new Waits(p.Id, p.TicketTypeId, p.Organisation, p.Party))) is not { } needs)
        {
            return RegistrationRefusals.OrganisationMissing;
        }

        if (needs.Any(need => need.Pool.Free < need.Seats))
        {
            return RegistrationRefusals.NoRoomForOffer;
        }

        var conference = await books.Db.Conferences.AsNoTracking().FirstAsync(c => c.Id == ticket.ConferenceId, ct);
        var until = WaitingLine.WhileOfUse(await new WaitingLine(books).OfferedUntilAsync(conference, ct), ticket.TicketType!, conference);
        if (until <= books.Now)
        {
            return RegistrationRefusals.TooLateToOffer;
        }

        foreach (var person in party)
        {
            await books.TellAsync(person, LedgerWords.OfferedByHand(reason), ct);
            await new WaitingLine(books).HoldAsync(person, (await books.PoolsOfAsync(person.TicketTypeId, person.Organisation, ct)).Value, until, LedgerWords.Offered(EventTime.In(conference.TimeZone).Full(until)), ct);
        }

        return Done.It;
    }

    // A seat moves along from the count of one organisation to that of the other, if there is room.
    private async Task<Refusal?> ChangeOrganisationAsync(Attendee ticket, string? organisation, CancellationToken ct)
    {
        if (ticket.State == AttendeeState.Cancelled)
        {
            return null;
        }

        var drawn = await books.PoolsOfAsync(ticket.TicketTypeId, organisation, ct);
        if (drawn.IsRefused)
        {
            return drawn.Refusal;
        }

        if (ticket.State == AttendeeState.Waiting)
        {
            books.Freed = true;
            return null;
        }

        if (await new WaitingLine(books).FirstFullAsync(ticket.ConferenceId, drawn.Value.Except((await books.HeldByAsync(ticket.Id, ct)).Keys).ToList(), ct) is not null)
        {
            return RegistrationRefusals.OrganisationFull;
        }

        await books.MatchAsync(ticket.Id, drawn.Value, LedgerWords.OrganisationChanged, ct, over: false);
        return null;
    }

    private Task<bool> IsTakenAsync(int conferenceId, string normalisedEmail, int? but, CancellationToken ct) =>
        books.Db.Attendees.AnyAsync(a => a.ConferenceId == conferenceId && a.NormalisedEmail == normalisedEmail && a.State != AttendeeState.Cancelled && a.Id != but, ct);
}
