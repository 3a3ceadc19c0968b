using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>
/// What is only held, and until when. A hold is dead at its instant, whether or not anybody has noticed: every transaction that
/// gives away seats puts back first what has run out, and every reader counts it as free.
/// </summary>
internal sealed class SeatHolds(SeatBooks books)
{
    /// <summary>After so many missed offers a person leaves the line, or it would be asked for ever.</summary>
    private const int MostMissedOffers = 2;

    /// <summary>One transaction that puts back what has run out and offers it to whoever waits.</summary>
    /// <returns>True when something had run out.</returns>
    public static async Task<bool> SettleAsync(ExpoStore store, TimeProvider clock, CancellationToken ct)
    {
        var result = await store.ChangeAsync<bool>(
            async db =>
            {
                var books = new SeatBooks(db, clock.GetUtcNow());
                await books.LockAsync(ct);
                var asked = await new Reconfirmation(books).AskAsync(ct);
                return await new SeatHolds(books).PutBackAsync(ct) || asked;
            },
            ct);
        return result.Value;
    }

    /// <summary>Whether anything has run out or must be asked, without a lock: a hint for the one who settles.</summary>
    public static Task<bool> IsDueAsync(ExpoStore store, DateTimeOffset now) => store.ReadAsync(async db =>
        await db.Attendees.AnyAsync(a => a.HeldUntil != null && a.HeldUntil <= now && a.State != AttendeeState.Cancelled)
        || await db.AccessCodes.AnyAsync(c => c.SeatsHeld > 0 && c.EndsAt <= now)
        || await db.RegistrationSettings.AnyAsync(s => s.ReconfirmFrom <= now && s.ReconfirmAskedAt == null && s.ReconfirmBy > now));

    public async Task<bool> PutBackAsync(CancellationToken ct)
    {
        var (db, now) = (books.Db, books.Now);
        foreach (var code in await db.AccessCodes.AsNoTracking().Where(c => c.SeatsHeld > 0 && c.EndsAt <= now).ToListAsync(ct))
        {
            await books.FreeCodeAsync(code, ct);
        }

        var ranOut = await db.Attendees.Include(a => a.TicketType)
            .Where(a => a.HeldUntil != null && a.HeldUntil <= now && a.State != AttendeeState.Cancelled).OrderBy(a => a.HeldUntil).ThenBy(a => a.Id).ToListAsync(ct);
        foreach (var attendee in ranOut)
        {
            await EndAsync(attendee, ct);
        }

        if (!books.Freed && ranOut.Count == 0)
        {
            return false;
        }

        await new WaitingLine(books).PromoteAsync(ct);
        books.Freed = false;
        return true;
    }

    private async Task EndAsync(Attendee attendee, CancellationToken ct)
    {
        var until = attendee.HeldUntil!.Value;
        attendee.Revision++;
        switch (attendee.State)
        {
            case AttendeeState.Offered:
                var stays = await StaysInLineAsync(books.Db, attendee, ct);
                await books.FreeAsync(attendee.Id, LedgerWords.OfferRanOut, ct);
                attendee.MissedOffers++;
                attendee.HeldUntil = null;
                if (stays)
                {
                    // To the end as of the moment it ran out, not of the moment somebody noticed.
                    (attendee.State, attendee.WaitingSince) = (AttendeeState.Waiting, until);
                }
                else
                {
                    await ToStreamOrOutAsync(attendee, ct);
                }

                books.Leave(nameof(SendOfferExpired), attendee);
                break;
            case AttendeeState.Unpaid:
                // The instant stays: it tells a hold that ran out from a registration that was cancelled, should money still come.
                await books.FreeAsync(attendee.Id, LedgerWords.HoldRanOut, ct);
                // Whoever was too slow to pay may bring the code once more.
                await books.Db.AccessCodes.Where(c => c.Id == attendee.AccessCodeId && c.Uses > 0).ExecuteUpdateAsync(set => set.SetProperty(c => c.Uses, c => c.Uses - 1), ct);
                (attendee.State, attendee.CancelledAt) = (AttendeeState.Cancelled, until);
                await TicketMoney.TellAsync(books, attendee.Id, ct);
                books.Leave(nameof(SendHoldExpired), attendee);
                break;
            case AttendeeState.Confirmed:
                await books.FreeAsync(attendee.Id, LedgerWords.NotReconfirmed, ct);
                attendee.HeldUntil = null;
                await ToStreamOrOutAsync(attendee, ct);
                books.Leave(nameof(SendReleased), attendee);
                break;
            default:
                attendee.HeldUntil = null;
                break;
        }
    }

    /// <summary>Whoever loses a seat keeps the stream, where there is one for everybody.</summary>
    public async Task ToStreamOrOutAsync(Attendee attendee, CancellationToken ct)
    {
        (attendee.WaitingSince, attendee.OnSiteSince, attendee.HeldUntil) = (null, null, null);
        await TicketMoney.TellAsync(books, attendee.Id, ct);
        if (await StreamTypeAsync(books.Db, attendee.ConferenceId, ct) is { } stream)
        {
            (attendee.State, attendee.TicketTypeId) = (AttendeeState.Confirmed, stream);
        }
        else
        {
            (attendee.State, attendee.CancelledAt) = (AttendeeState.Cancelled, books.Now);
        }
    }

    /// <summary>The ticket that everybody can have for the stream, if there is one.</summary>
    public static Task<int?> StreamTypeAsync(ExpoDb db, int conferenceId, CancellationToken ct) => db.TicketTypes
        .Where(t => t.ConferenceId == conferenceId && t.Kind == TicketKind.Online && !t.IsArchived && !t.NeedsCode && t.PriceMinor == 0 && t.Pools.Count == 0)
        .OrderBy(t => t.Position).ThenBy(t => t.Id).Select(t => (int?)t.Id).FirstOrDefaultAsync(ct);

    /// <summary>Whether somebody whose offer has run out, and was not put back yet, goes to the end of the line.</summary>
    public static async Task<bool> StaysInLineAsync(ExpoDb db, Attendee attendee, CancellationToken ct) => attendee.MissedOffers + 1 < MostMissedOffers
        && await db.RegistrationSettings.Where(s => s.ConferenceId == attendee.ConferenceId).Select(s => s.MissedOffer).FirstOrDefaultAsync(ct) == MissedOffer.ToTheEnd;
}
