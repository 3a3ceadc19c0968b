using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

public sealed partial class ProgrammeService
{
    /// <summary>The session with its speakers, once its revision has gone up from what the organiser saw.</summary>
    private static async Task<Result<Session>> TakeAsync(ExpoDb db, int sessionId, int seen, CancellationToken ct)
    {
        if (await db.Sessions.Where(s => s.Id == sessionId).Select(s => (int?)s.ConferenceId).FirstOrDefaultAsync(ct) is not { } conference)
        {
            return AgendaRefusals.Unknown;
        }

        // The event first: a release or a change of its zone then waits, or is waited for, and neither reads half of a change.
        await LockAsync(db, conference, ct);
        var raised = await db.Sessions.Where(s => s.Id == sessionId && s.Revision == seen).ExecuteUpdateAsync(set => set.SetProperty(s => s.Revision, s => s.Revision + 1), ct);
        var session = await db.Sessions.Include(s => s.Speakers).FirstOrDefaultAsync(s => s.Id == sessionId, ct);
        return session is null ? AgendaRefusals.Unknown : raised == 0 ? ProgrammeRefusals.ChangedMeanwhile(session.Title) : session;
    }

    private async Task<Result<ProgrammeStep>> AddAsync(ExpoDb db, int conferenceId, SessionSheet sheet, CancellationToken ct)
    {
        var after = sheet.Tidied();
        if (await LockAsync(db, conferenceId, ct) == 0)
        {
            return AgendaRefusals.UnknownEvent;
        }

        if (await db.Stages.Where(s => s.ConferenceId == conferenceId).OrderBy(s => s.Position).Select(s => (int?)s.Id).FirstOrDefaultAsync(ct) is not { } first)
        {
            return ProgrammeRefusals.NoStage;
        }

        var speakers = await SpeakersAsync(db, conferenceId, after, ct);
        if ((after.Check() ?? speakers.Refusal ?? await StageRefusalAsync(db, conferenceId, after, ct)) is { } refusal)
        {
            return refusal;
        }

        var slug = Slugs.From(after.Title, 100);
        var session = new Session
        {
            ConferenceId = conferenceId, StageId = first, Title = after.Title, IsPlaced = false,
            Slug = Slugs.Free(slug, "session", await db.Sessions.Where(s => s.Slug.StartsWith(slug)).Select(s => s.Slug).ToListAsync(ct)),
        };
        db.Sessions.Add(session);
        if (session.Plan(after, speakers.Value, clock.GetUtcNow()).Refusal is { } no)
        {
            return no;
        }

        await db.SaveChangesAsync(ct);
        return new ProgrammeStep(conferenceId, session.Id, ProgrammeStep.NotThere, session.Revision, null, after, await WordsAsync(db, conferenceId, null, after, ct));
    }

    private static async Task<Result<ProgrammeStep>> DeleteAsync(ExpoDb db, int sessionId, int seen, CancellationToken ct)
    {
        var taken = await TakeAsync(db, sessionId, seen, ct);
        if (taken.IsRefused)
        {
            return taken.Refusal;
        }

        var session = taken.Value;
        if (session.State is SessionState.Live or SessionState.Ended || await IsUsedAsync(db, sessionId, ct))
        {
            return ProgrammeRefusals.InUse(session.Title);
        }

        var before = SessionSheet.Of(session);
        db.Sessions.Remove(session);
        return new ProgrammeStep(session.ConferenceId, sessionId, seen, ProgrammeStep.NotThere, before, null, ProgrammeStep.WordsOf(before, null, new Dictionary<int, string>(), EventTime.In("Etc/UTC")));
    }

    private static async Task<bool> IsUsedAsync(ExpoDb db, int id, CancellationToken ct) =>
        await db.Releases.AnyAsync(r => r.Sessions.Any(s => s.SessionId == id), ct)
        || await db.Proposals.AnyAsync(p => p.SessionId == id, ct)
        || await db.DeckVersions.AnyAsync(d => d.SessionId == id, ct)
        || await db.SpeakerConsents.AnyAsync(c => c.SessionId == id, ct)
        || await db.Questions.AnyAsync(q => q.SessionId == id, ct)
        || await db.Recordings.AnyAsync(r => r.SessionId == id, ct)
        || await db.FaqEntries.AnyAsync(e => e.SessionId == id, ct);

    private static async Task<Result<List<Speaker>>> SpeakersAsync(ExpoDb db, int conferenceId, SessionSheet sheet, CancellationToken ct)
    {
        var ids = sheet.Speakers.ToList();
        var speakers = await db.Speakers.Where(s => s.ConferenceId == conferenceId && ids.Contains(s.Id)).ToListAsync(ct);
        return speakers.Count == ids.Count ? speakers : ProgrammeRefusals.UnknownSpeaker;
    }

    private static async Task<Refusal?> StageRefusalAsync(ExpoDb db, int conferenceId, SessionSheet sheet, CancellationToken ct) =>
        sheet.At is { StageId: var stage } && !await db.Stages.AnyAsync(s => s.Id == stage && s.ConferenceId == conferenceId, ct) ? ProgrammeRefusals.UnknownStage : null;

    private static async Task<string> WordsAsync(ExpoDb db, int conferenceId, SessionSheet? before, SessionSheet after, CancellationToken ct) => ProgrammeStep.WordsOf(
        before, after, await db.Stages.Where(s => s.ConferenceId == conferenceId).ToDictionaryAsync(s => s.Id, s => s.Name, ct),
        EventTime.In(await db.Conferences.Where(c => c.Id == conferenceId).Select(c => c.TimeZone).FirstAsync(ct)));

    internal static Task<int> LockAsync(ExpoDb db, int conferenceId, CancellationToken ct) =>
        db.Conferences.Where(c => c.Id == conferenceId).ExecuteUpdateAsync(set => set.SetProperty(c => c.Name, c => c.Name), ct);
}
