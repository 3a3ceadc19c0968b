using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>What an organiser looks for. Everything is optional.</summary>
/// <param name="Text">Part of a name or an address, whatever its case.</param>
public sealed record NoticeFilter(int? ReleaseId = null, int? SessionId = null, LetterState? State = null, string? Text = null);

/// <summary>Somebody was told of a change to one session.</summary>
/// <param name="Title">The session's, as the release has it.</param>
/// <param name="At">When it was left to be sent.</param>
/// <param name="StateAt">When the letter was sent, failed or dropped; for one that waits, when it is due.</param>
/// <param name="Why">Why the letter was not sent, at the last attempt.</param>
public sealed record NoticeLine(int Id, int AttendeeId, string Person, string Email, string Title, string Text, string Release, DateTimeOffset At, LetterState State, DateTimeOffset StateAt, string? Why);

/// <summary>One page of notices, the newest first.</summary>
/// <param name="Total">Notices in all.</param>
/// <param name="People">Different people among them.</param>
public sealed record NoticePage(IReadOnlyList<NoticeLine> Notices, int Total, int People);

/// <summary>Who has yet to be told.</summary>
/// <param name="People">How many.</param>
/// <param name="Release">Name of the last release, of which they are told.</param>
/// <param name="DueAt">When; null when nothing is planned before the next release.</param>
public sealed record NoticesWaiting(int People, string Release, DateTimeOffset? DueAt);

/// <summary>By what notices can be looked for: releases the last first, sessions by title.</summary>
public sealed record NoticeChoices(IReadOnlyList<(int Id, string Name)> Releases, IReadOnlyList<(int Id, string Title)> Sessions);

/// <summary>Who was told of what and when. For organisers.</summary>
public sealed class NoticeQueries(ExpoStore store, TimeProvider clock)
{
    private sealed class Row
    {
        public required ChangeNotice Notice { get; init; }

        public required Attendee Person { get; init; }

        public OutboxLetter? Letter { get; init; }
    }

    /// <param name="by">An organiser.</param>
    /// <param name="conferenceId">Of this event only.</param>
    /// <param name="filter">Which.</param>
    /// <param name="skip">How many of the newest to leave out.</param>
    /// <param name="take">At most this many.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<Result<NoticePage>> PageAsync(Actor by, int conferenceId, NoticeFilter filter, int skip, int take, CancellationToken ct) => !by.IsOrganiser
        ? StarRefusals.NotOrganiser
        : await store.ReadAsync(async db =>
        {
            var found = Of(db, conferenceId, filter);
            var rows = await found.OrderByDescending(r => r.Notice.Id).Skip(skip).Take(take)
                .Select(r => new
                {
                    r.Notice, r.Person.Name, r.Person.Email, r.Letter,
                    Title = db.Set<Agenda.ReleasedSession>().Where(s => s.ReleaseId == r.Notice.ReleaseId && s.SessionId == r.Notice.SessionId).Select(s => s.Title).FirstOrDefault(),
                    Release = db.Releases.Where(x => x.Id == r.Notice.ReleaseId).Select(x => x.Name).FirstOrDefault(),
                }).ToListAsync(ct);
            return new NoticePage(
                rows.ConvertAll(r => Line(r.Notice, r.Name, r.Email, r.Title ?? "", r.Release ?? "", r.Letter)), await found.CountAsync(ct), await found.Select(r => r.Notice.AttendeeId).Distinct().CountAsync(ct));
        });

    /// <summary>Null when nobody has to be told of anything.</summary>
    public async Task<Result<NoticesWaiting?>> WaitingAsync(Actor by, int conferenceId, CancellationToken ct) => !by.IsOrganiser
        ? StarRefusals.NotOrganiser
        : await store.ReadAsync<Result<NoticesWaiting?>>(async db =>
        {
            if (await PendingChanges.ReadAsync(db, conferenceId, clock.GetUtcNow(), ct) is not { } pending || await ChangeNotices.Wanting(db, pending).CountAsync(ct) is not (> 0 and var people))
            {
                return (NoticesWaiting?)null;
            }

            var payload = Jobs.Job.For(new TellOfChanges(conferenceId, pending.Last.Id), default).Payload;
            var planned = await db.Jobs.Where(j => j.Kind == nameof(TellOfChanges) && j.Payload == payload && j.DoneAt == null && j.GivenUpAt == null).OrderBy(j => j.DueAt).Select(j => (DateTimeOffset?)j.DueAt).FirstOrDefaultAsync(ct);
            return new NoticesWaiting(people, pending.Last.Name, planned ?? await UnplannedAsync(db, pending, ct));
        });

    public async Task<Result<NoticeChoices>> ChoicesAsync(Actor by, int conferenceId, CancellationToken ct) => !by.IsOrganiser
        ? StarRefusals.NotOrganiser
        : await store.ReadAsync(async db =>
        {
            var releases = await db.Releases.Where(r => r.ConferenceId == conferenceId && db.ChangeNotices.Any(n => n.ReleaseId == r.Id)).OrderByDescending(r => r.Number).Select(r => new { r.Id, r.Name }).ToListAsync(ct);
            var sessions = await db.Sessions.Where(s => s.ConferenceId == conferenceId && db.ChangeNotices.Any(n => n.SessionId == s.Id)).OrderBy(s => s.Title).Select(s => new { s.Id, s.Title }).ToListAsync(ct);
            return new NoticeChoices(releases.ConvertAll(r => (r.Id, r.Name)), sessions.ConvertAll(s => (s.Id, s.Title)));
        });

    // A release that was made a moment ago: the job that plans the telling has not been done yet.
    private static async Task<DateTimeOffset?> UnplannedAsync(ExpoDb db, PendingChanges pending, CancellationToken ct)
    {
        var payload = Jobs.Job.For(new Agenda.ProgrammeReleased(pending.Last.ConferenceId, pending.Last.Id), default).Payload;
        return await db.Jobs.AnyAsync(j => j.Kind == nameof(Agenda.ProgrammeReleased) && j.Payload == payload && j.DoneAt == null && j.GivenUpAt == null, ct)
            ? await pending.DueAsync(db, ct)
            : null;
    }

    private static IQueryable<Row> Of(ExpoDb db, int conferenceId, NoticeFilter filter)
    {
        var rows = db.ChangeNotices.AsNoTracking().Join(db.Attendees.Where(a => a.ConferenceId == conferenceId), n => n.AttendeeId, a => a.Id, (n, a) => new { n, a })
            .Select(x => new Row { Notice = x.n, Person = x.a, Letter = db.Outbox.FirstOrDefault(l => l.Id == x.n.OutboxLetterId) });
        rows = filter.ReleaseId is { } release ? rows.Where(r => r.Notice.ReleaseId == release) : rows;
        rows = filter.SessionId is { } session ? rows.Where(r => r.Notice.SessionId == session) : rows;
        rows = filter.State switch
        {
            LetterState.Waiting => rows.Where(r => r.Letter!.SentAt == null && r.Letter.FailedAt == null && r.Letter.DroppedAt == null),
            LetterState.Sent => rows.Where(r => r.Letter!.SentAt != null),
            LetterState.Failed => rows.Where(r => r.Letter!.FailedAt != null),
            LetterState.Dropped => rows.Where(r => r.Letter!.DroppedAt != null),
            _ => rows,
        };
        return filter.Text?.Trim().ToLowerInvariant() is { Length: > 0 } part ? rows.Where(r => r.Person.NormalisedEmail.Contains(part) || r.Person.Name.ToLower().Contains(part)) : rows;
    }

    private static NoticeLine Line(ChangeNotice notice, string person, string email, string title, string release, OutboxLetter? letter)
    {
        var (state, at) = letter switch
        {
            { SentAt: { } sent } => (LetterState.Sent, sent),
            { FailedAt: { } failed } => (LetterState.Failed, failed),
            { DroppedAt: { } dropped } => (LetterState.Dropped, dropped),
            _ => (LetterState.Waiting, letter?.DueAt ?? notice.At),
        };
        return new NoticeLine(notice.Id, notice.AttendeeId, person, email, title, notice.Text, release, notice.At, state, at, state == LetterState.Sent ? null : letter?.LastError);
    }
}
