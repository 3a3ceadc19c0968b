using Expo.Core.Registration;
using Expo.Core.Agenda;
using Expo.Core.Payments;
using Expo.Web.Ui;

namespace Expo.Web.Payments;

/// <summary>What the pay page says first, in words.</summary>
internal static class PayNotes
{
    /// <param name="view">The ticket and its payments.</param>
    /// <param name="step">Where it stands now.</param>
    /// <param name="isOn">Whether money can be taken at all.</param>
    /// <param name="isWaiting">The person came back from paying and nothing was heard yet.</param>
    /// <param name="isCancelled">The person came back without paying.</param>
    /// <param name="time">The event's zone.</param>
    public static (Alert.Tone Tone, string Title, string Words)? Of(PayView view, PayStep step, bool isOn, bool isWaiting, bool isCancelled, EventTime time) => step switch
    {
        PayStep.Paid => (Alert.Tone.Good, "Paid.", "Your seat is sure. A receipt goes to your email address."),
        PayStep.InHand => (Alert.Tone.Info, "Your money has come.", "It was not what we expected, so a person is looking at it. We write to you; you need not do anything."),
        PayStep.Kept => (Alert.Tone.Info, "Your money is still here.", $"{Here(view)} came for this ticket, which {(view.Attendee.State == AttendeeState.Cancelled ? "was cancelled or released" : "costs nothing any more")} since. The organizers have been told and decide whether it goes back. Write to them if you do not hear from them."),
        PayStep.Cancelled => (Alert.Tone.Info, "This registration was cancelled.", GivenBack(view) ?? "There is nothing to pay."),
        PayStep.Nothing => (Alert.Tone.Good, "There is nothing to pay.", GivenBack(view) ?? "Your place is sure without it."),
        PayStep.NotYet => (Alert.Tone.Info, "There is nothing to pay yet.", PaymentRefusals.NotYet.Message),
        _ when view.IsWithBank => (Alert.Tone.Info, "The bank has not answered yet.", "That takes days for some ways to pay. You need not pay again. " + Promise(step)),
        _ when isWaiting => (Alert.Tone.Info, "We have not heard from the bank yet.", "That takes a few seconds for most cards, and days for some ways to pay. " + Promise(step)),
        _ when !isOn => (Alert.Tone.Warning, "Payments are switched off.", "This ticket cannot be paid here at the moment. Answer the letter that brought it, and the organizers tell you what to do."),
        PayStep.TooLate when GivenBack(view) is { } words => (Alert.Tone.Warning, "It is too late to pay.", words),
        PayStep.TooLate => (Alert.Tone.Warning, "It is too late to pay.", PaymentRefusals.TooLate(view.Attendee.HeldUntil!.Value, time.ZoneId).Message),
        PayStep.DueLate => (Alert.Tone.Warning, "Your seat is not held any more.", "Seats are left at this moment. If the last one goes while you pay, your money goes back in full, by itself."),
        _ when isCancelled && view.Attendee.HeldUntil is null => (Alert.Tone.Info, "You have not paid.", "Nothing was charged. Try again whenever you like."),
        _ when isCancelled => (Alert.Tone.Info, "You have not paid.", "Nothing was charged. Your seat stays held until the time below, and you can try again until then."),
        _ => null,
    };

    // After the hold nothing is promised but the money.
    private static string Promise(PayStep step) => step == PayStep.Due
        ? "Your seat is yours as soon as the money is, if it comes while the seat is held."
        : "Your seat is not held any more: if one is left when the money comes it is yours, and if not the money goes back in full, by itself.";

    private static string Here(PayView view) => string.Join(" and ", view.Received.Where(p => p.Payment.State == PaymentState.Paid).Select(p => Money.Say(p.Payment.AmountMinor - p.Payment.RefundedMinor, p.Payment.Currency)));

    private static string? GivenBack(PayView view)
    {
        var back = view.Received.Where(p => p.Payment.RefundedMinor > 0).ToList();
        return back.Count == 0 ? null : $"We gave {string.Join(" and ", back.Select(p => Money.Say(p.Payment.RefundedMinor, p.Payment.Currency)))} back: {back[0].Refunds.LastOrDefault(r => r.State != RefundState.Failed)?.Reason}";
    }
}
