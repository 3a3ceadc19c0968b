using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Expo.Core.Jobs;

/// <summary>
/// The loops around <see cref="JobRunner"/>: each runs until nothing is due, then waits for a nudge or a short while. There
/// are a few of them so that a slow job, such as cutting a recording, does not hold up letters.
/// </summary>
public sealed partial class JobWorker(JobRunner runner, JobBell bell, ILogger<JobWorker> log) : BackgroundService
{
    private static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(1);

    private const int Loops = 3;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Loops).Select(_ => LoopAsync(stoppingToken)));

    private async Task LoopAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await runner.RunOneAsync(stoppingToken))
                {
                }
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

/// <summary>Rung after a commit that left a job, so that the worker need not wait for its next look.</summary>
public sealed class JobBell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    public void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // Rung already and not heard yet: once is enough.
        }
    }

    public async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        try
        {
            await _rung.WaitAsync(atMost, ct);
        }
        catch (OperationCanceledException)
        {
        }
    }

    public void Dispose() => _rung.Dispose();
}
