using Expo.Core.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

public sealed partial class AgendaService
{
    /// <summary>
    /// Puts the working copy into another zone. Clocks keep what they show: a talk at 10:15 stays at 10:15, at another instant.
    /// The event itself (registration, tickets, the door, every public page) follows with the next release, or at once before
    /// the first. Refused once a session has been live.
    /// </summary>
    /// <param name="shown">The working copy's zone that the organiser saw.</param>
    /// <param name="zone">IANA id.</param>
    public async Task<Result<Conference>> ChangeZoneAsync(Actor by, int conferenceId, string shown, string zone, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return AgendaRefusals.ZoneNotAllowed;
        }

        if (!EventTime.Knows(zone))
        {
            return AgendaRefusals.UnknownZone;
        }

        var result = await store.ChangeAsync<Conference>(
            async db =>
            {
                // Written before it is read, so that a release or another change of the zone waits, or is waited for.
                await db.Conferences.LockAsync(conferenceId, ct);
                if (await db.Conferences.FirstOrDefaultAsync(c => c.Id == conferenceId, ct) is not { } conference)
                {
                    return AgendaRefusals.UnknownEvent;
                }

                if (conference.WorkingTimeZone != shown)
                {
                    return AgendaRefusals.ZoneChangedMeanwhile;
                }

                var sessions = await db.Sessions.Where(s => s.ConferenceId == conferenceId).ToListAsync(ct);
                if (sessions.Exists(s => s.WentLiveAt is not null))
                {
                    return AgendaRefusals.ZoneAfterStart;
                }

                var (from, to) = (EventTime.In(conference.WorkingTimeZone), EventTime.In(zone));
                sessions.ForEach(session => session.MoveTo(from, to, clock.GetUtcNow()));
                conference.DraftTimeZone = zone == conference.TimeZone ? null : zone;
                if (!await db.Releases.AnyAsync(r => r.ConferenceId == conferenceId, ct))
                {
                    conference.ReleaseZone();
                }

                return conference;
            },
            ct);
        if (!result.IsRefused)
        {
            feed.Tell(AgendaChanged.Everything);
        }

        return result;
    }
}
