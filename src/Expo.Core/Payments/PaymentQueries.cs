using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Payments;

/// <summary>A payment with what went back of it, oldest first.</summary>
public sealed record PaymentLine(Payment Payment, IReadOnlyList<Refund> Refunds);

/// <summary>Where somebody stands with the money for a ticket.</summary>
public enum PayStep
{
    /// <summary>The ticket costs nothing, or is sure without money.</summary>
    Nothing,

    /// <summary>A seat is held, to be paid for.</summary>
    Due,

    /// <summary>The hold has ended; seats are left, and who pays now gets one of them if it still is.</summary>
    DueLate,

    /// <summary>The hold has ended, and who pays now would get the money back.</summary>
    TooLate,

    /// <summary>Paid, and the seat is sure.</summary>
    Paid,

    /// <summary>Money came and the seat is not sure: an organiser must look.</summary>
    InHand,

    /// <summary>The registration ended or costs nothing any more, and money for it is here still: an organiser must decide.</summary>
    Kept,

    /// <summary>There is no seat to pay for yet.</summary>
    NotYet,

    Cancelled,
}

/// <summary>A ticket as whoever pays for it sees it. Newest payment first.</summary>
/// <param name="HasSeatLeft">Whether money that comes now still gets a seat although the hold has ended.</param>
public sealed record PayView(Attendee Attendee, Conference Conference, IReadOnlyList<PaymentLine> Payments, bool HasSeatLeft)
{
    public TicketType Type => Attendee.TicketType!;

    /// <summary>Money that came, whatever became of it.</summary>
    public IEnumerable<PaymentLine> Received => Payments.Where(p => p.Payment.PaidAt is not null);

    public bool IsWithBank => Payments.Any(p => p.Payment.IsWithBank);

    public PayStep Step(DateTimeOffset now) => Attendee.State switch
    {
        _ when Payments.Any(p => p.Payment.State == PaymentState.Paid) && (Attendee.State == AttendeeState.Cancelled || Type.IsFree) => PayStep.Kept,
        // A hold that ran out keeps its instant; a registration that was cancelled has none.
        AttendeeState.Cancelled when Attendee.HeldUntil is null => PayStep.Cancelled,
        AttendeeState.Confirmed => Payments.Any(p => p.Payment.State == PaymentState.Paid) ? PayStep.Paid : PayStep.Nothing,
        _ when Payments.Any(p => p.Payment.State == PaymentState.Paid) => PayStep.InHand,
        _ when Type.IsFree => PayStep.Nothing,
        AttendeeState.Unpaid when Attendee.HeldUntil is null || Attendee.HeldUntil > now => PayStep.Due,
        AttendeeState.Unpaid or AttendeeState.Cancelled => HasSeatLeft ? PayStep.DueLate : PayStep.TooLate,
        _ => PayStep.NotYet,
    };
}

/// <summary>What an organiser looks for among payments.</summary>
public enum PaymentFilter
{
    All,
    NeedsLook,
    Open,
    Paid,
    Refunded,
    Ended,
}

/// <param name="Notes">Newest first.</param>
public sealed record PaymentRow(Payment Payment, string Name, string Email, AttendeeState Seat, IReadOnlyList<Refund> Refunds, IReadOnlyList<PaymentNote> Notes);

/// <param name="Rows">Those that need a look first, then the newest.</param>
/// <param name="NeedLook">How many of all need a look.</param>
public sealed record PaymentPage(IReadOnlyList<PaymentRow> Rows, int Total, int NeedLook);

/// <summary>Reads of payments. What it returns is detached.</summary>
public sealed class PaymentQueries(ExpoStore store, TimeProvider clock)
{
    /// <summary>By the ticket's code as anybody may type it. Null when there is none.</summary>
    public async Task<PayView?> TicketAsync(string? typedCode, CancellationToken ct) => TicketCodes.Parse(typedCode) is { } code
        ? await store.ReadAsync(async db => await db.Attendees.AsNoTracking().Include(a => a.TicketType).FirstOrDefaultAsync(a => a.TicketCode == code, ct) is { } found ? await ViewAsync(db, found, ct) : null)
        : null;

    /// <summary>The same by one of its payments, for letters.</summary>
    public Task<PayView?> OfPaymentAsync(long paymentId, CancellationToken ct) => store.ReadAsync(async db =>
        await db.Payments.Where(p => p.Id == paymentId).Select(p => p.AttendeeId).FirstOrDefaultAsync(ct) is var id and > 0
            ? await ViewAsync(db, await db.Attendees.AsNoTracking().Include(a => a.TicketType).FirstAsync(a => a.Id == id, ct), ct)
            : null);

    /// <summary>Names, addresses and money: for organisers.</summary>
    public async Task<Result<PaymentPage>> PageAsync(Actor by, int conferenceId, PaymentFilter filter, int skip, int take, CancellationToken ct) => by.IsOrganiser
        ? await store.ReadAsync(db => PageAsync(db, conferenceId, filter, skip, take, ct))
        : PaymentRefusals.NotOrganiser;

    private async Task<PayView> ViewAsync(ExpoDb db, Attendee attendee, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var payments = await db.Payments.AsNoTracking().Where(p => p.AttendeeId == attendee.Id).OrderByDescending(p => p.Id).ToListAsync(ct);
        var refunds = (await db.Refunds.AsNoTracking().Where(r => r.Payment!.AttendeeId == attendee.Id).OrderBy(r => r.Id).ToListAsync(ct)).ToLookup(r => r.PaymentId);
        return new PayView(
            attendee,
            await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == attendee.ConferenceId, ct),
            payments.ConvertAll(p => new PaymentLine(p, [.. refunds[p.Id]])),
            attendee is { State: AttendeeState.Unpaid or AttendeeState.Cancelled, TicketType.IsFree: false } && attendee.HeldUntil <= now && await LateSeat.AnswerAsync(db, attendee, now, ct) == PaidSeat.Sure);
    }

    private static async Task<PaymentPage> PageAsync(ExpoDb db, int conferenceId, PaymentFilter filter, int skip, int take, CancellationToken ct)
    {
        var all = db.Payments.AsNoTracking().Where(p => p.Attendee!.ConferenceId == conferenceId);
        var found = filter switch
        {
            PaymentFilter.NeedsLook => all.Where(p => p.Look != null),
            PaymentFilter.Open => all.Where(p => p.State == PaymentState.Open),
            PaymentFilter.Paid => all.Where(p => p.State == PaymentState.Paid),
            PaymentFilter.Refunded => all.Where(p => p.RefundedMinor > 0),
            PaymentFilter.Ended => all.Where(p => p.State == PaymentState.Ended),
            _ => all,
        };
        var page = await found.OrderBy(p => p.Look == null).ThenByDescending(p => p.Id).Skip(skip).Take(take)
            .Select(p => new { Payment = p, p.Attendee!.Name, p.Attendee.Email, p.Attendee.State }).ToListAsync(ct);
        var ids = page.ConvertAll(p => p.Payment.Id);
        var refunds = (await db.Refunds.AsNoTracking().Where(r => ids.Contains(r.PaymentId)).OrderBy(r => r.Id).ToListAsync(ct)).ToLookup(r => r.PaymentId);
        var notes = (await db.PaymentNotes.AsNoTracking().Where(n => ids.Contains(n.PaymentId)).OrderByDescending(n => n.Id).ToListAsync(ct)).ToLookup(n => n.PaymentId);
        return new PaymentPage(
            page.ConvertAll(p => new PaymentRow(p.Payment, p.Name, p.Email, p.State, [.. refunds[p.Payment.Id]], [.. notes[p.Payment.Id]])),
            await found.CountAsync(ct),
            await all.CountAsync(p => p.Look != null, ct));
    }
}
