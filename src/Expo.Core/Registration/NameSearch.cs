using System.Linq.Expressions;
using Expo.Core.Data;

namespace Expo.Core.Registration;

/// <summary>Finds people by what somebody types who heard or read a name: whatever its case, without its accents too.</summary>
internal static class NameSearch
{
    /// <summary>By part of a name or an organisation.</summary>
    /// <param name="text">As it was typed.</param>
    /// <param name="byAddress">Also by part of the address, or by a whole ticket code.</param>
    public static Expression<Func<Attendee, bool>> For(string text, bool byAddress)
    {
        var typed = text.Trim().ToLowerInvariant();
        var code = byAddress ? TicketCodes.Parse(text.Trim()) : null;
        var part = FoldedText.Of(text);
        var (from, to) = FoldedText.TableFor(part);
        return a => ExpoDb.Translate(a.Name.ToLower().Replace("ß", "ss"), from, to)!.Contains(part)
            || ExpoDb.Translate(a.Organisation!.ToLower().Replace("ß", "ss"), from, to)!.Contains(part)
            || (byAddress && (a.NormalisedEmail.Contains(typed) || a.TicketCode == code));
    }
}
