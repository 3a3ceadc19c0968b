using Expo.Core.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Expo.Core.Mail;

/// <summary>
/// The loop around <see cref="OutboxRunner"/>: one batch after the other while letters are due. It holds back while visitors
/// stand in line for the database, and waits longer and longer while the mail server is away.
/// </summary>
public sealed partial class OutboxWorker(OutboxRunner runner, JobBell bell, RushHour rush, TimeProvider clock, ILogger<OutboxWorker> log) : BackgroundService
{
    private static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(2);

    /// <summary>Letters that come together are one batch and two short transactions.</summary>
    private static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan HoldBackAtMost = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = IdleFor;
        while (!stoppingToken.IsCancellationRequested)
        {
            await rush.WaitAsync(HoldBackAtMost, stoppingToken);
            var step = await StepAsync(stoppingToken);
            if (step is { IsAway: true })
            {
                LogAway(pause);
                await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            else if (step.Taken == 0)
            {
                await bell.WaitForLettersAsync(IdleFor, stoppingToken);
                await Task.Delay(GatherFor, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            else
            {
                pause = IdleFor;
            }
        }
    }

    private async Task<OutboxStep> StepAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await runner.RunAsync(stoppingToken);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            return OutboxStep.Nothing;
        }
        catch (Exception fault)
        {
            // The database is away, for instance. The letters are rows: they will be there when it is back.
            LogFault(fault);
            return OutboxStep.Nothing;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The mail server takes no letters at this moment; the next try is in {Pause}")]
    private partial void LogAway(TimeSpan pause);

    [LoggerMessage(LogLevel.Error, "The outbox could not look for letters")]
    private partial void LogFault(Exception fault);
}
