using System.Collections.Concurrent;
using System.Net.Http.Json;
using Expo.Core.Questions;
using Expo.Streaming.Live;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Live;

/// <summary>
/// A viewer with a real connection who keeps the list by the rules that every client must follow: apply what continues the
/// numbers, ask for what came after the last one when something is missing, ask for one's own questions when the list contradicts
/// them and now and then while one is not public. <paramref name="loses"/> throws live messages away.
/// </summary>
internal sealed class LiveViewer(string host, bool messagePack = false, Func<bool>? loses = null) : IAsyncDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(host) };
    private readonly SemaphoreSlim _turn = new(1, 1);
    private HubConnection? _connection;
    private string _session = "";
    private long? _mismatch;
    private int _pulses;

    public HubConnection Hub => _connection ?? throw new InvalidOperationException("Not connected.");

    /// <summary>Everything that the server ever sent to this connection, as it came.</summary>
    public ConcurrentQueue<object> Received { get; } = new();

    public Dictionary<int, PublicQuestion> List { get; } = [];

    public Dictionary<int, int> Counts { get; } = [];

    /// <summary>Own questions as this viewer knows them, by id.</summary>
    public Dictionary<int, OwnQuestion> Mine { get; private set; } = [];

    public long Last { get; private set; }

    public int Lost { get; private set; }

    public int Refetched { get; private set; }

    public JoinedSession Joined { get; private set; } = null!;

    /// <param name="cookies">Cookies of the browser, or null for a new one.</param>
    public async Task<LiveViewer> ConnectAsync(System.Net.CookieContainer? cookies = null)
    {
        var builder = new HubConnectionBuilder().WithUrl($"{host}/hubs/live", o => o.Cookies = cookies ?? new());
        _connection = (messagePack ? builder.AddMessagePackProtocol() : builder).Build();
        _connection.On<LiveBatch>("Batch", batch => TakeAsync(batch, () => ApplyAsync(batch)));
        _connection.On<LivePulse>("Pulse", pulse => TakeAsync(pulse, () => CompareAsync(pulse)));
        _connection.On<StageChange>("StageChanged", change => TakeAsync(change, () => Task.CompletedTask));
        _connection.On<string>("MineChanged", session => TakeAsync(session, AskForMineAsync));
        await _connection.StartAsync();
        return this;
    }

    public async Task<LiveViewer> JoinAsync(string session = "isotopes")
    {
        _session = session;
        await _turn.WaitAsync();
        try
        {
            var reply = await Hub.InvokeAsync<LiveReply<JoinedSession>>("Join", session);
            Joined = reply.Value!;
            List.Clear();
            foreach (var question in Joined.Questions)
            {
                List[question.Id] = question;
            }

            Merge(Joined.Counts);
            Mine = Joined.Mine.Asked.ToDictionary(q => q.Id);
            Last = Joined.Latest;
            return this;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<LiveReply<OwnQuestion>> AskAsync(string text, string? name = null)
    {
        await _turn.WaitAsync();
        try
        {
            var reply = await Hub.InvokeAsync<LiveReply<OwnQuestion>>("Ask", _session, text, name);
            if (reply.Value is { } asked)
            {
                Mine[asked.Id] = asked;
            }

            return reply;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<LiveReply<VoteCount>> VoteAsync(int questionId, bool wanted = true) =>
        await Hub.InvokeAsync<LiveReply<VoteCount>>("Vote", _session, questionId, wanted);

    /// <summary>Waits for a condition on what this viewer has; looked at again with every message and every 20 ms.</summary>
    public async Task UntilAsync(Func<LiveViewer, bool> condition, int seconds = 20)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(seconds));
        while (true)
        {
            await _turn.WaitAsync(patience.Token);
            try
            {
                if (condition(this))
                {
                    return;
                }
            }
            finally
            {
                _turn.Release();
            }

            await Task.Delay(20, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        _http.Dispose();
        _turn.Dispose();
    }

    private async Task TakeAsync(object message, Func<Task> apply)
    {
        Received.Enqueue(message);
        await _turn.WaitAsync();
        try
        {
            if (loses?.Invoke() == true)
            {
                Lost++;
                return;
            }

            await apply();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task ApplyAsync(LiveBatch batch)
    {
        if (batch.Session != _session)
        {
            return;
        }

        if (batch.Events is { Count: > 0 } events && events[0].Number > Last + 1)
        {
            await RefetchAsync();
        }

        Apply(batch.Events ?? []);
        Merge(batch.Counts ?? new Dictionary<int, int>());
        if (batch.Latest > Last)
        {
            await RefetchAsync();
        }
    }

    private async Task CompareAsync(LivePulse pulse)
    {
        if (pulse.Session != _session)
        {
            return;
        }

        if (pulse.Latest > Last)
        {
            await RefetchAsync();
        }

        // Twice in a row: once may be a count that is on its way.
        var differs = pulse.Check is { } check && check != CountsCheck.Of(Counts);
        if (differs && _mismatch is not null)
        {
            await RefetchAsync();
            differs = false;
        }

        _mismatch = differs ? pulse.Check : null;

        // A page does it by the clock, every half minute; here the pulses are the clock.
        if (Mine.Values.Any(IsContradicted) || (++_pulses % 8 == 0 && Mine.Values.Any(q => !IsPublic(q))))
        {
            await AskForMineAsync();
        }
    }

    private static bool IsPublic(OwnQuestion question) => question.State is "approved" or "answered";

    private bool IsContradicted(OwnQuestion question) => List.GetValueOrDefault(question.Id)?.State != (IsPublic(question) ? question.State : null);

    private async Task AskForMineAsync()
    {
        // Refused when it was too often; the next pulse asks again.
        if ((await Hub.InvokeAsync<LiveReply<ViewerPart>>("Mine", _session)).Value is { } mine)
        {
            Mine = mine.Asked.ToDictionary(q => q.Id);
        }
    }

    private async Task RefetchAsync()
    {
        Refetched++;
        EventPage page;
        do
        {
            page = (await _http.GetFromJsonAsync<EventPage>($"/api/v1/sessions/{_session}/events?after={Last}"))!;
            Apply(page.Events);
            Counts.Clear();
            Merge(page.Counts);
        }
        while (Last < page.Latest);
    }

    private void Apply(IReadOnlyList<PublicEvent> events)
    {
        foreach (var e in events.Where(e => e.Number > Last))
        {
            if (e.Number != Last + 1)
            {
                return;
            }

            Last = e.Number;
            if (e.Question is not null)
            {
                List[e.Question.Id] = e.Question;
            }
            else if (e.Kind == SessionEventKinds.Gone)
            {
                List.Remove(e.QuestionId!.Value);
                Counts.Remove(e.QuestionId!.Value);
            }
        }
    }

    /// <summary>Counts of questions that are not in the list are old news of one that is gone. A question without a count has none.</summary>
    private void Merge(IReadOnlyDictionary<int, int> counts)
    {
        foreach (var id in List.Keys)
        {
            Counts[id] = counts.TryGetValue(id, out var votes) ? votes : Counts.GetValueOrDefault(id);
        }
    }
}
