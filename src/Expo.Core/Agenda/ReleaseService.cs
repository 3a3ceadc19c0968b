using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

/// <summary>Left with each release, in its transaction: whoever tells people of changes takes it.</summary>
public sealed record ProgrammeReleased(int ConferenceId, int ReleaseId);

/// <summary>What an organiser wants to release.</summary>
/// <param name="Name">Names the release, for instance <c>First programme</c>.</param>
/// <param name="Note">What changed, in the organiser's words, or empty.</param>
/// <param name="After">Number of the release that was the last when the organiser looked; 0 for none.</param>
/// <param name="Seen">Stamp of the plan that the organiser saw.</param>
public sealed record ReleaseDraft(string Name, string Note, int After, string Seen);

/// <summary>Makes the working copy public.</summary>
public sealed class ReleaseService(ExpoStore store, Feed<AgendaChanged> feed, JobBell bell, TimeProvider clock)
{
    /// <summary>
    /// Releases exactly what the organiser saw. Refused when the working copy or the last release is another by now, so of
    /// two who release at once the second is told of the first's release.
    /// </summary>
    public async Task<Result<Release>> ReleaseAsync(Actor by, int conferenceId, ReleaseDraft draft, CancellationToken ct)
    {
        var (name, note) = (draft.Name.Trim(), draft.Note.Trim());
        if (Check(by, name, note) is { } refusal)
        {
            return refusal;
        }

        Result<Release> result;
        try
        {
            result = await store.ChangeAsync(db => ReleaseAsync(db, by, conferenceId, draft with { Name = name, Note = note }, ct), ct);
        }
        catch (DbUpdateException fault) when (ExpoStore.IsDuplicate(fault))
        {
            return ReleaseRefusals.MadeMeanwhile;
        }

        if (!result.IsRefused)
        {
            bell.Ring();
            feed.Tell(AgendaChanged.Everything);
        }

        return result;
    }

    private async Task<Result<Release>> ReleaseAsync(ExpoDb db, Actor by, int conferenceId, ReleaseDraft draft, CancellationToken ct)
    {
        // Written before it is read: the second of two waits here, and then sees the first's release.
        await db.Conferences.LockAsync(conferenceId, ct);
        if (await db.Conferences.FirstOrDefaultAsync(c => c.Id == conferenceId, ct) is not { } conference)
        {
            return AgendaRefusals.UnknownEvent;
        }

        var now = clock.GetUtcNow();
        if (await db.Releases.AsNoTracking().Current(conferenceId).FirstOrDefaultAsync(ct) is { } last && last.Number != draft.After)
        {
            return ReleaseRefusals.MadeBy(last);
        }

        var plan = await ReleaseDesk.PlanAsync(db, conferenceId, conference.WorkingTimeZone, now, ct);
        if (plan.Stamp != draft.Seen)
        {
            return ReleaseRefusals.ChangedMeanwhile;
        }

        if (plan.ChangesNothing)
        {
            return plan.After == 0 ? ReleaseRefusals.NothingPlaced : ReleaseRefusals.NothingChanged;
        }

        if (await db.Releases.AnyAsync(r => r.ConferenceId == conferenceId && r.Name == draft.Name, ct))
        {
            return ReleaseRefusals.NameTaken(draft.Name);
        }

        var release = ReleaseDesk.Add(db, conference, plan, draft.Name, draft.Note, by.Name, now);
        await db.SaveChangesAsync(ct);
        db.Jobs.Add(Job.For(new ProgrammeReleased(conferenceId, release.Id), now));
        return release;
    }

    private static Refusal? Check(Actor by, string name, string note) =>
        !by.IsOrganiser ? ReleaseRefusals.NotOrganiser
        : name.Length == 0 ? ReleaseRefusals.NameNeeded
        : name.Length > Release.MostOfName ? ReleaseRefusals.NameTooLong
        : note.Length > Release.MostOfNote ? ReleaseRefusals.NoteTooLong
        : null;
}
