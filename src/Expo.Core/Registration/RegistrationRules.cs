using System.Text;

namespace Expo.Core.Registration;

/// <summary>Reads what a visitor sent: every mistake is one refusal that names its field and says what to do.</summary>
public static class RegistrationRules
{
    public const int LongestName = 120;
    public const int LongestOrganisation = 160;
    public const int LongestAccessNeeds = 1000;

    /// <summary>How many people one form can register.</summary>
    public const int LargestParty = 10;

    /// <summary>All mistakes, in the order of the form. Empty when the request can be sent.</summary>
    /// <param name="request">As it was sent.</param>
    /// <param name="questions">The organiser's questions.</param>
    public static IReadOnlyList<Refusal> Check(RegistrationRequest request, IReadOnlyList<FormQuestion> questions) =>
    [
        .. new[] { Place(request.Place), AccessCode(request.AccessCode), Name(request.Name), EmailAddresses.Normalise(request.Email).Refusal, Organisation(request.Organisation), Country(request.Country) }.OfType<Refusal>(),
        .. Companions(request),
        .. FormRules.Check(TicketTypeOf(request), request.Answers, questions),
        .. new[] { AccessNeeds(request.AccessNeeds) }.OfType<Refusal>(),
    ];

    /// <summary>The field that a companion's name or address stands in, as refusals name it. Companions are counted from 0.</summary>
    public static string CompanionField(int index, string what) => $"{nameof(RegistrationRequest.Companions)}[{index}].{what}";

    internal static Result<CheckedRequest> Read(RegistrationRequest request, IReadOnlyList<FormQuestion> questions)
    {
        if (Refusal.Together(Check(request, questions)) is { } mistakes)
        {
            return mistakes;
        }

        var (ticketType, mayWait) = Places.Read(request.Place!);
        return new CheckedRequest(
            ticketType,
            mayWait,
            [ReadPerson(request.Name, request.Email), .. Named(request).Select(c => ReadPerson(c.Companion.Name, c.Companion.Email))],
            PlainText.OrNull(request.Organisation),
            Countries.NameOf(request.Country!),
            PlainText.OrNull(request.AccessNeeds),
            Registration.AccessCode.Normalise(request.AccessCode),
            request.PrivacyStatement,
            FormRules.Read(ticketType, request.Answers, questions));
    }

    private static Person ReadPerson(string? name, string? email) => new(PlainText.OrNull(name)!, EmailAddresses.Deliverable(email!), EmailAddresses.Normalise(email).Value);

    private static string? TicketTypeOf(RegistrationRequest request) => request.Place is { } place ? Places.Read(place).TicketType : null;

    // Rows that were left empty are no companions.
    private static IEnumerable<(int Index, Companion Companion)> Named(RegistrationRequest request) =>
        (request.Companions ?? []).Index().Where(c => c.Item is not null && !(string.IsNullOrWhiteSpace(c.Item.Name) && string.IsNullOrWhiteSpace(c.Item.Email)));

    private static IEnumerable<Refusal> Companions(RegistrationRequest request)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (EmailAddresses.Normalise(request.Email) is { IsRefused: false, Value: var own })
        {
            seen.Add(own);
        }

        if (Named(request).Count() >= LargestParty)
        {
            yield return RegistrationRefusals.PartyTooLarge;
            yield break;
        }

        foreach (var (index, companion) in Named(request))
        {
            if (Name(companion.Name) is { } name)
            {
                yield return name with { Field = CompanionField(index, nameof(Companion.Name)) };
            }

            var email = EmailAddresses.Normalise(companion.Email);
            if (email.IsRefused)
            {
                yield return email.Refusal with { Field = CompanionField(index, nameof(Companion.Email)) };
            }
            else if (!seen.Add(email.Value))
            {
                yield return RegistrationRefusals.SameEmailTwice with { Field = CompanionField(index, nameof(Companion.Email)) };
            }
        }
    }

    // Whether there is such a ticket is known where seats are given.
    private static Refusal? Place(string? place) => string.IsNullOrEmpty(place)
        ? RegistrationRefusals.PlaceMissing
        : Places.Read(place) is { TicketType: { Length: > 0 and <= TicketType.LongestCode } code } && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-') ? null : RegistrationRefusals.PlaceUnknown;

    private static Refusal? AccessCode(string? code) => string.IsNullOrWhiteSpace(code) || Registration.AccessCode.Normalise(code) is not null ? null : RegistrationRefusals.CodeUnknown;

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
