namespace Expo.Streaming.Recordings;

/// <summary>How the archive of a stage does. <c>Problem</c> is a sentence for the organiser, null while all is well.</summary>
public sealed record ArchiveStatus(string? Problem, DateTimeOffset? ProblemSince, long LostFragments, long WrittenBytes)
{
    internal static readonly ArchiveStatus Well = new(null, null, 0, 0);
}
