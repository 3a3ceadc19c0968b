using System.Collections.Immutable;
using Expo.Streaming.Ingest;

namespace Expo.Streaming.Origin;

/// <summary>
/// One rendition of a stage's live stream: the segments of the last while, and those that wait for the next piece of it.
/// Written by one encoder run at a time, read by everybody.
/// </summary>
public sealed class RenditionBroadcast
{
    private readonly Lock _lock = new();
    private readonly StreamingOptions _options;
    private readonly RenditionOptions _rendition;
    private readonly Dictionary<string, EpochInit> _inits = [];
    private ImmutableArray<Segment> _kept = [];
    private TaskCompletionSource _next = NewWait();
    private readonly Queue<List<Fragment>> _undated = [];
    private List<Fragment>? _open;
    private SegmentCutter? _cutter;
    private EpochInit? _init;
    private EpochClock _clock = new();
    private long _number;
    private bool _hasPublished;
    private bool _discontinuity;
    private volatile RenditionWindow _window;

    internal RenditionBroadcast(StreamingOptions options, RenditionOptions rendition, long firstNumber)
    {
        (_options, _rendition, _number) = (options, rendition, firstNumber);
        _window = new RenditionWindow([], 0, new SegmentCutter(false, SegmentLength, default).TargetDuration);
    }

    public string Name => _rendition.Name;

    /// <summary>The encoder's present or last run; null before the first.</summary>
    public EpochInit? Init => Volatile.Read(ref _init);

    public RenditionWindow Window => _window;

    public double FrameRate { get; private set; }

    internal int PromisedBandwidth => _rendition.PeakBandwidth;

    /// <summary>The number that the segment now being filled has or will have.</summary>
    internal long OpenNumber => _number + _undated.Count;

    internal bool HasOpen => _open is not null;

    private TimeSpan SegmentLength => TimeSpan.FromSeconds(_options.SegmentSeconds);

    /// <summary>Ends with the next fragment or segment, or with the end of the encoder's run.</summary>
    public Task NextAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            return _next.Task.WaitAsync(ct);
        }
    }

    public Segment? Find(string epoch, long number)
    {
        lock (_lock)
        {
            return _kept.FirstOrDefault(s => s.Number == number && s.Epoch == epoch && !s.IsGap);
        }
    }

    public EpochInit? FindInit(string epoch)
    {
        lock (_lock)
        {
            return _inits.GetValueOrDefault(epoch);
        }
    }

    internal void Open(string epoch, InitSegment init, EpochClock clock)
    {
        lock (_lock)
        {
            _discontinuity = _hasPublished;
            _clock = clock;
            _cutter = new SegmentCutter(init.Lead.Kind == TrackKind.Video, SegmentLength, TimeSpan.FromMilliseconds(_options.FragmentMilliseconds));
            _inits[epoch] = new EpochInit(epoch, init);
            Volatile.Write(ref _init, _inits[epoch]);
        }
    }

    /// <summary>Forgets what earlier runs have left. Numbers go on, and the discontinuities that leave the list are counted.</summary>
    internal void Clear()
    {
        lock (_lock)
        {
            var gone = _window.Segments.Count(s => s.IsDiscontinuity);
            _window = _window with { Segments = [], DiscontinuitySequence = _window.DiscontinuitySequence + gone };
            _kept = [];
            _inits.Clear();
        }
    }

    internal void Append(Fragment fragment)
    {
        lock (_lock)
        {
            if (_open is null && !fragment.StartsWithKeyFrame)
            {
                return;
            }

            if (_cutter!.Cuts(fragment))
            {
                Close();
                _open = [];
                FrameRate = fragment.SampleRate;
            }

            _open!.Add(fragment);
            PublishDated();
            Release();
        }
    }

    /// <summary>Lists what there is of the open segment, then gaps until the next number is <paramref name="next"/>.</summary>
    internal void End(long next)
    {
        lock (_lock)
        {
            if (OpenNumber < next)
            {
                Close();
            }

            _open = null;
            _clock.Settle();
            PublishDated();
            while (_number < next && _kept.Length > 0)
            {
                var last = _kept[^1];
                Publish(new Segment(_number, last.Epoch, last.Start + last.Duration, SegmentLength, true, TakeDiscontinuity(), []));
            }

            _number = Math.Max(_number, next);
            Release();
        }
    }

    private void Close()
    {
        if (_open is { } open)
        {
            _undated.Enqueue(open);
            _open = null;
        }
    }

    // The whole run is dated from one moment, so a segment waits until that is known: dates then neither jump nor differ between renditions.
    private void PublishDated()
    {
        while (_clock.Settled is { } origin && _undated.TryDequeue(out var fragments))
        {
            var (first, last) = (fragments[0], fragments[^1]);
            Publish(new Segment(
                _number, _init!.Epoch, origin + first.Start, last.End - first.Start, first.StartsWithKeyFrame, TakeDiscontinuity(),
                [.. fragments.Select(f => f.Bytes)]));
        }
    }

    private void Publish(Segment segment)
    {
        _number++;
        _hasPublished = true;
        var kept = _kept.Add(segment);
        _kept = kept.Length > 2 * _options.WindowSegments ? kept.RemoveAt(0) : kept;
        var listed = _window.Segments.Add(segment);
        var gone = _window.DiscontinuitySequence;
        if (listed.Length > _options.WindowSegments)
        {
            gone += listed[0].IsDiscontinuity ? 1 : 0;
            listed = listed.RemoveAt(0);
        }

        _window = _window with { Segments = listed, DiscontinuitySequence = gone };
        foreach (var epoch in _inits.Keys.Where(e => e != segment.Epoch && !_kept.Any(s => s.Epoch == e)).ToList())
        {
            _inits.Remove(epoch);
        }
    }

    private bool TakeDiscontinuity()
    {
        var taken = _discontinuity;
        _discontinuity = false;
        return taken;
    }

    private void Release()
    {
        var waiting = _next;
        _next = NewWait();
        waiting.SetResult();
    }

    private static TaskCompletionSource NewWait() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
