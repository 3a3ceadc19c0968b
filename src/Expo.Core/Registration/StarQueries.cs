using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>A starred session as the public sees it now.</summary>
/// <param name="Change">What has changed since it was starred, as the person was told or will be; null for nothing.</param>
/// <param name="ToldAt">When the letter that tells of it left; null while it waits, and for one that never leaves.</param>
public sealed record StarredSession(Session Session, DateTimeOffset SavedAt, string? Change, DateTimeOffset? ToldAt);

/// <summary>What one person has starred.</summary>
/// <param name="Person">Detached.</param>
/// <param name="Sessions">By their start.</param>
public sealed record StarBook(Attendee Person, Conference Conference, IReadOnlyList<StarredSession> Sessions)
{
    public bool IsOver => Person.State == AttendeeState.Cancelled;
}

/// <summary>What a calendar of starred sessions holds.</summary>
/// <param name="ChangedAt">When a session of it was starred or changed last; when the person registered, without any.</param>
public sealed record StarFeed(Conference Conference, IReadOnlyList<Session> Sessions, DateTimeOffset ChangedAt);

/// <summary>Reads of starred sessions, by the ticket's code or by the secret of the calendar.</summary>
public sealed class StarQueries(ExpoStore store, AgendaQueries agenda, TimeProvider clock)
{
    /// <summary>Null when there is no such ticket.</summary>
    public Task<StarBook?> BookAsync(string? ticketCode, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var code = TicketCodes.Parse(ticketCode);
        if (code is null || await db.Attendees.AsNoTracking().FirstOrDefaultAsync(a => a.TicketCode == code && a.Email != "", ct) is not { } person)
        {
            return null;
        }

        var stars = await db.SavedSessions.AsNoTracking().Where(s => s.AttendeeId == person.Id).ToDictionaryAsync(s => s.SessionId, ct);
        var conference = await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == person.ConferenceId, ct);
        if (stars.Count == 0)
        {
            return new StarBook(person, conference, []);
        }

        // Most people know the last release, which was read already: every page of the agenda asks for this.
        var (sessions, last) = await agenda.ReleasedAsync(db, person.ConferenceId, ct);
        var pending = last is null || stars.Values.All(s => s.KnownReleaseId == last.Id) ? null : await PendingChanges.ReadAsync(db, last, person.Id, clock.GetUtcNow(), ct);
        var told = (await db.ChangeNotices.Where(n => n.AttendeeId == person.Id).OrderBy(n => n.Id)
            .Select(n => new { n.SessionId, n.At, n.Text, SentAt = db.Outbox.Where(l => l.Id == n.OutboxLetterId).Select(l => l.SentAt).FirstOrDefault() }).ToListAsync(ct)).ToLookup(n => n.SessionId);
        return new StarBook(person, conference, [.. sessions.Where(s => stars.ContainsKey(s.Id)).Select(session =>
        {
            var star = stars[session.Id];
            // A session that was starred anew is known as it was then.
            var notice = told[session.Id].LastOrDefault(n => n.At >= star.SavedAt);
            return pending?.Of(star) is { } waits ? new StarredSession(session, star.SavedAt, waits, null) : new StarredSession(session, star.SavedAt, notice?.Text, notice?.SentAt);
        })]);
    });

    /// <summary>The person's calendar by its secret; null when that leads nowhere. Empty once the registration was cancelled.</summary>
    public Task<StarFeed?> FeedAsync(string key, CancellationToken ct) => store.ReadAsync(async db =>
    {
        if (key.Length != 32 || await db.Attendees.AsNoTracking().FirstOrDefaultAsync(a => a.CalendarKey == key && a.Email != "", ct) is not { } person)
        {
            return null;
        }

        var conference = await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == person.ConferenceId, ct);
        var stars = person.State == AttendeeState.Cancelled ? [] : await db.SavedSessions.Where(s => s.AttendeeId == person.Id).ToDictionaryAsync(s => s.SessionId, s => s.SavedAt, ct);
        var sessions = stars.Count == 0 ? [] : (await agenda.ProgrammeAsync(db, person.ConferenceId, ct)).FindAll(s => stars.ContainsKey(s.Id));
        return new StarFeed(conference, sessions, sessions.Select(s => s.ChangedAt).Concat(stars.Values).Append(person.RegisteredAt).Max());
    });
}
