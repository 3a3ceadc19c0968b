using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

/// <summary>Reads speakers with all that is known of them, in the caller's context.</summary>
internal static class SpeakerReader
{
    /// <summary>Whom somebody may change: an organiser everybody, others the speakers that are connected with their account.</summary>
    public static IQueryable<Speaker> Of(this IQueryable<Speaker> speakers, Actor by) =>
        by.IsOrganiser ? speakers : by.AccountId is { } account ? speakers.Where(s => s.AccountId == account) : speakers.Where(_ => false);

    /// <summary>Sheets by name. Each table is read once, however many speakers there are.</summary>
    /// <param name="which">Of this conference.</param>
    public static async Task<List<SpeakerSheet>> ReadAsync(ExpoDb db, Conference conference, IQueryable<Speaker> which, SpeakerOptions days, CancellationToken ct)
    {
        var speakers = await which.AsNoTracking().Where(s => s.ConferenceId == conference.Id).OrderBy(s => s.Name).ThenBy(s => s.Id).ToListAsync(ct);
        var ids = speakers.ConvertAll(s => s.Id);
        var links = await db.Speakers.Where(s => ids.Contains(s.Id)).SelectMany(s => s.Sessions, (speaker, session) => new { Speaker = speaker.Id, Session = session.Id }).ToListAsync(ct);
        var talks = links.Select(l => l.Session).Distinct().ToList();
        var sessions = await db.Sessions.AsNoTracking().Include(s => s.Stage).Where(s => talks.Contains(s.Id)).ToDictionaryAsync(s => s.Id, ct);
        var consents = await db.SpeakerConsents.AsNoTracking().Where(c => ids.Contains(c.SpeakerId)).ToDictionaryAsync(c => (c.SessionId, c.SpeakerId), ct);
        var times = (await db.SpeakerAvailability.AsNoTracking().Where(t => ids.Contains(t.SpeakerId)).ToListAsync(ct)).OrderBy(t => t.From).ToLookup(t => t.SpeakerId);
        var withDeck = await db.DeckVersions.Where(d => talks.Contains(d.SessionId) && d.Refusal == null).Select(d => d.SessionId).Distinct().ToHashSetAsync(ct);
        var accounts = speakers.Select(s => s.AccountId).OfType<int>().Distinct().ToList();
        var addresses = await db.Accounts.Where(a => accounts.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Email, ct);
        var released = await db.Releases.Current(conference.Id).SelectMany(r => r.Sessions).AsNoTracking().Where(s => talks.Contains(s.SessionId)).ToDictionaryAsync(s => s.SessionId, ct);
        var shown = await db.Releases.Current(conference.Id).SelectMany(r => r.Speakers).AsNoTracking().Where(s => ids.Contains(s.SpeakerId)).ToDictionaryAsync(s => s.SpeakerId, ct);
        var own = links.ToLookup(l => l.Speaker, l => sessions[l.Session]);
        return speakers.ConvertAll(speaker =>
        {
            var free = SpeakerTimes.Joined(times[speaker.Id]);
            var given = own[speaker.Id].OrderByDescending(s => s.IsPlaced).ThenBy(s => s.StartsAt).ThenBy(s => s.Id).Select(session =>
            {
                var (consent, hasDeck, isAhead) = (consents.GetValueOrDefault((session.Id, speaker.Id)), withDeck.Contains(session.Id), session is { IsPlaced: true, State: SessionState.Planned });
                return new SpeakerTalk(
                    session, consent, hasDeck, released.GetValueOrDefault(session.Id), isAhead && SpeakerTimes.IsAway(free, session), isAhead ? ProgrammeWarnings.NightZone(speaker, session, conference.WorkingTimeZone) : null,
                    SpeakerGaps.Of(speaker, session, consent, hasDeck, free.Count > 0, conference, days));
            });
            var news = !shown.TryGetValue(speaker.Id, out var row) ? SpeakerNews.NotPublic : ReleaseRow.IsSame(row, ReleaseRow.Of(speaker)) ? SpeakerNews.Public : SpeakerNews.ChangesWait;
            return new SpeakerSheet(speaker, conference, [.. given], [.. times[speaker.Id]], news, speaker.AccountId is { } account ? addresses.GetValueOrDefault(account) : null);
        });
    }
}
