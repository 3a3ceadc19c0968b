using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>The seats of the room as counted at one moment; holds count as taken, those that have run out as free.</summary>
/// <param name="Waiting">People on the waiting list for its seats, with whatever ticket.</param>
/// <param name="Open">Free seats that are not kept for people who wait.</param>
public sealed record RoomSeats(int Capacity, int Taken, int Waiting, int Open, DateTimeOffset CountedAt)
{
    public int Free => Math.Max(0, Capacity - Taken);

    /// <summary>For a newcomer: none is free, or people wait for those that are.</summary>
    public bool IsFull => Open <= 0;
}

/// <summary>A ticket as its holder sees it.</summary>
/// <param name="Place">One of <see cref="Places"/>.</param>
/// <param name="Line">Where the holder stands on the waiting list; null when not waiting.</param>
public sealed record Ticket(Attendee Attendee, Agenda.Conference Conference, string Place, LinePlace? Line)
{
    /// <summary>As it is at this instant: a hold that has run out is over, whatever its row says.</summary>
    public AttendeeState State { get; init; } = Attendee.State;

    public int? PlaceInLine => Line?.Number;

    /// <summary>Names of the others who were registered with the same form and have not cancelled.</summary>
    public IReadOnlyList<string> With { get; init; } = [];

    /// <summary>How many of the party stand where the holder stands, itself counted.</summary>
    public int Together { get; init; } = 1;

    public bool IsCancelled => State == AttendeeState.Cancelled;

    public bool IsInPerson => Place != Places.Stream;

    /// <summary>A seat was offered and can be accepted.</summary>
    public bool IsOffered => State == AttendeeState.Offered;

    public bool IsUnpaid => State == AttendeeState.Unpaid;

    /// <summary>The holder of a seat is asked to say by <see cref="Attendee.HeldUntil"/> whether to come still.</summary>
    public bool IsAskedToReconfirm => State == AttendeeState.Confirmed && IsInPerson && Attendee.HeldUntil is not null;
}

/// <summary>A pool's count beside the sum of its ledger. They are always the same, and no cap was ever passed unsaid.</summary>
/// <param name="PassedAt">The first line of the replay at which more was taken than the pool might reach; always null unless something is broken.</param>
public sealed record LedgerCheck(int SeatPoolId, string Name, int Capacity, int Taken, int LedgerSum, long? PassedAt = null)
{
    public bool AddsUp => Taken == LedgerSum && PassedAt is null;
}

/// <summary>Reads of registration. What it returns is detached.</summary>
public sealed class RegistrationQueries(ExpoStore store, TimeProvider clock)
{
    /// <summary>The seats that ticket type <see cref="Places.Room"/> draws on first. Null when it has no cap.</summary>
    public Task<RoomSeats?> RoomAsync(int conferenceId, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var now = clock.GetUtcNow();
        var room = await db.TicketTypes.Where(t => t.ConferenceId == conferenceId && t.Code == Places.Room && t.Pools.Count > 0).Select(t => new { t.Id }).FirstOrDefaultAsync(ct);
        if (room is null)
        {
            return null;
        }

        var seats = await SeatCount.ReadAsync(db, conferenceId, now, ct);
        return seats.Draws[room.Id].Select(id => seats.Pools[id]).FirstOrDefault(p => !p.EachOrganisation) is { } pool
            ? new RoomSeats(pool.Capacity, pool.Taken, seats.WaitingWith(room.Id), pool.Open, now)
            : null;
    });

    /// <summary>By its code as anybody may type it. Null when there is none.</summary>
    public Task<Ticket?> TicketAsync(string? typedCode, CancellationToken ct) => TicketCodes.Parse(typedCode) is { } code
        ? TicketAsync(db => db.Attendees.Where(a => a.TicketCode == code), ct)
        : Task.FromResult<Ticket?>(null);

    public Task<Ticket?> TicketAsync(int attendeeId, CancellationToken ct) => TicketAsync(db => db.Attendees.Where(a => a.Id == attendeeId), ct);

    /// <summary>When each day of the event begins and ends, in its own zone, as the released programme says it.</summary>
    public Task<List<EventDay>> DaysAsync(Agenda.Conference conference, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var zone = Agenda.EventTime.In(conference.TimeZone);
        var sessions = await Agenda.ReleaseDesk.Current(db.Releases, conference.Id).SelectMany(r => r.Sessions)
            .Where(s => !s.IsCancelled)
            .Select(s => new { s.StartsAt, s.EndsAt }).ToListAsync(ct);
        return sessions.GroupBy(s => zone.Day(s.StartsAt)).OrderBy(day => day.Key)
            .Select(day => new EventDay(day.Min(s => s.StartsAt), day.Max(s => s.EndsAt))).ToList();
    });

    /// <summary>What happened to one person's seat, oldest first: for organisers.</summary>
    public async Task<Result<List<SeatLedgerLine>>> LedgerAsync(Actor by, int attendeeId, CancellationToken ct) => by.IsOrganiser
        ? await store.ReadAsync(db => db.SeatLedger.AsNoTracking().Where(l => l.AttendeeId == attendeeId).OrderBy(l => l.Id).ToListAsync(ct))
        : RegistrationRefusals.NotOrganiser;

    /// <summary>Sets the sum of each pool's ledger beside its own count: cheap, for a page that looks often.</summary>
    public Task<List<LedgerCheck>> SumLedgerAsync(int conferenceId, CancellationToken ct) => store.ReadAsync(db => db.SeatPools
        .Where(p => p.ConferenceId == conferenceId)
        .OrderBy(p => p.Id)
        .Select(p => new LedgerCheck(p.Id, p.Name, p.Capacity, p.Taken, db.SeatLedger.Where(l => l.SeatPoolId == p.Id).Sum(l => (int?)l.Change) ?? 0, null))
        .ToListAsync(ct));

    /// <summary>
    /// Replays the ledger of every pool of a conference, line by line: what is taken at the end is what the pool counts, and at
    /// no line was it more than the pool might reach then.
    /// </summary>
    public Task<List<LedgerCheck>> CheckLedgerAsync(int conferenceId, CancellationToken ct) => store.ReadAsync(async db =>
    {
        // One statement for pools and lines, or a registration in between would look like a fault.
        var lines = await db.SeatPools.Where(p => p.ConferenceId == conferenceId)
            .GroupJoin(db.SeatLedger.Where(l => l.Change != 0 || l.Ceiling != null), p => p.Id, l => l.SeatPoolId, (p, l) => new { Pool = p, Lines = l })
            .SelectMany(x => x.Lines.DefaultIfEmpty(), (x, l) => new { x.Pool.Id, x.Pool.Name, x.Pool.Capacity, x.Pool.Taken, x.Pool.Ceiling, Line = (long?)l!.Id, Change = (int?)l.Change, Reaches = l.Ceiling })
            .OrderBy(x => x.Id).ThenBy(x => x.Line).ToListAsync(ct);
        return lines.GroupBy(l => l.Id).Select(pool =>
        {
            var first = pool.First();
            // A pool whose ledger does not begin with its cap is older than that line: until the first one that says what it might
            // reach nobody knows, and where none does it never changed.
            var (sum, ceiling, passedAt) = (0, pool.Any(l => l.Reaches is not null) ? int.MaxValue : first.Ceiling, (long?)null);
            foreach (var line in pool.Where(l => l.Line is not null))
            {
                (sum, ceiling) = (sum + line.Change!.Value, line.Reaches ?? ceiling);
                passedAt ??= sum > ceiling || sum < 0 ? line.Line : null;
            }

            return new LedgerCheck(first.Id, first.Name, first.Capacity, first.Taken, sum, passedAt);
        }).ToList();
    });

    private Task<Ticket?> TicketAsync(Func<ExpoDb, IQueryable<Attendee>> which, CancellationToken ct) => store.ReadAsync(async db =>
    {
        // Whoever was erased has no ticket: letters that were left before find nobody.
        if (await which(db).AsNoTracking().Include(a => a.TicketType).FirstOrDefaultAsync(ct) is not { IsErased: false } attendee)
        {
            return null;
        }

        var (now, conference) = (clock.GetUtcNow(), await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == attendee.ConferenceId, ct));
        // Whoever reads before anybody has put it back sees what the next step will find.
        var state = attendee.State.At(attendee.HeldUntil, now);
        if (attendee.State == AttendeeState.Offered && state == AttendeeState.Waiting && !await SeatHolds.StaysInLineAsync(db, attendee, ct))
        {
            return new Ticket(attendee, conference, Places.Stream, null) { State = await SeatHolds.StreamTypeAsync(db, conference.Id, ct) is null ? AttendeeState.Cancelled : AttendeeState.Confirmed };
        }

        var ticket = state == AttendeeState.Waiting
            ? new Ticket(attendee, conference, Places.Waiting, await LinePlace.ReadAsync(db, attendee, now, ct)) { State = state }
            : new Ticket(attendee, conference, attendee.TicketType!.Kind == TicketKind.Online || (state == AttendeeState.Confirmed && attendee.HeldUntil <= now) ? Places.Stream : Places.Room, null) { State = state };
        if (attendee.Party is null)
        {
            return ticket;
        }

        var party = await db.Attendees.Where(a => a.Party == attendee.Party && a.State != AttendeeState.Cancelled && a.Id != attendee.Id).OrderBy(a => a.Id).Select(a => new { a.Name, a.State, a.TicketTypeId }).ToListAsync(ct);
        return ticket with { With = party.ConvertAll(p => p.Name), Together = 1 + party.Count(p => p.State == attendee.State && p.TicketTypeId == attendee.TicketTypeId) };
    });
}
