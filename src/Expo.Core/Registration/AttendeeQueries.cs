using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>Who is registered, with names and addresses: for organisers only.</summary>
public sealed class AttendeeQueries(ExpoStore store, TimeProvider clock)
{
    /// <param name="by">An organiser.</param>
    /// <param name="conference">Of this event only.</param>
    /// <param name="filter">Whom to find.</param>
    /// <param name="order">In which order.</param>
    /// <param name="skip">How many to leave out at the beginning.</param>
    /// <param name="take">At most this many.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<Result<AttendeePage>> AttendeesAsync(Actor by, Conference conference, AttendeeFilter filter, AttendeeOrder order, int skip, int take, CancellationToken ct) =>
        by.IsOrganiser ? await store.ReadAsync(db => PageAsync(db, conference, filter, order, skip, take, ct)) : RegistrationRefusals.NotOrganiser;

    /// <summary>How many people stand where, of all who ever registered.</summary>
    public async Task<Result<AttendeeCounts>> CountsAsync(Actor by, Conference conference, CancellationToken ct) => !by.IsOrganiser
        ? RegistrationRefusals.NotOrganiser
        : await store.ReadAsync(async db =>
        {
            var now = clock.GetUtcNow();
            var groups = await StateCount.ReadAsync(db, conference.Id, now, ct);
            var cameIn = await db.CheckIns.Where(c => c.Attendee!.ConferenceId == conference.Id && c.Attendee.Email != "").Select(c => c.AttendeeId).Distinct().CountAsync(ct);
            var cameInAndStay = await AttendeeSearch.Find(db, conference, new AttendeeFilter(Place: AttendeePlace.Room), now).CountAsync(a => db.CheckIns.Any(c => c.AttendeeId == a.Id), ct);
            var at = groups.GroupBy(g => g.Place).ToDictionary(g => g.Key, g => g.Sum(x => x.People));
            at[AttendeePlace.CheckedIn] = cameIn;
            at[AttendeePlace.NotCheckedIn] = at.GetValueOrDefault(AttendeePlace.Room) - cameInAndStay;
            return new AttendeeCounts(groups.Sum(g => g.People), at);
        });

    /// <summary>Every ticket type, archived ones too: for filters, and to move people to.</summary>
    public Task<List<TicketType>> TicketTypesAsync(int conferenceId, CancellationToken ct) => store.ReadAsync(db =>
        db.TicketTypes.AsNoTracking().Include(t => t.Pools).Where(t => t.ConferenceId == conferenceId).OrderBy(t => t.Position).ThenBy(t => t.Id).ToListAsync(ct));

    /// <summary>The countries that somebody comes from, by name.</summary>
    public async Task<Result<List<string>>> CountriesAsync(Actor by, int conferenceId, CancellationToken ct) => by.IsOrganiser
        ? await store.ReadAsync(db => db.Attendees.Where(a => a.ConferenceId == conferenceId && a.Email != "" && a.Country != null).Select(a => a.Country!).Distinct().OrderBy(c => c).ToListAsync(ct))
        : RegistrationRefusals.NotOrganiser;

    /// <summary>Everything about one person.</summary>
    public async Task<Result<AttendeeRecord>> PersonAsync(Actor by, int attendeeId, CancellationToken ct) => !by.IsOrganiser
        ? RegistrationRefusals.NotOrganiser
        : await store.ReadAsync(db => AttendeeRecord.ReadAsync(db, attendeeId, clock.GetUtcNow(), ct)) is { Attendee.IsErased: false } record ? record : AttendeeRefusals.Unknown;

    /// <summary>The numbers of one page. Read along an index, so that nothing is sorted: the rows themselves are fetched by number, for this page only.</summary>
    internal static IQueryable<int> Numbers(ExpoDb db, Conference conference, AttendeeFilter filter, AttendeeOrder order, DateTimeOffset now, int skip, int take) =>
        AttendeeSearch.InOrder(AttendeeSearch.Find(db, conference, filter, now), order).Select(a => a.Id).Skip(skip).Take(take);

    private async Task<AttendeePage> PageAsync(ExpoDb db, Conference conference, AttendeeFilter filter, AttendeeOrder order, int skip, int take, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var found = AttendeeSearch.Find(db, conference, filter, now);
        var total = await (order.By == AttendeeSort.Line ? found.Where(a => a.State == AttendeeState.Waiting) : found).CountAsync(ct);
        var numbers = total <= skip ? [] : await Numbers(db, conference, filter, order, now, skip, take).ToListAsync(ct);
        var rows = await db.Attendees.Where(a => numbers.Contains(a.Id))
            .Select(a => new AttendeeRow(
                a.Id, a.Name, a.Email, a.Organisation, a.Country, a.TicketType!.Name, a.TicketType.Kind, a.State, a.HeldUntil,
                a.RegisteredAt, a.WaitingSince, a.Priority, db.CheckIns.Any(c => c.AttendeeId == a.Id)))
            .ToDictionaryAsync(a => a.Id, ct);
        return new AttendeePage(numbers.ConvertAll(id => rows[id] with { State = rows[id].State.At(rows[id].HeldUntil, now) }), total);
    }
}
