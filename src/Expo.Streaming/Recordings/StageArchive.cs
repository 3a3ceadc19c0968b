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
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromMinutes(1);

    private readonly Channel<Work> _work = Channel.CreateBounded<Work>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Dictionary<string, Target> _targets = [];
    private readonly ArchivePaths _paths;
    private readonly string _stage;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Task _writing;
    private long _notTaken;
    private long _reachedTicks;
    private DateTimeOffset _tryAt;
    private DateTimeOffset _sayAt;
    private volatile ArchiveStatus _status = ArchiveStatus.Well;

    public StageArchive(ArchivePaths paths, string stage, TimeProvider clock, ILogger log)
    {
        (_paths, _stage, _clock, _log) = (paths, stage, clock, log);
        _writing = Task.Run(WriteAllAsync);
    }

    public ArchiveStatus Status => _status;

    public void Open(string epoch, string rendition, InitSegment init) => Take(new Opened(epoch, rendition, init));

    public void Append(string rendition, Fragment fragment, DateTimeOffset wall)
    {
        Take(new Appended(rendition, fragment, wall));
        Interlocked.Exchange(ref _reachedTicks, (wall + fragment.Duration).UtcTicks);
    }

    public DateTimeOffset ReachedAt => new(Interlocked.Read(ref _reachedTicks), TimeSpan.Zero);

    /// <summary>Ends when all that was handed over before is written or given up.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _work.Writer.WriteAsync(new Flushed(flushed), ct);
        await flushed.Task.WaitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        _work.Writer.TryComplete();
        await _writing;
    }

    private void Take(Work work)
    {
        if (!_work.Writer.TryWrite(work))
        {
            Interlocked.Increment(ref _notTaken);
        }
    }

    private async Task WriteAllAsync()
    {
        await foreach (var work in _work.Reader.ReadAllAsync())
        {
            try
            {
                Do(work);
            }
            catch (Exception e)
            {
                // Whatever it is, it must not be the end of the recording.
                Fail(_clock.GetUtcNow(), e.Message, e, work is Appended ? 1 : 0);
            }
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
                Write(_targets[appended.Rendition], appended);
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
            Fail(now, "The disk is too slow for the stream", null, notTaken);
        }

        // After a hole only a key frame can be shown.
        if ((_status.Problem is not null && now < _tryAt) || (target.NeedsKey && !work.Fragment.StartsWithKeyFrame))
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
            Problem = $"The live stream goes on but is not being recorded: {problem}",
            ProblemSince = _status.ProblemSince ?? now,
            LostFragments = _status.LostFragments + lost,
        };
    }

    [LoggerMessage(LogLevel.Error, "Stage {Stage} is live but cannot be recorded; {Lost} fragments are lost so far")]
    private partial void LogFailed(Exception? cause, string stage, long lost);

    [LoggerMessage(LogLevel.Warning, "Stage {Stage} is being recorded again; {Lost} fragments were lost")]
    private partial void LogWell(string stage, long lost);

    private sealed class Target(ArchiveFile file)
    {
        public ArchiveFile File { get; } = file;

        public bool NeedsKey { get; set; }
    }

    private abstract record Work;

    private sealed record Opened(string Epoch, string Rendition, InitSegment Init) : Work;

    private sealed record Appended(string Rendition, Fragment Fragment, DateTimeOffset Wall) : Work;

    private sealed record Flushed(TaskCompletionSource Reached) : Work;
}
