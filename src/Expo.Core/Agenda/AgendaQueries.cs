using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

/// <summary>Reads of the programme. What it returns is detached: changing it changes nothing.</summary>
public sealed class AgendaQueries(ExpoStore store)
{
    /// <summary>The conference that this site is about: the one that begins last. Null before there is one.</summary>
    public Task<Conference?> ConferenceAsync(CancellationToken ct) =>
        store.ReadAsync(db => db.Conferences.AsNoTracking().LastFirst().FirstOrDefaultAsync(ct));

    public Task<List<Stage>> StagesAsync(CancellationToken ct) =>
        store.ReadAsync(db => db.Stages.AsNoTracking().OrderBy(s => s.Position).ToListAsync(ct));

    public Task<Stage?> StageAsync(string slug, CancellationToken ct) =>
        store.ReadAsync(db => db.Stages.AsNoTracking().FirstOrDefaultAsync(s => s.Slug == slug, ct));

    public Task<Stage?> StageAsync(int id, CancellationToken ct) =>
        store.ReadAsync(db => db.Stages.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, ct));

    /// <summary>The whole programme by start, breaks included, with speakers and stage.</summary>
    public Task<List<Session>> ProgrammeAsync(int conferenceId, CancellationToken ct) =>
        store.ReadAsync(db => Whole(db).Where(s => s.ConferenceId == conferenceId).OrderBy(s => s.StartsAt).ThenBy(s => s.Id).ToListAsync(ct));

    public Task<Session?> SessionAsync(string slug, CancellationToken ct) =>
        store.ReadAsync(db => Whole(db).FirstOrDefaultAsync(s => s.Slug == slug, ct));

    public Task<Session?> SessionAsync(int id, CancellationToken ct) =>
        store.ReadAsync(db => Whole(db).FirstOrDefaultAsync(s => s.Id == id, ct));

    /// <summary>What is live on a stage now, by the organiser's word and not by the clock. At most one.</summary>
    public Task<Session?> LiveAsync(int stageId, CancellationToken ct) =>
        store.ReadAsync(db => Whole(db).FirstOrDefaultAsync(s => s.StageId == stageId && s.State == SessionState.Live, ct));

    /// <summary>The next planned session of a stage that has a page, or null after the last one.</summary>
    public Task<Session?> NextAsync(int stageId, CancellationToken ct) =>
        store.ReadAsync(db => Whole(db)
            .Where(s => s.StageId == stageId && s.State == SessionState.Planned && s.Kind != SessionKind.Break)
            .OrderBy(s => s.StartsAt).FirstOrDefaultAsync(ct));

    public Task<List<Speaker>> SpeakersAsync(int conferenceId, CancellationToken ct) =>
        store.ReadAsync(db => db.Speakers.AsNoTracking().Include(s => s.Sessions).Where(s => s.ConferenceId == conferenceId).OrderBy(s => s.Name).ToListAsync(ct));

    public Task<Speaker?> SpeakerAsync(string slug, CancellationToken ct) =>
        store.ReadAsync(db => db.Speakers.AsNoTracking().Include(s => s.Sessions).ThenInclude(s => s.Stage).AsSplitQuery().FirstOrDefaultAsync(s => s.Slug == slug, ct));

    /// <summary>What the person with this account speaks in, by start.</summary>
    public Task<List<Session>> OfAccountAsync(int accountId, CancellationToken ct) =>
        store.ReadAsync(db => Whole(db).Where(s => s.Speakers.Any(p => p.AccountId == accountId)).OrderBy(s => s.StartsAt).ToListAsync(ct));

    private static IQueryable<Session> Whole(ExpoDb db) =>
        db.Sessions.AsNoTrackingWithIdentityResolution().Include(s => s.Stage).Include(s => s.Speakers.OrderBy(p => p.Name)).AsSplitQuery();
}
