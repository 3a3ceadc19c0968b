using System.Text;

namespace Expo.Core.Registration;

/// <summary>Reads what a visitor sent: every mistake is one refusal that names its field and says what to do.</summary>
public static class RegistrationRules
{
    public const int LongestName = 120;
    public const int LongestOrganisation = 160;
    public const int LongestAccessNeeds = 1000;

    /// <summary>All mistakes, in the order of the form. Empty when the request can be sent.</summary>
    public static IReadOnlyList<Refusal> Check(RegistrationRequest request) =>
        [.. new[] { Place(request.Place), Name(request.Name), EmailAddresses.Normalise(request.Email).Refusal, Organisation(request.Organisation), Country(request.Country), AccessNeeds(request.AccessNeeds) }.OfType<Refusal>()];

    internal static Result<CheckedRequest> Read(RegistrationRequest request) => Check(request) is [var first, ..]
        ? first
        : new CheckedRequest(
            request.Place!,
            PlainText.OrNull(request.Name)!,
            EmailAddresses.Deliverable(request.Email!),
            EmailAddresses.Normalise(request.Email).Value,
            PlainText.OrNull(request.Organisation),
            Countries.NameOf(request.Country!),
            PlainText.OrNull(request.AccessNeeds));

    private static Refusal? Place(string? place) => place switch
    {
        Places.Room or Places.Stream or Places.Waiting => null,
        null or "" => RegistrationRefusals.PlaceMissing,
        _ => RegistrationRefusals.PlaceUnknown,
    };

    private static Refusal? Name(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return RegistrationRefusals.NameMissing;
        }

        // Measured as it will be stored: composing some letters (U+0958, for instance) makes two of one.
        if (PlainText.IsReadable(name) && PlainText.OrNull(name)!.Length > LongestName)
        {
            return RegistrationRefusals.NameTooLong;
        }

        if (!PlainText.IsOneLine(name.Trim()) || !name.EnumerateRunes().Any(Rune.IsLetter))
        {
            return RegistrationRefusals.NameUnreadable;
        }

        // The name stands in a letter to an address that anybody may have typed: it must not carry an advertisement.
        return name.Contains("://", StringComparison.Ordinal) || name.Contains("www.", StringComparison.OrdinalIgnoreCase)
            ? RegistrationRefusals.NameWithLink
            : null;
    }

    private static Refusal? Organisation(string? organisation) => Stored(organisation) switch
    {
        null => null,
        { Length: > LongestOrganisation } => RegistrationRefusals.OrganisationTooLong,
        var text => PlainText.IsOneLine(text) ? null : RegistrationRefusals.OrganisationUnreadable,
    };

    // Normalising throws on a broken surrogate; such text is refused as it came.
    private static string? Stored(string? text) => text is null || PlainText.IsReadable(text) ? PlainText.OrNull(text) : text;

    private static Refusal? Country(string? country) =>
        string.IsNullOrWhiteSpace(country) ? RegistrationRefusals.CountryMissing : Countries.NameOf(country) is null ? RegistrationRefusals.CountryUnknown : null;

    private static Refusal? AccessNeeds(string? needs) => Stored(needs) switch
    {
        null => null,
        { Length: > LongestAccessNeeds } => RegistrationRefusals.AccessNeedsTooLong,
        var text => PlainText.IsReadable(text) ? null : RegistrationRefusals.AccessNeedsUnreadable,
    };
}
