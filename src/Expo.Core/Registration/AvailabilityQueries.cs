using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Registration;

/// <summary>Whether a ticket can be had at this moment.</summary>
public enum Availability
{
    Available,

    /// <summary>Every seat is taken or held by others for now; held ones may come free.</summary>
    Held,

    Sold,

    /// <summary>Not yet, or not any more.</summary>
    Closed,
}

/// <summary>One ticket type as a newcomer finds it.</summary>
/// <param name="Left">Seats that a newcomer can have; null without a cap.</param>
/// <param name="HeldUntil">For <see cref="Availability.Held"/>: when the next hold ends.</param>
/// <param name="From">For <see cref="Availability.Closed"/>: when it opens, if it will.</param>
/// <param name="Until">When it closes.</param>
/// <param name="Capacity">Of the pool with the fewest seats left; null without a cap.</param>
/// <param name="Taken">Of the same pool, holds counted.</param>
/// <param name="Waiting">People in the line for it: all who wait for a seat of one of its pools.</param>
/// <param name="CountedByOrganisation">There is a cap for each organisation besides.</param>
/// <param name="MostTogether">The smallest of its caps: no larger party can ever have it; null without a cap.</param>
/// <param name="CannotBePaid">It costs something while payments are off, and is closed for that alone.</param>
public sealed record TicketAvailability(
    TicketType Type, Availability Answer, int? Left, DateTimeOffset? HeldUntil, DateTimeOffset? From, DateTimeOffset Until,
    int? Capacity, int? Taken, int Waiting, bool CountedByOrganisation, int? MostTogether = null, bool CannotBePaid = false);

/// <summary>Counts what is free. Holds that have run out count as free, whether or not anybody has put them back.</summary>
public sealed class AvailabilityQueries(ExpoStore store, IOptions<RegistrationOptions> options, TimeProvider clock)
{
    /// <summary>Every ticket type that visitors see, in the order of the form; with those that an access code opens.</summary>
    /// <param name="conference">Of which event.</param>
    /// <param name="accessCode">As typed, or null.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <param name="holder">Who has a ticket and asks what it can be changed to: keeps the seats that both tickets draw on.</param>
    public Task<List<TicketAvailability>> TicketsAsync(Conference conference, string? accessCode, CancellationToken ct, Attendee? holder = null) => store.ReadAsync(async db =>
    {
        var now = clock.GetUtcNow();
        var code = AccessCode.Normalise(accessCode);
        var unlocked = code is null ? [] : await db.AccessCodes.Where(c => c.ConferenceId == conference.Id && c.Code == code && (c.EndsAt == null || c.EndsAt > now)).Select(c => new { c.TicketTypeId, c.SeatsHeld }).ToListAsync(ct);
        var ids = unlocked.Select(c => c.TicketTypeId).ToList();
        var types = await db.TicketTypes.AsNoTracking().Include(t => t.Pools)
            .Where(t => t.ConferenceId == conference.Id && !t.IsArchived && (!t.NeedsCode || ids.Contains(t.Id))).OrderBy(t => t.Position).ThenBy(t => t.Id).ToListAsync(ct);
        var seats = await SeatCount.ReadAsync(db, conference.Id, now, ct, holder?.Id ?? 0);
        HashSet<int> held = holder is null ? [] : [.. await db.SeatLedger.Where(l => l.AttendeeId == holder.Id).GroupBy(l => l.SeatPoolId).Where(g => g.Sum(l => l.Change) > 0).Select(g => g.Key).ToListAsync(ct)];
        return types.ConvertAll(type => holder is null
            ? Answer(type, conference, seats, type.Pools.ConvertAll(d => seats.Pools[d.SeatPoolId]), unlocked.Where(c => c.TicketTypeId == type.Id).Sum(c => c.SeatsHeld), now)
            : Answer(type, conference, seats, seats.WantedBy(holder, type.Id, held), 0, now));
    });

    /// <summary>One sentence for a visitor.</summary>
    public static string InWords(TicketAvailability ticket, string timeZone)
    {
        var time = EventTime.In(timeZone);
        return ticket.Answer switch
        {
            Availability.Available when ticket.Left is { } left => left == 1 ? "1 seat is free." : $"{left} seats are free.",
            Availability.Available => "Open, without a limit.",
            Availability.Held when ticket.HeldUntil is { } until => $"Every seat is taken or held by others for now. The next hold ends on {time.Full(until)}; if it is not taken up, its seat goes to the waiting list first.",
            Availability.Held => "The seats that are free are kept for people on the waiting list.",
            Availability.Sold => "Every seat is taken.",
            _ when ticket.CannotBePaid => "It cannot be had: payments are switched off at the moment.",
            _ when ticket.From is { } from => $"Opens on {time.Full(from)}.",
            _ => $"Closed on {time.Full(ticket.Until)}.",
        };
    }

    private TicketAvailability Answer(TicketType type, Conference conference, SeatCount seats, List<CountedPool> drawn, int heldForCode, DateTimeOffset now)
    {
        var ends = type.ClosesAt is { } closes && closes < conference.RegistrationEndsAt ? closes : conference.RegistrationEndsAt;
        var pools = drawn.Where(p => !p.EachOrganisation).ToList();
        var tightest = pools.MinBy(p => p.Open);
        var left = tightest is null ? (int?)null : tightest.Open + heldForCode;
        var isOpen = ends > now && !(type.OpensAt > now);
        var cannotBePaid = isOpen && !type.IsFree && !options.Value.TakesMoney;
        var answer = !isOpen || cannotBePaid ? Availability.Closed
            : left is null or > 0 ? Availability.Available
            : tightest!.Free > 0 || pools.Any(p => p.Free <= 0 && p.NextHoldEnds is not null) ? Availability.Held
            : Availability.Sold;
        return new TicketAvailability(
            type, answer, left, answer == Availability.Held ? pools.Where(p => p.Free <= 0).Min(p => p.NextHoldEnds) : null, type.OpensAt > now ? type.OpensAt : null, ends,
            tightest?.Capacity, tightest?.Taken, seats.WaitingWith(type.Id), type.Pools.Exists(d => seats.Pools[d.SeatPoolId].EachOrganisation),
            drawn.Where(p => p.Capacity > 0).Min(p => (int?)p.Capacity), cannotBePaid);
    }
}
