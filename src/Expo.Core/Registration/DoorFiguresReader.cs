using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>Counts the door's figures. Hours are the event's own, which no database knows, so check-ins are counted here.</summary>
internal static class DoorFiguresReader
{
    public static async Task<DoorFigures> ReadAsync(ExpoDb db, DoorDays days, DateTimeOffset now, CancellationToken ct)
    {
        var (conference, zone) = (days.Conference, EventTime.In(days.Conference.TimeZone));
        var types = await db.TicketTypes.AsNoTracking().Where(t => t.ConferenceId == conference.Id && t.Kind == TicketKind.InPerson).ToListAsync(ct);
        var seated = db.Attendees.Where(a => a.ConferenceId == conference.Id && a.State == AttendeeState.Confirmed && (a.HeldUntil == null || a.HeldUntil > now));
        var holders = await seated.GroupBy(a => a.TicketTypeId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var came = await db.CheckIns.Where(c => seated.Any(a => a.Id == c.AttendeeId)).GroupBy(c => new { c.Attendee!.TicketTypeId, c.Day })
            .Select(g => new { g.Key.TicketTypeId, g.Key.Day, Count = g.Count() }).ToListAsync(ct);
        var entries = await db.CheckIns.Where(c => c.Attendee!.ConferenceId == conference.Id).Select(c => new { c.Day, c.ScannedAt, c.Door }).ToListAsync(ct);

        var counted = days.Days.Select(day =>
        {
            var open = types.Where(t => DoorRules.DaysOf(t, conference).Contains(day)).Select(t => t.Id).ToHashSet();
            var expected = open.Sum(type => holders.GetValueOrDefault(type));
            var there = came.Where(c => c.Day == day && open.Contains(c.TicketTypeId)).Sum(c => c.Count);
            return new DoorDay(day, expected, entries.Count(e => e.Day == day), expected - there, day < days.Today);
        });
        return new DoorFigures(
            [.. counted],
            [.. entries.GroupBy(e => (e.Day, zone.Local(e.ScannedAt).Hour)).Select(g => new DoorHour(g.Key.Day, g.Key.Hour, g.Count())).OrderBy(h => h.Day).ThenBy(h => h.Hour)],
            [.. entries.GroupBy(e => (e.Day, e.Door)).Select(g => new DoorCount(g.Key.Day, g.Key.Door, g.Count())).OrderBy(d => d.Day).ThenBy(d => d.Door, StringComparer.Ordinal)],
            await DoubtsAsync(db, conference.Id, ct),
            now);
    }

    private static async Task<List<DoorDoubt>> DoubtsAsync(ExpoDb db, int conferenceId, CancellationToken ct)
    {
        // What the person was told counts: by the device if it was alone, else by the server.
        var told = db.DoorScans.Where(s => s.ConferenceId == conferenceId && s.AttendeeId != null && (s.ToldOffline == ScanResult.Ok || (s.ToldOffline == null && s.Result == ScanResult.Ok)));
        // The server lets somebody in only while nobody is: what let the person in before was taken back, and so was all when there is no check-in.
        var letIn = told.Where(s => !db.DoorScans.Any(later => later.AttendeeId == s.AttendeeId && later.Day == s.Day && later.Id > s.Id && later.ToldOffline == null && later.Result == ScanResult.Ok)
            && ((s.Result != ScanResult.Ok && s.Result != ScanResult.AlreadyIn) || db.CheckIns.Any(c => c.AttendeeId == s.AttendeeId && c.Day == s.Day)));
        var doubted = await letIn.GroupBy(s => new { s.AttendeeId, s.Day })
            .Where(g => g.Count() > 1 || g.Max(s => s.Result == ScanResult.Ok ? 0 : 1) > 0)
            .Select(g => new { g.Key.AttendeeId, g.Key.Day, Last = g.Max(s => s.Id) })
            .OrderByDescending(g => g.Last).Take(DoorFigures.MostDoubts).ToListAsync(ct);
        var who = doubted.Select(d => d.AttendeeId).Distinct().ToList();
        var scans = await letIn.Where(s => who.Contains(s.AttendeeId)).Select(s => new { s.AttendeeId, s.Day, s.ScannedAt, s.Door }).ToListAsync(ct);
        var names = await db.Attendees.Where(a => who.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, ct);
        return doubted.ConvertAll(d => new DoorDoubt(
            d.AttendeeId!.Value, names[d.AttendeeId.Value], d.Day,
            [.. scans.Where(s => s.AttendeeId == d.AttendeeId && s.Day == d.Day).OrderBy(s => s.ScannedAt).Select(s => new DoorEntry(s.ScannedAt, s.Door))]));
    }
}
