using System.Collections.Concurrent;

namespace Expo.Streaming.Live;

/// <summary>How many connections of this node watch each stage.</summary>
public sealed class LiveAudience
{
    private readonly ConcurrentDictionary<int, int> _watching = new();

    /// <summary>Stages that somebody watches.</summary>
    public IReadOnlyList<int> Stages => [.. _watching.Where(w => w.Value > 0).Select(w => w.Key)];

    public int Of(int stageId) => _watching.GetValueOrDefault(stageId);

    public void Come(int stageId) => _watching.AddOrUpdate(stageId, 1, (_, n) => n + 1);

    public void Go(int stageId) => _watching.AddOrUpdate(stageId, 0, (_, n) => n - 1);
}
