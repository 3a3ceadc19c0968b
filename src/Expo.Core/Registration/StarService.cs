using System.Security.Cryptography;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>
/// What the holder of a ticket does with sessions: star them, and read them in a calendar of their own. Whoever has the
/// ticket's code may do so.
/// </summary>
public sealed class StarService(ExpoStore store, TimeProvider clock)
{
    public const int MostAtOnce = 500;

    /// <summary>Stars a session of the released programme. Starring it twice is not an error and is one star.</summary>
    public async Task<Result<Done>> StarAsync(string? ticketCode, string slug, CancellationToken ct)
    {
        var kept = await KeepAsync(ticketCode, [slug], isExact: true, ct);
        return kept.IsRefused ? kept.Refusal : Done.It;
    }

    /// <summary>Takes a star back. Without one it does nothing.</summary>
    public Task<Result<Done>> UnstarAsync(string? ticketCode, string slug, CancellationToken ct) => ChangeAsync<Done>(
        ticketCode,
        async (db, person) =>
        {
            await db.SavedSessions.Where(s => s.AttendeeId == person.Id && db.Sessions.Any(x => x.Id == s.SessionId && x.Slug == slug)).ExecuteDeleteAsync(ct);
            return Done.It;
        },
        ct);

    /// <summary>Takes over stars that a browser kept by itself. What is not in the agenda any more, or cancelled, is left out.</summary>
    /// <returns>How many of them are starred now.</returns>
    public Task<Result<int>> KeepAsync(string? ticketCode, IReadOnlyCollection<string> slugs, CancellationToken ct) => KeepAsync(ticketCode, slugs, isExact: false, ct);

    /// <summary>The secret in the address of the person's calendar; made at the first time that it is asked for.</summary>
    /// <param name="renew">A new one: the old address then leads nowhere.</param>
    public Task<Result<string>> CalendarAsync(string? ticketCode, bool renew, CancellationToken ct) => ChangeAsync<string>(
        ticketCode,
        (_, person) =>
        {
            if (person.State == AttendeeState.Cancelled)
            {
                return Task.FromResult<Result<string>>(StarRefusals.Cancelled);
            }

            if (renew || person.CalendarKey is null)
            {
                person.CalendarKey = RandomNumberGenerator.GetHexString(32, lowercase: true);
            }

            return Task.FromResult<Result<string>>(person.CalendarKey);
        },
        ct);

    /// <summary>Ends the person's calendar; its address then leads nowhere.</summary>
    public Task<Result<Done>> EndCalendarAsync(string? ticketCode, CancellationToken ct) => ChangeAsync<Done>(
        ticketCode,
        (_, person) =>
        {
            person.CalendarKey = null;
            return Task.FromResult<Result<Done>>(Done.It);
        },
        ct);

    private async Task<Result<int>> KeepAsync(string? ticketCode, IReadOnlyCollection<string> slugs, bool isExact, CancellationToken ct)
    {
        if (slugs.Count > MostAtOnce)
        {
            return StarRefusals.TooMany;
        }

        return await ChangeAsync<int>(
            ticketCode,
            async (db, person) => person.State == AttendeeState.Cancelled ? StarRefusals.Cancelled : await KeepAsync(db, person, [.. slugs.Distinct(StringComparer.Ordinal)], isExact, ct),
            ct);
    }

    private async Task<Result<int>> KeepAsync(ExpoDb db, Attendee person, List<string> slugs, bool isExact, CancellationToken ct)
    {
        var found = await db.Releases.Current(person.ConferenceId).SelectMany(r => r.Sessions).Where(s => slugs.Contains(s.Slug) && s.Kind != SessionKind.Break)
            .Select(s => new { s.SessionId, s.ReleaseId, s.IsCancelled }).ToListAsync(ct);
        if (isExact && found.Count == 0)
        {
            return StarRefusals.UnknownSession;
        }

        var starred = await db.SavedSessions.Where(s => s.AttendeeId == person.Id).Select(s => s.SessionId).ToHashSetAsync(ct);
        if (isExact && found[0].IsCancelled && !starred.Contains(found[0].SessionId))
        {
            return StarRefusals.SessionCancelled;
        }

        var wanted = found.FindAll(s => starred.Contains(s.SessionId) || !s.IsCancelled);
        db.SavedSessions.AddRange(wanted.Where(s => !starred.Contains(s.SessionId)).Select(s => new SavedSession
        {
            AttendeeId = person.Id, SessionId = s.SessionId, KnownReleaseId = s.ReleaseId, SavedAt = clock.GetUtcNow(),
        }));
        return wanted.Count;
    }

    private async Task<Result<T>> ChangeAsync<T>(string? ticketCode, Func<ExpoDb, Attendee, Task<Result<T>>> change, CancellationToken ct) => TicketCodes.Parse(ticketCode) is { } code
        ? await store.ChangeAsync(
            async db =>
            {
                // Written before it is read: two clicks of one person come one after the other, and an erasure comes before or after.
                var found = await db.Attendees.Where(a => a.TicketCode == code && a.Email != "").ExecuteUpdateAsync(set => set.SetProperty(a => a.CalendarKey, a => a.CalendarKey), ct);
                return found == 0 ? StarRefusals.NoTicket : await change(db, await db.Attendees.FirstAsync(a => a.TicketCode == code, ct));
            },
            ct)
        : StarRefusals.NoTicket;
}
