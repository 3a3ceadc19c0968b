using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>How many people have one ticket type in one place.</summary>
internal sealed record StateCount(int TicketTypeId, AttendeePlace Place, int People)
{
    /// <summary>Counted off the index of the states, the erased ones left out; what has run out is moved to where it belongs.</summary>
    public static async Task<List<StateCount>> ReadAsync(ExpoDb db, int conferenceId, DateTimeOffset now, CancellationToken ct)
    {
        var kinds = await db.TicketTypes.Where(t => t.ConferenceId == conferenceId).ToDictionaryAsync(t => t.Id, t => t.Kind, ct);
        var groups = await db.Attendees.Where(a => a.ConferenceId == conferenceId && a.Email != "").GroupBy(a => new { a.TicketTypeId, a.State })
            .Select(g => new { g.Key.TicketTypeId, g.Key.State, People = g.Count() }).ToListAsync(ct);
        var ranOut = await db.Attendees.Where(a => a.HeldUntil != null && a.HeldUntil <= now && (a.State == AttendeeState.Offered || a.State == AttendeeState.Unpaid) && a.ConferenceId == conferenceId && a.Email != "")
            .GroupBy(a => new { a.TicketTypeId, a.State }).Select(g => new { g.Key.TicketTypeId, g.Key.State, People = g.Count() }).ToListAsync(ct);
        return
        [
            .. groups.Select(g => new StateCount(g.TicketTypeId, PlaceOf(g.State, kinds[g.TicketTypeId]), g.People))
                .Concat(ranOut.Select(g => new StateCount(g.TicketTypeId, PlaceOf(g.State, kinds[g.TicketTypeId]), -g.People)))
                .Concat(ranOut.Select(g => new StateCount(g.TicketTypeId, g.State == AttendeeState.Offered ? AttendeePlace.Waiting : AttendeePlace.Cancelled, g.People)))
                .GroupBy(c => (c.TicketTypeId, c.Place)).Select(g => new StateCount(g.Key.TicketTypeId, g.Key.Place, g.Sum(c => c.People))).Where(c => c.People > 0),
        ];
    }

    private static AttendeePlace PlaceOf(AttendeeState state, TicketKind kind) => state switch
    {
        AttendeeState.Waiting => AttendeePlace.Waiting,
        AttendeeState.Cancelled => AttendeePlace.Cancelled,
        AttendeeState.Offered => AttendeePlace.Offered,
        AttendeeState.Unpaid => AttendeePlace.Unpaid,
        _ => kind == TicketKind.InPerson ? AttendeePlace.Room : AttendeePlace.Stream,
    };
}
