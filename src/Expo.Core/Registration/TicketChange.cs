using Expo.Core.Data;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>The steps of changing a ticket, inside one transaction that holds the locks of all seat pools.</summary>
internal sealed class TicketChange(ExpoDb db, DateTimeOffset now)
{
    public DateTimeOffset Now => now;

    /// <summary>
    /// Locks every pool, in the order of their keys, before anything is read: whoever gives away or frees a seat stands in
    /// this one line, so nothing read after it can change underfoot.
    /// </summary>
    public async Task LockSeatsAsync(CancellationToken ct)
    {
        foreach (var id in await db.SeatPools.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(ct))
        {
            await db.SeatPools.Where(p => p.Id == id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Taken, p => p.Taken), ct);
        }
    }

    public void Leave<T>(T job)
        where T : notnull => db.Jobs.Add(Job.For(job, now));

    public async Task<Result<Done>> ToStreamAsync(Attendee ticket, CancellationToken ct)
    {
        if (ticket.TicketType!.Code == Places.Stream)
        {
            return Done.It;
        }

        await LeaveAsync(ticket, LedgerWords.MovedToStream, LedgerWords.Left, ct);
        ticket.TicketTypeId = (await TypeAsync(ticket.ConferenceId, Places.Stream, ct)).Id;
        ticket.State = AttendeeState.Confirmed;
        Leave(new SendMoved(ticket.Id));
        return Done.It;
    }

    public async Task<Result<Done>> ToRoomAsync(Attendee ticket, bool mayWait, CancellationToken ct)
    {
        if (ticket.TicketType!.Code == Places.Room)
        {
            return Done.It;
        }

        var room = await TypeAsync(ticket.ConferenceId, Places.Room, ct);
        var conference = await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == ticket.ConferenceId, ct);
        if (conference.RegistrationEndsAt <= now)
        {
            return RegistrationRefusals.Closed(conference.RegistrationEndsAt, conference.TimeZone);
        }

        var somebodyWaits = await db.Attendees.AnyAsync(a => a.TicketTypeId == room.Id && a.State == AttendeeState.Waiting, ct);
        if (!somebodyWaits && (room.Pools.FirstOrDefault()?.SeatPoolId is not { } pool || await TakeAsync(pool, ticket.Id, LedgerWords.MovedToRoom, ct)))
        {
            ticket.TicketTypeId = room.Id;
            ticket.Revision++;
            Leave(new SendMoved(ticket.Id));
            return Done.It;
        }

        if (!mayWait)
        {
            return RegistrationRefusals.Full;
        }

        ticket.TicketTypeId = room.Id;
        ticket.State = AttendeeState.Waiting;
        ticket.WaitingSince = now;
        ticket.Revision++;
        Tell(room.Pools[0].SeatPoolId, ticket.Id, 0, LedgerWords.Joined);
        Leave(new SendWaiting(ticket.Id));
        return Done.It;
    }

    /// <summary>Gives up what the ticket has: a seat, which then goes to whoever waits, or a place in the line.</summary>
    public async Task LeaveAsync(Attendee ticket, string seatWords, string waitingWords, CancellationToken ct)
    {
        var (pool, hadSeat) = (await db.TicketTypePools.Where(p => p.TicketTypeId == ticket.TicketTypeId).Select(p => (int?)p.SeatPoolId).FirstOrDefaultAsync(ct), ticket.State == AttendeeState.Confirmed);
        ticket.WaitingSince = null;
        ticket.Revision++;
        if (pool is not { } id)
        {
            return;
        }

        if (!hadSeat)
        {
            Tell(id, ticket.Id, 0, waitingWords);
            return;
        }

        if (await db.SeatPools.Where(p => p.Id == id && p.Taken > 0).ExecuteUpdateAsync(set => set.SetProperty(p => p.Taken, p => p.Taken - 1), ct) != 1)
        {
            throw new InvalidOperationException($"Pool {id} counts no seat although attendee {ticket.Id} has one.");
        }

        Tell(id, ticket.Id, -1, seatWords);
        await PromoteAsync(id, ct);
    }

    /// <summary>Gives free seats to those who wait, in the order of the line, until there are none of one or the other.</summary>
    private async Task PromoteAsync(int pool, CancellationToken ct)
    {
        var line = await db.Attendees
            .Where(a => a.TicketType!.Pools.Any(p => p.SeatPoolId == pool) && a.State == AttendeeState.Waiting)
            .OrderBy(a => a.WaitingSince).ThenBy(a => a.Id).Take(50).ToListAsync(ct);
        foreach (var next in line)
        {
            if (!await TakeAsync(pool, next.Id, LedgerWords.Promoted, ct))
            {
                return;
            }

            next.State = AttendeeState.Confirmed;
            next.WaitingSince = null;
            next.Revision++;
            Leave(new SendSeatFree(next.Id));
        }
    }

    private async Task<bool> TakeAsync(int pool, int attendee, string words, CancellationToken ct)
    {
        var took = await db.SeatPools.Where(p => p.Id == pool && p.Taken < p.Capacity).ExecuteUpdateAsync(set => set.SetProperty(p => p.Taken, p => p.Taken + 1), ct) == 1;
        if (took)
        {
            Tell(pool, attendee, 1, words);
        }

        return took;
    }

    private void Tell(int pool, int attendee, int change, string words) =>
        db.SeatLedger.Add(new SeatLedgerLine { SeatPoolId = pool, AttendeeId = attendee, At = now, Change = change, Text = words });

    private Task<TicketType> TypeAsync(int conference, string code, CancellationToken ct) =>
        db.TicketTypes.Include(t => t.Pools).FirstAsync(t => t.ConferenceId == conference && t.Code == code, ct);
}
