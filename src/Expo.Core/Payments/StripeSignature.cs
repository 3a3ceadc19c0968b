using Microsoft.Extensions.Options;
using Stripe;

namespace Expo.Core.Payments;

/// <summary>Whether a webhook's body comes from Stripe: HMAC over the raw body, compared in constant time by Stripe's own library, with each of our secrets.</summary>
internal sealed class StripeSignature(IOptions<StripeOptions> options, TimeProvider clock)
{
    /// <param name="body">Exactly as it came.</param>
    /// <param name="header">The header <c>Stripe-Signature</c>, or null.</param>
    public bool IsGood(string body, string? header)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var good = false;
        foreach (var secret in options.Value.Secrets)
        {
            // All are tried, so that the time taken does not tell which one it was.
            good |= header is not null && IsGood(body, header, secret, now);
        }

        return good;
    }

    private bool IsGood(string body, string header, string secret, long now)
    {
        try
        {
            EventUtility.ValidateSignature(body, header, secret, (long)options.Value.Tolerance.TotalSeconds, now);
            return true;
        }
        catch (StripeException)
        {
            return false;
        }
    }
}
