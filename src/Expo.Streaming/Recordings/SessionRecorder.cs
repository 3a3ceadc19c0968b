using System.Collections.Immutable;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Jobs;
using Expo.Core.Publishing;
using Expo.Streaming.Origin;

namespace Expo.Streaming.Recordings;

/// <summary>
/// Makes the recording of a session that has ended: cuts the archive at the real marks and attaches the cut as a draft. Done twice, it
/// gives the same.
/// </summary>
public sealed class SessionRecorder(
    AgendaQueries agenda, PublishingService publishing, StageBroadcasts broadcasts, Archive archive, RecordingCutter cutter, TimeProvider clock) : IJobHandler
{
    // What the camera saw at the end mark arrives a moment later; a stream that has stopped is not waited for longer than this.
    private static readonly TimeSpan LateFragments = TimeSpan.FromSeconds(4);

    // Renditions arrive within a fragment or two of one another.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    public string Kind => nameof(SessionEnded);

    public async Task HandleAsync(Job job, CancellationToken ct)
    {
        if (await agenda.SessionAsync(job.Read<SessionEnded>().SessionId, ct) is { Stage: not null, WentLiveAt: not null, EndedAt: not null } session)
        {
            await RecordAsync(session, ct);
        }
    }

    /// <summary>Cuts and attaches. Null when publishing refused, which a repeat would not change.</summary>
    internal async Task<Recording?> RecordAsync(Session session, CancellationToken ct)
    {
        var (stage, from, to) = (session.Stage!.Slug, session.WentLiveAt!.Value, session.EndedAt!.Value);
        await WaitForTheEndAsync(stage, to, ct);
        var cut = await cutter.CutAsync(stage, from, to, ct)
            ?? new RecordingCut(stage, from, to, ImmutableArray<CutSpan>.Empty, ImmutableArray<CutRendition>.Empty);
        var attached = await publishing.AttachAsync(
            Actor.System, session.Id, stage, cut.From, cut.To, (long)cut.Duration.TotalMilliseconds, cut.ToJson(), ct);
        return attached.IsRefused ? null : attached.Value;
    }

    private async Task WaitForTheEndAsync(string stage, DateTimeOffset to, CancellationToken ct)
    {
        var until = clock.GetUtcNow() + LateFragments;
        while (broadcasts.Find(stage) is { LiveSince: not null } live && archive.ReachedAt(stage) < to + Margin && clock.GetUtcNow() < until)
        {
            await Task.WhenAny(live.Renditions[0].NextAsync(ct), Task.Delay(TimeSpan.FromMilliseconds(500), clock, ct));
        }

        await archive.FlushAsync(stage, ct);
    }
}
