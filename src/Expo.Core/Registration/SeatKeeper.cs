using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Expo.Core.Registration;

/// <summary>
/// Puts back what has run out when nobody else happens to, so that letters leave in time. A hold is over at its instant
/// without it; this loop may be late, or not run at all.
/// </summary>
public sealed partial class SeatKeeper(RegistrationService registrations, TimeProvider clock, ILogger<SeatKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await NextAsync(timer, stoppingToken))
        {
            try
            {
                await registrations.SettleAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogFault(fault);
            }
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "Seats that ran out could not be put back; it is tried again")]
    private partial void LogFault(Exception fault);
}
