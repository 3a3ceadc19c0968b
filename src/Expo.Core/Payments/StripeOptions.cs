using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Expo.Core.Payments;

/// <summary>How money is taken. Without keys the whole module is off: tickets that cost something cannot be paid, and everything else works.</summary>
public sealed class StripeOptions
{
    public const string Section = "Stripe";

    /// <summary>Secret or restricted key of the account, <c>sk_…</c> or <c>rk_…</c>.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Signing secrets of the webhook endpoint, <c>whsec_…</c>. While one is being replaced both stand here.</summary>
    public List<string> WebhookSecrets { get; set; } = [];

    /// <summary>Where Stripe's API is; another address is for tests.</summary>
    [Required, Url]
    public string ApiBase { get; set; } = "https://api.stripe.com";

    /// <summary>Where people pay. A browser leaves our form only for this origin.</summary>
    [Required, Url]
    public string CheckoutOrigin { get; set; } = "https://checkout.stripe.com";

    /// <summary>How far the time in a webhook's signature may lie from ours.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")]
    public TimeSpan Tolerance { get; set; } = TimeSpan.FromMinutes(5);

    public bool IsOn => !string.IsNullOrWhiteSpace(SecretKey);

    internal IEnumerable<string> Secrets => WebhookSecrets.Where(s => !string.IsNullOrWhiteSpace(s));
}

/// <summary>Half a setting would take money and never hear that it came, so it stops the start.</summary>
internal sealed class StripeOptionsCheck : IValidateOptions<StripeOptions>
{
    public ValidateOptionsResult Validate(string? name, StripeOptions options) => (options.IsOn, options.Secrets.Any()) switch
    {
        (true, false) => ValidateOptionsResult.Fail(
            "Stripe__SecretKey is set and Stripe__WebhookSecrets__0 is not. Set the signing secret of the webhook endpoint as well, or neither: without it no payment would ever be heard of."),
        (false, true) => ValidateOptionsResult.Fail(
            "Stripe__WebhookSecrets is set and Stripe__SecretKey is not. Set the secret key as well, or neither to leave payments off."),
        _ => ValidateOptionsResult.Success,
    };
}
