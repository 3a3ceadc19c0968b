using System.Collections.Concurrent;
using Expo.Core;
using Expo.Core.Agenda;
using Expo.Streaming.Ingest;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Expo.Streaming.Origin;

/// <summary>
/// Keeps each stage's curtain as the organiser's word on its sessions wants it, by the stage's slug. Hints of this process are followed
/// at once; what another node has changed is found by looking.
/// </summary>
public sealed partial class StageCurtains(
    AgendaQueries agenda, Feed<AgendaChanged> feed, IOptions<StreamingOptions> options, TimeProvider clock, ILogger<StageCurtains> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Curtain> _curtains = new(StringComparer.Ordinal);

    internal Curtain Of(string stage) =>
        options.Value.ShowBetweenSessions ? Curtain.AlwaysOpen : _curtains.GetValueOrDefault(stage, Curtain.Closed);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var programme = feed.Listen();
        while (!options.Value.ShowBetweenSessions && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StepAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // The database may be away for a moment; curtains stay as they are.
                LogFault(fault);
            }

            await WaitAsync(programme, stoppingToken);
        }
    }

    /// <summary>Reads what is live on every stage, and opens and closes.</summary>
    internal async Task StepAsync(CancellationToken ct)
    {
        foreach (var stage in await agenda.StagesAsync(ct))
        {
            _curtains[stage.Slug] = await NextAsync(Of(stage.Slug), await agenda.LiveAsync(stage.Id, ct), ct);
        }
    }

    private async Task<Curtain> NextAsync(Curtain before, Session? live, CancellationToken ct)
    {
        if (live is not null && live.Id != before.SessionId)
        {
            var began = live.WentLiveAt ?? clock.GetUtcNow();
            return new Curtain(live.Id, before.IsOpenAt(began) ? before.From : began, Until: null);
        }

        if (live is null && before is { SessionId: { } id, Until: null })
        {
            var ended = (await agenda.SessionAsync(id, ct))?.EndedAt ?? clock.GetUtcNow();
            return before with { Until = ended + options.Value.ShowAfterEnd };
        }

        return before;
    }

    private async Task WaitAsync(FeedListener<AgendaChanged> programme, CancellationToken ct)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(programme.Hints.WaitToReadAsync(enough.Token).AsTask(), Task.Delay(LookEvery, clock, enough.Token));
        await enough.CancelAsync();
        while (programme.Hints.TryRead(out _))
        {
        }
    }

    [LoggerMessage(LogLevel.Warning, "It could not be read which sessions are live; looking again soon")]
    private partial void LogFault(Exception fault);
}
