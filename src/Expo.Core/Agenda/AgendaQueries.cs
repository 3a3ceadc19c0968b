using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

/// <summary>
/// Reads of the programme. What the public may know comes from the current release and from what is live and over now; what
/// is called <c>Working…</c> is the working copy, for staff only. What it returns is detached: changing it changes nothing.
/// </summary>
public sealed class AgendaQueries(ExpoStore store)
{
    private Release? _lastRead;

    /// <summary>The conference that this site is about, the one that begins last. Null before there is one.</summary>
    public Task<Conference?> ConferenceAsync(CancellationToken ct) =>
        store.ReadAsync(db => db.Conferences.AsNoTracking().LastFirst().FirstOrDefaultAsync(ct));

    /// <summary>Stages that the current release knows, in their order. None before the first release.</summary>
    public Task<List<Stage>> StagesAsync(CancellationToken ct) => store.ReadAsync(async db =>
        await ReleasedAsync(db, await db.Stages.AsNoTracking().OrderBy(s => s.Position).ToListAsync(ct), ct));

    public Task<Stage?> StageAsync(string slug, CancellationToken ct) => store.ReadAsync(async db =>
        (await ReleasedAsync(db, await db.Stages.AsNoTracking().Where(s => s.Slug == slug).ToListAsync(ct), ct)).FirstOrDefault());

    public Task<Stage?> StageAsync(int id, CancellationToken ct) => store.ReadAsync(async db =>
        (await ReleasedAsync(db, await db.Stages.AsNoTracking().Where(s => s.Id == id).ToListAsync(ct), ct)).FirstOrDefault());

    /// <summary>All stages, as the working copy names them: for staff and for what takes their signals in.</summary>
    public Task<List<Stage>> WorkingStagesAsync(CancellationToken ct) =>
        store.ReadAsync(db => db.Stages.AsNoTracking().OrderBy(s => s.Position).ToListAsync(ct));

    /// <summary>The whole released programme by start, breaks and cancelled sessions included, with speakers and stage. Empty before the first release.</summary>
    public Task<List<Session>> ProgrammeAsync(int conferenceId, CancellationToken ct) => store.ReadAsync(db => ProgrammeAsync(db, conferenceId, ct));

    public Task<Session?> SessionAsync(string slug, CancellationToken ct) =>
        FindAsync(db => db.Sessions.Where(s => s.Slug == slug).Select(s => (int?)s.ConferenceId), s => s.Slug == slug, ct);

    public Task<Session?> SessionAsync(int id, CancellationToken ct) =>
        FindAsync(db => db.Sessions.Where(s => s.Id == id).Select(s => (int?)s.ConferenceId), s => s.Id == id, ct);

    /// <summary>What is live on a stage now, by the organiser's word and not by the clock. At most one.</summary>
    public Task<Session?> LiveAsync(int stageId, CancellationToken ct) =>
        FindAsync(db => OfStage(db, stageId), s => s.StageId == stageId && s.State == SessionState.Live, ct);

    /// <summary>Slug of the first stage on which something is live, or null.</summary>
    public Task<string?> LiveStageAsync(int conferenceId, CancellationToken ct) => store.ReadAsync(db =>
        db.Sessions.Where(s => s.ConferenceId == conferenceId && s.State == SessionState.Live).OrderBy(s => s.Stage!.Position).Select(s => s.Stage!.Slug).FirstOrDefaultAsync(ct));

    /// <summary>The next planned session of a stage that has a page, or null after the last one.</summary>
    public Task<Session?> NextAsync(int stageId, CancellationToken ct) =>
        FindAsync(db => OfStage(db, stageId), s => s.StageId == stageId && s.State == SessionState.Planned && s.HasPage, ct);

    /// <summary>Those who give a released session, with those sessions, by name.</summary>
    public async Task<List<Speaker>> SpeakersAsync(int conferenceId, CancellationToken ct) =>
        [.. (await ProgrammeAsync(conferenceId, ct)).SelectMany(s => s.Speakers).Distinct().OrderBy(s => s.Name, StringComparer.InvariantCultureIgnoreCase)];

    public async Task<Speaker?> SpeakerAsync(string slug, CancellationToken ct) =>
        (await FindAsync(db => db.Speakers.Where(s => s.Slug == slug).Select(s => (int?)s.ConferenceId), s => s.Speakers.Exists(p => p.Slug == slug), ct))?.Speakers.Find(p => p.Slug == slug);

    /// <summary>The working copy by start: sessions without a time and a stage come last.</summary>
    public Task<List<Session>> WorkingProgrammeAsync(int conferenceId, CancellationToken ct) => store.ReadAsync(db =>
        Whole(db).Where(s => s.ConferenceId == conferenceId).OrderByDescending(s => s.IsPlaced).ThenBy(s => s.StartsAt).ThenBy(s => s.Id).ToListAsync(ct));

    public Task<Session?> WorkingSessionAsync(string slug, CancellationToken ct) => store.ReadAsync(db => Whole(db).FirstOrDefaultAsync(s => s.Slug == slug, ct));

    public Task<Session?> WorkingSessionAsync(int id, CancellationToken ct) => store.ReadAsync(db => Whole(db).FirstOrDefaultAsync(s => s.Id == id, ct));

    /// <summary>What the person with this account speaks in, in the working copy: for the speaker's own desk.</summary>
    public Task<List<Session>> OfAccountAsync(int accountId, CancellationToken ct) =>
        store.ReadAsync(db => Whole(db).Where(s => s.Speakers.Any(p => p.AccountId == accountId)).OrderByDescending(s => s.IsPlaced).ThenBy(s => s.StartsAt).ToListAsync(ct));

    internal async Task<List<Session>> ProgrammeAsync(ExpoDb db, int conferenceId, CancellationToken ct) => (await ReleasedAsync(db, conferenceId, ct)).Programme;

    /// <summary>The released programme with the release that it comes from, which others read too: not to be changed. Null before the first.</summary>
    internal async Task<(List<Session> Programme, Release? Release)> ReleasedAsync(ExpoDb db, int conferenceId, CancellationToken ct)
    {
        var (programme, release) = await ReleasedProgramme.ReadAsync(db, conferenceId, _lastRead, ct);
        _lastRead = release ?? _lastRead;
        return (programme.Sessions(), release);
    }

    private Task<Session?> FindAsync(Func<ExpoDb, IQueryable<int?>> conference, Predicate<Session> which, CancellationToken ct) => store.ReadAsync(async db =>
        await conference(db).FirstOrDefaultAsync(ct) is { } id ? (await ProgrammeAsync(db, id, ct)).Find(which) : null);

    private static IQueryable<int?> OfStage(ExpoDb db, int stageId) => db.Stages.Where(s => s.Id == stageId).Select(s => (int?)s.ConferenceId);

    /// <summary>Those of the stages that the current release knows, under the name that it gives them.</summary>
    private static async Task<List<Stage>> ReleasedAsync(ExpoDb db, List<Stage> stages, CancellationToken ct)
    {
        var names = new Dictionary<int, string>();
        foreach (var conference in stages.Select(s => s.ConferenceId).Distinct())
        {
            var rows = await db.Releases.Current(conference).SelectMany(r => r.Sessions).Select(s => new { s.StageId, s.StageName, s.IsCancelled, s.ChangedAt }).Distinct().ToListAsync(ct);
            // A cancelled session keeps the name that its stage had when it was on: it counts where there is nothing else, the last first.
            foreach (var row in rows.OrderBy(r => r.IsCancelled).ThenByDescending(r => r.ChangedAt))
            {
                names.TryAdd(row.StageId, row.StageName);
            }
        }

        stages.ForEach(stage => stage.Name = names.GetValueOrDefault(stage.Id, stage.Name));
        return stages.FindAll(stage => names.ContainsKey(stage.Id));
    }

    private static IQueryable<Session> Whole(ExpoDb db) =>
        db.Sessions.AsNoTrackingWithIdentityResolution().Include(s => s.Stage).Include(s => s.Speakers.OrderBy(p => p.Name)).AsSplitQuery();
}
