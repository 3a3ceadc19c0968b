using Expo.Core.Jobs;
using Expo.Core.Registration;

namespace Expo.Core.Payments;

/// <summary>Ask the provider to give money back. Left together with the row of the refund.</summary>
/// <param name="Key">Of the refund.</param>
public sealed record MakeRefund(string Key);

/// <summary>Look at the provider what became of a payment, in case its webhook never comes.</summary>
public sealed record ResolvePayment(int PaymentId);

/// <summary>Cancel the registration whose money an organiser gave back.</summary>
public sealed record CancelRefunded(int AttendeeId);

internal sealed class MakeRefundHandler(PaymentService payments) : IJobHandler
{
    public string Kind => nameof(MakeRefund);

    public Task HandleAsync(Job job, CancellationToken ct) => payments.MakeRefundAsync(job.Read<MakeRefund>().Key, job.Attempts, ct);
}

internal sealed class ResolvePaymentHandler(PaymentService payments) : IJobHandler
{
    public string Kind => nameof(ResolvePayment);

    public Task HandleAsync(Job job, CancellationToken ct) => payments.ResolveAsync(job.Read<ResolvePayment>().PaymentId, job.Attempts, ct);
}

internal sealed class CheckMoneyHandler(PaymentService payments) : IJobHandler
{
    public string Kind => nameof(CheckMoney);

    public Task HandleAsync(Job job, CancellationToken ct) => payments.CheckMoneyAsync(job.Read<CheckMoney>().AttendeeId, ct);
}

internal sealed class CancelRefundedHandler(RegistrationService registrations) : IJobHandler
{
    public string Kind => nameof(CancelRefunded);

    public async Task HandleAsync(Job job, CancellationToken ct)
    {
        if ((await registrations.CancelRefundedAsync(job.Read<CancelRefunded>().AttendeeId, ct)).Refusal is { } no)
        {
            throw new InvalidOperationException(no.Message);
        }
    }
}
