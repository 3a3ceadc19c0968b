using Expo.Core;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Data.Demo;
using Expo.Core.Jobs;
using Expo.Core.Publishing;
using Expo.Core.Questions;
using Microsoft.EntityFrameworkCore;

namespace Expo.Streaming.Recordings;

/// <summary>Left when a demo session's clip is in the archive: its recording and its FAQ entries are to be published.</summary>
public sealed record PublishDemoSession(int SessionId);

/// <summary>
/// Gives the demo sessions that are over a recording the way every session gets one: fragments in the archive, then the same
/// <see cref="SessionEnded"/> job. One after the other, each in a job of its own, so that real jobs and visitors have the
/// machine between them. While there is no ffmpeg, or no room, the demo has no recordings; it is tried again from time to time.
/// </summary>
public sealed class DemoRecorder(ExpoStore store, AgendaQueries agenda, SyntheticClip clip, RecordingCutter cutter, JobBell bell, TimeProvider clock)
    : IJobHandler
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMinutes(30);

    public string Kind => nameof(RecordDemoSessions);

    public async Task HandleAsync(Job job, CancellationToken ct)
    {
        if (job.Read<RecordDemoSessions>().SessionIds is not [var first, ..] sessions)
        {
            return;
        }

        var outcome = await RecordAsync(first, ct);
        int[] rest = [.. sessions.Skip(outcome == Outcome.NotNow ? 0 : 1)];
        await store.ChangeAsync<Done>(
            db =>
            {
                var now = clock.GetUtcNow();
                if (outcome == Outcome.Recorded)
                {
                    db.Jobs.AddRange(Job.For(new SessionEnded(first), now), Job.For(new PublishDemoSession(first), now));
                }

                if (rest.Length > 0)
                {
                    var next = Job.For(new RecordDemoSessions(rest), now);
                    next.DueAt += outcome == Outcome.NotNow ? TryAgainAfter : TimeSpan.Zero;
                    db.Jobs.Add(next);
                }

                return Task.FromResult<Result<Done>>(Done.It);
            },
            ct);
        bell.Ring();
    }

    private enum Outcome
    {
        Recorded,
        NothingToRecord,
        NotNow,
    }

    private async Task<Outcome> RecordAsync(int sessionId, CancellationToken ct)
    {
        if (await agenda.SessionAsync(sessionId, ct) is not { WentLiveAt: { } start, EndedAt: { } end, Stage.Slug: { } stage })
        {
            return Outcome.NothingToRecord;
        }

        var length = Length < end - start ? Length : end - start;
        return await cutter.CutAsync(stage, start, end, ct) is not null || await clip.RecordAsync(stage, start, length, ct)
            ? Outcome.Recorded : Outcome.NotNow;
    }
}

/// <summary>Does in the demo what an organiser does after a session: publishes the recording and the answers. Tried again until the recording is cut.</summary>
public sealed class DemoPublisher(ExpoStore store, PublishingService publishing, FaqService faq) : IJobHandler
{
    public string Kind => nameof(PublishDemoSession);

    public async Task HandleAsync(Job job, CancellationToken ct)
    {
        var sessionId = job.Read<PublishDemoSession>().SessionId;
        var recording = await store.ReadAsync(db => db.Recordings.AsNoTracking().FirstOrDefaultAsync(r => r.SessionId == sessionId, ct))
            ?? throw new InvalidOperationException($"The recording of session {sessionId} is not cut yet.");
        if (recording.State == RecordingState.Draft)
        {
            await publishing.PublishRecordingAsync(Actor.System, recording.Id, ct);
        }

        var answered = await store.ReadAsync(db => db.Questions
            .Where(q => q.SessionId == sessionId && q.State == QuestionState.Answered)
            .Select(q => q.Id).ToListAsync(ct));
        foreach (var question in answered)
        {
            var entry = (await faq.DraftAsync(Actor.System, question, ct)).Value;
            if (entry.State == FaqState.Draft)
            {
                await faq.PublishAsync(Actor.System, entry.Id, entry.Edit, ct);
            }
        }
    }
}
