using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>What the door's service and queries both read.</summary>
internal static class DoorReads
{
    /// <summary>The event of this site: the one that begins last.</summary>
    public static Task<Conference?> ConferenceAsync(ExpoDb db, CancellationToken ct) =>
        db.Conferences.AsNoTracking().LastFirst().FirstOrDefaultAsync(ct);

    /// <summary>Whose ticket, badge or number it is, with the type; null when it is nobody's.</summary>
    public static async Task<Attendee?> TicketAsync(ExpoDb db, int conferenceId, DoorScanRequest scan, CancellationToken ct)
    {
        var tickets = db.Attendees.AsNoTracking().Include(a => a.TicketType).Where(a => a.ConferenceId == conferenceId);
        if (scan.AttendeeId is { } chosen)
        {
            return await tickets.FirstOrDefaultAsync(a => a.Id == chosen, ct);
        }

        switch (DoorCodes.Parse(scan.Code))
        {
            case { TicketCode: { } code }:
                return await tickets.FirstOrDefaultAsync(a => a.TicketCode == code, ct);
            case { AttendeeId: { } number, Mark: { } mark }:
                var holder = await tickets.FirstOrDefaultAsync(a => a.Id == number, ct);
                return holder is not null && DoorCodes.Mark(holder.TicketCode) == mark ? holder : null;
            default:
                return null;
        }
    }

    /// <summary>The answer to a scan that was received before, or null.</summary>
    public static async Task<DoorAnswer?> KnownAsync(ExpoDb db, Conference conference, string key, CancellationToken ct)
    {
        if (await db.DoorScans.AsNoTracking().FirstOrDefaultAsync(s => s.Key == key, ct) is not { } scan)
        {
            return null;
        }

        var ticket = await db.Attendees.AsNoTracking().Include(a => a.TicketType).FirstOrDefaultAsync(a => a.Id == scan.AttendeeId, ct);
        return await AnswerAsync(db, conference, scan, ticket, ct);
    }

    public static async Task<DoorAnswer> AnswerAsync(ExpoDb db, Conference conference, DoorScan scan, Attendee? ticket, CancellationToken ct)
    {
        var standing = scan.Result == ScanResult.AlreadyIn
            ? await db.CheckIns.AsNoTracking().FirstOrDefaultAsync(c => c.AttendeeId == scan.AttendeeId && c.Day == scan.Day, ct)
            : null;
        return new DoorAnswer
        {
            Key = scan.Key,
            Result = scan.Result,
            Day = scan.Day,
            ScannedAt = scan.ScannedAt,
            AttendeeId = ticket?.Id,
            Name = ticket?.Name,
            Organisation = ticket?.Organisation,
            TicketType = ticket?.TicketType?.Name,
            Why = scan.Result == ScanResult.NoSeat && ticket is not null ? DoorRules.WhyNoSeat(ticket, scan.ScannedAt) : null,
            Days = scan.Result == ScanResult.WrongDay && ticket is not null ? DoorRules.DaysOf(ticket.TicketType!, conference) : [],
            Earlier = standing is null ? null : new DoorEntry(standing.ScannedAt, standing.Door),
            ToldOffline = scan.ToldOffline,
        };
    }
}
