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
/// machine between them; one that fails is tried alone, so that the others do not wait for it. While there is no ffmpeg, or no room, the demo has no recordings; it is tried again from time to time.
/// </summary>
public sealed class DemoRecorder(ExpoStore store, AgendaQueries agenda, SyntheticClip clip, RecordingCutter cutter, JobBell bell, TimeProvider clock)
    : IJobHandler
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan TryAloneAfter = TimeSpan.FromMinutes(1);

    // By then the recording is cut, which takes no time here: what comes too early counts as failed.
    private static readonly TimeSpan PublishAfter = TimeSpan.FromSeconds(5);

    public string Kind => nameof(RecordDemoSessions);

    public async Task HandleAsync(Job job, CancellationToken ct)
    {
        if (job.Read<RecordDemoSessions>().SessionIds is not [var first, ..] sessions)
        {
            return;
        }

        // It has failed before, or taken the program down with it.
        var outcome = job.Attempts > 1 && sessions.Count > 1 ? Outcome.Alone : await RecordAsync(first, ct);
        int[] rest = [.. sessions.Skip(outcome == Outcome.NotNow ? 0 : 1)];
        await store.ChangeAsync<Done>(
            db =>
            {
                var now = clock.GetUtcNow();
                if (outcome == Outcome.Recorded)
                {
                    db.Jobs.AddRange(Job.For(new SessionEnded(first), now), Due(new PublishDemoSession(first), PublishAfter));
                }

                if (outcome == Outcome.Alone)
                {
                    db.Jobs.Add(Due(new RecordDemoSessions([first]), TryAloneAfter));
                }

                if (rest.Length > 0)
                {
                    db.Jobs.Add(Due(new RecordDemoSessions(rest), outcome == Outcome.NotNow ? TryAgainAfter : TimeSpan.Zero));
                }

                return Task.FromResult<Result<Done>>(Done.It);
            },
            ct);
        bell.Ring();
    }

    private Job Due<T>(T payload, TimeSpan after)
        where T : notnull
    {
        var job = Job.For(payload, clock.GetUtcNow());
        job.DueAt += after;
        return job;
    }

    private enum Outcome
    {
        Recorded,
        NothingToRecord,
        NotNow,
        Alone,
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
