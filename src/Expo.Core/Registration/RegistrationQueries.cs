using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>The seats of the room as counted at one moment. <c>Taken + Free = Capacity</c>.</summary>
/// <param name="Waiting">People on the waiting list.</param>
public sealed record RoomSeats(int Capacity, int Taken, int Waiting, DateTimeOffset CountedAt)
{
    public int Free => Capacity - Taken;

    /// <summary>For a newcomer: none is free, or somebody waits for the one that is.</summary>
    public bool IsFull => Free <= 0 || Waiting > 0;
}

/// <summary>A ticket as its holder sees it.</summary>
/// <param name="Place">One of <see cref="Places"/>.</param>
/// <param name="PlaceInLine">1 for the next to get a seat; null when not waiting.</param>
public sealed record Ticket(Attendee Attendee, Agenda.Conference Conference, string Place, int? PlaceInLine)
{
    public bool IsCancelled => Attendee.State == AttendeeState.Cancelled;
}

/// <summary>What an organiser looks for. Everything is optional.</summary>
/// <param name="Text">Part of a name, an address or an organisation, whatever its case.</param>
/// <param name="Place">One of <see cref="Places"/>.</param>
public sealed record AttendeeFilter(string? Text = null, string? Place = null, AttendeeState? State = null);

/// <summary>One page of attendees, the newest registration first, and how many there are in all.</summary>
public sealed record AttendeePage(IReadOnlyList<Attendee> Attendees, int Total);

/// <summary>A pool's count beside the sum of its ledger. They are always the same.</summary>
public sealed record LedgerCheck(int SeatPoolId, string Name, int Capacity, int Taken, int LedgerSum)
{
    public bool AddsUp => Taken == LedgerSum;
}

/// <summary>Reads of registration. What it returns is detached.</summary>
public sealed class RegistrationQueries(ExpoStore store, TimeProvider clock)
{
    /// <summary>Null when the conference has no room with a cap.</summary>
    public Task<RoomSeats?> RoomAsync(int conferenceId, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var room = await db.TicketTypes
            .Where(t => t.ConferenceId == conferenceId && t.Code == Places.Room && t.Pools.Count > 0)
            .Select(t => new { Pool = db.SeatPools.First(p => p.Id == t.Pools.Min(d => d.SeatPoolId)), t.Id })
            .Select(t => new { t.Pool.Capacity, t.Pool.Taken, Waiting = db.Attendees.Count(a => a.TicketTypeId == t.Id && a.State == AttendeeState.Waiting) })
            .FirstOrDefaultAsync(ct);
        return room is null ? null : new RoomSeats(room.Capacity, room.Taken, room.Waiting, clock.GetUtcNow());
    });

    /// <summary>By its code as anybody may type it. Null when there is none.</summary>
    public Task<Ticket?> TicketAsync(string? typedCode, CancellationToken ct) => TicketCodes.Parse(typedCode) is { } code
        ? TicketAsync(db => db.Attendees.Where(a => a.TicketCode == code), ct)
        : Task.FromResult<Ticket?>(null);

    public Task<Ticket?> TicketAsync(int attendeeId, CancellationToken ct) => TicketAsync(db => db.Attendees.Where(a => a.Id == attendeeId), ct);

    /// <summary>Names, addresses and what people need: for organisers.</summary>
    /// <param name="by">An organiser.</param>
    /// <param name="conferenceId">Of this event only.</param>
    /// <param name="filter">Whom to find.</param>
    /// <param name="skip">How many to leave out at the beginning.</param>
    /// <param name="take">At most this many.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<Result<AttendeePage>> AttendeesAsync(Actor by, int conferenceId, AttendeeFilter filter, int skip, int take, CancellationToken ct) =>
        by.IsOrganiser ? await PageAsync(conferenceId, filter, skip, take, ct) : RegistrationRefusals.NotOrganiser;

    private Task<AttendeePage> PageAsync(int conferenceId, AttendeeFilter filter, int skip, int take, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var found = db.Attendees.AsNoTracking().Where(a => a.ConferenceId == conferenceId);
        if (filter.State is { } state)
        {
            found = found.Where(a => a.State == state);
        }

        found = filter.Place switch
        {
            Places.Waiting => found.Where(a => a.State == AttendeeState.Waiting),
            { } place => found.Where(a => a.TicketType!.Code == place && a.State != AttendeeState.Waiting),
            null => found,
        };
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            var part = filter.Text.Trim().ToLowerInvariant();
            found = found.Where(a => a.Name.ToLower().Contains(part) || a.NormalisedEmail.Contains(part) || a.Organisation!.ToLower().Contains(part));
        }

        var total = await found.CountAsync(ct);
        return new AttendeePage(await found.OrderByDescending(a => a.Id).Skip(skip).Take(take).Include(a => a.TicketType).ToListAsync(ct), total);
    });

    /// <summary>When each day of the event begins and ends, in its own zone, as the programme says it now.</summary>
    public Task<List<EventDay>> DaysAsync(Agenda.Conference conference, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var zone = Agenda.EventTime.In(conference.TimeZone);
        var sessions = await db.Sessions
            .Where(s => s.ConferenceId == conference.Id && s.State != Agenda.SessionState.Cancelled)
            .Select(s => new { s.StartsAt, s.EndsAt }).ToListAsync(ct);
        return sessions.GroupBy(s => zone.Day(s.StartsAt)).OrderBy(day => day.Key)
            .Select(day => new EventDay(day.Min(s => s.StartsAt), day.Max(s => s.EndsAt))).ToList();
    });

    /// <summary>What happened to one person's seat, oldest first: for organisers.</summary>
    public async Task<Result<List<SeatLedgerLine>>> LedgerAsync(Actor by, int attendeeId, CancellationToken ct) => by.IsOrganiser
        ? await store.ReadAsync(db => db.SeatLedger.AsNoTracking().Where(l => l.AttendeeId == attendeeId).OrderBy(l => l.Id).ToListAsync(ct))
        : RegistrationRefusals.NotOrganiser;

    /// <summary>Replays the ledger of every pool of a conference and sets it beside the pool's own count.</summary>
    public Task<List<LedgerCheck>> CheckLedgerAsync(int conferenceId, CancellationToken ct) => store.ReadAsync(db => db.SeatPools
        .Where(p => p.ConferenceId == conferenceId)
        .OrderBy(p => p.Id)
        .Select(p => new LedgerCheck(p.Id, p.Name, p.Capacity, p.Taken, db.SeatLedger.Where(l => l.SeatPoolId == p.Id).Sum(l => (int?)l.Change) ?? 0))
        .ToListAsync(ct));

    private Task<Ticket?> TicketAsync(Func<ExpoDb, IQueryable<Attendee>> which, CancellationToken ct) => store.ReadAsync(async db =>
    {
        if (await which(db).AsNoTracking().Include(a => a.TicketType).FirstOrDefaultAsync(ct) is not { } attendee)
        {
            return null;
        }

        var conference = await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == attendee.ConferenceId, ct);
        if (attendee.State != AttendeeState.Waiting)
        {
            return new Ticket(attendee, conference, attendee.TicketType!.Code, null);
        }

        var before = await db.Attendees.CountAsync(
            a => a.TicketTypeId == attendee.TicketTypeId && a.State == AttendeeState.Waiting
                && (a.WaitingSince < attendee.WaitingSince || (a.WaitingSince == attendee.WaitingSince && a.Id < attendee.Id)),
            ct);
        return new Ticket(attendee, conference, Places.Waiting, before + 1);
    });
}
