using Expo.Core.Agenda;
using Expo.Core.Data;

namespace Expo.Core.Publishing;

/// <summary>What the public pages of recordings and answers say of a session: the words of the current release, not those of the working copy.</summary>
internal static class ReleasedWords
{
    /// <summary>Released sessions by number, of those that are asked for.</summary>
    public static async Task<Dictionary<int, Session>> OfAsync(ExpoDb db, int conferenceId, IEnumerable<int> sessions, CancellationToken ct)
    {
        var wanted = sessions.ToHashSet();
        return wanted.Count == 0
            ? []
            : (await ReleasedProgramme.ReadAsync(db, conferenceId, null, ct)).Programme.Sessions().Where(s => wanted.Contains(s.Id)).ToDictionary(s => s.Id);
    }

    /// <summary>The session as released. What was published of a session that no release has keeps the words it had.</summary>
    public static async Task<Session> OfAsync(ExpoDb db, Session session, CancellationToken ct) =>
        (await OfAsync(db, session.ConferenceId, [session.Id], ct)).GetValueOrDefault(session.Id, session);
}
