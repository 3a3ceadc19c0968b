using System.Globalization;
using System.Text;

namespace Expo.Core.Registration;

/// <summary>
/// What counts as an email address here and when two are the same: trimmed, Unicode NFKC, lower case by the invariant
/// culture, the domain in its ASCII form (IDNA). Dots and plus tags before the at sign are kept, because only the
/// receiving host knows what they mean. Accepts a dot-atom (RFC 5322 3.4.1, with letters of all scripts as RFC 6531
/// allows) at a domain of two labels or more; quoted names and address literals are refused.
/// </summary>
public static class EmailAddresses
{
    public const int LongestAddress = 254;
    private const int LongestLocalPart = 64;
    private const string Signs = "!#$%&'*+-/=?^_`{|}~.";

    /// <summary>The form that is compared. Refused when it is no address.</summary>
    public static Result<string> Normalise(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return RegistrationRefusals.EmailMissing;
        }

        if (typed.Length > 4 * LongestAddress)
        {
            return RegistrationRefusals.EmailTooLong;
        }

        if (!PlainText.IsOneLine(typed.Trim()))
        {
            return RegistrationRefusals.EmailUnreadable;
        }

        var address = Deliverable(typed);
        var at = address.LastIndexOf('@');
        if (at <= 0 || at == address.Length - 1)
        {
            return RegistrationRefusals.EmailWithoutAt;
        }

        var (local, domain) = (address[..at], address[(at + 1)..]);
        if (!IsDotAtom(local))
        {
            return RegistrationRefusals.EmailMalformed;
        }

        if (!domain.Contains('.', StringComparison.Ordinal))
        {
            return RegistrationRefusals.EmailWithoutEnding;
        }

        if (Ascii(domain) is not { } host || char.IsAsciiDigit(host[^1]))
        {
            return RegistrationRefusals.EmailMalformed;
        }

        var normalised = $"{local.ToLowerInvariant()}@{host}";
        return local.Length > LongestLocalPart || normalised.Length > LongestAddress || address.Length > LongestAddress
            ? RegistrationRefusals.EmailTooLong
            : normalised;
    }

    /// <summary>The form that letters go to: what was checked, with its own capitals. Only for an address that <see cref="Normalise"/> accepts.</summary>
    public static string Deliverable(string typed) => typed.Trim().Normalize(NormalizationForm.FormKC);

    private static bool IsDotAtom(string local) =>
        local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal) && local.EnumerateRunes().All(IsAtomText);

    private static bool IsAtomText(Rune rune) => rune.IsAscii
        ? Rune.IsLetterOrDigit(rune) || Signs.Contains((char)rune.Value, StringComparison.Ordinal)
        : Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static string? Ascii(string domain)
    {
        try
        {
            return new IdnMapping { UseStd3AsciiRules = true }.GetAscii(domain).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
