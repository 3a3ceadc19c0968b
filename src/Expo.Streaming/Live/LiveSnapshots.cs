using System.Collections.Concurrent;
using Expo.Core.Questions;

namespace Expo.Streaming.Live;

/// <summary>
/// The public list of a session, read at most once for all who come within a moment: ten thousand who reconnect together
/// must not be ten thousand reads. It may be that moment old; the number in it says so, and what came after reaches the
/// client like any event it missed.
/// </summary>
internal sealed class LiveSnapshots(QuestionQueries questions, TimeProvider clock)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentDictionary<int, (DateTimeOffset At, Task<QuestionSnapshot> Snapshot)> _kept = new();

    public Task<QuestionSnapshot> ReadAsync(int sessionId)
    {
        var now = clock.GetUtcNow();
        if (_kept.TryGetValue(sessionId, out var kept) && now - kept.At < Moment && !kept.Snapshot.IsFaulted)
        {
            return kept.Snapshot;
        }

        // Not the caller's cancellation: others wait for the same reading.
        var snapshot = questions.PublicAsync(sessionId, CancellationToken.None);
        _kept[sessionId] = (now, snapshot);
        return snapshot;
    }
}
