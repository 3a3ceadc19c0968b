using System.Linq.Expressions;
using Expo.Core.Data;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>Which letters are about one person.</summary>
internal static class PersonLetters
{
    public const string Receipt = "SendReceipt";
    public const string Refunded = "SendRefunded";

    /// <summary>
    /// Letters whose subject is the number of an attendee. Of all others it is the number of something else (a letter that an
    /// organiser tries, a proposal, a link), which may be the same as that of some stranger.
    /// </summary>
    private static readonly string[] AboutAttendees =
    [
        .. LetterOpenings.Templates.Keys, nameof(TellAccommodation), nameof(SendAccommodation), BulkLetterWriter.Template, ChangeLetterWriter.Template,
    ];

    /// <summary>Letters whose subject is the number of a payment. Payments writes them; erasure must know them.</summary>
    private static readonly string[] AboutPayments = [Receipt, Refunded];

    /// <summary>To one of the addresses, or about one of the registrations or its payments, under whatever address it had then.</summary>
    public static Expression<Func<OutboxLetter, bool>> About(IReadOnlyCollection<string> addresses, IReadOnlyCollection<int> attendees, IReadOnlyCollection<int> payments)
    {
        var (to, subjects, paid) = (addresses.ToList(), attendees.Select(id => (long)id).ToList(), payments.Select(id => (long)id).ToList());
        return letter => to.Contains(letter.Recipient)
            || (letter.Recipient != "" && subjects.Contains(letter.SubjectId) && AboutAttendees.Contains(letter.Template))
            || (letter.Recipient != "" && paid.Contains(letter.SubjectId) && AboutPayments.Contains(letter.Template));
    }

    /// <summary>
    /// Addresses that the registrations had before: letters about them went there, and nobody else has them. Those who arrange
    /// accommodations get letters about people as well.
    /// </summary>
    public static async Task<List<string>> EarlierAddressesAsync(ExpoDb db, IReadOnlyCollection<string> addresses, IReadOnlyCollection<int> attendees, IReadOnlyCollection<int> payments, CancellationToken ct)
    {
        var known = addresses.ToList();
        return await db.Outbox.Where(About([], attendees, payments)).Where(l => l.Template != nameof(TellAccommodation) && !known.Contains(l.Recipient)).Select(l => l.Recipient).Distinct()
            .Where(to => !db.Attendees.Any(a => a.NormalisedEmail == to) && !db.Accounts.Any(a => a.NormalizedEmail == to.ToUpper())).ToListAsync(ct);
    }
}
