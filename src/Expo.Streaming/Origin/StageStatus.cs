using System.Collections.Immutable;
using Expo.Streaming.Ingest;
using Expo.Streaming.Recordings;

namespace Expo.Streaming.Origin;

/// <summary>
/// What pages show of a stage's stream. Public pages use the first three; the rest is for consoles. <c>IsReceived</c> says that pictures
/// come from the encoder and would be seen if a session were live.
/// </summary>
public sealed record StageStatus(
    string Stage,
    bool IsLive,
    DateTimeOffset? LiveSince,
    bool IsReceived,
    IngestStatus Ingest,
    int? IngestPort,
    bool NeedsPassphrase,
    FfmpegProgress Encoder,
    ArchiveStatus Archive,
    ImmutableArray<RenditionStatus> Renditions);

/// <summary>One rendition; <c>Bandwidth</c> is what it lately took, in bits a second.</summary>
public sealed record RenditionStatus(string Name, int Width, int Height, double FrameRate, double Bandwidth);
