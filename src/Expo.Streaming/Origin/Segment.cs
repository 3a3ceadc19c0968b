using Expo.Streaming.Ingest;

namespace Expo.Streaming.Origin;

/// <summary>
/// A whole segment of one rendition: the fragments as they came, held once and shared by all readers. <c>Start</c> is wall clock.
/// A gap has no bytes; it keeps the renditions' numbers in step where one of them has nothing to show.
/// </summary>
public sealed record Segment(
    long Number, string Epoch, DateTimeOffset Start, TimeSpan Duration, bool IsIndependent, bool IsDiscontinuity, byte[][] Fragments)
{
    public bool IsGap => Fragments.Length == 0;

    public long Length { get; } = Fragments.Sum(f => (long)f.Length);

    /// <summary>Bits a second.</summary>
    public double Bandwidth => Duration > TimeSpan.Zero ? Length * 8 / Duration.TotalSeconds : 0;

    public string Name => $"{Epoch}-{Number}.m4s";
}

/// <summary>One start of the encoder as one rendition has it.</summary>
public sealed record EpochInit(string Epoch, InitSegment Init)
{
    public string Name => $"{Epoch}-init.mp4";
}
