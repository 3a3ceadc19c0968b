using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>What stands on a badge.</summary>
/// <param name="Text">Of the QR code: see <see cref="DoorCodes.Badge"/>. It does not open the ticket's page.</param>
public sealed record Badge(int AttendeeId, string Name, string? Organisation, string? Country, string TicketType, string Text);

/// <summary>Which badges to print. Everything is optional.</summary>
/// <param name="TypeCode">Of a ticket type.</param>
/// <param name="Since">Only those who registered at this instant or later.</param>
public sealed record BadgeFilter(string? TypeCode = null, DateTimeOffset? Since = null);

/// <summary>One printing of badges in the order of their names, and how many there are in all.</summary>
public sealed record BadgeSheet(IReadOnlyList<Badge> Badges, int Total);

/// <summary>Badges of those who have a seat in the room.</summary>
public sealed class BadgeQueries(ExpoStore store, TimeProvider clock)
{
    /// <param name="by">An organiser.</param>
    /// <param name="filter">Which badges.</param>
    /// <param name="skip">How many to leave out at the beginning.</param>
    /// <param name="take">At most this many.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<Result<BadgeSheet>> SheetAsync(Actor by, BadgeFilter filter, int skip, int take, CancellationToken ct) => !by.IsOrganiser ? DoorRefusals.NotOrganiser : await store.ReadAsync<Result<BadgeSheet>>(async db =>
    {
        if (await DoorReads.ConferenceAsync(db, ct) is not { } conference)
        {
            return DoorRefusals.NoEvent;
        }

        var found = Seated(db, conference.Id);
        if (filter.TypeCode is { Length: > 0 } type)
        {
            found = found.Where(a => a.TicketType!.Code == type);
        }

        if (filter.Since is { } since)
        {
            found = found.Where(a => a.RegisteredAt >= since);
        }

        return new BadgeSheet(await ReadAsync(found.OrderBy(a => a.Name).ThenBy(a => a.Id).Skip(skip).Take(take), ct), await found.CountAsync(ct));
    });

    /// <summary>One badge at the door, by ticket, badge or number.</summary>
    public async Task<Result<Badge>> OneAsync(Actor by, string? code, int? attendeeId, CancellationToken ct) => !by.IsDoor ? DoorRefusals.NotDoor : await store.ReadAsync<Result<Badge>>(async db =>
    {
        if (await DoorReads.ConferenceAsync(db, ct) is { } conference
            && await DoorReads.TicketAsync(db, conference.Id, new DoorScanRequest { Code = code, AttendeeId = attendeeId }, ct) is { } ticket
            && await ReadAsync(Seated(db, conference.Id).Where(a => a.Id == ticket.Id), ct) is [var badge])
        {
            return badge;
        }

        return DoorRefusals.NoBadge;
    });

    /// <summary>Kinds of ticket that have a badge, in the order of the form.</summary>
    public Task<List<TicketType>> TypesAsync(CancellationToken ct) => store.ReadAsync(async db => await DoorReads.ConferenceAsync(db, ct) is { } conference
        ? await db.TicketTypes.AsNoTracking().Where(t => t.ConferenceId == conference.Id && t.Kind == TicketKind.InPerson).OrderBy(t => t.Position).ThenBy(t => t.Id).ToListAsync(ct)
        : []);

    private IQueryable<Attendee> Seated(ExpoDb db, int conferenceId)
    {
        var now = clock.GetUtcNow();
        return db.Attendees.Where(a => a.ConferenceId == conferenceId && a.State == AttendeeState.Confirmed && a.TicketType!.Kind == TicketKind.InPerson && (a.HeldUntil == null || a.HeldUntil > now));
    }

    private static async Task<List<Badge>> ReadAsync(IQueryable<Attendee> who, CancellationToken ct) =>
        (await who.Select(a => new { a.Id, a.Name, a.Organisation, a.Country, Type = a.TicketType!.Name, a.TicketCode }).ToListAsync(ct))
        .ConvertAll(a => new Badge(a.Id, a.Name, a.Organisation, a.Country, a.Type, DoorCodes.Badge(a.Id, a.TicketCode)));
}
