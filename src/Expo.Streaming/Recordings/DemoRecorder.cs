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
/// Gives a demo session that is over a recording the way every session gets one: fragments in the archive, then the same
/// <see cref="SessionEnded"/> job. Without ffmpeg there is nothing to record, and the demo has no recordings.
/// </summary>
public sealed class DemoRecorder(ExpoStore store, AgendaQueries agenda, SyntheticClip clip, RecordingCutter cutter, JobBell bell, TimeProvider clock)
    : IJobHandler, IDisposable
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    // One at a time: what the visitor looks at meanwhile has the machine.
    private readonly SemaphoreSlim _turn = new(1, 1);

    public string Kind => nameof(RecordDemoSession);

    public void Dispose() => _turn.Dispose();

    public async Task HandleAsync(Job job, CancellationToken ct)
    {
        var session = await agenda.SessionAsync(job.Read<RecordDemoSession>().SessionId, ct);
        if (session is not { WentLiveAt: { } start, EndedAt: { } end, Stage.Slug: { } stage })
        {
            return;
        }

        await _turn.WaitAsync(ct);
        try
        {
            var length = Length < end - start ? Length : end - start;
            if (await cutter.CutAsync(stage, start, end, ct) is null && !await clip.RecordAsync(stage, start, length, ct))
            {
                return;
            }
        }
        finally
        {
            _turn.Release();
        }

        await store.ChangeAsync<Done>(
            db =>
            {
                db.Jobs.AddRange(Job.For(new SessionEnded(session.Id), clock.GetUtcNow()), Job.For(new PublishDemoSession(session.Id), clock.GetUtcNow()));
                return Task.FromResult<Result<Done>>(Done.It);
            },
            ct);
        bell.Ring();
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
