using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>Somebody found by name. No ticket code: who works at the door does not need it.</summary>
/// <param name="Result">What a scan would say now: <see cref="ScanResult.AlreadyIn"/> with <paramref name="Entry"/>.</param>
/// <param name="Why">With <see cref="ScanResult.NoSeat"/>.</param>
/// <param name="Days">On which the ticket opens the door.</param>
/// <param name="Entry">How the person came in on that day.</param>
/// <param name="WaitsHere">Was put among those who get the next free seat today.</param>
public sealed record DoorPerson(
    int AttendeeId, string Name, string? Organisation, string TicketType, ScanResult Result, NoSeatReason? Why, IReadOnlyList<DateOnly> Days, DoorEntry? Entry, bool WaitsHere);

/// <summary>Names found, at most <see cref="DoorQueries.MostFound"/>, in their order.</summary>
/// <param name="IsCut">There are more: type more letters.</param>
public sealed record DoorPeople(IReadOnlyList<DoorPerson> People, bool IsCut);

/// <summary>Where and when the door works.</summary>
/// <param name="Today">In the event's zone; may be outside the event.</param>
public sealed record DoorDays(Conference Conference, IReadOnlyList<DateOnly> Days, DateOnly Today)
{
    public bool IsOn => Days.Contains(Today);
}

/// <summary>Reads of the door, for those who work there and for organisers. What it returns is detached.</summary>
public sealed class DoorQueries(ExpoStore store, TimeProvider clock)
{
    public const int ShortestSearch = 2;
    public const int MostFound = 30;

    /// <summary>Null when there is no event.</summary>
    public Task<DoorDays?> DaysAsync(CancellationToken ct) => store.ReadAsync(async db =>
        await DoorReads.ConferenceAsync(db, ct) is { } conference ? new DoorDays(conference, DoorRules.DaysOf(conference), EventTime.In(conference.TimeZone).Day(clock.GetUtcNow())) : null);

    /// <summary>By part of a name or of an organisation, whatever its case and its accents.</summary>
    /// <param name="by">Somebody of the door.</param>
    /// <param name="text">At least two characters.</param>
    /// <param name="day">For which to say whether the person is in; null for today.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<Result<DoorPeople>> FindAsync(Actor by, string? text, DateOnly? day, CancellationToken ct)
    {
        if (!by.IsDoor)
        {
            return DoorRefusals.NotDoor;
        }

        var part = text?.Trim();
        if (part is null || part.Length < ShortestSearch)
        {
            return DoorRefusals.SearchTooShort;
        }

        return await DaysAsync(ct) is { } days ? await FindAsync(days, part, day ?? days.Today, ct) : DoorRefusals.NoEvent;
    }

    /// <summary>In by day, by hour and by door, expected, not come, and who was let in twice.</summary>
    public async Task<Result<DoorFigures>> FiguresAsync(Actor by, CancellationToken ct)
    {
        if (!by.IsDoor)
        {
            return DoorRefusals.NotDoor;
        }

        return await DaysAsync(ct) is { } days ? await store.ReadAsync(db => DoorFiguresReader.ReadAsync(db, days, clock.GetUtcNow(), ct)) : DoorRefusals.NoEvent;
    }

    /// <summary>The list for a device that will be without a network.</summary>
    public async Task<Result<DoorList>> ListAsync(Actor by, CancellationToken ct)
    {
        if (!by.IsDoor)
        {
            return DoorRefusals.NotDoor;
        }

        return await DaysAsync(ct) is { } days ? await store.ReadAsync(db => DoorListReader.ReadAsync(db, days, ct)) : DoorRefusals.NoEvent;
    }

    private Task<DoorPeople> FindAsync(DoorDays days, string part, DateOnly day, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var now = clock.GetUtcNow();
        var found = await db.Attendees.AsNoTracking().Include(a => a.TicketType)
            .Where(a => a.ConferenceId == days.Conference.Id && a.Email != "").Where(NameSearch.For(part, byAddress: false))
            .OrderBy(a => a.Name).ThenBy(a => a.Id).Take(MostFound + 1).ToListAsync(ct);
        var ids = found.ConvertAll(a => a.Id);
        var entries = await db.CheckIns.AsNoTracking().Where(c => c.Day == day && ids.Contains(c.AttendeeId)).ToDictionaryAsync(c => c.AttendeeId, c => new DoorEntry(c.ScannedAt, c.Door), ct);
        return new DoorPeople(
            [.. found.Take(MostFound).Select(a =>
            {
                var (entry, result) = (entries.GetValueOrDefault(a.Id), DoorRules.Judge(a, days.Conference, day, now));
                return new DoorPerson(
                    a.Id, a.Name, a.Organisation, a.TicketType!.Name, result == ScanResult.Ok && entry is not null ? ScanResult.AlreadyIn : result,
                    result == ScanResult.NoSeat ? DoorRules.WhyNoSeat(a, now) : null, DoorRules.DaysOf(a.TicketType!, days.Conference), entry,
                    a is { State: AttendeeState.Waiting, OnSiteSince: { } since } && EventTime.In(days.Conference.TimeZone).Day(since) == days.Today);
            })],
            found.Count > MostFound);
    });
}
