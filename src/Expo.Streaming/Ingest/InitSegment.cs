using System.Collections.Immutable;

namespace Expo.Streaming.Ingest;

public enum TrackKind
{
    Video,
    Audio,
}

/// <summary>One track of an init segment. <c>TimeScale</c> is units a second; <c>Codec</c> is as RFC 6381 writes it, for example <c>avc1.640028</c>.</summary>
public sealed record MediaTrack(uint Id, TrackKind Kind, uint TimeScale, string Codec, int Width, int Height)
{
    internal SampleDefaults Defaults { get; init; }
}

/// <summary>What a sample has when neither the run nor the fragment says so (the trex box).</summary>
internal readonly record struct SampleDefaults(uint Duration, uint Size, uint Flags);

/// <summary>The ftyp and moov boxes a player needs before any fragment. The array is shared by all readers: never write to it.</summary>
public sealed record InitSegment(byte[] Bytes, ImmutableArray<MediaTrack> Tracks)
{
    /// <summary>The track whose times and key frames rule the cutting: video when there is one.</summary>
    public MediaTrack Lead { get; } = Tracks.FirstOrDefault(t => t.Kind == TrackKind.Video) ?? Tracks[0];

    /// <summary>The CODECS attribute of RFC 8216 4.3.4.2.</summary>
    public string Codecs { get; } = string.Join(',', Tracks.Select(t => t.Codec));
}
