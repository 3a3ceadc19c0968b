using System.Collections.Concurrent;
using Expo.Core.Agenda;
using Expo.Streaming.Origin;
using Expo.Streaming.Recordings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Expo.Streaming.Ingest;

/// <summary>Keeps one ingest running for each stage of the programme, new stages included.</summary>
public sealed partial class IngestSupervisor(
    IOptions<StreamingOptions> options, AgendaQueries agenda, StageBroadcasts broadcasts, Archive archive, TimeProvider clock,
    ILogger<IngestSupervisor> log) : BackgroundService
{
    private static readonly TimeSpan LookForStagesEvery = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, StageIngest> _stages = new(StringComparer.Ordinal);

    internal StageIngest? Find(string stage) => _stages.GetValueOrDefault(stage);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        var running = new List<Task>();
        using var timer = new PeriodicTimer(LookForStagesEvery, clock);
        try
        {
            do
            {
                running.AddRange((await NewStagesAsync(stoppingToken)).Select(stage => KeepRunningAsync(stage, stoppingToken)));
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }

        await Task.WhenAll(running);
    }

    internal StageIngest Add(string stage, int position) => _stages.GetOrAdd(stage, slug => new StageIngest(
        options.Value, options.Value.FirstPort + position, broadcasts.For(slug), archive.For(slug), clock, log));

    private async Task<List<StageIngest>> NewStagesAsync(CancellationToken ct)
    {
        try
        {
            var stages = await agenda.WorkingStagesAsync(ct);
            return [.. stages.Where(s => !_stages.ContainsKey(s.Slug)).Select(s => Add(s.Slug, s.Position))];
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            // The database may be away for a moment; what runs goes on.
            LogNoStages(fault);
            return [];
        }
    }

    internal async Task KeepRunningAsync(StageIngest stage, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var wait = TimeSpan.FromSeconds(10);
            try
            {
                wait = await stage.RunOnceAsync(ct);
            }
            catch (Exception fault) when (!ct.IsCancellationRequested)
            {
                LogFault(fault, stage.Stage);
            }

            await Task.Delay(wait, clock, ct).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    [LoggerMessage(LogLevel.Error, "The ingest of stage {Stage} failed")]
    private partial void LogFault(Exception fault, string stage);

    [LoggerMessage(LogLevel.Warning, "The stages could not be read; looking again soon")]
    private partial void LogNoStages(Exception fault);
}
