using System.Net;
using Expo.Core;
using Expo.Core.Agenda;
using Expo.Core.Questions;
using Microsoft.AspNetCore.SignalR;

namespace Expo.Streaming.Live;

/// <summary>
/// The door for live pages at <c>/hubs/live</c>. It knows who is connected, hands on to the services and decides nothing.
/// Refusals are values. Who asks or votes is the connection's viewer, never something that was sent.
/// </summary>
internal sealed class LiveHub(
    QuestionService service, QuestionQueries questions, AgendaQueries agenda, Viewers viewers, LiveSnapshots snapshots, LiveAudience audience, LiveLimits limits)
    : Hub<ILiveClient>
{
    private const string StageItem = "stage";
    private const string CallsItem = "calls";
    private const string SessionsItem = "sessions";

    private string Viewer => (string)Context.Items[Viewers.Cookie]!;

    private IPAddress? Address => Context.GetHttpContext()?.Connection.RemoteIpAddress;

    private bool MayCall => ((CallBudget)Context.Items[CallsItem]!).Take();

    private StageSeat Seat => (StageSeat)Context.Items[StageItem]!;

    /// <summary>Ids of the joined sessions by slug: to leave one costs no reading.</summary>
    private Dictionary<string, int> Sessions => (Dictionary<string, int>)Context.Items[SessionsItem]!;

    public override Task OnConnectedAsync()
    {
        var http = Context.GetHttpContext() ?? throw new InvalidOperationException("The live hub needs an HTTP transport.");
        Context.Items[Viewers.Cookie] = viewers.Find(http) ?? $"connection-{Context.ConnectionId}";
        Context.Items[CallsItem] = limits.OfConnection();
        Context.Items[StageItem] = new StageSeat();
        Context.Items[SessionsItem] = new Dictionary<string, int>();
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        LeaveStage();
        return Task.CompletedTask;
    }

    /// <summary>Follows a stage: what is on, and pulses. Answers how many watch it.</summary>
    public async Task<LiveReply<int>> Watch(string stage)
    {
        if (!MayCall)
        {
            return Refused<int>(LiveLimits.TooOften);
        }

        if (await agenda.StageAsync(stage, Context.ConnectionAborted) is not { } found)
        {
            return Refused<int>(QuestionRefusals.UnknownSession);
        }

        await WatchAsync(found.Id);
        return Value(audience.Of(found.Id));
    }

    /// <summary>Follows a session's questions, and its stage with it.</summary>
    public async Task<LiveReply<JoinedSession>> Join(string session)
    {
        if (!MayCall)
        {
            return Refused<JoinedSession>(LiveLimits.TooOften);
        }

        if (await FindAsync(session) is not { } found)
        {
            return Refused<JoinedSession>(QuestionRefusals.UnknownSession);
        }

        // Into the group before the reading: what happens in between then comes twice, and not never.
        await WatchAsync(found.StageId);
        await Groups.AddToGroupAsync(Context.ConnectionId, LiveGroups.Session(found.Id));
        await Groups.AddToGroupAsync(Context.ConnectionId, LiveGroups.Viewer(Viewer));
        Sessions[found.Slug] = found.Id;
        var snapshot = await snapshots.ReadAsync(found.Id);
        var mine = await questions.OfViewerAsync(Viewer, found.Id, Context.ConnectionAborted);
        return Value(new JoinedSession(
            found.Slug, found.Stage, found.TakesQuestions, snapshot.Latest, snapshot.Questions, snapshot.Counts, mine, audience.Of(found.StageId)));
    }

    public async Task Leave(string session)
    {
        if (session is not null && Sessions.Remove(session, out var id))
        {
            await Groups.RemoveFromGroupAsync(Context.ConnectionId, LiveGroups.Session(id));
        }
    }

    /// <summary>Asks a question; answers how it stands.</summary>
    public async Task<LiveReply<OwnQuestion>> Ask(string session, string text, string? name)
    {
        if (!limits.MayAsk(Address))
        {
            return Refused<OwnQuestion>(LiveLimits.TooFast);
        }

        if (await FindAsync(session) is not { } found)
        {
            return Refused<OwnQuestion>(QuestionRefusals.UnknownSession);
        }

        var asked = await service.AskAsync(Viewer, new NewQuestion(found.Id, text, name, LiveLimits.NetworkOf(Address)), Context.ConnectionAborted);
        if (asked.IsRefused)
        {
            return Refused<OwnQuestion>(asked.Refusal);
        }

        await Groups.AddToGroupAsync(Context.ConnectionId, LiveGroups.Viewer(Viewer));
        return Value(OwnQuestion.Of(asked.Value));
    }

    /// <param name="wanted">False takes the vote back.</param>
    public async Task<LiveReply<VoteCount>> Vote(string session, int questionId, bool wanted)
    {
        if (!limits.MayVote(Address))
        {
            return Refused<VoteCount>(LiveLimits.TooFast);
        }

        if (await FindAsync(session) is not { } found)
        {
            return Refused<VoteCount>(QuestionRefusals.UnknownSession);
        }

        var vote = wanted
            ? await service.VoteAsync(Viewer, found.Id, questionId, Context.ConnectionAborted)
            : await service.TakeBackVoteAsync(Viewer, found.Id, questionId, Context.ConnectionAborted);
        return vote.IsRefused ? Refused<VoteCount>(vote.Refusal) : Value(vote.Value);
    }

    /// <summary>What this viewer asked and voted for.</summary>
    public async Task<LiveReply<ViewerPart>> Mine(string session)
    {
        if (!MayCall)
        {
            return Refused<ViewerPart>(LiveLimits.TooOften);
        }

        return await FindAsync(session) is { } found
            ? Value(await questions.OfViewerAsync(Viewer, found.Id, Context.ConnectionAborted))
            : Refused<ViewerPart>(QuestionRefusals.UnknownSession);
    }

    private static LiveReply<T> Value<T>(T value) => new(value, null);

    private static LiveReply<T> Refused<T>(Refusal refusal) => new(default, new LiveRefusal(refusal.Code, refusal.Message, refusal.Field));

    private async Task WatchAsync(int stageId)
    {
        var earlier = Seat.Move(stageId);
        if (earlier == stageId)
        {
            return;
        }

        audience.Come(stageId);
        if (earlier != 0)
        {
            audience.Go(earlier);
            await Groups.RemoveFromGroupAsync(Context.ConnectionId, LiveGroups.Stage(earlier));
        }

        await Groups.AddToGroupAsync(Context.ConnectionId, LiveGroups.Stage(stageId));

        // The end of the connection does not wait for calls at work: it may have been told before this one sat down.
        if (Context.ConnectionAborted.IsCancellationRequested)
        {
            LeaveStage();
        }
    }

    private void LeaveStage()
    {
        if (Context.Items.TryGetValue(StageItem, out var seat) && ((StageSeat)seat!).Move(0) is var stage and not 0)
        {
            audience.Go(stage);
        }
    }

    private Task<QuestionSession?> FindAsync(string? slug) =>
        slug is { Length: > 0 and <= 120 } ? questions.SessionAsync(slug, Context.ConnectionAborted) : Task.FromResult<QuestionSession?>(null);
}
