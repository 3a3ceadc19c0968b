using Expo.Core.Accounts;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>What organisers do with registrations. Each act leaves a line in the ledger or the log, with the reason where one is asked for.</summary>
public sealed partial class RegistrationService
{
    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Adds somebody by hand. Without a free seat this is refused, unless <paramref name="overReason"/> says why the cap may be
    /// passed for this person.
    /// </summary>
    /// <returns>The ticket's code.</returns>
    public async Task<Result<string>> AddAsync(Actor by, RegistrationRequest request, string? overReason, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return RegistrationRefusals.NotOrganiser;
        }

        var read = RegistrationRules.Read(request, []);
        if (read.IsRefused)
        {
            return read.Refusal;
        }

        return await SeatsAsync(books => new HandMade(books).AddAsync(by, read.Value, Reason(overReason), ct), ct);
    }

    /// <summary>Corrects what stands in a registration. A changed address gets the letter that fits the ticket.</summary>
    public async Task<Result<Done>> EditAsync(Actor by, int attendeeId, AttendeeEdit edit, CancellationToken ct)
    {
        var read = RegistrationRules.Read(new RegistrationRequest { Place = Places.Room, Name = edit.Name, Email = edit.Email, Organisation = edit.Organisation, Country = edit.Country }, []);
        return read.IsRefused ? read.Refusal : await StaffAsync(by, attendeeId, (books, ticket) => new HandMade(books).EditAsync(by, ticket, read.Value, ct), ct);
    }

    /// <summary>Cancels somebody's registration.</summary>
    public Task<Result<Done>> CancelAsync(Actor by, int attendeeId, string? reason, CancellationToken ct) => WithReasonAsync(
        by, attendeeId, reason, async (books, ticket, why) => Log(books, by, ticket, await new TicketChange(books, options.Value).CancelAsync(ticket, ct, byStaff: true), $"Cancelled: {why}"), ct);

    /// <summary>
    /// Moves somebody to one of <see cref="Places"/>, types that need a code or are off sale too. The caps hold, unless
    /// <paramref name="overCap"/> says that the reason is one to pass them; into a line nobody is moved over a cap.
    /// </summary>
    public Task<Result<Done>> MoveAsync(Actor by, int attendeeId, string? place, string? reason, CancellationToken ct, bool overCap = false) => WithReasonAsync(
        by, attendeeId, reason,
        async (books, ticket, why) =>
        {
            var (type, mayWait) = Places.Read(place ?? "");
            return ticket.State == AttendeeState.Cancelled ? RegistrationRefusals.Cancelled : Log(books, by, ticket, await new TicketChange(books, options.Value).MoveAsync(ticket, type, mayWait, ct, byStaff: true, over: overCap && !mayWait ? why : null), $"Moved: {why}");
        },
        ct);

    /// <summary>Offers a free seat to one waiting person out of turn.</summary>
    public Task<Result<Done>> OfferAsync(Actor by, int attendeeId, string? reason, CancellationToken ct) =>
        WithReasonAsync(by, attendeeId, reason, (books, ticket, why) => new HandMade(books).OfferAsync(ticket, why, ct), ct);

    /// <summary>Moves somebody up or down on the waiting list: higher goes first, 0 is everybody's.</summary>
    public Task<Result<Done>> PrioritiseAsync(Actor by, int attendeeId, int priority, string? reason, CancellationToken ct) => WithReasonAsync(
        by, attendeeId, reason,
        async (books, ticket, why) =>
        {
            if (ticket.State != AttendeeState.Waiting)
            {
                return RegistrationRefusals.NotWaiting;
            }

            // A party keeps together, whoever of it is moved.
            var party = ticket.Party is null ? [ticket] : await books.Db.Attendees.Where(a => a.Party == ticket.Party && a.State == AttendeeState.Waiting).ToListAsync(ct);
            party.ForEach(person => person.Priority = priority);
            // Whoever stood before may have kept seats that this one can use.
            books.Freed = true;
            await books.TellAsync(ticket, LedgerWords.Priority(priority, why), ct);
            return Done.It;
        },
        ct);

    /// <summary>Sends the letter that fits the ticket's state once more.</summary>
    public Task<Result<Done>> ResendAsync(Actor by, int attendeeId, CancellationToken ct) => StaffAsync(
        by, attendeeId,
        (books, ticket) =>
        {
            books.Db.Outbox.Add(OutboxLetter.For(HandMade.LetterOf(ticket.State), ticket.NormalisedEmail, ticket.Id, (int)(books.Now - Epoch).TotalSeconds, books.Now));
            return Task.FromResult(Log(books, by, ticket, Done.It, "The letter was sent once more."));
        },
        ct);

    private Task<Result<Done>> WithReasonAsync(Actor by, int attendeeId, string? reason, Func<SeatBooks, Attendee, string, Task<Result<Done>>> change, CancellationToken ct) =>
        StaffAsync(by, attendeeId, (books, ticket) => Reason(reason) is { } why ? change(books, ticket, why) : Task.FromResult<Result<Done>>(RegistrationRefusals.ReasonMissing), ct);

    private async Task<Result<Done>> StaffAsync(Actor by, int attendeeId, Func<SeatBooks, Attendee, Task<Result<Done>>> change, CancellationToken ct) => !by.IsOrganiser
        ? RegistrationRefusals.NotOrganiser
        : await SeatsAsync(
            async books => await books.Db.Attendees.Include(a => a.TicketType).FirstOrDefaultAsync(a => a.Id == attendeeId, ct) is { IsErased: false } ticket
                ? await change(books, ticket)
                : RegistrationRefusals.UnknownTicket,
            ct);

    private static Result<Done> Log(SeatBooks books, Actor by, Attendee about, Result<Done> result, string text)
    {
        if (!result.IsRefused)
        {
            books.Db.RegistrationLog.Add(new RegistrationLogLine { ConferenceId = about.ConferenceId, AttendeeId = about.Id, At = books.Now, By = by.Name, Text = text });
        }

        return result;
    }

    private static string? Reason(string? typed) => PlainText.OrNull(typed) is { } reason && PlainText.IsOneLine(reason) ? reason[..Math.Min(reason.Length, 300)] : null;
}
