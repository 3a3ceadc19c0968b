using System.Collections.Concurrent;
using Expo.Streaming.Ingest;
using Microsoft.Extensions.Options;

namespace Expo.Streaming.Origin;

/// <summary>Every stage's broadcast by the stage's slug.</summary>
public sealed class StageBroadcasts(IOptions<StreamingOptions> options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, StageBroadcast> _stages = new(StringComparer.Ordinal);

    public StageBroadcast? Find(string stage) => _stages.GetValueOrDefault(stage);

    internal StageBroadcast For(string stage) => _stages.GetOrAdd(stage, slug => new StageBroadcast(slug, options.Value, clock));
}
