using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Expo.Streaming.Recordings;

/// <summary>Every stage's archive, and what there is to read in it.</summary>
public sealed class Archive : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<StageArchive>> _stages = new(StringComparer.Ordinal);
    private readonly ArchiveSpace _space;
    private readonly TimeProvider _clock;
    private readonly ILogger<Archive> _log;

    internal Archive(ArchivePaths paths, ArchiveSpace space, TimeProvider clock, ILogger<Archive> log) =>
        (Paths, _space, _clock, _log) = (paths, space, clock, log);

    internal ArchivePaths Paths { get; }

    /// <summary>False while the room that is left is kept for others.</summary>
    internal bool HasRoom => !_space.IsKept;

    public ArchiveStatus Status(string stage)
    {
        var (status, space) = (_stages.TryGetValue(stage, out var found) ? found.Value.Status : ArchiveStatus.Well, _space.Status);
        return space.Room switch
        {
            Room.Kept => status with { Problem = $"Nothing is being recorded. {space.Sentence}", ProblemSince = space.Since },
            _ => status with { Warning = space.Sentence },
        };
    }

    /// <summary>The wall-clock time of the newest picture that the stage has handed over.</summary>
    internal DateTimeOffset ReachedAt(string stage) =>
        _stages.TryGetValue(stage, out var found) ? found.Value.ReachedAt : DateTimeOffset.MinValue;

    internal StageArchive For(string stage) =>
        _stages.GetOrAdd(stage, slug => new Lazy<StageArchive>(() => new StageArchive(Paths, slug, _space, _clock, _log))).Value;

    /// <summary>Ends when what the stage has sent until now is in its files.</summary>
    internal Task FlushAsync(string stage, CancellationToken ct) =>
        _stages.TryGetValue(stage, out var found) ? found.Value.FlushAsync(ct) : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var stage in _stages.Values)
        {
            await stage.Value.DisposeAsync();
        }
    }
}
