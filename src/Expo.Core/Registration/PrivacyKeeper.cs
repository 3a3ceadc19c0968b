using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Expo.Core.Registration;

/// <summary>Erases by schedule what is kept long enough: once at the start and then once a day.</summary>
public sealed partial class PrivacyKeeper(PrivacyService privacy, TimeProvider clock, ILogger<PrivacyKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                if (await privacy.PurgeAsync(stoppingToken) is > 0 and var erased)
                {
                    LogErased(erased);
                }
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogFault(fault);
            }
        }
        while (await NextAsync(timer, stoppingToken));
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

    [LoggerMessage(LogLevel.Information, "{Count} registrations of past events were erased by schedule")]
    private partial void LogErased(int count);

    [LoggerMessage(LogLevel.Error, "Registrations of past events could not be erased; it is tried again in a day")]
    private partial void LogFault(Exception fault);
}
