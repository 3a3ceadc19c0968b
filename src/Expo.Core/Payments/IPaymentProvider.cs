namespace Expo.Core.Payments;

/// <summary>What somebody is asked to pay. The same values give the same request, so that asking twice with one key is safe.</summary>
/// <param name="Key">Ours for this payment: idempotency key, and the reference under which the provider tells of it.</param>
/// <param name="EndsAt">Until when it can be paid; the provider allows 30 minutes to 24 hours.</param>
public sealed record CheckoutRequest(string Key, long AmountMinor, string Currency, string What, string Email, DateTimeOffset EndsAt, string PaidUrl, string CancelledUrl);

/// <summary>How far a checkout is at the provider.</summary>
public enum CheckoutPhase
{
    /// <summary>Can be paid.</summary>
    Open,

    /// <summary>The person is done and the bank is not.</summary>
    Processing,

    Paid,

    /// <summary>Ended without money.</summary>
    Ended,
}

/// <param name="Key">Ours, if we asked for it.</param>
/// <param name="HasFailed">The money did not reach the payer and came back.</param>
/// <param name="Why">Why it failed, in the provider's word.</param>
public sealed record ProviderRefund(string Id, string? Key, long AmountMinor, bool HasFailed, string? Why);

/// <summary>What the provider says of a checkout and its money at this moment.</summary>
/// <param name="Url">Where it is paid; only while open.</param>
/// <param name="AmountMinor">What was taken, or is asked.</param>
/// <param name="IsDisputed">The payer asked the bank to take the money back.</param>
/// <param name="Refunds">All that went back or should have, whoever asked for it.</param>
public sealed record CheckoutState(
    string Id, string? Url, CheckoutPhase Phase, long AmountMinor, string Currency, string? IntentId, bool IsDisputed, IReadOnlyList<ProviderRefund> Refunds);

/// <summary>The door to whoever takes the money. Every create carries an idempotency key.</summary>
public interface IPaymentProvider
{
    /// <exception cref="ProviderException">See its kinds.</exception>
    Task<CheckoutState> CreateCheckoutAsync(CheckoutRequest request, CancellationToken ct);

    /// <exception cref="ProviderException">See its kinds.</exception>
    Task<CheckoutState> CheckoutAsync(string checkoutId, CancellationToken ct);

    /// <summary>Closes a checkout, so that nobody can pay there any more. One that is paid or closed stays as it is.</summary>
    /// <exception cref="ProviderException">See its kinds.</exception>
    Task<CheckoutState> EndCheckoutAsync(string checkoutId, CancellationToken ct);

    /// <exception cref="ProviderException">See its kinds.</exception>
    Task<ProviderRefund> RefundAsync(string intentId, long amountMinor, string key, CancellationToken ct);

    /// <summary>All refunds of an intent, failed ones too.</summary>
    /// <exception cref="ProviderException">See its kinds.</exception>
    Task<IReadOnlyList<ProviderRefund>> RefundsAsync(string intentId, CancellationToken ct);
}

public enum ProviderFault
{
    /// <summary>Nobody answered, or "not now": the same request may be made again with the same key.</summary>
    Away,

    /// <summary>It answered with a fault of its own. The same key gives the same answer for a day.</summary>
    Broken,

    /// <summary>It said no, and will say so again.</summary>
    Refused,
}

public sealed class ProviderException(ProviderFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public ProviderFault Fault => fault;
}
