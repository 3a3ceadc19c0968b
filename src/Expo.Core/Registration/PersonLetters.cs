using System.Linq.Expressions;
using Expo.Core.Mail;

namespace Expo.Core.Registration;

/// <summary>Which letters are about one person.</summary>
internal static class PersonLetters
{
    /// <summary>Letters whose subject is the number of an attendee; of others the number means something else.</summary>
    private static readonly string[] AboutAttendees =
    [
        nameof(SendTicket), nameof(SendTicketAgain), nameof(SendWaiting), nameof(SendSeatFree), nameof(SendOffer), nameof(SendOfferExpired), nameof(SendPay), nameof(SendHoldExpired),
        nameof(SendReconfirm), nameof(SendReleased), nameof(SendDoorSeat), nameof(SendMoved), nameof(SendCancelled), nameof(TellAccommodation), nameof(SendAccommodation),
    ];

    /// <summary>To one of the addresses, or about one of the registrations, under whatever address it had then.</summary>
    public static Expression<Func<OutboxLetter, bool>> About(IReadOnlyCollection<string> addresses, IReadOnlyCollection<int> attendees)
    {
        var (to, subjects) = (addresses.ToList(), attendees.Select(id => (long)id).ToList());
        return letter => to.Contains(letter.Recipient)
            || (letter.Recipient != "" && subjects.Contains(letter.SubjectId) && (letter.BulkLetterId != null || AboutAttendees.Contains(letter.Template)));
    }
}
