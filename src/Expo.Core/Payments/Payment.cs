using Expo.Core.Registration;

namespace Expo.Core.Payments;

public enum PaymentState
{
    /// <summary>A checkout is open, or about to be.</summary>
    Open,

    Paid,

    /// <summary>The checkout ended without money; another one may follow.</summary>
    Ended,

    /// <summary>All of it was given back.</summary>
    Refunded,
}

/// <summary>One try to pay for one ticket. Payment state is not seat state: money may come late, twice, or go back while a seat stays.</summary>
public sealed class Payment
{
    public int Id { get; init; }

    public int AttendeeId { get; init; }

    public Attendee? Attendee { get; init; }

    /// <summary>The ticket type that it is for: the ticket may be changed while a checkout is open. Null in payments older than this column.</summary>
    public int? TicketTypeId { get; init; }

    /// <summary>In the smallest unit of <see cref="Currency"/>.</summary>
    public long AmountMinor { get; init; }

    public required string Currency { get; init; }

    /// <summary>Random; idempotency key of the checkout and the name under which the provider tells of it.</summary>
    public required string Key { get; init; }

    public PaymentState State { get; set; }

    /// <summary>What was given back so far, refunds on their way counted.</summary>
    public long RefundedMinor { get; set; }

    /// <summary>The provider's checkout session, once it is there.</summary>
    public string? CheckoutId { get; set; }

    /// <summary>Where the person pays, while the checkout is open. Gone as soon as the person is done there and the bank is not.</summary>
    public string? CheckoutUrl { get; set; }

    /// <summary>Until when the checkout can be paid. Fixed before it is asked for, so that asking again asks for the same.</summary>
    public DateTimeOffset CheckoutEndsAt { get; init; }

    /// <summary>The provider's payment intent; refunds are made on it.</summary>
    public string? IntentId { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? PaidAt { get; set; }

    /// <summary>Why an organiser must look at it, in a sentence; null when nobody need.</summary>
    public string? Look { get; set; }

    /// <summary>Up by one with each change: two at once cannot overwrite each other, and what was fetched before a change is not applied after it.</summary>
    public int Version { get; set; }

    /// <summary>The person is done and the bank has not answered yet, which may take days.</summary>
    public bool IsWithBank => this is { State: PaymentState.Open, CheckoutId: not null, CheckoutUrl: null };
}

public enum RefundState
{
    /// <summary>A job will ask the provider.</summary>
    Wanted,

    Done,

    /// <summary>The provider said no for good; an organiser must look.</summary>
    Failed,
}

/// <summary>Money that goes back. Its row comes first; the provider is asked afterwards, with <see cref="Key"/> against doing it twice.</summary>
public sealed class Refund
{
    public int Id { get; init; }

    public int PaymentId { get; init; }

    public Payment? Payment { get; init; }

    public long AmountMinor { get; init; }

    /// <summary>In plain words, for the receipt and the list.</summary>
    public required string Reason { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string By { get; init; }

    /// <summary>Idempotency key: unique here and at the provider.</summary>
    public required string Key { get; init; }

    public RefundState State { get; set; }

    public string? ProviderId { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DoneAt { get; set; }
}

/// <summary>A webhook event that was handled. The row is written in the transaction of its effect, so that an event has its effect once.</summary>
public sealed class PaymentEvent
{
    /// <summary>The provider's id of the event.</summary>
    public required string Id { get; init; }

    public required string Type { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>Append-only: what became of a payment that needed a look, in words.</summary>
public sealed class PaymentNote
{
    public int Id { get; init; }

    public int PaymentId { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Name of the account, or of the program.</summary>
    public required string By { get; init; }

    public required string Text { get; init; }
}
