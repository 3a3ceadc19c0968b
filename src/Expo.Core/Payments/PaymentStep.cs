using System.Security.Cryptography;
using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Payments;

/// <summary>
/// The steps of a payment inside one transaction. Payments of one ticket are locked first, then seats: in this order
/// everywhere. The attendee is never tracked here, because registration reads it anew under its own locks. What goes back
/// stands in the other part.
/// </summary>
internal sealed partial class PaymentStep(ExpoDb db, RegistrationService registrations, DateTimeOffset now)
{
    public const string PaidTwice = "This ticket had been paid for already.";
    public const string NothingOwed = "The ticket was changed to one that costs nothing before the money came.";
    public const string OtherTicket = "The ticket was changed to another one before the money came.";
    private const string Disputed = "The payer disputes this payment at the bank. Answer at the payment provider before its deadline.";

    /// <summary>Locks all payments of the same ticket, so that of two that are paid at once one sees the other.</summary>
    /// <param name="paymentId">Handed back with what it is now.</param>
    /// <param name="version">What it was when the provider was asked; null to take it as it is.</param>
    /// <param name="ct">Ends the work.</param>
    /// <returns>Null when it has changed since.</returns>
    public async Task<Payment?> LockAsync(int paymentId, int? version, CancellationToken ct)
    {
        var ticket = await db.Payments.Where(p => p.Id == paymentId).Select(p => p.AttendeeId).FirstAsync(ct);
        foreach (var id in await db.Payments.Where(p => p.AttendeeId == ticket).OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(ct))
        {
            var wanted = id == paymentId ? version : null;
            if (await db.Payments.Where(p => p.Id == id && (wanted == null || p.Version == wanted)).ExecuteUpdateAsync(set => set.SetProperty(p => p.Version, p => p.Version + 1), ct) == 0)
            {
                return null;
            }
        }

        return await db.Payments.FirstAsync(p => p.Id == paymentId, ct);
    }

    /// <summary>Moves a payment to what the provider says, along legal transitions only: whatever order the news comes in, the end is the same.</summary>
    public async Task ApplyAsync(Payment payment, CheckoutState seen, CancellationToken ct)
    {
        payment.CheckoutId ??= seen.Id;
        payment.IntentId ??= seen.IntentId;
        if (seen.Phase == CheckoutPhase.Ended && payment.State == PaymentState.Open)
        {
            (payment.State, payment.CheckoutUrl) = (PaymentState.Ended, null);
        }

        if (seen.Phase == CheckoutPhase.Processing && payment.State == PaymentState.Open)
        {
            // Nothing can be paid there any more, and nothing need be.
            payment.CheckoutUrl = null;
        }

        // Also after it ended: money that came is money that came.
        if (seen.Phase == CheckoutPhase.Paid && payment.State is PaymentState.Open or PaymentState.Ended)
        {
            (payment.State, payment.PaidAt, payment.CheckoutUrl) = (PaymentState.Paid, now, null);
            await NoteRefundsAsync(payment, seen.Refunds, ct);
            await SettleAsync(payment, seen, ct);
        }
        else
        {
            await NoteRefundsAsync(payment, seen.Refunds, ct);
        }

        // The provider says so for ever, also when it was won: told once.
        if (seen.IsDisputed && !await db.PaymentNotes.AnyAsync(n => n.PaymentId == payment.Id && n.Text == Disputed, ct))
        {
            Look(payment, Disputed);
        }
    }

    /// <summary>Looks whether the ticket is still the one that the money came for; if not, somebody must decide about the money.</summary>
    public async Task FitAsync(Payment payment, CancellationToken ct)
    {
        if (payment.State != PaymentState.Paid)
        {
            return;
        }

        var ticket = await db.Attendees.AsNoTracking().Include(a => a.TicketType).FirstAsync(a => a.Id == payment.AttendeeId, ct);
        if (Misfits.Of(payment, ticket) is { } why)
        {
            Look(payment, why);
        }
        else if (Misfits.IsOne(payment.Look))
        {
            payment.Look = null;
            Note(payment.Id, Actor.System.Name, "The ticket fits the money again.");
        }
    }

    public void Look(Payment payment, string why)
    {
        if (payment.Look == why)
        {
            return;
        }

        // The newest reason is shown; the older ones are in the notes.
        payment.Look = why;
        Note(payment.Id, Actor.System.Name, why);
    }

    public void Note(int paymentId, string by, string text) =>
        db.PaymentNotes.Add(new PaymentNote { PaymentId = paymentId, At = now, By = by, Text = text });

    public static string NewKey() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private async Task SettleAsync(Payment payment, CheckoutState seen, CancellationToken ct)
    {
        if (seen.AmountMinor != payment.AmountMinor || !string.Equals(seen.Currency, payment.Currency, StringComparison.OrdinalIgnoreCase))
        {
            Look(payment, $"{Money.Say(seen.AmountMinor, seen.Currency)} was paid where {Money.Say(payment.AmountMinor, payment.Currency)} was asked. The seat was not made sure. Compare at the payment provider, then give the money back or add the person by hand.");
            return;
        }

        var left = payment.AmountMinor - payment.RefundedMinor;
        if (left == 0)
        {
            // It went back before we heard that it had come.
            return;
        }

        var ticket = await db.Attendees.Where(a => a.Id == payment.AttendeeId).Select(a => new { IsSure = a.State == AttendeeState.Confirmed, a.TicketTypeId, a.TicketType!.PriceMinor, a.TicketType.Currency }).FirstAsync(ct);
        if (ticket is { IsSure: true, PriceMinor: 0 })
        {
            GiveBack(payment, left, NothingOwed, Actor.System.Name);
        }
        else if (payment.TicketTypeId is { } asked && asked != ticket.TicketTypeId && ticket.PriceMinor > 0
            && (ticket.PriceMinor != payment.AmountMinor || !string.Equals(ticket.Currency, payment.Currency, StringComparison.OrdinalIgnoreCase)))
        {
            // The price of one ticket buys no other. What the price of the same ticket has become since it was asked does not matter.
            GiveBack(payment, left, OtherTicket, Actor.System.Name);
        }
        else if (ticket.IsSure && await db.Payments.AnyAsync(p => p.AttendeeId == payment.AttendeeId && p.Id != payment.Id && p.State == PaymentState.Paid, ct))
        {
            GiveBack(payment, left, PaidTwice, Actor.System.Name);
        }
        else if (await registrations.SettlePaidAsync(db, payment.AttendeeId, ct) is not PaidSeat.Sure and var seat)
        {
            GiveBack(payment, left, WhyBack(seat), Actor.System.Name);
        }
        else
        {
            await TellAsync(payment, PaymentLetters.Receipt, 0, ct);
        }
    }

    private static string WhyBack(PaidSeat seat) => seat switch
    {
        PaidSeat.Cancelled => "The registration had been cancelled before the money came.",
        PaidSeat.NotHonoured => "The time to pay was over when the money came.",
        PaidSeat.RegisteredAnew => "The time to pay was over when the money came, and you had registered again.",
        _ => "No seat was left when the money came.",
    };

    private async Task TellAsync(Payment payment, string template, int version, CancellationToken ct)
    {
        var to = await db.Attendees.Where(a => a.Id == payment.AttendeeId).Select(a => a.NormalisedEmail).FirstAsync(ct);
        if (to.Length > 0 && !await db.Outbox.AnyAsync(l => l.Template == template && l.Recipient == to && l.SubjectId == payment.Id && l.Version == version, ct))
        {
            db.Outbox.Add(OutboxLetter.For(template, to, payment.Id, version, now));
        }
    }
}
