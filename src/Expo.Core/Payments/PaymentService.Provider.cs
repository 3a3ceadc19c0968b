using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Registration;
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

// What the provider tells, or is asked because it did not.
public sealed partial class PaymentService
{
    private static readonly TimeSpan AfterTheEnd = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan BanksTakeTheirTime = TimeSpan.FromHours(6);
    private static readonly TimeSpan BanksAnswerWithin = TimeSpan.FromDays(7);
    private static readonly TimeSpan WhileAway = TimeSpan.FromHours(1);
    private static readonly TimeSpan RefundsAnswerWithin = TimeSpan.FromDays(1);

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

    /// <summary>Looks at the provider what became of a payment. Leaves a job to look again while it is undecided.</summary>
    internal async Task ResolveAsync(int paymentId, int attempt, CancellationToken ct)
    {
        try
        {
            var open = await store.ReadAsync(db => db.Payments.AsNoTracking().FirstAsync(p => p.Id == paymentId, ct));
            if (open.CheckoutId is null)
            {
                // It was asked for and the answer was lost: nobody has its address, so nobody can pay it.
                await store.ChangeAsync<Done>(async db => await EndUnopenedAsync(db, paymentId, ct), ct);
                Tell();
                return;
            }

            if (open.State == PaymentState.Open && await store.ReadAsync(db => IsInVainAsync(db, open, ct)))
            {
                await provider.EndCheckoutAsync(open.CheckoutId, ct);
            }

            if ((await SyncAsync(paymentId, null, ct)).Refusal is { } no)
            {
                throw new InvalidOperationException(no.Message);
            }
        }
        catch (ProviderException) when (attempt >= Job.AttemptsBeforeGivingUp)
        {
            // A provider that is away for long is no reason to forget a payment.
            var now = clock.GetUtcNow();
            await store.ChangeAsync<Done>(db => LeaveAsync(db, ResolveAt(paymentId, now + WhileAway, now)), ct);
        }
    }

    /// <summary>Asks the provider to give money back. Done before, or done by an attempt that was cut off: nothing happens twice.</summary>
    internal async Task MakeRefundAsync(string key, int attempt, CancellationToken ct)
    {
        var refund = await store.ReadAsync(db => db.Refunds.AsNoTracking().Include(r => r.Payment).FirstAsync(r => r.Key == key, ct));
        if (refund.State != RefundState.Wanted || refund.Payment!.IntentId is not { } intent)
        {
            return;
        }

        ProviderRefund made;
        try
        {
            // Keys are remembered for a day; after that only its mark tells that it was made.
            var earlier = attempt > 1 ? (await provider.RefundsAsync(intent, ct)).FirstOrDefault(r => r.Key == key) : null;
            made = earlier ?? await provider.RefundAsync(intent, refund.AmountMinor, key, ct);
        }
        catch (ProviderException no) when (no.Fault == ProviderFault.Refused)
        {
            LogRefundRefused(no, refund.PaymentId);
            await ChangeAsync(refund.PaymentId, (step, payment, db) => RefusedAsync(step, payment, db, key, no.Message, ct), ct);
            return;
        }
        catch (ProviderException) when (attempt >= Job.AttemptsBeforeGivingUp)
        {
            await ChangeAsync(refund.PaymentId, (step, payment, db) => AskLater(step, payment, db, refund), ct);
            return;
        }

        await ChangeAsync(refund.PaymentId, (step, payment, _) => step.NoteRefundsAsync(payment, [made], ct), ct);
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

    private static async Task LookAgainAsync(ExpoDb db, PaymentStep step, Payment payment, CheckoutState seen, DateTimeOffset now, CancellationToken ct)
    {
        if (seen.Phase == CheckoutPhase.Processing)
        {
            if (now - payment.CreatedAt > BanksAnswerWithin)
            {
                step.Look(payment, "The bank has not said for a week whether it pays. Look at the payment provider.");
            }

            db.Jobs.Add(ResolveAt(payment.Id, now + BanksTakeTheirTime, now));
            return;
        }

        var heldUntil = await db.Attendees.Where(a => a.Id == payment.AttendeeId).Select(a => a.HeldUntil).FirstAsync(ct);
        db.Jobs.Add(ResolveAt(payment.Id, FirstLook(payment, heldUntil, now), now));
    }

    /// <summary>When the hold ends, to close a checkout that outlives it; or when the checkout should have ended.</summary>
    private static DateTimeOffset FirstLook(Payment payment, DateTimeOffset? heldUntil, DateTimeOffset now)
    {
        var end = payment.CheckoutEndsAt + AfterTheEnd;
        return heldUntil > now && heldUntil < end ? heldUntil.Value : end > now ? end : now + AfterTheEnd;
    }

    /// <summary>Whether who pays now would get the money back: the ticket is gone or sure, its hold ended with no seat left, or the checkout should be closed already.</summary>
    private async Task<bool> IsInVainAsync(ExpoDb db, Payment open, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var ticket = await db.Attendees.AsNoTracking().FirstAsync(a => a.Id == open.AttendeeId, ct);
        return ticket.State != AttendeeState.Unpaid
            || open.CheckoutEndsAt <= now
            || (ticket.HeldUntil <= now && !await PaymentStep.HasSeatLeftAsync(db, ticket.Id, ticket.TicketTypeId, ct));
    }

    private Task<int?> FindAsync(PaymentHint hint, CancellationToken ct) => store.ReadAsync(db => db.Payments
        .Where(p => (hint.CheckoutId != null && p.CheckoutId == hint.CheckoutId) || (hint.IntentId != null && p.IntentId == hint.IntentId) || (hint.Key != null && p.Key == hint.Key))
        .Select(p => (int?)p.Id).FirstOrDefaultAsync(ct));

    private static async Task RefusedAsync(PaymentStep step, Payment payment, ExpoDb db, string key, string why, CancellationToken ct)
    {
        if (await db.Refunds.FirstAsync(r => r.Key == key, ct) is { State: RefundState.Wanted } refund)
        {
            step.Fail(payment, refund, Short($"The payment provider refused to give back {Money.Say(refund.AmountMinor, payment.Currency)}: {why}"));
            db.Jobs.Add(ResolveAt(payment.Id, refund.CreatedAt, refund.CreatedAt));
        }
    }

    private Task AskLater(PaymentStep step, Payment payment, ExpoDb db, Refund refund)
    {
        var now = clock.GetUtcNow();
        var again = Job.For(new MakeRefund(refund.Key), now);
        again.DueAt = now + WhileAway;
        db.Jobs.Add(again);
        if (now - refund.CreatedAt > RefundsAnswerWithin)
        {
            step.Look(payment, $"{Money.Say(refund.AmountMinor, payment.Currency)} should go back, and the payment provider has not taken it for a day. It is asked every hour.");
        }

        return Task.CompletedTask;
    }

    private async Task ChangeAsync(int paymentId, Func<PaymentStep, Payment, ExpoDb, Task> change, CancellationToken ct)
    {
        await store.ChangeAsync<Done>(
            async db =>
            {
                var step = new PaymentStep(db, registrations, clock.GetUtcNow());
                await change(step, (await step.LockAsync(paymentId, null, ct))!, db);
                return Done.It;
            },
            ct);
        Tell();
    }

    private static Task<Result<Done>> LeaveAsync(ExpoDb db, Job job)
    {
        db.Jobs.Add(job);
        return Task.FromResult<Result<Done>>(Done.It);
    }

    private static Job ResolveAt(int paymentId, DateTimeOffset due, DateTimeOffset now)
    {
        var job = Job.For(new ResolvePayment(paymentId), now);
        job.DueAt = due;
        return job;
    }

    private static string Short(string text) => text.Length > 300 ? text[..299] + "…" : text;

    [LoggerMessage(LogLevel.Error, "The state of payment {Id} could not be fetched from the payment provider")]
    private partial void LogNotFetched(Exception fault, int id);

    [LoggerMessage(LogLevel.Error, "A refund of payment {Id} was refused by the payment provider")]
    private partial void LogRefundRefused(Exception fault, int id);
}
