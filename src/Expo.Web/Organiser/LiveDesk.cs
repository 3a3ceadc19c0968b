using Expo.Core;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Expo.Web.Organiser;

/// <summary>
/// What the organiser's desks have in common: who sits at it, the event and its zone, and reading anew when a feed hints at a
/// change or, because another node may have made it, every few seconds.
/// </summary>
public abstract partial class LiveDesk : ComponentBase, IDisposable
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan GatherHintsFor = TimeSpan.FromMilliseconds(100);

    protected static readonly Refusal NotSaved = Refusal.Conflict(
        "desk.not-saved", "This could not be saved, because the database did not answer. Nothing that you wrote is lost. Try again in a moment.");

    private static readonly Refusal NotRead = Refusal.Conflict(
        "desk.not-read", "This could not be read, because the database did not answer. Try again in a moment.");

    private readonly CancellationTokenSource _gone = new();
    private readonly List<IDisposable> _listeners = [];

    [Inject]
    public required AuthenticationStateProvider Accounts { get; set; }

    [Inject]
    public required AgendaQueries Agenda { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    [Inject]
    public required ILogger<LiveDesk> Log { get; set; }

    /// <summary>Null until there is an event.</summary>
    protected Conference? Conference { get; private set; }

    /// <summary>Shows times of the working copy, so <see cref="Time"/> is in its zone. Other desks are in the zone that everybody knows.</summary>
    protected virtual bool IsOfWorkingCopy => false;

    protected EventTime Time { get; private set; } = EventTime.In("Etc/UTC");

    /// <summary>When what is shown was read.</summary>
    protected DateTimeOffset ReadAt { get; private set; }

    /// <summary>The last reading failed: what is shown may be old.</summary>
    protected bool IsBehind { get; private set; }

    /// <summary>Why the person may not read this desk, or not any more. What was read before is then not shown.</summary>
    protected Refusal? Closed { get; private set; }

    protected CancellationToken Ct => _gone.Token;

    public void Dispose()
    {
        _gone.Cancel();
        _listeners.ForEach(l => l.Dispose());
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Who sits at the desk at this moment. Asked for each act and each reading: a desk stays open for hours, and the person
    /// may sign out elsewhere or lose a role meanwhile.
    /// </summary>
    protected async Task<Actor> ActorAsync() => Actor.From((await Accounts.GetAuthenticationStateAsync()).User);

    /// <summary>Reads what the desk shows. A refusal closes the desk.</summary>
    protected abstract Task<Refusal?> LoadAsync(Conference conference);

    /// <summary>The place to <see cref="Watch{T}"/> feeds; called once, when the circuit is there.</summary>
    protected virtual void Listen()
    {
    }

    protected void Watch<T>(Feed<T> feed)
    {
        var listener = feed.Listen();
        _listeners.Add(listener);
        _ = KeepAsync(async ct =>
        {
            await listener.Hints.ReadAsync(ct);

            // Hints of a rush, such as votes, come together and are one reading.
            await Task.Delay(GatherHintsFor, Clock, ct);
            while (listener.Hints.TryRead(out _))
            {
            }
        });
    }

    protected async Task ReloadAsync()
    {
        if (Conference is { } conference)
        {
            // The event's zone may have been changed at another desk.
            Conference = await Agenda.ConferenceAsync(Ct) ?? conference;
            Time = ZoneOf(Conference) == Time.ZoneId ? Time : EventTime.In(ZoneOf(Conference));
            Closed = await LoadAsync(Conference);
            ReadAt = Clock.GetUtcNow();
            IsBehind = false;
        }
    }

    /// <summary>Makes a change. A fault is told like a refusal, so that the desk and what was typed at it stay.</summary>
    protected async Task<Result<T>> TryAsync<T>(Func<Task<Result<T>>> change)
    {
        try
        {
            return StaffRefusals.Said(await change());
        }
        catch (Exception fault) when (!_gone.IsCancellationRequested)
        {
            LogUnsaved(Log, fault);
            return NotSaved;
        }
    }

    /// <summary>Reads what was asked for beside what the desk shows anyway. A fault is told like a refusal.</summary>
    protected async Task<Result<T>> TryReadAsync<T>(Func<Task<Result<T>>> read)
    {
        try
        {
            return StaffRefusals.Said(await read());
        }
        catch (Exception fault) when (!_gone.IsCancellationRequested)
        {
            LogFault(Log, fault);
            return NotRead;
        }
    }

    protected override async Task OnInitializedAsync()
    {
        Conference = await Agenda.ConferenceAsync(Ct);
        Time = Conference is null ? Time : EventTime.In(ZoneOf(Conference));
        await ReloadAsync();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            Listen();
            var timer = new PeriodicTimer(LookAgainAfter, Clock);
            _listeners.Add(timer);
            _ = KeepAsync(async ct => await timer.WaitForNextTickAsync(ct));
        }
    }

    private string ZoneOf(Conference conference) => IsOfWorkingCopy ? conference.WorkingTimeZone : conference.TimeZone;

    private async Task KeepAsync(Func<CancellationToken, Task> hint)
    {
        try
        {
            while (!_gone.IsCancellationRequested)
            {
                await hint(_gone.Token);
                await InvokeAsync(TryReloadAsync);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException || _gone.IsCancellationRequested)
        {
            // The person has left the desk.
        }
    }

    /// <summary>Reads anew, and says so if that fails.</summary>
    protected async Task TryReloadAsync()
    {
        try
        {
            await ReloadAsync();
        }
        catch (Exception fault) when (!_gone.IsCancellationRequested)
        {
            // The database may be away for a moment. The desk says so, keeps what it has, and looks again.
            LogFault(Log, fault);
            IsBehind = true;
        }

        StateHasChanged();
    }

    [LoggerMessage(LogLevel.Warning, "An organiser's desk could not be read again")]
    private static partial void LogFault(ILogger log, Exception fault);

    [LoggerMessage(LogLevel.Error, "A change made at an organiser's desk could not be saved")]
    private static partial void LogUnsaved(ILogger log, Exception fault);
}
