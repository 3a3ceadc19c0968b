using Expo.Core;
using Expo.Core.Registration;
using Expo.Web.Http;
using Microsoft.AspNetCore.OutputCaching;

namespace Expo.Web.Registration;

/// <summary>Throws counted seats away when seats change, at most once a second: under a rush they would never be kept.</summary>
internal sealed class SeatEviction(Feed<SeatsChanged> feed, IOutputCacheStore cache) : BackgroundService
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = feed.Listen();
        try
        {
            while (await listener.Hints.WaitToReadAsync(stoppingToken))
            {
                while (listener.Hints.TryRead(out _))
                {
                    // All hints so far are answered by one eviction.
                }

                await cache.EvictByTagAsync(OutputCaches.Seats, stoppingToken);
                await Task.Delay(AtMostEvery, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }
}
