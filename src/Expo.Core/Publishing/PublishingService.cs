using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Publishing;

/// <summary>A recording was attached, published or withdrawn.</summary>
public sealed record RecordingChanged(int SessionId);

/// <summary>Changes recordings: attaches the cut, publishes it, takes it down.</summary>
public sealed class PublishingService(ExpoStore store, Feed<RecordingChanged> feed, TimeProvider clock)
{
    /// <summary>
    /// Takes the cut of a session as its recording. The first one makes a draft; the same again changes nothing; another cut
    /// replaces the one before and raises <see cref="Recording.CutNumber"/>, whatever the state.
    /// </summary>
    /// <param name="by">The packager, or an organiser.</param>
    /// <param name="sessionId">Whose recording.</param>
    /// <param name="stageSlug">The stage in whose archive the media lie.</param>
    /// <param name="cutFrom">Wall clock of the first picture.</param>
    /// <param name="cutTo">Wall clock after the last picture.</param>
    /// <param name="durationMs">Playing time in milliseconds, 0 when the stream sent nothing.</param>
    /// <param name="manifest">The cut as JSON; not read here.</param>
    /// <param name="ct">Ends the attempt.</param>
    public async Task<Result<Recording>> AttachAsync(
        Actor by, int sessionId, string stageSlug, DateTimeOffset cutFrom, DateTimeOffset cutTo, long durationMs, string manifest, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return PublishingRefusals.NotOrganiser;
        }

        Task<Result<Recording>> AttachOnceAsync() => store.ChangeAsync<Recording>(
            async db =>
            {
                if (await db.Recordings.SingleOrDefaultAsync(r => r.SessionId == sessionId, ct) is { } known)
                {
                    known.Replace(stageSlug, cutFrom, cutTo, durationMs, manifest);
                    return known;
                }

                if (await db.Sessions.FindAsync([sessionId], ct) is not { } session)
                {
                    return PublishingRefusals.UnknownSession;
                }

                var recording = new Recording
                {
                    SessionId = sessionId,
                    Slug = session.Slug,
                    StageSlug = stageSlug,
                    CutFrom = cutFrom,
                    CutTo = cutTo,
                    DurationMs = durationMs,
                    Manifest = manifest,
                    CreatedAt = clock.GetUtcNow(),
                };
                db.Recordings.Add(recording);
                return recording;
            },
            ct);

        try
        {
            return Tell(await AttachOnceAsync());
        }
        catch (DbUpdateException fault) when (ExpoStore.IsDuplicate(fault))
        {
            // Another packager was first by a hair: its recording is there now, and ours becomes its cut.
            return Tell(await AttachOnceAsync());
        }
    }

    /// <summary>Makes a draft, or a withdrawn recording, public.</summary>
    public Task<Result<Recording>> PublishRecordingAsync(Actor by, int recordingId, CancellationToken ct) =>
        ChangeAsync(by, recordingId, recording => recording.Publish(clock.GetUtcNow()), ct);

    /// <summary>Takes a public recording down. Its address stays and says so.</summary>
    public Task<Result<Recording>> WithdrawRecordingAsync(Actor by, int recordingId, CancellationToken ct) =>
        ChangeAsync(by, recordingId, recording => recording.Withdraw(clock.GetUtcNow()), ct);

    private async Task<Result<Recording>> ChangeAsync(Actor by, int recordingId, Func<Recording, Result<Recording>> change, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return PublishingRefusals.NotOrganiser;
        }

        return Tell(await store.ChangeAsync(
            async db => await db.Recordings.FindAsync([recordingId], ct) is { } recording ? change(recording) : PublishingRefusals.UnknownRecording,
            ct));
    }

    private Result<Recording> Tell(Result<Recording> result)
    {
        if (!result.IsRefused)
        {
            feed.Tell(new RecordingChanged(result.Value.SessionId));
        }

        return result;
    }
}
