using Expo.Core;
using Expo.Core.Agenda;
using Expo.Core.Questions;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Expo.Streaming.Live;

/// <summary>
/// Carries what was committed to the viewers: question events and counts by session, changes of the programme and pulses by
/// stage. One loop, so that nothing overtakes anything.
/// </summary>
internal sealed partial class LiveRelay(
    Feed<QuestionChanged> questionFeed, Feed<AgendaChanged> agendaFeed, QuestionQueries questions, AgendaQueries agenda, LiveAudience audience,
    IHubContext<LiveHub, ILiveClient> hub, IOptions<LiveOptions> options, TimeProvider clock, ILogger<LiveRelay> log) : BackgroundService
{
    private readonly Dictionary<int, SessionBroadcast> _sessions = [];
    private DateTimeOffset _pulseAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var changes = questionFeed.Listen();
        using var programme = agendaFeed.Listen();
        _pulseAt = NextPulse();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StepAsync(changes, programme, stoppingToken);
                await WaitAsync(changes, programme, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // The database may be away for a while. Nothing is lost: what was not sent is sent by the next step.
                LogFault(fault);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken);
            }
        }
    }

    /// <summary>Takes in every hint there is and sends everything whose time has come.</summary>
    internal async Task StepAsync(FeedListener<QuestionChanged> changes, FeedListener<AgendaChanged> programme, CancellationToken ct)
    {
        while (changes.Hints.TryRead(out var change))
        {
            await TakeAsync(change, ct);
        }

        while (programme.Hints.TryRead(out var change))
        {
            await TellStageAsync(change.SessionId, ct);
        }

        foreach (var session in _sessions.Values.Where(s => s.Due() == TimeSpan.Zero))
        {
            await session.SendAsync(ct);
        }

        if (clock.GetUtcNow() >= _pulseAt)
        {
            _pulseAt = NextPulse();
            foreach (var stageId in audience.Stages)
            {
                await PulseAsync(stageId, ct);
            }
        }
    }

    private async Task TakeAsync(QuestionChanged change, CancellationToken ct)
    {
        if (change.Change == QuestionChange.Asked || await TrackAsync(change.SessionId, change.Number - 1, ct) is not { } session)
        {
            return;
        }

        session.Note(change);
        if (change.Change == QuestionChange.Moderated)
        {
            await hub.Clients.Group(LiveGroups.Viewer(change.AskerKey)).MineChanged(session.Slug);
        }
    }

    private async Task TellStageAsync(int sessionId, CancellationToken ct)
    {
        if (await agenda.SessionAsync(sessionId, ct) is { Stage: { } stage })
        {
            var spread = audience.Of(stage.Id) * 1000L / options.Value.PagesEachSecond;
            await hub.Clients.Group(LiveGroups.Stage(stage.Id)).StageChanged(
                new StageChange(stage.Slug, (await agenda.LiveAsync(stage.Id, ct))?.Slug, (int)Math.Min(spread, 60_000)));
        }
    }

    private async Task PulseAsync(int stageId, CancellationToken ct)
    {
        if (await agenda.StageAsync(stageId, ct) is not { } stage)
        {
            return;
        }

        var live = await agenda.LiveAsync(stageId, ct);
        var broadcast = live is null ? null : await TrackAsync(live.Id, sent: null, ct);
        if (broadcast is not null && await questions.LatestAsync(live!.Id, ct) > broadcast.Sent)
        {
            // A hint was lost. Send first, so that the pulse does not make everyone ask for it.
            await broadcast.SendAsync(ct);
        }

        await hub.Clients.Group(LiveGroups.Stage(stageId)).Pulse(
            new LivePulse(stage.Slug, live?.Slug, broadcast?.Sent ?? 0, broadcast?.Check, audience.Of(stageId)));
    }

    private async Task<SessionBroadcast?> TrackAsync(int sessionId, long? sent, CancellationToken ct)
    {
        if (!_sessions.TryGetValue(sessionId, out var session) && await agenda.SessionAsync(sessionId, ct) is { } found)
        {
            session = new SessionBroadcast(sessionId, found.Slug, sent ?? await questions.LatestAsync(sessionId, ct), questions, hub, options.Value, clock);
            _sessions[sessionId] = session;
        }

        return session;
    }

    private async Task WaitAsync(FeedListener<QuestionChanged> changes, FeedListener<AgendaChanged> programme, CancellationToken ct)
    {
        var due = _sessions.Values.Select(s => s.Due()).Append(_pulseAt - clock.GetUtcNow()).Min() ?? TimeSpan.Zero;
        if (due > TimeSpan.Zero)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
            await Task.WhenAny(
                changes.Hints.WaitToReadAsync(enough.Token).AsTask(), programme.Hints.WaitToReadAsync(enough.Token).AsTask(),
                Task.Delay(due, clock, enough.Token));
            await enough.CancelAsync();
            ct.ThrowIfCancellationRequested();
        }
    }

    private DateTimeOffset NextPulse() => clock.GetUtcNow() + options.Value.PulseEvery * (0.8 + 0.4 * Random.Shared.NextDouble());

    [LoggerMessage(Level = LogLevel.Error, Message = "Live changes could not be passed on. The next try is in a second.")]
    private partial void LogFault(Exception fault);
}
