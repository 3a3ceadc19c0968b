using Expo.Core;
using Expo.Core.Agenda;
using Expo.Web.Http;
using Microsoft.AspNetCore.OutputCaching;

namespace Expo.Web.Agenda;

/// <summary>Throws cached pages away when the programme changes, so that "Live now" is true at once.</summary>
internal sealed class AgendaEviction(Feed<AgendaChanged> feed, IOutputCacheStore cache) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = feed.Listen();
        await foreach (var _ in listener.Hints.ReadAllAsync(stoppingToken))
        {
            await cache.EvictByTagAsync(OutputCaches.Agenda, stoppingToken);
        }
    }
}
