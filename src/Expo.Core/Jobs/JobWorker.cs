using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Expo.Core.Jobs;

/// <summary>
/// The loops around <see cref="JobRunner"/>: each runs until nothing is due, then waits for a nudge or a short while. There
/// are a few of them so that a slow job, such as cutting a recording, does not hold up others. While visitors stand in line
/// for the database they hold back for a moment.
/// </summary>
public sealed partial class JobWorker(JobRunner runner, JobBell bell, RushHour rush, ILogger<JobWorker> log) : BackgroundService
{
    private static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan HoldBackAtMost = TimeSpan.FromSeconds(5);

    private const int Loops = 3;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Loops).Select(_ => LoopAsync(stoppingToken)));

    private async Task LoopAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                do
                {
                    await rush.WaitAsync(HoldBackAtMost, stoppingToken);
                }
                while (await runner.RunOneAsync(stoppingToken));
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                // What a handler throws as it is cut off is no news: its job was given back.
                return;
            }
            catch (Exception fault)
            {
                // The database is away, for instance. The jobs are rows: they will be there when it is back.
                LogFault(fault);
            }

            await bell.WaitAsync(IdleFor, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Error, "The job worker could not look for work")]
    private partial void LogFault(Exception fault);
}

/// <summary>Rung after a commit that left a job or a letter, so that the workers need not wait for their next look.</summary>
public sealed class JobBell : IDisposable
{
    // One for each worker: the one must not swallow what the other should hear.
    private readonly SemaphoreSlim _jobs = new(0, 1);
    private readonly SemaphoreSlim _letters = new(0, 1);

    public void Ring()
    {
        Release(_jobs);
        Release(_letters);
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken ct) => WaitAsync(_jobs, atMost, ct);

    /// <summary>The same for the worker that sends letters.</summary>
    public Task WaitForLettersAsync(TimeSpan atMost, CancellationToken ct) => WaitAsync(_letters, atMost, ct);

    public void Dispose()
    {
        _jobs.Dispose();
        _letters.Dispose();
    }

    private static void Release(SemaphoreSlim rung)
    {
        try
        {
            rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // Rung already and not heard yet: once is enough.
        }
    }

    private static async Task WaitAsync(SemaphoreSlim rung, TimeSpan atMost, CancellationToken ct)
    {
        try
        {
            await rung.WaitAsync(atMost, ct);
        }
        catch (OperationCanceledException)
        {
        }
    }
}
