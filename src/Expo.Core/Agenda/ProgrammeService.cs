using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

/// <summary>
/// Changes the working copy of the programme. Each change names the revision of the session that the organiser saw and is
/// refused when it is another by now; each hands back the step that undoes it. Nothing is public before a release.
/// </summary>
public sealed partial class ProgrammeService(ExpoStore store, Feed<AgendaChanged> feed, TimeProvider clock)
{
    public Task<Result<ProgrammeStep>> CreateAsync(Actor by, int conferenceId, SessionSheet sheet, CancellationToken ct) =>
        SavedAsync(by, db => AddAsync(db, conferenceId, sheet, ct), ct);

    /// <summary>Title, summary, kind, topics and speakers. Time, stage and whether it is cancelled stay.</summary>
    public Task<Result<ProgrammeStep>> EditAsync(Actor by, int sessionId, int seen, SessionSheet words, CancellationToken ct) =>
        ChangeAsync(by, sessionId, seen, before => words with { At = before.At, IsCancelled = before.IsCancelled }, ct);

    /// <summary>Gives it a time and a stage, moves it, or makes it longer or shorter.</summary>
    public Task<Result<ProgrammeStep>> PlaceAsync(Actor by, int sessionId, int seen, Placement at, CancellationToken ct) =>
        ChangeAsync(by, sessionId, seen, before => before with { At = at }, ct);

    /// <summary>Takes its time and stage away. If it was public, the next release cancels it.</summary>
    public Task<Result<ProgrammeStep>> UnplaceAsync(Actor by, int sessionId, int seen, CancellationToken ct) =>
        ChangeAsync(by, sessionId, seen, before => before with { At = null }, ct);

    public Task<Result<ProgrammeStep>> CancelAsync(Actor by, int sessionId, int seen, CancellationToken ct) =>
        ChangeAsync(by, sessionId, seen, before => before with { IsCancelled = true }, ct);

    public Task<Result<ProgrammeStep>> BringBackAsync(Actor by, int sessionId, int seen, CancellationToken ct) =>
        ChangeAsync(by, sessionId, seen, before => before with { IsCancelled = false }, ct);

    /// <summary>Deletes a session that was never released and that nothing stands behind, such as a break laid by mistake.</summary>
    public Task<Result<ProgrammeStep>> RemoveAsync(Actor by, int sessionId, int seen, CancellationToken ct) =>
        SavedAsync(by, db => DeleteAsync(db, sessionId, seen, ct), ct);

    /// <summary>Puts back what was before a step. Refused when somebody has changed the session since.</summary>
    public Task<Result<ProgrammeStep>> UndoAsync(Actor by, ProgrammeStep step, CancellationToken ct) => AgainAsync(by, step, step.To, step.Before, ct);

    /// <summary>Does a step again that was undone. Refused when somebody has changed the session since.</summary>
    public Task<Result<ProgrammeStep>> RedoAsync(Actor by, ProgrammeStep step, CancellationToken ct) => AgainAsync(by, step, step.From, step.After, ct);

    private async Task<Result<ProgrammeStep>> AgainAsync(Actor by, ProgrammeStep step, int seen, SessionSheet? wanted, CancellationToken ct)
    {
        var result = (seen, wanted) switch
        {
            (_, null) => await RemoveAsync(by, step.SessionId, seen, ct),
            (ProgrammeStep.NotThere, _) => await CreateAsync(by, step.ConferenceId, wanted, ct),
            _ => await ChangeAsync(by, step.SessionId, seen, _ => wanted, ct),
        };
        return result.Refusal is { } refusal && (refusal.Code == ProgrammeRefusals.ChangedMeanwhile("").Code || refusal == AgendaRefusals.Unknown)
            ? ProgrammeRefusals.NotUndone(step.Title)
            : result;
    }

    private Task<Result<ProgrammeStep>> ChangeAsync(Actor by, int sessionId, int seen, Func<SessionSheet, SessionSheet> change, CancellationToken ct) => SavedAsync(
        by,
        async db =>
        {
            var taken = await TakeAsync(db, sessionId, seen, ct);
            if (taken.IsRefused)
            {
                return taken.Refusal;
            }

            var session = taken.Value;
            var before = SessionSheet.Of(session);
            var after = change(before).Tidied();
            var speakers = await SpeakersAsync(db, session.ConferenceId, after, ct);
            var refusal = after == before.Tidied() ? ProgrammeRefusals.NothingChanged : after.Check() ?? speakers.Refusal ?? await StageRefusalAsync(db, session.ConferenceId, after, ct);
            if ((refusal ?? session.Plan(after, speakers.IsRefused ? [] : speakers.Value, clock.GetUtcNow()).Refusal) is { } no)
            {
                return no;
            }

            return new ProgrammeStep(session.ConferenceId, session.Id, seen, session.Revision, before, after, await WordsAsync(db, session.ConferenceId, before, after, ct));
        },
        ct);

    private async Task<Result<ProgrammeStep>> SavedAsync(Actor by, Func<ExpoDb, Task<Result<ProgrammeStep>>> change, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return ProgrammeRefusals.NotOrganiser;
        }

        try
        {
            var result = await store.ChangeAsync(change, ct);
            if (!result.IsRefused)
            {
                feed.Tell(new AgendaChanged(result.Value.SessionId));
            }

            return result;
        }
        catch (DbUpdateConcurrencyException)
        {
            return ProgrammeRefusals.BegunMeanwhile;
        }
        catch (DbUpdateException fault) when (ExpoStore.IsDuplicate(fault))
        {
            return ProgrammeRefusals.AddressTaken;
        }
    }
}
