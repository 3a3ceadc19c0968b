namespace Expo.Streaming.Ingest;

/// <summary>
/// One moof and its mdat. Times are those of the lead track, from the start of the encoder's run.
/// The array is shared by all readers: never write to it.
/// </summary>
public sealed record Fragment(byte[] Bytes, long Position, TimeSpan Start, TimeSpan Duration, int Samples, bool StartsWithKeyFrame)
{
    public TimeSpan End => Start + Duration;

    /// <summary>Lead samples a second, which for video is the frame rate.</summary>
    public double SampleRate => Duration > TimeSpan.Zero ? Samples / Duration.TotalSeconds : 0;
}
