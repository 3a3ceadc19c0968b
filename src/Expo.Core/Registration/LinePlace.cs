using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>Where somebody stands on the waiting list, and why.</summary>
/// <param name="Number">1 for the next; counted among all who wait for a seat of the same pools. Of a party: that of its first.</param>
/// <param name="Of">How many wait there.</param>
/// <param name="Why">Plain sentences: what is missing, and what goes before.</param>
/// <param name="Together">How many of those who wait are the person's party, itself counted: they stand in the line one behind the other.</param>
public sealed record LinePlace(int Number, int Of, string Why, int Together = 1)
{
    /// <summary>For instance <c>number 4</c>, or <c>numbers 4 to 6</c> for three who registered together.</summary>
    public string InWords => Together == 1 ? $"number {Number}" : $"numbers {Number} to {Number + Together - 1}";

    /// <summary>The same at the beginning of a line.</summary>
    public string Title => char.ToUpperInvariant(InWords[0]) + InWords[1..];

    internal static async Task<LinePlace> ReadAsync(ExpoDb db, Attendee attendee, DateTimeOffset now, CancellationToken ct)
    {
        var seats = await SeatCount.ReadAsync(db, attendee.ConferenceId, now, ct);
        // An offer that has run out and was not put back yet counts as put back: at the end, as of its instant.
        var (since, missed) = attendee.State == AttendeeState.Offered ? (attendee.HeldUntil, attendee.MissedOffers + 1) : (attendee.WaitingSince, attendee.MissedOffers);
        var types = seats.Draws.Keys.Where(type => type == attendee.TicketTypeId || seats.SharesPools(type, attendee.TicketTypeId)).ToList();
        var line = db.Attendees.Where(a => types.Contains(a.TicketTypeId) && a.State == AttendeeState.Waiting);
        var before = line.Where(a => a.Priority > attendee.Priority
            || (a.Priority == attendee.Priority && (a.WaitingSince < since || (a.WaitingSince == since && a.Id < attendee.Id))));
        var party = attendee.Party is null ? 1 : await db.Attendees.CountAsync(a => a.Party == attendee.Party && a.State == AttendeeState.Waiting, ct);
        party = Math.Max(party, 1);
        var ahead = attendee.Party is null ? await before.CountAsync(ct) : await before.CountAsync(a => a.Party != attendee.Party, ct);
        var preferred = await line.CountAsync(a => a.Priority > attendee.Priority, ct);
        return new LinePlace(ahead + 1, Math.Max(ahead + party, await line.CountAsync(ct) + (attendee.State == AttendeeState.Offered ? 1 : 0)), Words(seats, attendee, party, preferred, missed), party);
    }

    private static string Words(SeatCount seats, Attendee attendee, int party, int preferred, int missed)
    {
        var pools = seats.Counts.Of(attendee.TicketTypeId, Organisations.Key(attendee.Organisation));
        var words = new List<string>();
        words.AddRange((pools ?? []).Where(p => p.Free <= 0).Select(p => Full(p, pools!.Count(other => !other.OfOrganisation) == 1)));
        if (pools?.FirstOrDefault(p => p.Capacity > 0 && p.Capacity < party) is { } small)
        {
            words.Add($"You are {party} together, and {(small.OfOrganisation ? "your organization" : $"“{small.Name}”")} has {LedgerWords.Seats(small.Capacity)} in all, so you cannot get seats together. Ask the organizers, or cancel and register in smaller groups.");
        }
        else if (pools is null)
        {
            words.Add("Seats of this kind are counted for each organization, and yours is not known. Write to the organizers.");
        }
        else if (words.Count == 0)
        {
            words.Add(party > 1 ? $"There is not room for all {party} of you yet; you get seats together or not at all." : "People before you need several seats together, and get them together.");
        }

        if (preferred > 0)
        {
            words.Add(preferred == 1 ? "1 person has priority, which the organizer gave for a reason." : $"{preferred} people have priority, which the organizer gave for a reason.");
        }

        if (missed > 0)
        {
            words.Add("An earlier offer was not answered in time, so you went to the end of the line.");
        }

        return string.Join(' ', words);
    }

    private static string Full(PoolCount pool, bool isOnly) => pool.OfOrganisation
        ? $"Your organization has {(pool.Capacity == 1 ? "the 1 seat" : $"all {pool.Capacity} seats")} that it may have."
        : (pool.Capacity == 1 ? "The only seat" : $"All {pool.Capacity} seats") + (isOnly ? "" : $" of “{pool.Name}”") + (pool.Capacity == 1 ? " is taken or held." : " are taken or held.");
}
