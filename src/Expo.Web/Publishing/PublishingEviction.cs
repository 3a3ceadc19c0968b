using Expo.Core;
using Expo.Core.Publishing;
using Expo.Web.Http;
using Microsoft.AspNetCore.OutputCaching;

namespace Expo.Web.Publishing;

/// <summary>Throws cached pages away when something is published or taken down, so that a withdrawn recording is gone at once.</summary>
internal sealed class PublishingEviction(Feed<RecordingChanged> recordings, Feed<FaqChanged> faq, IOutputCacheStore cache) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(EvictAsync(recordings, stoppingToken), EvictAsync(faq, stoppingToken));

    private async Task EvictAsync<T>(Feed<T> feed, CancellationToken ct)
    {
        using var listener = feed.Listen();
        await foreach (var _ in listener.Hints.ReadAllAsync(ct))
        {
            await cache.EvictByTagAsync(OutputCaches.Publishing, ct);
        }
    }
}
