using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>
/// The one class that checks people in. A unique index lets one check-in stand for each person and day. Of scans that were made
/// without a network and let somebody in the earliest valid one is the check-in, in whatever order they arrive: a guarded update lets
/// only an earlier one replace what stands. Whoever was sent away without a network is never in by that scan.
/// </summary>
public sealed class DoorService(ExpoStore store, TimeProvider clock)
{
    public const int MostScans = 200;

    private const int Tries = 10;

    /// <summary>
    /// One scan at a door that waits for the answer: its time is ours, and of several at once exactly one is told to let the person
    /// in. The same key sent again gets the same result and is not a second scan.
    /// </summary>
    public async Task<Result<DoorAnswer>> ScanAsync(Actor by, DoorScanRequest scan, CancellationToken ct)
    {
        if (!by.IsDoor)
        {
            return DoorRefusals.NotDoor;
        }

        if (DoorRules.Check(scan) is { } wrong)
        {
            return wrong;
        }

        var now = Whole(clock.GetUtcNow());
        return await store.ReadAsync(db => DoorReads.ConferenceAsync(db, ct)) is { } conference
            ? await TakeAsync(conference, scan with { ToldOffline = null }, now, now, ct)
            : DoorRefusals.NoEvent;
    }

    /// <summary>
    /// Takes scans that were made without a network. Their times are put right by the clock of the device; a time that is still in
    /// the future becomes now. Each is a transaction of its own, so that what was taken stays taken and the rest can be sent again.
    /// </summary>
    /// <returns>One receipt for each scan, in the order of the delivery.</returns>
    public async Task<Result<IReadOnlyList<DoorReceipt>>> MergeAsync(Actor by, DoorDelivery delivery, CancellationToken ct)
    {
        if (!by.IsDoor)
        {
            return DoorRefusals.NotDoor;
        }

        if (delivery.Scans.Count > MostScans)
        {
            return DoorRefusals.TooMany;
        }

        if (await store.ReadAsync(db => DoorReads.ConferenceAsync(db, ct)) is not { } conference)
        {
            return DoorRefusals.NoEvent;
        }

        var now = Whole(clock.GetUtcNow());
        var fast = delivery.DeviceClock is { } device ? device - now : TimeSpan.Zero;
        var receipts = new List<DoorReceipt>(delivery.Scans.Count);
        foreach (var scan in delivery.Scans)
        {
            var wrong = DoorRules.Check(scan);
            var answer = wrong is null ? await TakeAsync(conference, scan, TimeOf(scan, fast, now), now, ct) : null;
            receipts.Add(new DoorReceipt(scan?.Key, answer, wrong));
        }

        return receipts;
    }

    /// <summary>Takes a check-in back that was made by mistake. The scans stay; the log says who did it.</summary>
    /// <param name="by">Somebody of the door.</param>
    /// <param name="attendeeId">Whose.</param>
    /// <param name="day">In the event's zone.</param>
    /// <param name="ct">Ends the change.</param>
    /// <param name="key">Only when the check-in was made by this scan; null for whichever stands.</param>
    public async Task<Result<Done>> UndoAsync(Actor by, int attendeeId, DateOnly day, CancellationToken ct, string? key = null) => !by.IsDoor ? DoorRefusals.NotDoor : await store.ChangeAsync<Done>(
        async db =>
        {
            if (await db.CheckIns.AsNoTracking().Include(c => c.Attendee).FirstOrDefaultAsync(c => c.AttendeeId == attendeeId && c.Day == day && (key == null || c.ScanKey == key), ct) is not { } checkIn
                || await db.CheckIns.Where(c => c.Id == checkIn.Id && c.ScanKey == checkIn.ScanKey).ExecuteDeleteAsync(ct) == 0)
            {
                return DoorRefusals.NotIn;
            }

            var zone = await db.Conferences.Where(c => c.Id == checkIn.Attendee!.ConferenceId).Select(c => c.TimeZone).FirstAsync(ct);
            db.RegistrationLog.Add(new RegistrationLogLine
            {
                ConferenceId = checkIn.Attendee!.ConferenceId,
                AttendeeId = attendeeId,
                At = clock.GetUtcNow(),
                By = by.Name,
                Text = $"Undid the check-in of {EventTime.LongDay(day)}: {checkIn.Door}, {EventTime.In(zone).Full(checkIn.ScannedAt)}.",
            });
            return Done.It;
        },
        ct);

    private async Task<DoorAnswer> TakeAsync(Conference conference, DoorScanRequest scan, DateTimeOffset at, DateTimeOffset now, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await store.ChangeAsync<DoorAnswer>(async db => await KnownAsync(db, conference, scan, ct) ?? await TakeAsync(db, conference, scan, at, now, ct), ct)).Value;
            }
            catch (DbUpdateException fault) when (attempt < Tries && ExpoStore.IsDuplicate(fault))
            {
                // Another door was a moment faster, or the same scan came twice at once. It stands now and is found.
            }
        }
    }

    /// <summary>The answer to a scan that was received before. Where the device did not hear it and told something of its own, that is noted.</summary>
    private static async Task<DoorAnswer?> KnownAsync(ExpoDb db, Conference conference, DoorScanRequest scan, CancellationToken ct)
    {
        if (scan.ToldOffline is { } told)
        {
            await db.DoorScans.Where(s => s.Key == scan.Key && s.ToldOffline == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.ToldOffline, told), ct);
        }

        return await DoorReads.KnownAsync(db, conference, scan.Key!, ct);
    }

    private static async Task<DoorAnswer> TakeAsync(ExpoDb db, Conference conference, DoorScanRequest scan, DateTimeOffset at, DateTimeOffset now, CancellationToken ct)
    {
        var (key, door, day) = (scan.Key!, scan.Door!.Trim(), scan.Day ?? EventTime.In(conference.TimeZone).Day(at));
        var ticket = await DoorReads.TicketAsync(db, conference.Id, scan, ct);
        var result = DoorRules.Judge(ticket, conference, day, at);
        DoorEntry? also = null;
        if (result == ScanResult.Ok)
        {
            // Whoever releases the seats of people who have not come waits for this row, or is waited for here.
            await db.Attendees.Where(a => a.Id == ticket!.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Revision, a => a.Revision), ct);
            ticket = await DoorReads.TicketAsync(db, conference.Id, scan, ct);
            result = DoorRules.Judge(ticket, conference, day, at);
        }

        if (result == ScanResult.Ok)
        {
            (result, also) = await EnterAsync(db, new CheckIn { AttendeeId = ticket!.Id, Day = day, ScannedAt = at, Door = door, ScanKey = key }, scan.ToldOffline, ct);
        }

        var made = new DoorScan { ConferenceId = conference.Id, Key = key, AttendeeId = ticket?.Id, Day = day, ScannedAt = at, ReceivedAt = now, Door = door, Result = result, ToldOffline = scan.ToldOffline };
        db.DoorScans.Add(made);
        return (await DoorReads.AnswerAsync(db, conference, made, ticket, ct)) with { AlsoAt = also };
    }

    /// <summary>Makes the check-in, or lets an earlier scan that let the person in take over the one that stands.</summary>
    private static async Task<(ScanResult Result, DoorEntry? Also)> EnterAsync(ExpoDb db, CheckIn entry, ScanResult? toldOffline, CancellationToken ct)
    {
        var standing = db.CheckIns.AsNoTracking().Where(c => c.AttendeeId == entry.AttendeeId && c.Day == entry.Day);
        if (await standing.FirstOrDefaultAsync(ct) is not { } before)
        {
            // Whoever was sent away went away, however good the ticket is by now.
            if (toldOffline is null or ScanResult.Ok)
            {
                db.CheckIns.Add(entry);
            }

            return (ScanResult.Ok, null);
        }

        // Nobody was let in by a scan that waits for this answer.
        if (toldOffline != ScanResult.Ok)
        {
            return (ScanResult.AlreadyIn, null);
        }

        // The database alone compares, so that two scans of one instant have one order however they arrive.
        var moved = await standing
            .Where(c => c.ScannedAt > entry.ScannedAt || (c.ScannedAt == entry.ScannedAt && string.Compare(c.ScanKey, entry.ScanKey) > 0))
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.ScannedAt, entry.ScannedAt).SetProperty(c => c.Door, entry.Door).SetProperty(c => c.ScanKey, entry.ScanKey), ct);
        return moved == 0 ? (ScanResult.AlreadyIn, null) : (ScanResult.Ok, new DoorEntry(before.ScannedAt, before.Door));
    }

    private static DateTimeOffset TimeOf(DoorScanRequest scan, TimeSpan fast, DateTimeOffset now)
    {
        // A clock that is years off would leave the calendar.
        var at = scan.ScannedAt is { } scanned && Math.Abs((scanned - now - fast).TotalDays) < 3650 ? Whole(scanned - fast) : now;
        return at > now ? now : at;
    }

    // Devices count milliseconds, and databases keep different fractions of them.
    private static DateTimeOffset Whole(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}
