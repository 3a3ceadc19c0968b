using System.Threading.Channels;
using Expo.Streaming.Ingest;
using Microsoft.Extensions.Logging;

namespace Expo.Streaming.Recordings;

/// <summary>
/// Appends what a stage sends to its archive, in the order in which it came and beside the live path: a full or slow disk costs
/// recording, never the live picture. It says so loudly and takes up again, at a key frame, when the disk does.
/// </summary>
internal sealed partial class StageArchive : IAsyncDisposable
{
    // About two minutes of the default ladder: a disk that hangs longer than that counts as broken.
    private const int MostWaiting = 2000;
    private const string TooSlow = "The disk is too slow for the stream";
    private static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FlushWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromMinutes(1);

    private readonly Channel<Work> _work = Channel.CreateUnbounded<Work>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, Target> _targets = [];
    private readonly ArchivePaths _paths;
    private readonly string _stage;
    private readonly ArchiveSpace _space;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Task _writing;
    private int _waiting;
    private long _notTaken;
    private long _oldestTicks;
    private long _saySlowAtTicks;
    private long _reachedTicks;
    private DateTimeOffset _tryAt;
    private DateTimeOffset _sayAt;
    private volatile ArchiveStatus _status = ArchiveStatus.Well;

    public StageArchive(ArchivePaths paths, string stage, ArchiveSpace space, TimeProvider clock, ILogger log)
    {
        (_paths, _stage, _space, _clock, _log) = (paths, stage, space, clock, log);
        _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>While a write hangs the writer can say nothing, so that the disk is too slow is seen from here.</summary>
    public ArchiveStatus Status
    {
        get
        {
            var (status, notTaken, now) = (_status, Interlocked.Read(ref _notTaken), _clock.GetUtcNow());
            status = status with { LostFragments = status.LostFragments + notTaken };
            return status.Problem is not null || (notTaken == 0 && !IsSlow(now)) ? status
                : status with { Problem = Sentence(TooSlow), ProblemSince = Oldest ?? now };
        }
    }

    /// <summary>Never refused: what comes after it must not go into the files of the run before.</summary>
    public void Open(string epoch, string rendition, InitSegment init) =>
        _work.Writer.TryWrite(new Opened(_clock.GetUtcNow(), epoch, rendition, init));

    public void Append(string rendition, Fragment fragment, DateTimeOffset wall)
    {
        var now = _clock.GetUtcNow();
        if (Interlocked.Increment(ref _waiting) <= MostWaiting)
        {
            _work.Writer.TryWrite(new Appended(now, rendition, fragment, wall));
        }
        else
        {
            Interlocked.Decrement(ref _waiting);
            Interlocked.Increment(ref _notTaken);
        }

        Interlocked.Exchange(ref _reachedTicks, (wall + fragment.Duration).UtcTicks);
        SayWhenSlow(now);
    }

    /// <summary>The run has ended: what went wrong with it is no problem any more, only a loss.</summary>
    public void End() => _work.Writer.TryWrite(new Ended(_clock.GetUtcNow()));

    public DateTimeOffset ReachedAt => new(Interlocked.Read(ref _reachedTicks), TimeSpan.Zero);

    /// <summary>Ends when all that was handed over before is written or given up.</summary>
    /// <exception cref="TimeoutException">The disk hangs; to be tried again.</exception>
    public async Task FlushAsync(CancellationToken ct)
    {
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _work.Writer.WriteAsync(new Flushed(_clock.GetUtcNow(), flushed), ct);
        await flushed.Task.WaitAsync(FlushWithin, _clock, ct);
    }

    public async ValueTask DisposeAsync()
    {
        _work.Writer.TryComplete();

        // A disk that hangs must not keep the host from ending.
        await Task.WhenAny(_writing, Task.Delay(FlushWithin, _clock));
    }

    private DateTimeOffset? Oldest =>
        Interlocked.Read(ref _oldestTicks) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    private bool IsSlow(DateTimeOffset now) => now - Oldest > SlowAfter;

    private void SayWhenSlow(DateTimeOffset now)
    {
        var sayAt = Interlocked.Read(ref _saySlowAtTicks);
        if (now.UtcTicks >= sayAt && IsSlow(now)
            && Interlocked.CompareExchange(ref _saySlowAtTicks, (now + SayAgainAfter).UtcTicks, sayAt) == sayAt)
        {
            LogSlow(_stage, now - Oldest ?? SlowAfter);
        }
    }

    private async Task WriteAllAsync()
    {
        await foreach (var work in _work.Reader.ReadAllAsync())
        {
            Interlocked.Exchange(ref _oldestTicks, work.TakenAt.UtcTicks);
            try
            {
                Do(work);
            }
            catch (Exception e)
            {
                // Whatever it is, it must not be the end of the recording.
                Fail(_clock.GetUtcNow(), e.Message, e, work is Appended ? 1 : 0);
            }

            Interlocked.Exchange(ref _oldestTicks, _work.Reader.TryPeek(out var next) ? next.TakenAt.UtcTicks : 0);
        }

        foreach (var target in _targets.Values)
        {
            target.File.Dispose();
        }
    }

    private void Do(Work work)
    {
        switch (work)
        {
            case Opened opened:
                if (_targets.Remove(opened.Rendition, out var before))
                {
                    before.File.Dispose();
                }

                _targets[opened.Rendition] = new Target(new ArchiveFile(_paths.Media(_stage, opened.Epoch, opened.Rendition), opened.Init));
                break;
            case Appended appended:
                Interlocked.Decrement(ref _waiting);
                Write(_targets[appended.Rendition], appended);
                break;
            case Ended:
                _status = _status with
                {
                    Problem = null, ProblemSince = null, LostFragments = _status.LostFragments + Interlocked.Exchange(ref _notTaken, 0),
                };
                break;
            case Flushed flushed:
                flushed.Reached.SetResult();
                break;
        }
    }

    private void Write(Target target, Appended work)
    {
        var now = _clock.GetUtcNow();
        if (Interlocked.Exchange(ref _notTaken, 0) is var notTaken and > 0)
        {
            Fail(now, TooSlow, null, notTaken);
        }

        // After a hole only a key frame can be shown.
        if (_space.IsKept || (_status.Problem is not null && now < _tryAt) || (target.NeedsKey && !work.Fragment.StartsWithKeyFrame))
        {
            target.NeedsKey = true;
            _status = _status with { LostFragments = _status.LostFragments + 1 };
            return;
        }

        target.File.Append(work.Fragment, work.Wall);
        target.NeedsKey = false;
        _status = _status with { WrittenBytes = _status.WrittenBytes + work.Fragment.Bytes.Length };

        // A small fragment may still fit where a large one does not: well again is only who has written all renditions.
        if (_status.Problem is not null && !_targets.Values.Any(t => t.NeedsKey))
        {
            LogWell(_stage, _status.LostFragments);
            _status = _status with { Problem = null, ProblemSince = null };
        }
    }

    private void Fail(DateTimeOffset now, string problem, Exception? cause, long lost)
    {
        if (_status.Problem is null || now >= _sayAt)
        {
            LogFailed(cause, _stage, _status.LostFragments + lost);
            _sayAt = now + SayAgainAfter;
        }

        _targets.Values.ToList().ForEach(t => t.NeedsKey = true);
        _tryAt = now + TryAgainAfter;
        _status = _status with
        {
            Problem = Sentence(problem),
            ProblemSince = _status.ProblemSince ?? now,
            LostFragments = _status.LostFragments + lost,
        };
    }

    private static string Sentence(string problem) => $"The live stream goes on but is not being recorded: {problem}";

    [LoggerMessage(LogLevel.Error, "Stage {Stage} is live but the disk of its recording does not keep up: it is {Behind} behind")]
    private partial void LogSlow(string stage, TimeSpan behind);

    [LoggerMessage(LogLevel.Error, "Stage {Stage} is live but cannot be recorded; {Lost} fragments are lost so far")]
    private partial void LogFailed(Exception? cause, string stage, long lost);

    [LoggerMessage(LogLevel.Warning, "Stage {Stage} is being recorded again; {Lost} fragments were lost")]
    private partial void LogWell(string stage, long lost);

    private sealed class Target(ArchiveFile file)
    {
        public ArchiveFile File { get; } = file;

        public bool NeedsKey { get; set; }
    }

    private abstract record Work(DateTimeOffset TakenAt);

    private sealed record Opened(DateTimeOffset TakenAt, string Epoch, string Rendition, InitSegment Init) : Work(TakenAt);

    private sealed record Appended(DateTimeOffset TakenAt, string Rendition, Fragment Fragment, DateTimeOffset Wall) : Work(TakenAt);

    private sealed record Ended(DateTimeOffset TakenAt) : Work(TakenAt);

    private sealed record Flushed(DateTimeOffset TakenAt, TaskCompletionSource Reached) : Work(TakenAt);
}
