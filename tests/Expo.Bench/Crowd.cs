using System.Diagnostics;

namespace Expo.Bench;

/// <summary>Many viewers of one session. The first of them votes, and all of them note when they hear of it.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int ComeTogether = 100;
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _leaving = new();
    private readonly HubViewer[] _viewers;
    private readonly string _session;
    private Round? _round;
    private Task _pings = Task.CompletedTask;
    private long _heard;

    private Crowd(string session, int size) => (_session, _viewers) = (session, new HubViewer[size]);

    /// <summary>Messages that came to anybody so far, answers to calls not among them.</summary>
    public long Heard => Interlocked.Read(ref _heard);

    public static async Task<Crowd> GatherAsync(int port, string session, int size)
    {
        var crowd = new Crowd(session, size);
        await Parallel.ForAsync(0, size, new ParallelOptions { MaxDegreeOfParallelism = ComeTogether }, async (viewer, _) =>
        {
            crowd._viewers[viewer] = await HubViewer.ConnectAsync(port, (message, at) => crowd.Take(viewer, message, at));
            Granted(await crowd._viewers[viewer].CallAsync("Join", $"""["{session}"]"""));
        });
        crowd._pings = crowd.PingAsync();
        return crowd;
    }

    /// <summary>Gives a vote or takes it back and waits until everybody has heard of it, or no longer than <paramref name="patience"/>.</summary>
    /// <param name="question">The question to vote for.</param>
    /// <param name="votes">How many it has with this vote: what everybody is to hear.</param>
    /// <param name="wanted">False takes the vote back.</param>
    /// <param name="patience">How long to wait for the last.</param>
    public async Task<Round> VoteAsync(int question, int votes, bool wanted, TimeSpan patience)
    {
        var round = _round = new Round(_viewers.Length, $"\"counts\":{{\"{question}\":{votes}}}");
        Granted(await _viewers[0].CallAsync("Vote", $"""["{_session}",{question},{(wanted ? "true" : "false")}]"""));
        await round.CompleteAsync(patience);
        return round;
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _pings;
        foreach (var viewer in _viewers)
        {
            viewer.Dispose();
        }

        _leaving.Dispose();
    }

    private static void Granted(string answer)
    {
        if (answer.Contains("\"error\":", StringComparison.Ordinal) || answer.Contains("\"refusal\":{", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The hub refused: {answer}");
        }
    }

    private void Take(int viewer, ReadOnlySpan<byte> message, long at)
    {
        Interlocked.Increment(ref _heard);
        _round?.Take(viewer, message, at);
    }

    /// <summary>As a browser does, each viewer every 15 seconds, spread over that time. The voter's votes are its pings.</summary>
    private async Task PingAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Step);
            var started = Stopwatch.GetTimestamp();
            for (var sent = 0L; await timer.WaitForNextTickAsync(_leaving.Token);)
            {
                for (var due = (long)(Stopwatch.GetElapsedTime(started) / PingEvery * _viewers.Length); sent < due; sent++)
                {
                    if (sent % _viewers.Length != 0)
                    {
                        await _viewers[sent % _viewers.Length].PingAsync();
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // They leave.
        }
    }
}
