using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Expo.Core.Payments;

// What the provider is asked for by jobs: what it did not tell, and money that goes back.
public sealed partial class PaymentService
{
    private static readonly TimeSpan AfterTheEnd = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan BanksTakeTheirTime = TimeSpan.FromHours(6);
    private static readonly TimeSpan BanksAnswerWithin = TimeSpan.FromDays(7);
    private static readonly TimeSpan WhileAway = TimeSpan.FromHours(1);
    private static readonly TimeSpan RefundsAnswerWithin = TimeSpan.FromDays(1);

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
            // Keys are remembered for a day; after that only its mark tells that it was made. Also at the first attempt of a job,
            // which another job may have gone before.
            made = (await provider.RefundsAsync(intent, ct)).FirstOrDefault(r => r.Key == key) ?? await provider.RefundAsync(intent, refund.AmountMinor, key, ct);
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

    /// <summary>Raises a look, or takes back its own, after a ticket with money has changed. Judges by what stands there now, so that doing it twice is doing it once.</summary>
    internal async Task CheckMoneyAsync(int attendeeId, CancellationToken ct)
    {
        foreach (var id in await store.ReadAsync(db => db.Payments.Where(p => p.AttendeeId == attendeeId && p.State == PaymentState.Paid).OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(ct)))
        {
            await ChangeAsync(id, (step, payment, _) => step.FitAsync(payment, ct), ct);
        }
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

    /// <summary>Whether who pays now would get the money back: the ticket is gone or sure, its hold ended and late money gets no seat, or the checkout should be closed already.</summary>
    private async Task<bool> IsInVainAsync(ExpoDb db, Payment open, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var ticket = await db.Attendees.AsNoTracking().FirstAsync(a => a.Id == open.AttendeeId, ct);
        return open.CheckoutEndsAt <= now || ticket switch
        {
            { State: AttendeeState.Unpaid } when ticket.HeldUntil is null || ticket.HeldUntil > now => false,
            { State: AttendeeState.Unpaid or AttendeeState.Cancelled, HeldUntil: not null } => await LateSeat.AnswerAsync(db, ticket, now, ct) != PaidSeat.Sure,
            _ => true,
        };
    }

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

    [LoggerMessage(LogLevel.Error, "A refund of payment {Id} was refused by the payment provider")]
    private partial void LogRefundRefused(Exception fault, int id);
}
