using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>A hint that a request was made, changed or answered.</summary>
public sealed record AccommodationsChanged;

/// <summary>What one person asks for, as it was read by somebody of the staff.</summary>
/// <param name="AskedAt">Which wording this is; hand it back with the answer.</param>
public sealed record AccommodationRequest(int AttendeeId, string Needs, string? Reply, DateTimeOffset? AskedAt);

/// <summary>
/// What people need to take part fully, from the request to the answer. What is asked is read by organisers only, one by one,
/// and each reading is logged. Letters never say what somebody needs.
/// </summary>
public sealed class AccommodationService(ExpoStore store, JobBell bell, Feed<AccommodationsChanged> feed, TimeProvider clock)
{
    public const int LongestReply = 500;

    private static readonly TimeSpan TellAtMostEvery = TimeSpan.FromMinutes(10);

    /// <summary>Asks, asks for something else, or with no text takes the request back. Asking for the same again is not an error.</summary>
    public async Task<Result<Done>> AskAsync(string? ticketCode, string? needs, CancellationToken ct)
    {
        if (TicketCodes.Parse(ticketCode) is not { } code)
        {
            return RegistrationRefusals.UnknownTicket;
        }

        if (Check(needs) is { } wrong)
        {
            return wrong;
        }

        var (text, now) = (PlainText.OrNull(needs), clock.GetUtcNow());
        return Tell(await store.ChangeAsync<Done>(
            async db =>
            {
                if (await db.Attendees.AsNoTracking().FirstOrDefaultAsync(a => a.TicketCode == code, ct) is not { } ticket)
                {
                    return RegistrationRefusals.UnknownTicket;
                }

                if (ticket.AccessNeeds == text)
                {
                    return Done.It;
                }

                // By the code and in one statement: a person who is being erased at this moment gets no needs back.
                var asked = await db.Attendees.Where(a => a.TicketCode == code && a.State != AttendeeState.Cancelled).ExecuteUpdateAsync(
                    set => set.SetProperty(a => a.AccessNeeds, text).SetProperty(a => a.Accommodation, text == null ? AccommodationState.None : AccommodationState.Asked)
                        .SetProperty(a => a.AccommodationAskedAt, now).SetProperty(a => a.AccommodationReply, (string?)null),
                    ct);
                if (asked == 0)
                {
                    return RegistrationRefusals.Cancelled;
                }

                await LeaveTellAsync(db, ticket, now, ct);
                return Done.It;
            },
            ct));
    }

    /// <summary>What one person needs: for organisers. The log says who read it and when.</summary>
    public Task<Result<AccommodationRequest>> ReadAsync(Actor by, int attendeeId, CancellationToken ct) => OrganiserAsync<AccommodationRequest>(
        by,
        async db =>
        {
            if (await db.Attendees.AsNoTracking().FirstOrDefaultAsync(a => a.Id == attendeeId && a.AccessNeeds != null, ct) is not { } person)
            {
                return AccommodationRefusals.NoRequest;
            }

            Log(db, by, person, "The request for an accommodation was read.");
            return new AccommodationRequest(person.Id, person.AccessNeeds!, person.AccommodationReply, person.AccommodationAskedAt);
        },
        ct);

    /// <summary>Says how far a request is, with a note for the person, who is told by letter.</summary>
    /// <param name="by">An organiser.</param>
    /// <param name="read">The request as it was read.</param>
    /// <param name="state">In hand, arranged or not possible.</param>
    /// <param name="reply">For the person; must be there when it is not possible.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<Result<Done>> AnswerAsync(Actor by, AccommodationRequest read, AccommodationState state, string? reply, CancellationToken ct)
    {
        var note = PlainText.OrNull(reply);
        var wrong = state is AccommodationState.None or AccommodationState.Asked ? AccommodationRefusals.StateMissing
            : note is null && state == AccommodationState.NotPossible ? AccommodationRefusals.ReplyMissing
            : note?.Length > LongestReply ? AccommodationRefusals.ReplyTooLong
            : note is not null && !PlainText.IsReadable(note) ? AccommodationRefusals.ReplyUnreadable
            : null;
        return wrong is not null ? wrong : Tell(await OrganiserAsync<Done>(
            by,
            async db =>
            {
                var answered = await db.Attendees.Where(a => a.Id == read.AttendeeId && a.AccessNeeds != null && a.AccommodationAskedAt == read.AskedAt).ExecuteUpdateAsync(
                    set => set.SetProperty(a => a.Accommodation, state).SetProperty(a => a.AccommodationReply, note), ct);
                if (await db.Attendees.AsNoTracking().FirstOrDefaultAsync(a => a.Id == read.AttendeeId && a.AccessNeeds != null, ct) is not { } person)
                {
                    return AccommodationRefusals.NoRequest;
                }

                if (answered == 0)
                {
                    return AccommodationRefusals.Changed;
                }

                await LeaveAsync(db, nameof(SendAccommodation), person.NormalisedEmail, person, clock.GetUtcNow(), ct);
                Log(db, by, person, $"The request for an accommodation was answered as {AccommodationWords.Of(state).ToLowerInvariant()}.");
                return Done.It;
            },
            ct));
    }

    private static Refusal? Check(string? needs) => needs is null ? null
        : needs.Trim().Length > RegistrationRules.LongestAccessNeeds ? RegistrationRefusals.AccessNeedsTooLong
        : PlainText.IsReadable(needs) ? null : RegistrationRefusals.AccessNeedsUnreadable;

    private async Task<Result<T>> OrganiserAsync<T>(Actor by, Func<ExpoDb, Task<Result<T>>> change, CancellationToken ct) =>
        by.IsOrganiser ? await store.ChangeAsync(change, ct) : AccommodationRefusals.NotOrganiser;

    private Result<Done> Tell(Result<Done> result)
    {
        if (!result.IsRefused)
        {
            bell.Ring();
            feed.Tell(new AccommodationsChanged());
        }

        return result;
    }

    /// <summary>One that has not left yet says the same; after one that has, the next waits a while, so that nobody can flood those who are told.</summary>
    private static async Task LeaveTellAsync(ExpoDb db, Attendee about, DateTimeOffset now, CancellationToken ct)
    {
        var earlier = await db.Outbox.AsNoTracking().Where(l => l.Template == nameof(TellAccommodation) && l.SubjectId == about.Id).OrderByDescending(l => l.Id).FirstOrDefaultAsync(ct);
        if ((earlier is null or { SentAt: not null } or { FailedAt: not null } or { DroppedAt: not null })
            && await AccommodationLetters.RecipientAsync(db, about.ConferenceId, ct) is { } arrangers)
        {
            var soonest = earlier?.CreatedAt + TellAtMostEvery;
            await LeaveAsync(db, nameof(TellAccommodation), arrangers, about, soonest > now ? soonest.Value : now, ct);
        }
    }

    // The row of the attendee is locked by the change before this, so two at once do not count the same.
    private static async Task LeaveAsync(ExpoDb db, string template, string to, Attendee about, DateTimeOffset due, CancellationToken ct)
    {
        var letter = OutboxLetter.For(template, to, about.Id, await db.Outbox.CountAsync(l => l.Template == template && l.SubjectId == about.Id, ct), due);
        db.Outbox.Add(letter);
    }

    private void Log(ExpoDb db, Actor by, Attendee about, string text) =>
        db.RegistrationLog.Add(new RegistrationLogLine { ConferenceId = about.ConferenceId, AttendeeId = about.Id, At = clock.GetUtcNow(), By = by.Name, Text = text });
}
