using System.Runtime.CompilerServices;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>The waiting list inside a transaction that holds the locks of all pools: offers what is free to whoever is next.</summary>
internal sealed class WaitingLine(SeatBooks books)
{
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
            var until = await OfferedUntilAsync(conference, ct);
            await SeatThoseOnSiteAsync(conference, ct);
            if (until - books.Now >= ShortestOffer)
            {
                await OfferAsync(conference, until, ct);
            }
        }
    }

    /// <summary>When an offer that is made now runs out: after the hours that were set, and with the event at the latest. <see cref="WhileOfUse"/> says it for one ticket.</summary>
    public async Task<DateTimeOffset> OfferedUntilAsync(Conference conference, CancellationToken ct)
    {
        var hours = await books.Db.RegistrationSettings.Where(s => s.ConferenceId == conference.Id).Select(s => (int?)s.OfferHours).FirstOrDefaultAsync(ct) ?? new RegistrationSettings().OfferHours;
        var (until, end) = (books.Now.AddHours(hours), Conference.RegistrationEnd(null, conference.LastDay, conference.TimeZone));
        return until < end ? until : end;
    }

    /// <summary>An offer does not outlive the last day that its ticket is for.</summary>
    public static DateTimeOffset WhileOfUse(DateTimeOffset until, TicketType type, Conference conference) =>
        type.Days.Count > 0 && EventTime.In(conference.TimeZone).At(type.Days.Max().AddDays(1), TimeOnly.MinValue) is var end && end < until ? end : until;

    /// <summary>
    /// Gives what is free to those who stand at the door, at once and in the order of the line. Whoever stood there on an
    /// earlier day has gone home. Whose ticket costs something has half an hour to pay.
    /// </summary>
    /// <returns>How many got a seat.</returns>
    public async Task<int> SeatThoseOnSiteAsync(Conference conference, CancellationToken ct)
    {
        await books.Db.SaveChangesAsync(ct);
        var seated = 0;
        var waiting = await InOrder(books.Db.Attendees.Where(a => a.ConferenceId == conference.Id && a.State == AttendeeState.Waiting && a.OnSiteSince != null)).Include(a => a.TicketType).ToListAsync(ct);
        foreach (var next in waiting.Where(a => IsToday(conference, a.OnSiteSince)))
        {
            if (await books.PoolsOfAsync(next.TicketTypeId, next.Organisation, ct) is { IsRefused: false, Value: var pools } && (await books.FreeSeatsAsync(pools, ct)).Values.All(free => free > 0))
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

    /// <summary>The first of these pools of which one newcomer, who stands at the end of the line, cannot have a seat; null when there is room.</summary>
    /// <param name="conferenceId">Of this event.</param>
    /// <param name="pools">Ids.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <param name="mover">Who waits already and wants something else: does not stand in his own way.</param>
    public async Task<PoolCount?> FirstFullAsync(int conferenceId, IReadOnlyCollection<int> pools, CancellationToken ct, int mover = 0)
    {
        await books.Db.SaveChangesAsync(ct);
        var counts = await PoolCounts.ReadAsync(books.Db, conferenceId, ct);
        var wanted = counts.All.Where(pool => pools.Contains(pool.Id)).OrderBy(pool => pool.Id).ToList();
        if (wanted.TrueForAll(pool => pool.Open > 0))
        {
            await LayAsync(books.Db, counts, conferenceId, ct, mover);
        }

        return wanted.Find(pool => pool.Open == 0);
    }

    /// <summary>Keeps what those who wait keep.</summary>
    public static async Task LayAsync(ExpoDb db, PoolCounts counts, int conferenceId, CancellationToken ct, int but = 0)
    {
        await foreach (var entry in EntriesAsync(db, counts, conferenceId, but, ct))
        {
            counts.Lay([entry]);
        }
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
        var counts = await PoolCounts.ReadAsync(db, conference.Id, ct);
        var types = await db.TicketTypes.AsNoTracking().Where(t => t.ConferenceId == conference.Id).ToDictionaryAsync(t => t.Id, ct);
        var next = new List<int>();
        await foreach (var entry in EntriesAsync(db, counts, conference.Id, 0, ct))
        {
            // A ticket whose days are over has no use for a seat, and keeps none from those behind.
            if (WhileOfUse(until, types[entry[0].TicketTypeId], conference) - books.Now < ShortestOffer)
            {
                continue;
            }

            if (counts.NeedsOf(entry) is not { } needs || !LinePlan.HasRoom(needs))
            {
                counts.Lay([entry]);
                continue;
            }

            foreach (var (pool, seats) in needs)
            {
                pool.Grant(seats);
            }

            next.AddRange(entry.Select(w => w.Id));
        }

        var time = EventTime.In(conference.TimeZone);
        var people = await db.Attendees.Where(a => next.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        foreach (var person in next.Select(id => people[id]))
        {
            var end = WhileOfUse(until, types[person.TicketTypeId], conference);
            await HoldAsync(person, (await books.PoolsOfAsync(person.TicketTypeId, person.Organisation, ct)).Value, end, LedgerWords.Offered(time.Full(end)), ct);
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>Who stands in the line, in its order, for as long as anybody in it may still have something: see <see cref="LinePlan.Entries"/>.</summary>
    private static async IAsyncEnumerable<IReadOnlyList<Waits>> EntriesAsync(ExpoDb db, PoolCounts counts, int conferenceId, int but, [EnumeratorCancellation] CancellationToken ct)
    {
        var types = counts.OpenTypes;
        if (types.Count == 0)
        {
            yield break;
        }

        var waiting = db.Attendees.Where(a => a.ConferenceId == conferenceId && a.State == AttendeeState.Waiting && types.Contains(a.TicketTypeId) && a.Id != but);
        var parties = (await waiting.Where(a => a.Party != null).OrderBy(a => a.Id).Select(a => new Waits(a.Id, a.TicketTypeId, a.Organisation, a.Party)).ToListAsync(ct)).ToLookup(w => (w.Party, w.TicketTypeId));
        var seen = new HashSet<(string?, int)>();
        await foreach (var next in InOrder(waiting).Select(a => new Waits(a.Id, a.TicketTypeId, a.Organisation, a.Party)).AsAsyncEnumerable().WithCancellation(ct))
        {
            if (!counts.AnyIsOpen)
            {
                yield break;
            }

            if (next.Party is null)
            {
                yield return [next];
            }
            else if (seen.Add((next.Party, next.TicketTypeId)))
            {
                yield return [.. parties[(next.Party, next.TicketTypeId)]];
            }
        }
    }

    /// <summary>Whether it is still the day of this instant, in the event's zone.</summary>
    public bool IsToday(Conference conference, DateTimeOffset? instant) =>
        instant is { } at && EventTime.In(conference.TimeZone) is var time && time.Day(at) == time.Day(books.Now);
}
