using Expo.Core.Data;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>A ticket that money came for has changed or ended: whoever keeps the payments looks whether the two still fit.</summary>
public sealed record CheckMoney(int AttendeeId);

/// <summary>Money that came for a ticket and has not gone back. Registration asks whether there is some; what becomes of it is not decided here.</summary>
internal static class TicketMoney
{
    public static Task<bool> IsHereAsync(ExpoDb db, int attendeeId, CancellationToken ct) =>
        db.Payments.AnyAsync(p => p.AttendeeId == attendeeId && p.PaidAt != null && p.RefundedMinor < p.AmountMinor, ct);

    /// <summary>Whether one payment that is here was for at least the price of this ticket type.</summary>
    public static Task<bool> CoversAsync(ExpoDb db, int attendeeId, TicketType type, CancellationToken ct)
    {
        var (price, currency) = (type.PriceMinor, type.Currency.ToLowerInvariant());
        return db.Payments.AnyAsync(p => p.AttendeeId == attendeeId && p.PaidAt != null && p.RefundedMinor < p.AmountMinor && p.AmountMinor >= price && p.Currency == currency, ct);
    }

    /// <summary>Leaves the job, in the transaction of the change, if money is here.</summary>
    public static async Task TellAsync(SeatBooks books, int attendeeId, CancellationToken ct)
    {
        if (await IsHereAsync(books.Db, attendeeId, ct))
        {
            books.Db.Jobs.Add(Job.For(new CheckMoney(attendeeId), books.Now));
        }
    }
}
