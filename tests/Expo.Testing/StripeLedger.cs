using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Expo.Testing;

/// <summary>A checkout as the stand-in keeps it.</summary>
public sealed class StandInCheckout
{
    public required string Id { get; init; }

    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public required string Reference { get; init; }

    public required Dictionary<string, string> Metadata { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required string SuccessUrl { get; init; }

    public required string What { get; init; }

    public string? Email { get; init; }

    public string Status { get; set; } = "open";

    public string PaymentStatus { get; set; } = "unpaid";

    public string? IntentId { get; set; }

    public string IntentStatus { get; set; } = "requires_payment_method";

    public long Received { get; set; }

    public string ReceivedCurrency { get; set; } = "";

    public bool IsDisputed { get; set; }
}

public sealed class StandInRefund
{
    public required string Id { get; init; }

    public required string IntentId { get; init; }

    public required long Amount { get; init; }

    public required Dictionary<string, string> Metadata { get; init; }

    public string Status { get; set; } = "succeeded";
}

/// <summary>What the stand-in knows: checkouts and refunds, and what a payer, a bank and somebody at the dashboard do to them.</summary>
public sealed class StripeLedger(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly List<StandInCheckout> _checkouts = [];
    private readonly List<StandInRefund> _refunds = [];

    public IReadOnlyList<StandInCheckout> Checkouts
    {
        get
        {
            lock (_gate)
            {
                return [.. _checkouts];
            }
        }
    }

    public IReadOnlyList<StandInRefund> Refunds
    {
        get
        {
            lock (_gate)
            {
                return [.. _refunds];
            }
        }
    }

    /// <summary>The payer pays.</summary>
    public StandInCheckout Pay(string url, long? amount = null, string? currency = null) => Change(url, checkout =>
    {
        (checkout.Status, checkout.PaymentStatus, checkout.IntentStatus) = ("complete", "paid", "succeeded");
        (checkout.IntentId, checkout.Received, checkout.ReceivedCurrency) = ("pi_" + checkout.Id[3..], amount ?? checkout.Amount, currency ?? checkout.Currency);
    });

    /// <summary>The payer is done; the bank takes days.</summary>
    public StandInCheckout Process(string url) => Change(url, checkout =>
        (checkout.Status, checkout.IntentStatus, checkout.IntentId) = ("complete", "processing", "pi_" + checkout.Id[3..]));

    /// <summary>The bank says no after days.</summary>
    public StandInCheckout Bounce(string url) => Change(url, checkout => checkout.IntentStatus = "requires_payment_method");

    public StandInCheckout Expire(string url) => Change(url, checkout => checkout.Status = "expired");

    public StandInCheckout Dispute(string url) => Change(url, checkout => checkout.IsDisputed = true);

    /// <summary>Somebody refunds at the dashboard.</summary>
    public StandInRefund RefundByHand(StandInCheckout checkout, long amount)
    {
        lock (_gate)
        {
            return Add(checkout.IntentId!, amount, []);
        }
    }

    /// <summary>The payer's bank sends the money back.</summary>
    public void FailRefund(string id)
    {
        lock (_gate)
        {
            _refunds.Single(r => r.Id == id).Status = "failed";
        }
    }

    /// <summary>As it lies in an event about the checkout.</summary>
    public static object About(StandInCheckout checkout) => new { id = checkout.Id, @object = "checkout.session", client_reference_id = checkout.Reference, payment_intent = checkout.IntentId };

    /// <summary>As it lies in an event about the intent.</summary>
    public static object AboutIntent(StandInCheckout checkout) => new { id = checkout.IntentId, @object = "payment_intent", metadata = checkout.Metadata };

    /// <summary>As it lies in an event about the charge, such as <c>charge.refunded</c>.</summary>
    public static object AboutCharge(StandInCheckout checkout) => new { id = "ch_" + checkout.Id[3..], @object = "charge", payment_intent = checkout.IntentId, metadata = checkout.Metadata };

    /// <summary>As it lies in an event about a refund.</summary>
    public static object AboutRefund(StandInRefund refund) => new { id = refund.Id, @object = "refund", payment_intent = refund.IntentId, status = refund.Status };

    internal static (int Status, string Json) Error(string type, string message, string? code = null, string? param = null) =>
        (400, JsonSerializer.Serialize(new { error = new { type, message, code, param } }));

    internal (int Status, string Json) Answer(HttpRequest request, IFormCollection asked)
    {
        lock (_gate)
        {
            return (request.Method, request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries)) switch
            {
                ("POST", ["v1", "checkout", "sessions"]) => Create(asked),
                ("POST", ["v1", "checkout", "sessions", var id, "expire"]) => End(id),
                ("GET", ["v1", "checkout", "sessions", var id]) => Find(id) is { } checkout ? (200, Shape(checkout, request.Query["expand[0]"] == "payment_intent.latest_charge")) : Missing(id),
                ("POST", ["v1", "refunds"]) => Refund(asked),
                ("GET", ["v1", "refunds"]) => (200, JsonSerializer.Serialize(new
                {
                    @object = "list", has_more = false, url = "/v1/refunds", data = _refunds.Where(r => r.IntentId == request.Query["payment_intent"]).Reverse().Select(Shape),
                })),
                _ => (404, Error("invalid_request_error", $"Unrecognized request URL ({request.Method}: {request.Path}).").Json),
            };
        }
    }

    private (int, string) Create(IFormCollection asked)
    {
        var (now, ends) = (clock.GetUtcNow(), DateTimeOffset.FromUnixTimeSeconds(long.Parse(asked["expires_at"]!, CultureInfo.InvariantCulture)));
        if (ends < now.AddMinutes(30) || ends > now.AddHours(24))
        {
            return Error("invalid_request_error", "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.", param: "expires_at");
        }

        if (asked["customer_email"].ToString().Contains("odd", StringComparison.Ordinal))
        {
            return Error("invalid_request_error", "Invalid email address.", "email_invalid", "customer_email");
        }

        var checkout = new StandInCheckout
        {
            Id = $"cs_test_{_checkouts.Count + 1:0000}",
            Amount = long.Parse(asked["line_items[0][price_data][unit_amount]"]!, CultureInfo.InvariantCulture) * long.Parse(asked["line_items[0][quantity]"]!, CultureInfo.InvariantCulture),
            Currency = asked["line_items[0][price_data][currency]"]!,
            Reference = asked["client_reference_id"]!,
            Metadata = new() { ["expo_payment"] = asked["payment_intent_data[metadata][expo_payment]"]! },
            ExpiresAt = ends,
            SuccessUrl = asked["success_url"]!,
            What = asked["line_items[0][price_data][product_data][name]"]!,
            Email = asked["customer_email"],
        };
        _checkouts.Add(checkout);
        return (200, Shape(checkout, expand: false));
    }

    private (int, string) End(string id)
    {
        if (Find(id) is not { } checkout)
        {
            return Missing(id);
        }

        if (checkout.Status != "open")
        {
            return Error("invalid_request_error", $"Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of `{checkout.Status}`.");
        }

        checkout.Status = "expired";
        return (200, Shape(checkout, expand: false));
    }

    private (int, string) Refund(IFormCollection asked)
    {
        var (intent, amount) = (asked["payment_intent"].ToString(), long.Parse(asked["amount"]!, CultureInfo.InvariantCulture));
        var left = _checkouts.Single(c => c.IntentId == intent).Received - _refunds.Where(r => r.IntentId == intent && r.Status != "failed").Sum(r => r.Amount);
        if (left == 0)
        {
            return Error("invalid_request_error", "Charge has already been refunded.", "charge_already_refunded");
        }

        return amount > left
            ? Error("invalid_request_error", $"Refund amount ({amount}) is greater than unrefunded amount on charge ({left}).", param: "amount")
            : (200, JsonSerializer.Serialize(Shape(Add(intent, amount, new() { ["expo_refund"] = asked["metadata[expo_refund]"].ToString() }))));
    }

    private StandInRefund Add(string intent, long amount, Dictionary<string, string> metadata)
    {
        var refund = new StandInRefund { Id = $"re_{_refunds.Count + 1:0000}", IntentId = intent, Amount = amount, Metadata = metadata };
        _refunds.Add(refund);
        return refund;
    }

    private StandInCheckout Change(string url, Action<StandInCheckout> change)
    {
        lock (_gate)
        {
            var checkout = Find(url[(url.LastIndexOf('/') + 1)..])!;
            change(checkout);
            return checkout;
        }
    }

    // Nobody tells Stripe that time has passed: what should have ended has.
    private StandInCheckout? Find(string id)
    {
        var found = _checkouts.Find(c => c.Id == id);
        if (found is { Status: "open" } && found.ExpiresAt <= clock.GetUtcNow())
        {
            found.Status = "expired";
        }

        return found;
    }

    private static (int, string) Missing(string id) => (404, Error("invalid_request_error", $"No such checkout.session: {id}", "resource_missing").Json);

    private string Shape(StandInCheckout checkout, bool expand) => JsonSerializer.Serialize(new
    {
        id = checkout.Id,
        @object = "checkout.session",
        amount_total = checkout.Amount,
        currency = checkout.Currency,
        client_reference_id = checkout.Reference,
        created = clock.GetUtcNow().ToUnixTimeSeconds(),
        expires_at = checkout.ExpiresAt.ToUnixTimeSeconds(),
        mode = "payment",
        metadata = checkout.Metadata,
        payment_intent = checkout.IntentId is null ? null : expand ? Intent(checkout) : checkout.IntentId,
        payment_status = checkout.PaymentStatus,
        status = checkout.Status,
        url = checkout.Status == "open" ? $"https://checkout.stripe.com/c/pay/{checkout.Id}" : null,
    });

    private object Intent(StandInCheckout checkout) => new
    {
        id = checkout.IntentId,
        @object = "payment_intent",
        amount = checkout.Amount,
        amount_received = checkout.Received,
        currency = checkout.ReceivedCurrency.Length > 0 ? checkout.ReceivedCurrency : checkout.Currency,
        metadata = checkout.Metadata,
        status = checkout.IntentStatus,
        latest_charge = checkout.Received == 0 ? null : new
        {
            id = "ch_" + checkout.Id[3..],
            @object = "charge",
            amount = checkout.Received,
            amount_refunded = _refunds.Where(r => r.IntentId == checkout.IntentId && r.Status != "failed").Sum(r => r.Amount),
            currency = checkout.ReceivedCurrency,
            disputed = checkout.IsDisputed,
            paid = true,
        },
    };

    private static object Shape(StandInRefund refund) => new
    {
        id = refund.Id,
        @object = "refund",
        amount = refund.Amount,
        metadata = refund.Metadata,
        payment_intent = refund.IntentId,
        status = refund.Status,
        failure_reason = refund.Status == "failed" ? "lost_or_stolen_card" : null,
    };
}
