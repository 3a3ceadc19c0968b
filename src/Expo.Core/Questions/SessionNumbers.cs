using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Questions;

/// <summary>
/// Gives a session's public events their numbers. The session's row in <see cref="SessionSequence"/> is locked first and
/// until the commit, so numbers come in the order of the commits and without gaps, and everything that is decided under
/// the lock (states, versions, limits) is decided by one at a time.
/// </summary>
internal static class SessionNumbers
{
    /// <summary>Makes the row that is locked later. In a transaction of its own: two that meet here must not spoil each other's change.</summary>
    public static async Task PrepareAsync(ExpoStore store, int sessionId, CancellationToken ct)
    {
        if (await store.ReadAsync(db => db.SessionSequences.AnyAsync(s => s.SessionId == sessionId, ct)))
        {
            return;
        }

        try
        {
            await store.ChangeAsync<Done>(
                db =>
                {
                    db.SessionSequences.Add(new SessionSequence { SessionId = sessionId });
                    return Task.FromResult<Result<Done>>(Done.It);
                },
                ct);
        }
        catch (DbUpdateException fault) when (ExpoStore.IsDuplicate(fault))
        {
            // Somebody else made it; that is as good.
        }
    }

    /// <summary>Locks the session until the transaction ends. An update that changes nothing takes the row lock on every database.</summary>
    public static async Task<SessionSequence> LockAsync(ExpoDb db, int sessionId, CancellationToken ct)
    {
        await db.SessionSequences.Where(s => s.SessionId == sessionId)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Last, s => s.Last), ct);
        return await db.SessionSequences.SingleAsync(s => s.SessionId == sessionId, ct);
    }

    /// <summary>
    /// Writes the next event. Earlier ones about the same question lose their content, so that a wording that was edited
    /// away or a question that was taken down cannot be read from the past.
    /// </summary>
    public static async Task<long> AddAsync(ExpoDb db, SessionSequence locked, Question question, string kind, DateTimeOffset now, CancellationToken ct)
    {
        await db.SessionEvents.Where(e => e.SessionId == locked.SessionId && e.QuestionId == question.Id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(e => e.Kind, SessionEventKinds.Superseded).SetProperty(e => e.Body, SessionEventBody.Nothing), ct);
        locked.Last++;
        db.SessionEvents.Add(new SessionEvent
        {
            SessionId = locked.SessionId,
            Number = locked.Last,
            At = now,
            Kind = kind,
            QuestionId = question.Id,
            Body = kind == SessionEventKinds.Gone ? SessionEventBody.Nothing : SessionEventBody.Of(question),
        });
        return locked.Last;
    }
}
