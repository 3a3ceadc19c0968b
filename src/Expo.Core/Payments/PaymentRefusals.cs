using Expo.Core.Registration;
using Expo.Core.Agenda;

namespace Expo.Core.Payments;

/// <summary>Every "no" of payments.</summary>
public static class PaymentRefusals
{
    public const int LongestReason = 300;

    public static readonly Refusal Off = Refusal.NotFound("payments.off", "Payments are switched off here: no key of a payment provider is set. Write to the organizer if you have a ticket to pay for.");

    public static readonly Refusal UnknownTicket = Refusal.NotFound("payments.unknown-ticket", "There is no ticket by that code. Check it against the letter we sent you.");
    public static readonly Refusal NothingToPay = Refusal.Conflict("payments.nothing-to-pay", "There is nothing to pay for this ticket.");
    public static readonly Refusal AlreadyPaid = Refusal.Conflict("payments.already-paid", "This ticket is paid. You need not pay again.");
    public static readonly Refusal Cancelled = Refusal.Conflict("payments.cancelled", "This registration was cancelled, so there is nothing to pay. Register again to take part.");
    public static readonly Refusal NotYet = Refusal.Conflict("payments.not-yet", "There is nothing to pay while you wait for a seat. We write to you when one is yours to pay for.");
    public static readonly Refusal WithBank = Refusal.Conflict("payments.with-bank", "You have paid, and the bank has not answered yet. That takes days for some ways to pay. You need not pay again: we write to you when it has.");
    public static readonly Refusal NotNow = Refusal.Conflict("payments.not-now", "The payment page could not be opened just now. Nothing was charged. Try again in a minute.");

    public static readonly Refusal BadSignature = Refusal.Invalid("payments.bad-signature", "The signature does not fit the body, or is too old. Check the signing secret of this endpoint and the server's clock.");
    public static readonly Refusal UnreadableEvent = Refusal.Invalid("payments.unreadable-event", "The body is not an event: it needs an id and a type.");
    public static readonly Refusal AskAgain = Refusal.Conflict("payments.ask-again", "The state of this payment could not be fetched just now. Deliver the event again.");

    public static readonly Refusal NotOrganiser = Refusal.Forbidden("payments.not-organiser", "Only an organizer may see payments and give money back. Sign in with an organizer's account.");
    public static readonly Refusal Unknown = Refusal.NotFound("payments.unknown", "There is no such payment. Load the page again.");
    public static readonly Refusal NotPaid = Refusal.Conflict("payments.not-paid", "No money has come for this payment, so none can go back.");
    public static readonly Refusal AmountUnreadable = Refusal.Invalid("payments.amount-unreadable", "Enter the amount as a number greater than zero, with no more decimals than the currency has.");
    public static readonly Refusal ReasonMissing = Refusal.Invalid("payments.reason-missing", $"Say why, in 3 to {LongestReason} characters. The payer reads it on the receipt.");
    public static readonly Refusal NoteMissing = Refusal.Invalid("payments.note-missing", $"Say what you found, in 3 to {LongestReason} characters.");
    public static readonly Refusal Changed = Refusal.Conflict("payments.changed", "This payment has changed since you looked. Look at it again, then decide.");

    /// <summary>At this instant itself the seat is no longer held.</summary>
    public static Refusal TooLate(DateTimeOffset since, string timeZone) => Refusal.Conflict(
        "payments.too-late", $"The seat was held until {EventTime.In(timeZone).Full(since)}, and it is too late to pay for it now. Nothing was charged. You can register again, for a seat, the waiting list or the stream.");

    public static Refusal TooMuch(long leftMinor, string currency) =>
        Refusal.Invalid("payments.too-much", $"At most {Money.Say(leftMinor, currency)} of this payment is left to give back. Enter that or less.");
}
