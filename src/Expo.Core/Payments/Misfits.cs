using Expo.Core.Registration;

namespace Expo.Core.Payments;

/// <summary>What an organiser is told when money is here and the ticket is not, or not any more, the one that it came for.</summary>
internal static class Misfits
{
    private const string Ended = "The registration ended;";
    private const string Free = "The ticket was changed to one that costs nothing;";
    private const string Waits = "The ticket was changed and has no seat now;";
    private const string Another = "The ticket was changed to one that costs";

    /// <summary>Null when they fit.</summary>
    public static string? Of(Payment payment, Attendee ticket)
    {
        var (type, left) = (ticket.TicketType!, Money.Say(payment.AmountMinor - payment.RefundedMinor, payment.Currency));
        return ticket switch
        {
            { State: AttendeeState.Cancelled } => $"{Ended} {left} is still here. Decide whether it goes back.",
            { TicketType.IsFree: true } => $"{Free} {left} is still here. Decide whether it goes back.",
            { State: not AttendeeState.Confirmed } => $"{Waits} {left} is still here. Decide whether it goes back, or give the person a seat.",
            _ when type.PriceMinor == payment.AmountMinor && string.Equals(type.Currency, payment.Currency, StringComparison.OrdinalIgnoreCase) => null,
            _ => $"{Another} {Money.Say(type.PriceMinor, type.Currency)}; {left} is here for it. Decide about the difference.",
        };
    }

    public static bool IsOne(string? look) => look is not null && ((string[])[Ended, Free, Waits, Another]).Any(words => look.StartsWith(words, StringComparison.Ordinal));
}
