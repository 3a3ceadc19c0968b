using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Payments;

/// <summary>What an organiser wants to give back.</summary>
/// <param name="AmountMinor">In the smallest unit of the payment's currency.</param>
/// <param name="Reason">The payer reads it on the receipt.</param>
/// <param name="CancelTicket">Cancels the registration as well.</param>
/// <param name="RefundedBefore">What had gone back when the organiser decided: a button pressed twice, or by two at once, gives back once.</param>
public sealed record RefundRequest(int PaymentId, long AmountMinor, string? Reason, bool CancelTicket, long RefundedBefore);

// What organisers do.
public sealed partial class PaymentService
{
    private const int ShortestReason = 3;

    /// <summary>Gives all or a part of a payment back. The database holds that never more goes back than came.</summary>
    public async Task<Result<Done>> RefundAsync(Actor by, RefundRequest request, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return PaymentRefusals.NotOrganiser;
        }

        if (!options.Value.IsOn)
        {
            return PaymentRefusals.Off;
        }

        if (request.AmountMinor <= 0)
        {
            return PaymentRefusals.AmountUnreadable;
        }

        if (Words(request.Reason) is not { } reason)
        {
            return PaymentRefusals.ReasonMissing;
        }

        return Told(await store.ChangeAsync(db => RefundAsync(db, by, request, reason, ct), ct));
    }

    /// <summary>Takes a payment off the list of those that need a look.</summary>
    /// <param name="by">An organiser.</param>
    /// <param name="paymentId">Which.</param>
    /// <param name="look">What was shown as the reason: another one that came meanwhile stays.</param>
    /// <param name="note">What was found; kept with the payment.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<Result<Done>> LookedAtAsync(Actor by, int paymentId, string look, string? note, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return PaymentRefusals.NotOrganiser;
        }

        if (Words(note) is not { } words)
        {
            return PaymentRefusals.NoteMissing;
        }

        return Told(await store.ChangeAsync<Done>(
            async db =>
            {
                var cleared = await db.Payments.Where(p => p.Id == paymentId && p.Look == look)
                    .ExecuteUpdateAsync(set => set.SetProperty(p => p.Look, (string?)null).SetProperty(p => p.Version, p => p.Version + 1), ct);
                if (cleared == 0)
                {
                    return await db.Payments.AnyAsync(p => p.Id == paymentId, ct) ? PaymentRefusals.Changed : PaymentRefusals.Unknown;
                }

                new PaymentStep(db, registrations, clock.GetUtcNow()).Note(paymentId, by.Name, words);
                return Done.It;
            },
            ct));
    }

    /// <summary>Looks at the provider now instead of waiting for its next word.</summary>
    public async Task<Result<Done>> AskProviderAsync(Actor by, int paymentId, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return PaymentRefusals.NotOrganiser;
        }

        if (!options.Value.IsOn)
        {
            return PaymentRefusals.Off;
        }

        if (!await store.ReadAsync(db => db.Payments.AnyAsync(p => p.Id == paymentId && p.CheckoutId != null, ct)))
        {
            return PaymentRefusals.Unknown;
        }

        try
        {
            var result = await SyncAsync(paymentId, null, ct);
            return result.IsRefused ? result.Refusal : Done.It;
        }
        catch (ProviderException fault)
        {
            LogNotFetched(fault, paymentId);
            return PaymentRefusals.AskAgain;
        }
    }

    private async Task<Result<Done>> RefundAsync(ExpoDb db, Actor by, RefundRequest request, string reason, CancellationToken ct)
    {
        var amount = request.AmountMinor;
        var took = await db.Payments
            .Where(p => p.Id == request.PaymentId && p.State == PaymentState.Paid && p.RefundedMinor == request.RefundedBefore && p.RefundedMinor + amount <= p.AmountMinor)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.RefundedMinor, p => p.RefundedMinor + amount).SetProperty(p => p.Version, p => p.Version + 1), ct);
        if (await db.Payments.FirstOrDefaultAsync(p => p.Id == request.PaymentId, ct) is not { } payment)
        {
            return PaymentRefusals.Unknown;
        }

        if (took == 0)
        {
            return payment.State is not (PaymentState.Paid or PaymentState.Refunded) ? PaymentRefusals.NotPaid
                : payment.RefundedMinor != request.RefundedBefore ? PaymentRefusals.Changed
                : PaymentRefusals.TooMuch(payment.AmountMinor - payment.RefundedMinor, payment.Currency);
        }

        if (payment.RefundedMinor == payment.AmountMinor)
        {
            payment.State = PaymentState.Refunded;
        }

        var now = clock.GetUtcNow();
        new PaymentStep(db, registrations, now).Leave(payment, amount, reason, by.Name);
        if (request.CancelTicket)
        {
            db.Jobs.Add(Job.For(new CancelRefunded(payment.AttendeeId), now));
        }

        return Done.It;
    }

    private Result<Done> Told(Result<Done> result)
    {
        if (!result.IsRefused)
        {
            Tell();
        }

        return result;
    }

    private static string? Words(string? typed)
    {
        var words = Mail.MimeLetters.OneLine(typed?.Trim() ?? "");
        return words.Length is >= ShortestReason and <= PaymentRefusals.LongestReason ? words : null;
    }
}
