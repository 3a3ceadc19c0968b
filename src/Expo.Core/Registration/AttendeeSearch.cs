using Expo.Core.Agenda;
using Expo.Core.Data;

namespace Expo.Core.Registration;

/// <summary>
/// Filter and order as queries. Each order but the one by ticket type is an index of its own (see <see cref="RegistrationMapping"/>) whose last column is
/// the number, so that a page is read off the index and nothing is sorted.
/// </summary>
internal static class AttendeeSearch
{
    private const int LastSensibleYear = 9000;

    public static IQueryable<Attendee> Find(ExpoDb db, Conference conference, AttendeeFilter filter, DateTimeOffset now)
    {
        // The shell of a person who was erased has no address. It is there for the numbers only.
        var found = Placed(db, db.Attendees.Where(a => a.ConferenceId == conference.Id && a.Email != ""), filter.Place, now);
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            found = found.Where(NameSearch.For(filter.Text, byAddress: true));
        }

        if (filter.TicketType is { } type)
        {
            found = found.Where(a => a.TicketType!.Code == type);
        }

        if (filter.Country is { } country)
        {
            found = found.Where(a => a.Country == country);
        }

        if (filter.HasPriority)
        {
            found = found.Where(a => a.Priority != 0);
        }

        return Registered(found, EventTime.In(conference.TimeZone), filter);
    }

    public static IQueryable<Attendee> InOrder(IQueryable<Attendee> found, AttendeeOrder order) => (order.By, order.Descending) switch
    {
        (AttendeeSort.Name, false) => found.OrderBy(a => a.Name).ThenBy(a => a.Id),
        (AttendeeSort.Name, true) => found.OrderByDescending(a => a.Name).ThenByDescending(a => a.Id),
        (AttendeeSort.Organisation, false) => found.OrderBy(a => a.Organisation).ThenBy(a => a.Id),
        (AttendeeSort.Organisation, true) => found.OrderByDescending(a => a.Organisation).ThenByDescending(a => a.Id),
        (AttendeeSort.State, false) => found.OrderBy(a => a.State).ThenBy(a => a.RegisteredAt).ThenBy(a => a.Id),
        (AttendeeSort.State, true) => found.OrderByDescending(a => a.State).ThenByDescending(a => a.RegisteredAt).ThenByDescending(a => a.Id),
        (AttendeeSort.TicketType, false) => found.OrderBy(a => a.TicketTypeId).ThenBy(a => a.RegisteredAt).ThenBy(a => a.Id),
        (AttendeeSort.TicketType, true) => found.OrderByDescending(a => a.TicketTypeId).ThenByDescending(a => a.RegisteredAt).ThenByDescending(a => a.Id),
        (AttendeeSort.Line, false) => found.Where(a => a.State == AttendeeState.Waiting).OrderByDescending(a => a.Priority).ThenBy(a => a.WaitingSince).ThenBy(a => a.Id),
        (AttendeeSort.Line, true) => found.Where(a => a.State == AttendeeState.Waiting).OrderBy(a => a.Priority).ThenByDescending(a => a.WaitingSince).ThenByDescending(a => a.Id),
        (_, false) => found.OrderBy(a => a.RegisteredAt).ThenBy(a => a.Id),
        (_, true) => found.OrderByDescending(a => a.RegisteredAt).ThenByDescending(a => a.Id),
    };

    private static IQueryable<Attendee> Placed(ExpoDb db, IQueryable<Attendee> all, AttendeePlace? place, DateTimeOffset now) => place switch
    {
        AttendeePlace.Room => all.Where(a => a.State == AttendeeState.Confirmed && a.TicketType!.Kind == TicketKind.InPerson),
        AttendeePlace.Stream => all.Where(a => a.State == AttendeeState.Confirmed && a.TicketType!.Kind == TicketKind.Online),
        AttendeePlace.Waiting => all.Where(a => a.State == AttendeeState.Waiting || (a.State == AttendeeState.Offered && a.HeldUntil <= now)),
        AttendeePlace.Offered => all.Where(a => a.State == AttendeeState.Offered && a.HeldUntil > now),
        AttendeePlace.Unpaid => all.Where(a => a.State == AttendeeState.Unpaid && a.HeldUntil > now),
        AttendeePlace.Cancelled => all.Where(a => a.State == AttendeeState.Cancelled || (a.State == AttendeeState.Unpaid && a.HeldUntil <= now)),
        AttendeePlace.CheckedIn => all.Where(a => db.CheckIns.Any(c => c.AttendeeId == a.Id)),
        AttendeePlace.NotCheckedIn => all.Where(a => a.State == AttendeeState.Confirmed && a.TicketType!.Kind == TicketKind.InPerson && !db.CheckIns.Any(c => c.AttendeeId == a.Id)),
        _ => all,
    };

    private static IQueryable<Attendee> Registered(IQueryable<Attendee> found, EventTime time, AttendeeFilter filter)
    {
        if (filter.From is { Year: > 1 and < LastSensibleYear } from)
        {
            var begin = time.At(from, TimeOnly.MinValue);
            found = found.Where(a => a.RegisteredAt >= begin);
        }

        if (filter.To is { Year: > 1 and < LastSensibleYear } to)
        {
            var end = time.At(to.AddDays(1), TimeOnly.MinValue);
            found = found.Where(a => a.RegisteredAt < end);
        }

        return found;
    }
}
