using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

/// <summary>Left when a session ends; whoever packages recordings takes it.</summary>
public sealed record SessionEnded(int SessionId);

/// <summary>Somebody changed the programme, or a session went live or ended.</summary>
public sealed record AgendaChanged(int SessionId)
{
    /// <summary>A release, or another change that is not about one session.</summary>
    public static readonly AgendaChanged Everything = new(0);
}

/// <summary>Changes the programme: starts and ends sessions, sets the event's zone and until when people can register.</summary>
public sealed partial class AgendaService(ExpoStore store, Feed<AgendaChanged> feed, JobBell bell, TimeProvider clock)
{
    /// <summary>Starts a session on its stage. Refused while another one is live there, and for a session that people do not see.</summary>
    public async Task<Result<Session>> GoLiveAsync(Actor by, int sessionId, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return AgendaRefusals.NotOrganiser;
        }

        try
        {
            var result = await store.ChangeAsync<Session>(
                async db =>
                {
                    if (await db.Sessions.FindAsync([sessionId], ct) is not { } session)
                    {
                        return AgendaRefusals.Unknown;
                    }

                    var row = await db.Releases.Current(session.ConferenceId).SelectMany(r => r.Sessions).Where(s => s.SessionId == sessionId && !s.IsCancelled).Select(s => new { s.StageId }).FirstOrDefaultAsync(ct);
                    if (session.HasPage && session.State == SessionState.Planned && (row is null || !session.IsPlaced || row.StageId != session.StageId))
                    {
                        return row is null || !session.IsPlaced ? AgendaRefusals.NotReleased : AgendaRefusals.OtherStageReleased;
                    }

                    return await db.Sessions.Where(s => s.StageId == session.StageId && s.State == SessionState.Live && s.Id != sessionId).Select(s => s.Title).FirstOrDefaultAsync(ct) is { } other
                        ? AgendaRefusals.StageBusyWith(other)
                        : session.GoLive(clock.GetUtcNow());
                },
                ct);
            return Tell(result);
        }
        catch (DbUpdateException fault) when (ExpoStore.IsDuplicate(fault))
        {
            return AgendaRefusals.StageBusy;
        }
        catch (DbUpdateConcurrencyException)
        {
            return AgendaRefusals.CannotStart(SessionState.Live);
        }
    }

    /// <summary>Ends a live session and leaves the job that makes its recording, in one transaction.</summary>
    public async Task<Result<Session>> EndAsync(Actor by, int sessionId, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return AgendaRefusals.NotOrganiser;
        }

        try
        {
            var result = await store.ChangeAsync<Session>(
                async db =>
                {
                    if (await db.Sessions.FindAsync([sessionId], ct) is not { } session)
                    {
                        return AgendaRefusals.Unknown;
                    }

                    var ended = session.End(clock.GetUtcNow());
                    if (!ended.IsRefused)
                    {
                        db.Jobs.Add(Job.For(new SessionEnded(sessionId), clock.GetUtcNow()));
                    }

                    return ended;
                },
                ct);
            bell.Ring();
            return Tell(result);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody else ended it between our reading and our writing.
            return AgendaRefusals.NotLive;
        }
    }

    /// <summary>Sets when registration closes, from what was shown to the person, in the caller's transaction; null: with the last day.</summary>
    public async Task<Result<Conference>> SetRegistrationCloseAsync(ExpoDb db, Actor by, int conferenceId, DateTimeOffset? shown, DateTimeOffset? closesAt, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return AgendaRefusals.CloseNotAllowed;
        }

        // Written before it is read, so that of two who change it the second reads what the first has saved.
        await db.Conferences.LockAsync(conferenceId, ct);
        if (await db.Conferences.FirstOrDefaultAsync(c => c.Id == conferenceId, ct) is not { } conference)
        {
            return AgendaRefusals.UnknownEvent;
        }

        if (conference.RegistrationClosesAt != shown)
        {
            return AgendaRefusals.CloseChangedMeanwhile(conference);
        }

        if (closesAt > Conference.RegistrationEnd(null, conference.LastDay, conference.TimeZone))
        {
            return AgendaRefusals.ClosesAfterEvent;
        }

        conference.RegistrationClosesAt = closesAt;
        return conference;
    }

    private Result<Session> Tell(Result<Session> result)
    {
        if (!result.IsRefused)
        {
            feed.Tell(new AgendaChanged(result.Value.Id));
        }

        return result;
    }
}
