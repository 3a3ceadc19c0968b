using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>Reads the list for devices that will be without a network. The same data give the same list, so that it can be asked for again cheaply.</summary>
internal static class DoorListReader
{
    public static async Task<DoorList> ReadAsync(ExpoDb db, DoorDays days, CancellationToken ct)
    {
        var conference = days.Conference;
        var salt = "expo-door-1:" + conference.Slug;
        var types = await db.TicketTypes.AsNoTracking().Where(t => t.ConferenceId == conference.Id).OrderBy(t => t.Id).ToListAsync(ct);
        var places = types.Select((type, place) => (type.Id, place)).ToDictionary(t => t.Id, t => t.place);
        var rows = await db.Attendees.Where(a => a.ConferenceId == conference.Id && a.Email != "").OrderBy(a => a.Id)
            .Select(a => new { a.Id, a.TicketCode, a.Name, a.Organisation, a.TicketTypeId, a.State, a.HeldUntil }).ToListAsync(ct);
        var entries = await db.CheckIns.Where(c => c.Attendee!.ConferenceId == conference.Id).OrderBy(c => c.Id)
            .Select(c => new DoorListEntry(c.AttendeeId, c.Day, c.ScannedAt, c.Door)).ToListAsync(ct);

        var tickets = new List<DoorListTicket>(rows.Count);
        var denied = new List<string>();
        foreach (var row in rows)
        {
            var key = DoorCodes.ListKey(salt, DoorCodes.Mark(row.TicketCode));
            if (row.State == AttendeeState.Cancelled)
            {
                denied.Add(key);
            }
            else
            {
                tickets.Add(new DoorListTicket(key, row.Id, row.Name, row.Organisation, places[row.TicketTypeId], row.State, row.HeldUntil));
            }
        }

        return new DoorList(
            conference.Name, conference.TimeZone, salt, days.Days, EventTime.In(conference.TimeZone).At(conference.LastDay.AddDays(1), TimeOnly.MinValue),
            [.. types.Select(t => new DoorListType(t.Name, t.Kind == TicketKind.InPerson, DoorRules.DaysOf(t, conference)))], tickets, entries, denied);
    }
}
