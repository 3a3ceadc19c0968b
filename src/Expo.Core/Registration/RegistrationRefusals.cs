using Expo.Core.Agenda;

namespace Expo.Core.Registration;

/// <summary>Every "no" of registration. Fields are named as in <see cref="RegistrationRequest"/>.</summary>
public static class RegistrationRefusals
{
    public static readonly Refusal PlaceMissing = Invalid("place-missing", "Choose how you will take part.", nameof(RegistrationRequest.Place));
    public static readonly Refusal PlaceUnknown = Invalid("place-unknown", "Choose one of the tickets on the form.", nameof(RegistrationRequest.Place));

    public static readonly Refusal CodeMissing = Invalid("code-missing", "This ticket needs an access code. Enter the code that you were given.", nameof(RegistrationRequest.AccessCode));

    /// <summary>The same for a code that nobody has, one that is over, and one for a ticket that is no longer offered.</summary>
    public static readonly Refusal CodeUnknown = Invalid("code-unknown", "This code does not open this ticket. Check it letter by letter, or ask whoever gave it to you.", nameof(RegistrationRequest.AccessCode));
    public static readonly Refusal CodeUsedUp = Refusal.Conflict("registration.code-used-up", "This code has been used as often as it may be. Ask whoever gave it to you.");

    public static readonly Refusal OrganisationMissing = Invalid("organisation-missing", "Enter your organization: seats of this kind are counted for each organization.", nameof(RegistrationRequest.Organisation));

    public static readonly Refusal PartyTooLarge = Refusal.Invalid("registration.party-too-large", $"One form registers at most {RegistrationRules.LargestParty} people. Send another form for the others.", nameof(RegistrationRequest.Companions));
    public static readonly Refusal SameEmailTwice = Refusal.Invalid("registration.same-email-twice", "Each person needs an email address of their own: tickets go there.", nameof(RegistrationRequest.Companions));

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

    /// <summary>Room for some of a party, not for all.</summary>
    public static readonly Refusal FullForParty = Refusal.Conflict("registration.full-for-party", "There are not enough seats left for all of you together. Join the waiting list, which keeps you together, or register fewer people.");

    public static readonly Refusal NoOffer = Refusal.Conflict("registration.no-offer", "There is no open offer for this ticket any more. This page says where you stand.");

    public static readonly Refusal NotWaiting = Refusal.Conflict("registration.not-waiting", "This person is not on the waiting list. Reload the page to see where they stand.");

    public static readonly Refusal NoRoomForOffer = Refusal.Conflict("registration.no-room", "There is no free seat to offer. Raise the cap first, or add the person over it with a reason.");

    public static readonly Refusal TooLateToOffer = Refusal.Conflict("registration.too-late-to-offer", "The days that this ticket is for are over, so nobody could use a seat that is offered now.");

    /// <summary>Of an organisation that somebody is to be moved to by a correction.</summary>
    public static readonly Refusal OrganisationFull = Refusal.Conflict("registration.organisation-full", "That organization has as many seats as it may have. Raise the cap first, or move the person to a ticket that is not counted by organization.");

    public static readonly Refusal ReasonMissing = Invalid("reason-missing", "Enter the reason. It is kept in the ledger.", "Reason");

    public static readonly Refusal UnknownPool = Refusal.NotFound("registration.unknown-pool", "There is no such seat pool. Reload the page.");

    public static readonly Refusal CapacityWrong = Invalid("capacity", "Enter how many seats there are: a whole number from 0 to 1,000,000.", "Capacity");

    public static readonly Refusal NotDoor = Refusal.Forbidden("registration.not-door", "Only door staff and organizers may do this. Sign in with such an account.");

    /// <summary>Money would be lost on the way.</summary>
    public static readonly Refusal PaidFor = Refusal.Conflict("registration.paid-for", "This ticket was paid for, so it cannot be changed here. Write to the organizers: they change it and give the money back.");

    /// <summary>Another hold would begin anew each time.</summary>
    public static readonly Refusal PayFirst = Refusal.Conflict("registration.pay-first", "A seat is held for you to pay for. Pay for it, change to a ticket that costs nothing, or cancel and register anew for another one.");

    /// <summary>Nobody could pay for it, and its seat would be held for nothing.</summary>
    public static readonly Refusal PaymentsOff = Refusal.Conflict("registration.payments-off", "This ticket costs money, and payments are switched off at the moment. Choose a ticket that is free.");

    public static readonly Refusal AsksMore = Refusal.Conflict("registration.asks-more", "That ticket asks questions that you have not answered. Cancel this registration and register anew for it.");

    public static readonly Refusal NotToday = Refusal.Conflict("registration.not-today", "The event is not on today, so no seat is released.");

    public static readonly Refusal HasSeat = Refusal.Conflict("registration.has-seat", "This person has a seat already. Scan the ticket to let them in.");

    public static readonly Refusal EmailTaken = Refusal.Conflict("registration.email-taken", "Another registration has this address. Find it by the address, and cancel one of the two first.");

    public static readonly Refusal NotOpenYet = Refusal.Conflict("registration.not-open", "There is no event to register for yet. Come back when it has been announced.");

    /// <summary>More people wait for an answer than the queue holds.</summary>
    public static readonly Refusal Busy = Refusal.TooMany("registration.busy", "Very many people are registering at this moment. Nothing was saved: send the form again in a few seconds.");

    /// <summary>The database could not take it, however often we tried.</summary>
    public static readonly Refusal NotNow = Refusal.Conflict("registration.not-now", "We could not save your registration just now. Send the form again in a moment; it is safe to do so twice.");

    public static readonly Refusal UnknownTicket = Refusal.NotFound("registration.unknown-ticket", "There is no ticket by that code. Check it against the letter we sent you.");

    public static readonly Refusal NotOrganiser = Refusal.Forbidden("registration.not-organiser", "Only an organiser may see who is registered. Sign in with an organiser's account.");

    public static readonly Refusal Cancelled = Refusal.Conflict("registration.cancelled", "This registration was cancelled. Register again to take part.");

    /// <summary>The same as <see cref="Full"/>, with the limit that was met.</summary>
    /// <param name="pool">That has no seat for a newcomer.</param>
    /// <param name="kind">Of the ticket.</param>
    /// <param name="isOnly">The ticket draws on no other pool that counts for everybody.</param>
    internal static Refusal FullFor(PoolCount pool, TicketKind kind, bool isOnly) =>
        pool.OfOrganisation ? Full with { Message = "Your organization has as many seats of this kind as it may have. Join the waiting list, or take part on the live stream." }
        : kind == TicketKind.Online ? Full with { Message = "Every place of this kind is taken. Join the waiting list, or choose another ticket." }
        : isOnly ? Full
        : Full with { Message = $"Every seat of “{pool.Name}” is taken. Join the waiting list, or take part on the live stream." };

    /// <summary>Whether somebody was refused for want of a seat, whichever limit it was.</summary>
    public static bool IsFull(Refusal? refusal) => refusal?.Code == Full.Code;

    /// <summary>A good code beside another ticket. It says what the form says to whoever types the code there, so it teaches a guesser nothing more.</summary>
    /// <param name="opens">Name of the ticket type that the code opens.</param>
    public static Refusal CodeForAnother(string opens) =>
        Invalid("code-for-another", $"This code opens “{opens}”, and another ticket is chosen. Choose “{opens}”, or leave the code out.", nameof(RegistrationRequest.AccessCode));

    /// <summary>A party that could wait for ever: one of the caps is smaller than it.</summary>
    /// <param name="seats">That cap.</param>
    public static Refusal LargerThanCap(int seats) => Refusal.Conflict("registration.larger-than-cap", seats switch
    {
        1 => "Only 1 of you can have this ticket: that is its limit. Register one person with this form.",
        _ => $"Only {seats} of you can have this ticket: that is its limit. Register at most {seats} people with this form.",
    });

    /// <summary>At the closing instant itself registration is closed.</summary>
    public static Refusal Closed(DateTimeOffset since, string timeZone) =>
        Refusal.Conflict("registration.closed", $"Registration closed on {EventTime.In(timeZone).Full(since)}. The live stream can still be watched without a ticket.");

    /// <summary>The ticket type's own window: from its opening instant on it is open, at the closing one it is closed.</summary>
    public static Refusal NotOnSaleYet(DateTimeOffset from, string timeZone) =>
        Refusal.Conflict("registration.not-on-sale", $"This ticket can be had from {EventTime.In(timeZone).Full(from)} on. Come back then, or choose another one.");

    public static Refusal NotOnSaleAnyMore(DateTimeOffset since, string timeZone) =>
        Refusal.Conflict("registration.off-sale", $"This ticket could be had until {EventTime.In(timeZone).Full(since)}. Choose another one.");

    private static Refusal Invalid(string what, string message, string field) => Refusal.Invalid("registration." + what, message, field);
}
