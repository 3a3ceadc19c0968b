using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

/// <summary>A release without its rows, for lists.</summary>
/// <param name="Sessions">Sessions that take place in it, breaks left out.</param>
public sealed record ReleaseLine(int Id, int Number, string Name, string Note, DateTimeOffset ReleasedAt, string ReleasedBy, string TimeZone, int Sessions);

/// <summary>A release beside the one before it.</summary>
public sealed record ReleaseNews(Release Release, IReadOnlyList<SessionChange> Changes);

/// <summary>Reads of releases. What it returns is detached: changing it changes nothing.</summary>
public sealed class ReleaseQueries(ExpoStore store, TimeProvider clock)
{
    /// <summary>The release that the public sees, or null before the first.</summary>
    public Task<ReleaseLine?> CurrentAsync(int conferenceId, CancellationToken ct) =>
        store.ReadAsync(db => Lines(db.Releases.Current(conferenceId)).FirstOrDefaultAsync(ct));

    /// <summary>All releases, the last first.</summary>
    public Task<List<ReleaseLine>> ListAsync(int conferenceId, CancellationToken ct) =>
        store.ReadAsync(db => Lines(db.Releases.Where(r => r.ConferenceId == conferenceId).OrderByDescending(r => r.Number)).ToListAsync(ct));

    /// <summary>What a release of the working copy would be: for organisers.</summary>
    public async Task<Result<ReleasePlan>> PlanAsync(Actor by, int conferenceId, CancellationToken ct) => !by.IsOrganiser
        ? ReleaseRefusals.NotOrganiser
        : await store.ReadAsync<Result<ReleasePlan>>(async db => await db.Conferences.Where(c => c.Id == conferenceId).Select(c => c.DraftTimeZone ?? c.TimeZone).FirstOrDefaultAsync(ct) is { } zone
            ? await ReleaseDesk.PlanAsync(db, conferenceId, zone, clock.GetUtcNow(), ct)
            : AgendaRefusals.UnknownEvent);

    /// <summary>One release as it was frozen, with what it changed; null when there is none by that number.</summary>
    public Task<ReleaseNews?> NewsAsync(int conferenceId, int number, CancellationToken ct) => store.ReadAsync(async db =>
        await ReleaseDesk.WholeAsync(db.Releases.Where(r => r.ConferenceId == conferenceId && r.Number == number), ct) is { } release
            ? News(await ReleaseDesk.WholeAsync(db.Releases.Where(r => r.ConferenceId == conferenceId && r.Number == number - 1), ct), release)
            : null);

    /// <summary>The newest releases with what each changed, the last first.</summary>
    public Task<List<ReleaseNews>> NewsAsync(int conferenceId, CancellationToken ct, int atMost = 50) => store.ReadAsync(async db =>
    {
        var releases = await db.Releases.AsNoTracking().Where(r => r.ConferenceId == conferenceId).OrderByDescending(r => r.Number).Take(atMost + 1)
            .Include(r => r.Sessions).ThenInclude(s => s.Speakers).Include(r => r.Speakers).AsSplitQuery().ToListAsync(ct);
        return releases.Take(atMost).Select((release, index) => News(releases.ElementAtOrDefault(index + 1), release)).ToList();
    });

    /// <summary>Sessions of the release that the public sees which are not cancelled in it: for the notes beside the working copy.</summary>
    public Task<HashSet<int>> PublicSessionsAsync(int conferenceId, CancellationToken ct) => store.ReadAsync(db =>
        db.Releases.Current(conferenceId).SelectMany(r => r.Sessions).Where(s => !s.IsCancelled).Select(s => s.SessionId).ToHashSetAsync(ct));

    private static ReleaseNews News(Release? before, Release release)
    {
        var old = (before?.Sessions ?? []).ToDictionary(s => s.SessionId);
        return new ReleaseNews(release, [.. release.Sessions.Where(s => s.Change != ReleaseChange.None).OrderBy(s => s.StartsAt).ThenBy(s => s.SessionId)
            .Select(s => new SessionChange(s.Change, old.GetValueOrDefault(s.SessionId), s, before is null ? [] : Names(before, old.GetValueOrDefault(s.SessionId)), Names(release, s)))]);
    }

    private static List<string> Names(Release release, ReleasedSession? session) =>
        [.. (session?.Speakers ?? []).Join(release.Speakers, s => s.SpeakerId, p => p.SpeakerId, (_, p) => p.Name).Order(StringComparer.InvariantCultureIgnoreCase)];

    private static IQueryable<ReleaseLine> Lines(IQueryable<Release> releases) => releases.Select(r => new ReleaseLine(
        r.Id, r.Number, r.Name, r.Note, r.ReleasedAt, r.ReleasedBy, r.TimeZone, r.Sessions.Count(s => !s.IsCancelled && s.Kind != SessionKind.Break)));
}
