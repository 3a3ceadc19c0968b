namespace Expo.Core.Registration;

/// <summary>
/// Every column of text, and every column that points to a person, with what it is. Export and erasure go by it, the page for
/// the privacy officer prints it, and a test fails when the database has a column that is not here.
/// </summary>
public static partial class DataInventory
{
    public static IReadOnlyList<DataColumn> All { get; } = [.. Registration(), .. Door(), .. Money(), .. Letters(), .. Programme(), .. Proposals(), .. Files(), .. Questions(), .. Record(), .. Accounts(), .. Machinery()];

    private static IEnumerable<DataColumn> Registration() =>
    [
        Personal("Attendees", "CalendarUid", "Names the entries in the person's calendar; emptied"),
        Personal("Attendees", "TicketCode", "Opens the ticket; replaced by a mark that opens nothing"),
        Personal("Attendees", "Name", "For badge, door and letters; replaced by the word “Erased”"),
        Personal("Attendees", "Email", "Where letters go; emptied"),
        Personal("Attendees", "NormalisedEmail", "To find one registration for each address; replaced by a mark"),
        Personal("Attendees", "Organisation", "For the badge and caps for each organization; emptied"),
        Personal("Attendees", "Country", "For the badge and figures; emptied"),
        Personal("Attendees", "AccessNeeds", "To arrange what the person needs; emptied. Each reading by staff is logged"),
        Personal("Attendees", "AccommodationReply", "What was answered to the request; emptied"),
        Personal("Attendees", "Party", "Keeps people together who registered together; emptied"),
        Personal("FormAnswers", "Value", "Answers to the organizer's questions, each with its own purpose and end; the row is deleted"),
        Personal("FormAnswers", "AttendeeId", "Whose answer it is; the row is deleted"),
        Kept("SeatLedger", "AttendeeId", "Points to the registration, which is empty by then: the ledger must add up"),
        Personal("SeatLedger", "Text", "What happened to a seat; reasons that staff typed are cut off, the rest stays"),
        Kept("RegistrationLog", "AttendeeId", "Points to the registration, which is empty by then"),
        Staff("RegistrationLog", "By", "Which organizer did it"),
        Personal("RegistrationLog", "Text", "What staff did; reasons that staff typed are cut off, the rest stays"),
        NotPersonal("SeatPools", "Name", "Names a room or an organization; an organization’s name goes with the last person who has a line in it"),
        NotPersonal("SeatPools", "OrganisationKey", "Names an organization whose seats are counted; replaced by a mark with the last person who has a line in it"),
        Secret("Attendees", "CalendarKey", "Opens the calendar of starred sessions; emptied"),
        Personal("SavedSessions", "AttendeeId", "Whose star it is; the row is deleted"),
        Personal("ChangeNotices", "AttendeeId", "Who was told of a change; the row is deleted"),
        NotPersonal("ChangeNotices", "Text", "What changed"),
        NotPersonal("TicketTypes", "Code", "Names a kind of ticket"),
        NotPersonal("TicketTypes", "Name", "Names a kind of ticket"),
        NotPersonal("TicketTypes", "Description", "Describes a kind of ticket"),
        NotPersonal("TicketTypes", "Currency", "A currency"),
        NotPersonal("AccessCodes", "Code", "Made by an organizer for a group"),
        NotPersonal("AccessCodes", "Note", "For which group a code is; organizers are told to name no person"),
        NotPersonal("RegistrationSettings", "AccommodationsTo", "Address of the office that arranges accommodations"),
        NotPersonal("FormQuestions", "Label", "A question"),
        NotPersonal("FormQuestions", "Hint", "A question's hint"),
        NotPersonal("FormQuestions", "Choices", "Answers to choose from"),
        NotPersonal("FormQuestions", "Purpose", "Why a question is asked"),
        NotPersonal("FormQuestions", "TicketTypes", "Codes of ticket types"),
        NotPersonal("PrivacyStatements", "Authority", "Published text"),
        NotPersonal("PrivacyStatements", "Purpose", "Published text"),
        NotPersonal("PrivacyStatements", "RoutineUses", "Published text"),
        NotPersonal("PrivacyStatements", "Disclosure", "Published text"),
    ];

    private static IEnumerable<DataColumn> Door() =>
    [
        Kept("CheckIns", "AttendeeId", "Points to the registration, which is empty by then: how many came must stay right"),
        NotPersonal("CheckIns", "Door", "Names a door"),
        Personal("CheckIns", "ScanKey", "Ties a check-in to its scan; replaced by a mark"),
        Personal("DoorScans", "AttendeeId", "Whose ticket was scanned; emptied"),
        NotPersonal("DoorScans", "Key", "A random number of the device"),
        NotPersonal("DoorScans", "Door", "Names a door"),
    ];

    private static IEnumerable<DataColumn> Money() =>
    [
        Kept("Payments", "AttendeeId", "Points to the registration, which is empty by then"),
        NotPersonal("Payments", "Currency", "A currency"),
        Kept("Payments", "CheckoutId", "The provider's number: the books must be checked against the provider's, and money may have to go back"),
        Personal("Payments", "CheckoutUrl", "Where the person pays; emptied"),
        Kept("Payments", "IntentId", "The provider's number: the books must be checked against the provider's, and money may have to go back"),
        Personal("Payments", "Look", "Why an organizer must look; name and address are struck out of it"),
        NotPersonal("Payments", "Key", "A random number against doing it twice"),
        Personal("Refunds", "Reason", "Typed by an organizer; replaced by a mark"),
        Staff("Refunds", "By", "Who asked for it; a holder's own name is struck out"),
        NotPersonal("Refunds", "Key", "A random number against doing it twice"),
        Kept("Refunds", "ProviderId", "The provider's number, for the books"),
        Staff("PaymentNotes", "By", "Who looked at it"),
        Personal("PaymentNotes", "Text", "Typed by an organizer: replaced by a mark; written by the program: name and address are struck out"),
        NotPersonal("PaymentEvents", "Id", "The provider's number of a message"),
        NotPersonal("PaymentEvents", "Type", "The provider's word for a kind of message"),
    ];

    private static IEnumerable<DataColumn> Letters() =>
    [
        NotPersonal("Outbox", "Template", "Which letter; what it says is written when it leaves, and kept nowhere"),
        Personal("Outbox", "Recipient", "Where a letter goes; emptied, and the letter is not sent"),
        Personal("Outbox", "LastError", "What the mail server said, which may quote the address; emptied"),
        Personal("Outbox", "UnsubscribeToken", "Opens the unsubscribe page; emptied"),
        Personal("BulkLetters", "Subject", "Written by an organizer; name and address are struck out"),
        Personal("BulkLetters", "Text", "Written by an organizer; name and address are struck out"),
        Personal("BulkLetters", "Segment", "To whom, as a filter; name and address are struck out"),
        Staff("BulkLetters", "CreatedBy", "Which organizer wrote it"),
        Staff("BulkLetters", "ConfirmedBy", "Which organizer sent it"),
        Personal("MailSuppressions", "Recipient", "Wants no more letters of a kind; the row is deleted"),
        NotPersonal("MailSuppressions", "Kind", "A kind of letter"),
    ];

    private static DataColumn Personal(string table, string name, string why) => new(table, name, DataKind.Personal, why);

    private static DataColumn Kept(string table, string name, string why) => new(table, name, DataKind.Kept, why);

    private static DataColumn Staff(string table, string name, string why) => new(table, name, DataKind.Staff, why);

    private static DataColumn Secret(string table, string name, string why) => new(table, name, DataKind.Secret, why);

    private static DataColumn NotPersonal(string table, string name, string why) => new(table, name, DataKind.NotPersonal, why);
}
