using Expo.Core.Agenda;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>The waiting list inside a transaction that holds the locks of all pools: offers what is free to whoever is next.</summary>
internal sealed class WaitingLine(SeatBooks books)
{
    /// <summary>How many entries are looked at in one reading.</summary>
    private const int Stretch = 200;

    /// <summary>An offer that could be answered for less than this is not made.</summary>
    private static readonly TimeSpan ShortestOffer = TimeSpan.FromMinutes(15);

    /// <summary>So long a seat is held at the door for somebody who has to pay for it.</summary>
    private static readonly TimeSpan HeldAtTheDoor = TimeSpan.FromMinutes(30);

    public static IOrderedQueryable<Attendee> InOrder(IQueryable<Attendee> waiting) => waiting.OrderByDescending(a => a.Priority).ThenBy(a => a.WaitingSince).ThenBy(a => a.Id);

    public async Task PromoteAsync(CancellationToken ct)
    {
        var db = books.Db;
        await db.SaveChangesAsync(ct);
        foreach (var conference in await db.Conferences.AsNoTracking().Where(c => db.Attendees.Any(a => a.ConferenceId == c.Id && a.State == AttendeeState.Waiting)).ToListAsync(ct))
        {
            var settings = await db.RegistrationSettings.AsNoTracking().FirstOrDefaultAsync(s => s.ConferenceId == conference.Id, ct) ?? new RegistrationSettings();
            var until = Earlier(books.Now.AddHours(settings.OfferHours), Conference.RegistrationEnd(null, conference.LastDay, conference.TimeZone));
            await SeatThoseOnSiteAsync(conference.Id, ct);
            if (until - books.Now >= ShortestOffer)
            {
                await OfferAsync(conference, until, ct);
            }
        }
    }

    /// <summary>Gives what is free to those who stand at the door, at once and in the order of the line. Whose ticket costs something has half an hour to pay.</summary>
    /// <returns>How many got a seat.</returns>
    public async Task<int> SeatThoseOnSiteAsync(int conferenceId, CancellationToken ct)
    {
        await books.Db.SaveChangesAsync(ct);
        var seated = 0;
        foreach (var next in await InOrder(books.Db.Attendees.Where(a => a.ConferenceId == conferenceId && a.State == AttendeeState.Waiting && a.OnSiteSince != null)).Include(a => a.TicketType).ToListAsync(ct))
        {
            var pools = await books.PoolsOfAsync(next.TicketTypeId, next.Organisation, ct);
            if ((await books.FreeSeatsAsync(pools, ct)).Values.All(free => free > 0))
            {
                await books.TakeAsync(pools, next.Id, LedgerWords.DoorSeat, ct);
                var pays = next.TicketType is { IsFree: false } && !await TicketMoney.IsHereAsync(books.Db, next.Id, ct);
                (next.State, next.HeldUntil) = pays ? (AttendeeState.Unpaid, books.Now + HeldAtTheDoor) : (AttendeeState.Confirmed, (DateTimeOffset?)null);
                (next.WaitingSince, next.OnSiteSince) = (null, null);
                next.Revision++;
                await TicketMoney.TellAsync(books, next.Id, ct);
                books.Leave(pays ? nameof(SendPay) : nameof(SendDoorSeat), next);
                seated++;
            }
        }

        await books.Db.SaveChangesAsync(ct);
        return seated;
    }

    /// <summary>Whether a newcomer, who stands at the end of the line, can have seats of these pools for so many people.</summary>
    public async Task<bool> HasRoomAsync(int conferenceId, IReadOnlyCollection<int> pools, int people, CancellationToken ct)
    {
        await books.Db.SaveChangesAsync(ct);
        var free = await books.FreeSeatsAsync(pools, ct);
        if (free.Values.Any(seats => seats < people))
        {
            return false;
        }

        var types = await OpenTypesAsync(conferenceId, ct);
        var shared = types.Where(type => type.Value.Intersect(pools).Any()).Select(type => type.Key).ToList();
        return !await books.Db.Attendees.AnyAsync(a => shared.Contains(a.TicketTypeId) && a.State == AttendeeState.Waiting, ct);
    }

    /// <summary>Holds a seat of each of its pools for one waiting person.</summary>
    public async Task HoldAsync(Attendee next, IReadOnlyList<int> pools, DateTimeOffset until, string words, CancellationToken ct)
    {
        await books.TakeAsync(pools, next.Id, words, ct);
        (next.State, next.HeldUntil) = (AttendeeState.Offered, until);
        next.Revision++;
        books.Leave(nameof(SendOffer), next);
    }

    private async Task OfferAsync(Conference conference, DateTimeOffset until, CancellationToken ct)
    {
        var db = books.Db;
        var types = await OpenTypesAsync(conference.Id, ct);
        if (types.Count == 0)
        {
            return;
        }

        var plan = new LinePlan(await books.FreeSeatsAsync(types.Values.SelectMany(pools => pools), ct));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var words = LedgerWords.Offered(EventTime.In(conference.TimeZone).Full(until));
        for (var (skip, more) = (0, true); more && types.Values.Any(pools => !pools.Any(plan.IsSpokenFor));)
        {
            var ids = types.Keys.ToList();
            var stretch = await InOrder(db.Attendees.Where(a => ids.Contains(a.TicketTypeId) && a.State == AttendeeState.Waiting)).Skip(skip).Take(Stretch).ToListAsync(ct);
            foreach (var first in stretch.Where(a => a.Party is null || seen.Add(a.Party)))
            {
                var people = await PartyAsync(first, ct);
                var pools = await books.PoolsOfAsync(first.TicketTypeId, first.Organisation, ct);
                plan.Know(await books.FreeSeatsAsync(pools, ct));
                if (plan.CanBeOffered(new LineEntry([.. people.Select(p => p.Id)], pools)))
                {
                    foreach (var person in people)
                    {
                        await HoldAsync(person, pools, until, words, ct);
                    }
                }
            }

            await db.SaveChangesAsync(ct);
            more = stretch.Count == Stretch;
            skip += stretch.Count(a => a.State == AttendeeState.Waiting);
        }
    }

    private async Task<List<Attendee>> PartyAsync(Attendee first, CancellationToken ct) => first.Party is null
        ? [first]
        : await books.Db.Attendees.Where(a => a.Party == first.Party && a.State == AttendeeState.Waiting && a.TicketTypeId == first.TicketTypeId).OrderBy(a => a.Id).ToListAsync(ct);

    /// <summary>Ticket types whose pools all have a free seat, with these pools. The pools of single organisations are looked at person by person.</summary>
    private async Task<Dictionary<int, List<int>>> OpenTypesAsync(int conferenceId, CancellationToken ct)
    {
        var db = books.Db;
        var draws = await db.TicketTypePools.Join(db.SeatPools, d => d.SeatPoolId, p => p.Id, (d, p) => new { d.TicketTypeId, Pool = p })
            .Where(d => d.Pool.ConferenceId == conferenceId)
            .Select(d => new { d.TicketTypeId, d.Pool.Id, d.Pool.EachOrganisation, Free = d.Pool.Capacity - d.Pool.Taken }).ToListAsync(ct);
        return draws.GroupBy(d => d.TicketTypeId).Where(type => type.All(d => d.EachOrganisation || d.Free > 0))
            .ToDictionary(type => type.Key, type => type.Where(d => !d.EachOrganisation).Select(d => d.Id).ToList());
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
