using Expo.Core.Agenda;

namespace Expo.Core.Registration;

/// <summary>Every "no" of registration. Fields are named as in <see cref="RegistrationRequest"/>.</summary>
public static class RegistrationRefusals
{
    public static readonly Refusal PlaceMissing = Invalid("place-missing", "Choose how you will take part.", nameof(RegistrationRequest.Place));
    public static readonly Refusal PlaceUnknown = Invalid("place-unknown", "Choose the room, the stream or the waiting list.", nameof(RegistrationRequest.Place));

    public static readonly Refusal NameMissing = Invalid("name-missing", "Enter your name as it should stand on your badge.", nameof(RegistrationRequest.Name));
    public static readonly Refusal NameTooLong = Invalid("name-too-long", $"A name has at most {RegistrationRules.LongestName} characters. Shorten it to what fits on a badge.", nameof(RegistrationRequest.Name));
    public static readonly Refusal NameUnreadable = Invalid("name-unreadable", "The name contains characters that cannot be printed. Type it again, with letters.", nameof(RegistrationRequest.Name));
    public static readonly Refusal NameWithLink = Invalid("name-with-link", "A name cannot contain a web address. Enter your name only.", nameof(RegistrationRequest.Name));

    public static readonly Refusal EmailMissing = Invalid("email-missing", "Enter your email address. We send your ticket there.", nameof(RegistrationRequest.Email));
    public static readonly Refusal EmailTooLong = Invalid("email-too-long", $"An email address has at most {EmailAddresses.LongestAddress} characters. Check it for text that does not belong to it.", nameof(RegistrationRequest.Email));
    public static readonly Refusal EmailUnreadable = Invalid("email-unreadable", "The address contains characters that cannot be printed. Type it again.", nameof(RegistrationRequest.Email));
    public static readonly Refusal EmailWithoutAt = Invalid("email-without-at", "The address needs a name, an @ sign and a host, such as “ada@example.org”.", nameof(RegistrationRequest.Email));
    public static readonly Refusal EmailWithoutEnding = Invalid("email-without-ending", "The address lacks its ending, such as “.org”.", nameof(RegistrationRequest.Email));
    public static readonly Refusal EmailMalformed = Invalid("email-malformed", "The address contains a sign in a place where it cannot stand. Check dots, spaces and brackets.", nameof(RegistrationRequest.Email));

    public static readonly Refusal OrganisationTooLong = Invalid("organisation-too-long", $"An organization’s name has at most {RegistrationRules.LongestOrganisation} characters here. Shorten it.", nameof(RegistrationRequest.Organisation));
    public static readonly Refusal OrganisationUnreadable = Invalid("organisation-unreadable", "The organization’s name contains characters that cannot be printed. Type it again.", nameof(RegistrationRequest.Organisation));

    public static readonly Refusal CountryMissing = Invalid("country-missing", "Choose your country.", nameof(RegistrationRequest.Country));
    public static readonly Refusal CountryUnknown = Invalid("country-unknown", "Choose a country from the list.", nameof(RegistrationRequest.Country));

    public static readonly Refusal AccessNeedsTooLong = Invalid("access-needs-too-long", $"Use at most {RegistrationRules.LongestAccessNeeds} characters. We will write to you if we need to know more.", nameof(RegistrationRequest.AccessNeeds));
    public static readonly Refusal AccessNeedsUnreadable = Invalid("access-needs-unreadable", "The text contains characters that cannot be printed. Type it again.", nameof(RegistrationRequest.AccessNeeds));

    /// <summary>No seat for a newcomer: all are taken, or somebody waits for the one that is free.</summary>
    public static readonly Refusal Full = Refusal.Conflict("registration.full", "Every seat in the room is taken. Join the waiting list, or take part on the live stream.");

    public static readonly Refusal NotOpenYet = Refusal.Conflict("registration.not-open", "There is no event to register for yet. Come back when it has been announced.");

    /// <summary>More people wait for an answer than the queue holds.</summary>
    public static readonly Refusal Busy = Refusal.TooMany("registration.busy", "Very many people are registering at this moment. Nothing was saved: send the form again in a few seconds.");

    /// <summary>The database could not take it, however often we tried.</summary>
    public static readonly Refusal NotNow = Refusal.Conflict("registration.not-now", "We could not save your registration just now. Send the form again in a moment; it is safe to do so twice.");

    public static readonly Refusal UnknownTicket = Refusal.NotFound("registration.unknown-ticket", "There is no ticket by that code. Check it against the letter we sent you.");

    public static readonly Refusal NotOrganiser = Refusal.Forbidden("registration.not-organiser", "Only an organiser may see who is registered. Sign in with an organiser's account.");

    public static readonly Refusal Cancelled = Refusal.Conflict("registration.cancelled", "This registration was cancelled. Register again to take part.");

    /// <summary>At the closing instant itself registration is closed.</summary>
    public static Refusal Closed(DateTimeOffset since, string timeZone) =>
        Refusal.Conflict("registration.closed", $"Registration closed on {EventTime.In(timeZone).Full(since)}. The live stream can still be watched without a ticket.");

    private static Refusal Invalid(string what, string message, string field) => Refusal.Invalid("registration." + what, message, field);
}
