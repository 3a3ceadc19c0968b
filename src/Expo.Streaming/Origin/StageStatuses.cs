using Expo.Streaming.Ingest;
using Expo.Streaming.Recordings;
using Microsoft.Extensions.Options;

namespace Expo.Streaming.Origin;

/// <summary>Answers how a stage's stream does, by the stage's slug. Cheap: everything is in memory.</summary>
public sealed class StageStatuses(
    IOptions<StreamingOptions> options, StageBroadcasts broadcasts, StageCurtains curtains, IngestSupervisor ingests, Archive archive, TimeProvider clock)
{
    /// <summary>True when a player that comes now has something to play.</summary>
    public bool IsLive(string stage) =>
        curtains.Of(stage) is var curtain && curtain.IsOpenAt(clock.GetUtcNow())
        && broadcasts.Find(stage) is { IsOnAir: true } broadcast && broadcast.Renditions.All(r => r.Window.Segments.Any(curtain.Shows));

    public StageStatus Of(string stage)
    {
        var (broadcast, ingest) = (broadcasts.Find(stage), ingests.Find(stage));
        return new StageStatus(
            stage, IsLive(stage), broadcast?.LiveSince is { } since ? Later(since, curtains.Of(stage).From) : null, broadcast is { IsOnAir: true },
            ingest?.Status ?? new IngestStatus(IngestPhase.Off, clock.GetUtcNow(), options.Value.Enabled ? null : IngestStatus.SwitchedOff),
            ingest?.Port, !string.IsNullOrEmpty(options.Value.Passphrase), ingest?.Progress ?? FfmpegProgress.None, archive.Status(stage),
            broadcast is null ? [] : [.. broadcast.Renditions.Where(r => r.Init is not null).Select(Rendition)]);
    }

    // An encoder that was there first is seen from the session's start on.
    private static DateTimeOffset Later(DateTimeOffset since, DateTimeOffset shown) => shown > since && shown < DateTimeOffset.MaxValue ? shown : since;

    private static RenditionStatus Rendition(RenditionBroadcast rendition)
    {
        var lead = rendition.Init!.Init.Lead;
        var segments = rendition.Window.Segments;
        return new RenditionStatus(
            rendition.Name, lead.Width, lead.Height, lead.Height > 0 ? rendition.FrameRate : 0, segments.IsEmpty ? 0 : segments[^1].Bandwidth);
    }
}
