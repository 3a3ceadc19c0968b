using System.Collections.Immutable;
using Expo.Streaming.Ingest;

namespace Expo.Streaming.Origin;

/// <summary>The live stream of one stage: its renditions, whose segments carry the same numbers at the same times.</summary>
public sealed class StageBroadcast
{
    private readonly Lock _lock = new();
    private readonly StreamingOptions _options;
    private readonly TimeProvider _clock;
    private long _lastFragmentTicks;
    private long _lastOfEarlierRunsTicks;
    private long _liveSinceTicks;
    private volatile string? _epoch;

    internal StageBroadcast(string stage, StreamingOptions options, TimeProvider clock)
    {
        (Stage, _options, _clock) = (stage, options, clock);

        Renditions = [.. options.Renditions.Select(r => new RenditionBroadcast(options, r, FirstNumber(clock.GetUtcNow())))];
    }

    public string Stage { get; }

    /// <summary>Best first, sound alone last.</summary>
    public ImmutableArray<RenditionBroadcast> Renditions { get; }

    /// <summary>
    /// True while there are new pictures to see, and for <see cref="StreamingOptions.OffAirAfter"/> after the last of them. A run of
    /// the encoder counts from its first whole segment.
    /// </summary>
    public bool IsOnAir => HasSegments && LastSeenAt is { } last && _clock.GetUtcNow() - last < _options.OffAirAfter;

    /// <summary>When the encoder's present run began; null while none comes in.</summary>
    public DateTimeOffset? LiveSince => At(ref _liveSinceTicks);

    /// <summary>True when each rendition has a segment to give, so that a master playlist can promise all of them.</summary>
    public bool HasSegments => Renditions.All(r => r.Window.Segments.Length > 0);

    private DateTimeOffset? LastSeenAt =>
        Renditions.All(r => r.Window.Segments is [.., var last] && last.Epoch == _epoch) ? At(ref _lastFragmentTicks) : At(ref _lastOfEarlierRunsTicks);

    public RenditionBroadcast? Find(string rendition) => Renditions.FirstOrDefault(r => r.Name == rendition);

    internal void Open(int rendition, string epoch, InitSegment init, EpochClock clock)
    {
        lock (_lock)
        {
            if (LiveSince is null)
            {
                Begin(epoch);
            }
        }

        Renditions[rendition].Open(epoch, init, clock);
    }

    // After a long pause nobody waits for the rest of what was shown before it, and whoever comes must not see it as if it were live.
    private void Begin(string epoch)
    {
        if (!IsOnAir)
        {
            foreach (var rendition in Renditions)
            {
                rendition.Clear();
            }
        }

        Interlocked.Exchange(ref _lastOfEarlierRunsTicks, LastSeenAt?.UtcTicks ?? 0);
        _epoch = epoch;
        Interlocked.Exchange(ref _liveSinceTicks, _clock.GetUtcNow().UtcTicks);
    }

    internal void Append(int rendition, Fragment fragment)
    {
        Renditions[rendition].Append(fragment);
        Interlocked.Exchange(ref _lastFragmentTicks, _clock.GetUtcNow().UtcTicks);
    }

    /// <summary>Ends the encoder's run so that all renditions stop at the same number.</summary>
    internal void End()
    {
        Interlocked.Exchange(ref _liveSinceTicks, 0);
        var next = Renditions.Max(r => r.OpenNumber);
        if (Renditions.All(r => r.OpenNumber == next && r.HasOpen))
        {
            next++;
        }

        foreach (var rendition in Renditions)
        {
            rendition.End(next);
        }
    }

    /// <summary>
    /// Half-seconds since 2020. Segments last a second at least, and a run that ends with a shorter one takes longer than that, so
    /// numbers go on rising after a restart of the host and waiting players do not see time go back. Fits 32 bits until 2054.
    /// </summary>
    private static long FirstNumber(DateTimeOffset now) =>
        Math.Max(0, (long)((now - new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds * 2));

    private static DateTimeOffset? At(ref long ticks) =>
        Interlocked.Read(ref ticks) is var at and > 0 ? new DateTimeOffset(at, TimeSpan.Zero) : null;
}
