namespace Expo.Streaming.Ingest;

/// <summary>
/// The bytes are not the fragmented MP4 we read; says what is wrong and at which byte of the stream. Truncated means only that the
/// stream ended too early, as it does when its writer was killed.
/// </summary>
public sealed class MediaFormatException(string problem, long position, bool truncated = false)
    : Exception($"{problem} (at byte {position})")
{
    public long Position { get; } = position;

    public bool IsTruncated { get; } = truncated;
}
