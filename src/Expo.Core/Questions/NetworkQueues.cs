using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Questions;

/// <summary>
/// Which waiting questions came from which network, so that one network cannot fill a session's queue with ever new viewers.
/// In memory and not in the database, so that no trace of an address is ever stored. It costs this: a host that starts again
/// has forgotten, and each node counts its own.
/// </summary>
internal sealed class NetworkQueues
{
    private readonly ConcurrentDictionary<int, SessionTurns> _sessions = new();

    /// <summary>Waits for the turn to ask in a session. Null when the network is not known, and nothing is counted.</summary>
    public async Task<Turn?> EnterAsync(NewQuestion asked, CancellationToken ct)
    {
        if (asked.Network is null)
        {
            return null;
        }

        // One at a time, or many at once would all be counted before any was kept. The session's lock in the database makes
        // them wait for each other anyway.
        var session = _sessions.GetOrAdd(asked.SessionId, _ => new SessionTurns(new SemaphoreSlim(1, 1), []));
        await session.Turn.WaitAsync(ct);
        return new Turn(session, asked.Network);
    }

    internal sealed record SessionTurns(SemaphoreSlim Turn, Dictionary<string, List<int>> Asked);

    internal sealed class Turn(SessionTurns session, string network) : IDisposable
    {
        /// <summary>How many of this network's questions wait. The others are forgotten.</summary>
        public async Task<int> WaitingAsync(IQueryable<Question> questions, CancellationToken ct)
        {
            if (!session.Asked.TryGetValue(network, out var asked))
            {
                return 0;
            }

            session.Asked[network] = await questions.Where(q => asked.Contains(q.Id) && q.State == QuestionState.Waiting).Select(q => q.Id).ToListAsync(ct);
            return session.Asked[network].Count;
        }

        public void Keep(int questionId)
        {
            if (!session.Asked.TryGetValue(network, out var asked))
            {
                session.Asked[network] = asked = [];
            }

            asked.Add(questionId);
        }

        public void Dispose() => session.Turn.Release();
    }
}
