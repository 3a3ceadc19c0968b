using System.Data.Common;
using System.Threading.Channels;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Expo.Core.Registration;

/// <summary>Seats of a conference were taken, freed or waited for.</summary>
public sealed record SeatsChanged;

/// <summary>Somebody who waits for an answer.</summary>
internal sealed record Asking(CheckedRequest Request, DateTimeOffset AskedAt, CancellationToken Cancelled)
{
    // Answers continue elsewhere: the writer must not run a page's rendering.
    public TaskCompletionSource<Result<Grant>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>
/// The one who gives away seats in this process. Takes everybody who waits into one transaction (group commit) and answers
/// each only after the commit, so the cost of a durable commit is shared by a rush. Several nodes each have one; the row
/// lock and the guard in the update keep them honest with each other.
/// </summary>
public sealed partial class SeatWriter : IAsyncDisposable
{
    private const int Tries = 5;

    private readonly ExpoDbFactory _factory;
    private readonly ExpoStore _store;
    private readonly SqlDialect _dialect;
    private readonly JobBell _bell;
    private readonly RushHour _rush;
    private readonly Feed<SeatsChanged> _feed;
    private readonly RegistrationOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<SeatWriter> _log;
    private readonly Channel<Asking> _queue;
    private readonly Task _loop;
    private SeatStatements? _statements;

    public SeatWriter(ExpoDbFactory factory, JobBell bell, RushHour rush, Feed<SeatsChanged> feed, IOptions<RegistrationOptions> options, TimeProvider clock, ILogger<SeatWriter> log)
    {
        _factory = factory;
        _store = new ExpoStore(factory);
        _dialect = SqlDialect.Of(factory.Provider);
        _bell = bell;
        _rush = rush;
        _feed = feed;
        _options = options.Value;
        _clock = clock;
        _log = log;
        _queue = Channel.CreateBounded<Asking>(new BoundedChannelOptions(_options.QueueLength) { SingleReader = true });
        _loop = Task.Run(RunAsync);
    }

    /// <summary>
    /// Queues an asker and answers after the commit. An asker who cancels before the transaction has begun is left out of it;
    /// later ones are registered and simply not waited for.
    /// </summary>
    internal async Task<Result<Grant>> AskAsync(CheckedRequest request, CancellationToken ct)
    {
        var asking = new Asking(request, _clock.GetUtcNow(), ct);
        return _queue.Writer.TryWrite(asking) ? await asking.Answer.Task.WaitAsync(ct) : RegistrationRefusals.Busy;
    }

    /// <summary>Answers those who wait already, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        await ForgetConnectionAsync();
    }

    private async Task RunAsync()
    {
        var batch = new List<Asking>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < _options.LargestBatch && _queue.Reader.TryRead(out var asking))
            {
                if (asking.Cancelled.IsCancellationRequested)
                {
                    asking.Answer.TrySetCanceled(asking.Cancelled);
                }
                else
                {
                    batch.Add(asking);
                }
            }

            if (batch.Count > 1)
            {
                _rush.Busy();
            }

            if (batch.Count > 0)
            {
                await AnswerAsync(batch);
            }
        }
    }

    private async Task AnswerAsync(List<Asking> batch)
    {
        try
        {
            var answers = await WriteAsync(batch);
            foreach (var (asking, answer) in batch.Zip(answers))
            {
                asking.Answer.TrySetResult(answer);
            }

            if (answers.Any(answer => !answer.IsRefused))
            {
                _bell.Ring();
                _feed.Tell(new SeatsChanged());
            }
        }
        catch (Exception fault) when (batch.Count > 1 && _statements is not null)
        {
            // The database is there, so it is one of us: each alone, and only that one is told no.
            LogSplit(fault, batch.Count);
            foreach (var asking in batch)
            {
                await AnswerAsync([asking]);
            }
        }
        catch (Exception fault)
        {
            LogGivenUp(fault, batch.Count);
            await ForgetConnectionAsync();
            foreach (var asking in batch)
            {
                asking.Answer.TrySetResult(RegistrationRefusals.NotNow);
            }
        }
    }

    private async Task<Result<Grant>[]> WriteAsync(List<Asking> batch)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _statements ??= new SeatStatements(await _dialect.OpenAsync(_factory.ConnectionString, CancellationToken.None), _dialect);
                if (await new SeatBatch(_statements, _dialect, _options, _clock.GetUtcNow()).WriteAsync(batch, CancellationToken.None) is { } answers)
                {
                    return answers;
                }

                // What ran out is put back first, and goes to those who wait before anybody new.
                await SeatHolds.SettleAsync(_store, _clock, CancellationToken.None);
                attempt--;
            }
            catch (Exception fault) when (attempt < Tries && IsWorthAnotherTry(fault))
            {
                LogRetry(fault, attempt);
                await ForgetConnectionAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(2, 8 << attempt)));
            }
        }
    }

    // A duplicate means that another node registered the same address between our look and our insert: the next look sees it.
    private static bool IsWorthAnotherTry(Exception fault) => fault is SeatRaceException ||
        Providers.IsWorthAnotherTry(fault) || Providers.IsDuplicate(fault) || fault is DbException { IsTransient: true };

    private async Task ForgetConnectionAsync()
    {
        if (_statements is { } statements)
        {
            _statements = null;
            try
            {
                await statements.DisposeAsync();
            }
            catch (Exception fault)
            {
                // Whatever it is, the next ones in line must not wait for a writer that has ended.
                LogClosing(fault);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "A registration transaction failed at attempt {Attempt} and is tried again")]
    private partial void LogRetry(Exception fault, int attempt);

    [LoggerMessage(LogLevel.Error, "A registration transaction of {Count} failed; each is tried alone")]
    private partial void LogSplit(Exception fault, int count);

    [LoggerMessage(LogLevel.Error, "{Count} registrations could not be saved")]
    private partial void LogGivenUp(Exception fault, int count);

    [LoggerMessage(LogLevel.Warning, "The registration connection did not close cleanly")]
    private partial void LogClosing(Exception fault);
}
