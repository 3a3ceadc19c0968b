using Expo.Core.Jobs;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Payments;

/// <summary>Money that goes back: asked for here, told by the provider, or made there by hand.</summary>
internal sealed partial class PaymentStep
{
    private const string AtTheProvider = "Refunded at the payment provider.";

    /// <summary>Writes down what the provider says of refunds, ours and those made there by hand.</summary>
    public async Task NoteRefundsAsync(Payment payment, IReadOnlyList<ProviderRefund> refunds, CancellationToken ct)
    {
        var known = await db.Refunds.Where(r => r.PaymentId == payment.Id).ToListAsync(ct);
        foreach (var refund in refunds)
        {
            var ours = known.Find(r => r.ProviderId == refund.Id || r.Key == refund.Key);
            if (ours is null)
            {
                await NoteElsewhereAsync(payment, refund, ct);
            }
            else if (refund.HasFailed && ours.State != RefundState.Failed)
            {
                ours.ProviderId = refund.Id;
                Fail(payment, ours, $"A refund of {Money.Say(ours.AmountMinor, payment.Currency)} did not reach the payer{(refund.Why is null ? "" : $" ({refund.Why})")}. Give the money back another way, or try again.");
            }
            else if (!refund.HasFailed && ours.State != RefundState.Done)
            {
                if (ours.State == RefundState.Failed)
                {
                    Count(payment, Math.Min(ours.AmountMinor, payment.AmountMinor - payment.RefundedMinor));
                }

                (ours.State, ours.ProviderId, ours.DoneAt) = (RefundState.Done, refund.Id, now);
                await TellAsync(payment, PaymentLetters.Refunded, ours.Id, ct);
            }
        }
    }

    /// <summary>Leaves a refund: its row, and the job that asks the provider after the commit.</summary>
    /// <returns>False when less than that is left.</returns>
    public bool GiveBack(Payment payment, long amountMinor, string reason, string by)
    {
        if (amountMinor <= 0 || payment.RefundedMinor + amountMinor > payment.AmountMinor)
        {
            return false;
        }

        Count(payment, amountMinor);
        Leave(payment, amountMinor, reason, by);
        return true;
    }

    /// <summary>The row and the job, for an amount that is counted already.</summary>
    public void Leave(Payment payment, long amountMinor, string reason, string by)
    {
        var key = NewKey();
        db.Refunds.Add(new Refund { PaymentId = payment.Id, AmountMinor = amountMinor, Reason = reason, By = by, Key = key, CreatedAt = now });
        db.Jobs.Add(Job.For(new MakeRefund(key), now));
    }

    /// <summary>The refund will not happen: its amount is the payer's to claim again.</summary>
    public void Fail(Payment payment, Refund refund, string look)
    {
        refund.State = RefundState.Failed;
        payment.RefundedMinor -= refund.AmountMinor;
        payment.State = PaymentState.Paid;
        Look(payment, look);
    }

    private async Task NoteElsewhereAsync(Payment payment, ProviderRefund refund, CancellationToken ct)
    {
        var amount = Math.Min(refund.AmountMinor, payment.AmountMinor - payment.RefundedMinor);
        if (refund.HasFailed || amount <= 0 || payment.State is not (PaymentState.Paid or PaymentState.Refunded))
        {
            return;
        }

        Count(payment, amount);
        var row = new Refund
        {
            PaymentId = payment.Id, AmountMinor = amount, Reason = AtTheProvider, By = "Payment provider", Key = "at-" + refund.Id, State = RefundState.Done, ProviderId = refund.Id, CreatedAt = now, DoneAt = now,
        };
        db.Refunds.Add(row);
        Look(payment, $"{Money.Say(amount, payment.Currency)} was refunded at the payment provider and not here. Decide whether the registration should stay.");
        await db.SaveChangesAsync(ct);
        await TellAsync(payment, PaymentLetters.Refunded, row.Id, ct);
    }

    private static void Count(Payment payment, long amountMinor)
    {
        payment.RefundedMinor += amountMinor;
        payment.State = payment.RefundedMinor == payment.AmountMinor ? PaymentState.Refunded : PaymentState.Paid;
    }
}
