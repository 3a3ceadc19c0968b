using System.Net;
using Microsoft.Extensions.Options;
using Stripe;
using Stripe.Checkout;

namespace Expo.Core.Payments;

/// <summary>Stripe behind the door: Checkout Sessions, their payment intents, refunds.</summary>
internal sealed class StripeProvider(IOptions<StripeOptions> options) : IPaymentProvider, IDisposable
{
    /// <summary>Name under which our key lies in the metadata of what we make at Stripe.</summary>
    public const string PaymentTag = "expo_payment";
    public const string RefundTag = "expo_refund";

    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http = new() { Timeout = AnswersWithin };
    private StripeClient? _client;

    // Made at first use: without a key there is none, and none is needed.
    private StripeClient Client => _client ??= new StripeClient(new StripeClientOptions
    {
        ApiKey = options.Value.SecretKey,
        ApiBase = options.Value.ApiBase.TrimEnd('/'),
        HttpClient = new SystemNetHttpClient(_http, maxNetworkRetries: 2, enableTelemetry: false),
    });

    public async Task<CheckoutState> CreateCheckoutAsync(CheckoutRequest request, CancellationToken ct)
    {
        var tag = new Dictionary<string, string> { [PaymentTag] = request.Key };
        var create = new SessionCreateOptions
        {
            Mode = "payment",
            ClientReferenceId = request.Key,
            CustomerEmail = request.Email,
            ExpiresAt = request.EndsAt.UtcDateTime,
            SuccessUrl = request.PaidUrl,
            CancelUrl = request.CancelledUrl,
            // The price stays in the event's currency, or the amount taken could not be compared with the amount asked.
            AdaptivePricing = new SessionAdaptivePricingOptions { Enabled = false },
            LineItems =
            [
                new SessionLineItemOptions
                {
                    Quantity = 1,
                    PriceData = new SessionLineItemPriceDataOptions
                    {
                        Currency = request.Currency,
                        UnitAmount = request.AmountMinor,
                        ProductData = new SessionLineItemPriceDataProductDataOptions { Name = request.What },
                    },
                },
            ],
            Metadata = tag,
            PaymentIntentData = new SessionPaymentIntentDataOptions { Metadata = tag, Description = request.What },
        };
        return await AskAsync(async () =>
        {
            try
            {
                return Read(await Client.V1.Checkout.Sessions.CreateAsync(create, With(request.Key), ct));
            }
            catch (StripeException no) when (no.StripeError?.Param == "customer_email")
            {
                // The address is only filled in for the person's convenience; one that Stripe does not like is left out.
                create.CustomerEmail = null;
                return Read(await Client.V1.Checkout.Sessions.CreateAsync(create, With(request.Key + "-2"), ct));
            }
        });
    }

    public async Task<CheckoutState> CheckoutAsync(string checkoutId, CancellationToken ct)
    {
        var state = await AskAsync(async () => Read(
            await Client.V1.Checkout.Sessions.GetAsync(checkoutId, new SessionGetOptions { Expand = ["payment_intent.latest_charge"] }, cancellationToken: ct)));
        return state is { Phase: CheckoutPhase.Paid, IntentId: { } intent } ? state with { Refunds = await RefundsAsync(intent, ct) } : state;
    }

    public async Task<CheckoutState> EndCheckoutAsync(string checkoutId, CancellationToken ct)
    {
        try
        {
            await AskAsync(() => Client.V1.Checkout.Sessions.ExpireAsync(checkoutId, cancellationToken: ct));
        }
        catch (ProviderException no) when (no.Fault == ProviderFault.Refused)
        {
            // Only an open one can be ended. What it is instead is read below.
        }

        return await CheckoutAsync(checkoutId, ct);
    }

    public Task<ProviderRefund> RefundAsync(string intentId, long amountMinor, string key, CancellationToken ct) => AskAsync(async () => Read(
        await Client.V1.Refunds.CreateAsync(
            new RefundCreateOptions { PaymentIntent = intentId, Amount = amountMinor, Metadata = new() { [RefundTag] = key } }, With(key), ct)));

    public Task<IReadOnlyList<ProviderRefund>> RefundsAsync(string intentId, CancellationToken ct) => AskAsync<IReadOnlyList<ProviderRefund>>(async () =>
    {
        var refunds = new List<ProviderRefund>();
        await foreach (var refund in Client.V1.Refunds.ListAutoPagingAsync(new RefundListOptions { PaymentIntent = intentId, Limit = 100 }, cancellationToken: ct))
        {
            refunds.Add(Read(refund));
        }

        return refunds;
    });

    public void Dispose() => _http.Dispose();

    private static RequestOptions With(string key) => new() { IdempotencyKey = key };

    private static CheckoutState Read(Session session)
    {
        var intent = session.PaymentIntent;
        var phase = (session.PaymentStatus, session.Status, intent?.Status) switch
        {
            ("paid" or "no_payment_required", _, _) => CheckoutPhase.Paid,
            (_, _, "succeeded") => CheckoutPhase.Paid,
            (_, "expired", _) => CheckoutPhase.Ended,
            (_, "complete", "canceled" or "requires_payment_method") => CheckoutPhase.Ended,
            (_, "complete", _) => CheckoutPhase.Processing,
            _ => CheckoutPhase.Open,
        };
        var taken = phase == CheckoutPhase.Paid && intent is not null;
        return new CheckoutState(
            session.Id,
            session.Url,
            phase,
            taken ? intent!.AmountReceived : session.AmountTotal ?? 0,
            (taken ? intent!.Currency : session.Currency) ?? "",
            session.PaymentIntentId,
            session.PaymentIntent?.LatestCharge?.Disputed ?? false,
            []);
    }

    private static ProviderRefund Read(Stripe.Refund refund) => new(
        refund.Id, refund.Metadata?.GetValueOrDefault(RefundTag), refund.Amount, refund.Status is "failed" or "canceled", refund.FailureReason);

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (StripeException no)
        {
            // Without a status nobody answered. A key that is not let in is a setting to be mended, not an answer about the money.
            var fault = no.HttpStatusCode switch
            {
                0 or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests => ProviderFault.Away,
                >= HttpStatusCode.InternalServerError => ProviderFault.Broken,
                _ => ProviderFault.Refused,
            };
            throw new ProviderException(fault, no.StripeError?.Message ?? no.Message, no);
        }
        catch (HttpRequestException nobody)
        {
            throw new ProviderException(ProviderFault.Away, "Stripe could not be reached.", nobody);
        }
        catch (TaskCanceledException late) when (late.InnerException is TimeoutException)
        {
            throw new ProviderException(ProviderFault.Away, "Stripe did not answer in time.", late);
        }
    }
}
