namespace Expo.Streaming.Recordings;

/// <summary>
/// How the archive of a stage does. <c>Problem</c> is a sentence for the organiser about what is not being recorded, <c>Warning</c> one
/// about what will soon not be; both are null while all is well.
/// </summary>
public sealed record ArchiveStatus(string? Problem, DateTimeOffset? ProblemSince, long LostFragments, long WrittenBytes)
{
    public string? Warning { get; init; }

    internal static readonly ArchiveStatus Well = new(null, null, 0, 0);
}
