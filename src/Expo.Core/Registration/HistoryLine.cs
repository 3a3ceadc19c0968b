using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>Which record a line of a person's history stands in.</summary>
public enum HistorySource
{
    /// <summary>The seat ledger.</summary>
    Seat,

    /// <summary>What staff did.</summary>
    Staff,

    /// <summary>The door.</summary>
    Door,
}

/// <summary>One line of what happened to a person, in plain words.</summary>
/// <param name="Pool">Whose seat it was about, for <see cref="HistorySource.Seat"/>.</param>
/// <param name="By">Who did it, for <see cref="HistorySource.Staff"/>.</param>
/// <param name="Change">How many seats were taken (+) or came free (−), for <see cref="HistorySource.Seat"/>; 0 when none.</param>
public sealed record HistoryLine(DateTimeOffset At, HistorySource Source, string Text, string? Pool = null, string? By = null, int Change = 0)
{
    /// <summary>Seat ledger, staff log and check-ins of one person as one list, oldest first.</summary>
    internal static async Task<List<HistoryLine>> ReadAsync(ExpoDb db, int attendeeId, IReadOnlyList<CheckIn> checkIns, CancellationToken ct)
    {
        var seats = await db.SeatLedger.Where(l => l.AttendeeId == attendeeId).OrderBy(l => l.Id)
            .Join(db.SeatPools, l => l.SeatPoolId, p => p.Id, (l, p) => new { l.Id, l.At, l.Text, l.Change, p.Name }).ToListAsync(ct);
        var staff = await db.RegistrationLog.Where(l => l.AttendeeId == attendeeId).OrderBy(l => l.Id).Select(l => new { l.Id, l.At, l.Text, l.By }).ToListAsync(ct);
        // What staff did stands before the seats that it moved at the same instant; lines of one record keep their own order.
        return
        [
            .. staff.OrderBy(l => l.Id).Select(l => new HistoryLine(l.At, HistorySource.Staff, l.Text, By: l.By))
                .Concat(seats.OrderBy(l => l.Id).Select(l => new HistoryLine(l.At, HistorySource.Seat, l.Text, Pool: l.Name, Change: l.Change)))
                .Concat(checkIns.Select(c => new HistoryLine(c.ScannedAt, HistorySource.Door, $"Came in at “{c.Door}”.")))
                .OrderBy(l => l.At),
        ];
    }
}
