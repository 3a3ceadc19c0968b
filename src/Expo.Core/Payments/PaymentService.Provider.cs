using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Expo.Core.Payments;

/// <summary>What became of a webhook event. The provider is content with each of them.</summary>
public enum EventAnswer
{
    /// <summary>It had its effect, if it had any to have.</summary>
    Handled,

    /// <summary>It had its effect before.</summary>
    Repeated,

    /// <summary>It is about nothing of ours.</summary>
    NotOurs,
}

// What the provider tells.
public sealed partial class PaymentService
{
    /// <summary>How often news may overtake a fetch before the provider is told to come again.</summary>
    private const int Overtakings = 10;

    /// <summary>
    /// A webhook. The event is only a hint: the state is fetched, and its id is written in the transaction of the effect, so
    /// that it has its effect once however often and in whatever order events come.
    /// </summary>
    /// <param name="rawBody">Exactly as it came; the signature is over its bytes.</param>
    /// <param name="signature">The header <c>Stripe-Signature</c>.</param>
    /// <param name="ct">Ends the work.</param>
    /// <returns>A refusal makes the provider deliver it again later.</returns>
    public async Task<Result<EventAnswer>> HandleEventAsync(string rawBody, string? signature, CancellationToken ct)
    {
        if (!options.Value.IsOn)
        {
            return PaymentRefusals.Off;
        }

        if (!_signature.IsGood(rawBody, signature))
        {
            return PaymentRefusals.BadSignature;
        }

        if (PaymentHint.Read(rawBody) is not { } hint)
        {
            return PaymentRefusals.UnreadableEvent;
        }

        if (await store.ReadAsync(db => db.PaymentEvents.AnyAsync(e => e.Id == hint.Id, ct)))
        {
            return EventAnswer.Repeated;
        }

        if (await FindAsync(hint, ct) is not { } payment)
        {
            return EventAnswer.NotOurs;
        }

        try
        {
            return await SyncAsync(payment, hint, ct);
        }
        catch (ProviderException fault)
        {
            LogNotFetched(fault, payment);
            return PaymentRefusals.AskAgain;
        }
    }

    /// <summary>
    /// Fetches and applies. What was fetched before somebody else's change is thrown away and fetched anew: a stale answer
    /// must not overwrite a newer one.
    /// </summary>
    private async Task<Result<EventAnswer>> SyncAsync(int paymentId, PaymentHint? hint, CancellationToken ct)
    {
        for (var overtaken = 0; overtaken < Overtakings; overtaken++)
        {
            var before = await store.ReadAsync(db => db.Payments.Where(p => p.Id == paymentId).Select(p => new { p.Version, p.CheckoutId }).FirstAsync(ct));
            if ((before.CheckoutId ?? hint?.CheckoutId) is not { } checkout)
            {
                return PaymentRefusals.AskAgain;
            }

            var seen = await provider.CheckoutAsync(checkout, ct);
            try
            {
                var result = await store.ChangeAsync(db => ApplyAsync(db, paymentId, before.Version, seen, hint, ct), ct);
                if (result.Refusal != PaymentRefusals.Changed)
                {
                    Tell();
                    return result;
                }
            }
            catch (DbUpdateException fault) when (hint is not null && ExpoStore.IsDuplicate(fault))
            {
                if (await store.ReadAsync(db => db.PaymentEvents.AnyAsync(e => e.Id == hint.Id, ct)))
                {
                    return EventAnswer.Repeated;
                }

                throw;
            }
        }

        return PaymentRefusals.AskAgain;
    }

    private async Task<Result<EventAnswer>> ApplyAsync(ExpoDb db, int paymentId, int version, CheckoutState seen, PaymentHint? hint, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (hint is not null)
        {
            // First of all: of many deliveries at once all but one wait here, and then find it done.
            db.PaymentEvents.Add(new PaymentEvent { Id = hint.Id, Type = hint.Type, ReceivedAt = now });
            await db.SaveChangesAsync(ct);
        }

        var step = new PaymentStep(db, registrations, now);
        if (await step.LockAsync(paymentId, version, ct) is not { } payment)
        {
            return PaymentRefusals.Changed;
        }

        await step.ApplyAsync(payment, seen, ct);
        if (payment.State == PaymentState.Open && hint is null)
        {
            await LookAgainAsync(db, step, payment, seen, now, ct);
        }

        return EventAnswer.Handled;
    }

    private Task<int?> FindAsync(PaymentHint hint, CancellationToken ct) => store.ReadAsync(db => db.Payments
        .Where(p => (hint.CheckoutId != null && p.CheckoutId == hint.CheckoutId) || (hint.IntentId != null && p.IntentId == hint.IntentId) || (hint.Key != null && p.Key == hint.Key))
        .Select(p => (int?)p.Id).FirstOrDefaultAsync(ct));

    [LoggerMessage(LogLevel.Error, "The state of payment {Id} could not be fetched from the payment provider")]
    private partial void LogNotFetched(Exception fault, int id);
}
