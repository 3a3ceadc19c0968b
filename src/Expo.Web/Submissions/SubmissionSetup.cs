using Expo.Core;
using Expo.Core.Submissions;
using Expo.Web.Http;
using Microsoft.AspNetCore.OutputCaching;

namespace Expo.Web.Submissions;

internal static class SubmissionSetup
{
    public static IServiceCollection AddSubmissionPages(this IServiceCollection services) => services.AddScoped<ProposalReader>().AddHostedService<CallEviction>().AddHostedService<DeckEviction>();
}

/// <summary>Throws cached pages away when an organiser opens or closes the call, because every page's menu shows it.</summary>
internal sealed class CallEviction(Feed<CallChanged> feed, IOutputCacheStore cache) : BackgroundService
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

/// <summary>Throws cached pages away when a deck is approved or taken back, because the session's page links it.</summary>
internal sealed class DeckEviction(Feed<DeckChanged> feed, IOutputCacheStore cache) : BackgroundService
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
