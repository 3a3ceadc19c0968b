using Expo.Core.Agenda;

namespace Expo.Core.Registration;

/// <summary>Every "no" to a change of ticket types, pools, codes, questions and settings. Fields are named as in the drafts.</summary>
public static class CatalogueRefusals
{
    public static readonly Refusal NameMissing = Invalid("name", "Enter a name of at most 120 characters.", "Name");

    public static readonly Refusal UnknownEvent = Refusal.NotFound("catalogue.unknown-event", "There is no such event. Reload the page.");

    public static readonly Refusal UnknownType = Refusal.NotFound("catalogue.unknown-type", "There is no such ticket type. Reload the page.");

    public static readonly Refusal CodeMalformed = Invalid("type-code", $"A ticket’s code has 1 to {TicketType.LongestCode} letters, digits and dashes, and is not “waiting”. It stays as it is: forms and the API name the ticket by it.", "Code");

    public static readonly Refusal CodeTaken = Invalid("type-code-taken", "Another ticket has this code. Choose another one.", "Code");

    public static readonly Refusal DescriptionTooLong = Invalid("description", "A description is one line of at most 300 characters. Shorten it.", nameof(TicketTypeDraft.Description));

    public static readonly Refusal PositionWrong = Invalid("position", "The place on the form is a whole number from 0 to 1,000.", nameof(TicketTypeDraft.Position));

    public static readonly Refusal CurrencyUnknown = Invalid("currency", "Choose a currency from the list.", nameof(TicketTypeDraft.Currency));

    public static readonly Refusal WindowBackwards = Invalid("window", "It closes before it opens. Set the closing time after the opening one.", nameof(TicketTypeDraft.ClosesAt));

    public static readonly Refusal DayUnknown = Invalid("days", "Choose days of the event only.", nameof(TicketTypeDraft.Days));

    public static readonly Refusal KindInUse = Refusal.Conflict("catalogue.kind-in-use", "People have this ticket, so it cannot change between room and stream. Add a new ticket, and archive this one.");

    public static readonly Refusal TypeInUse = Refusal.Conflict("catalogue.type-in-use", "Somebody has or had this ticket, or a code was made for it, so it cannot be deleted. Archive it instead: nobody new can have it then.");

    public static readonly Refusal TypeIsAsked = Refusal.Conflict("catalogue.type-is-asked", "A question on the form is asked of this ticket. Take the ticket out of that question first.");

    public static readonly Refusal PeopleWait = Refusal.Conflict("catalogue.people-wait", "People wait for this ticket, and without a pool there would be no line. Raise the cap until all of them have been offered a seat, then take the pool away.");

    public static readonly Refusal SeatsHeldBack = Refusal.Conflict("catalogue.seats-held-back", "Seats are held back for access codes of this ticket. End those codes first.");

    public static readonly Refusal NotEnoughToHoldBack = Refusal.Conflict("catalogue.not-enough", "There are not that many free seats to hold back. Hold back fewer, or raise the cap first.");

    public static readonly Refusal NothingToHoldBack = Refusal.Conflict("catalogue.no-cap", "This ticket draws on no pool with a cap of its own, so no seat can be held back. Make the codes without that.");

    public static readonly Refusal PoolInUse = Refusal.Conflict("catalogue.pool-in-use", "A ticket draws on this pool, or seats of it were taken once, so it cannot be deleted. Take it out of the tickets; its history stays.");

    public static readonly Refusal UnknownCode = Refusal.NotFound("catalogue.unknown-code", "There is no such access code. Reload the page.");

    public static readonly Refusal CodeOver = Refusal.Conflict("catalogue.code-over", "This code is over already.");

    public static readonly Refusal WordMalformed = Invalid("word", $"A code of your own has 4 to {AccessCode.LongestCode} letters and digits. Spaces and dashes do not count.", nameof(CodeOrder.Word));

    public static readonly Refusal WordTaken = Invalid("word-taken", "There is such a code already, perhaps one that is over. Choose another word.", nameof(CodeOrder.Word));

    public static readonly Refusal WordForOne = Invalid("word-for-one", "A word of your own makes one code. Set the number of codes to 1, or leave the word out.", nameof(CodeOrder.Count));

    public static readonly Refusal CountWrong = Invalid("count", $"Make 1 to {CatalogueService.MostCodes} codes at once.", nameof(CodeOrder.Count));

    public static readonly Refusal UsesWrong = Invalid("uses", $"A code lets in 1 to {CatalogueService.MostUses:N0} people.", nameof(CodeOrder.MostUses));

    public static readonly Refusal NoteMissing = Invalid("note", "Say for whom the codes are, in at most 200 characters.", nameof(CodeOrder.Note));

    public static readonly Refusal EndPassed = Invalid("end", "This end has passed. Choose a later one.", nameof(CodeOrder.EndsAt));

    public static readonly Refusal UnknownQuestion = Refusal.NotFound("catalogue.unknown-question", "There is no such question. Reload the page.");

    public static readonly Refusal LabelMissing = Invalid("label", "Write the question in one line of at most 200 characters.", nameof(QuestionDraft.Label));

    public static readonly Refusal HintTooLong = Invalid("hint", "A hint is one line of at most 300 characters. Shorten it.", nameof(QuestionDraft.Hint));

    public static readonly Refusal KindFixed = Invalid("kind", "The kind of answer stays as it is. Archive this question, and ask a new one.", nameof(QuestionDraft.Kind));

    public static readonly Refusal ChoicesWrong = Invalid("choices", "Write 2 to 50 different choices, each in a line of its own of at most 200 characters.", nameof(QuestionDraft.Choices));

    public static readonly Refusal PurposeMissing = Invalid("purpose", "Say why you ask, in at most 300 characters. People read it beside the question, and nothing may be collected without a reason.", nameof(QuestionDraft.Purpose));

    public static readonly Refusal PurposeFixed = Invalid("purpose-fixed", "People have answered for the purpose that they read, so it stays. Archive this question, and ask a new one.", nameof(QuestionDraft.Purpose));

    public static readonly Refusal KeepDaysWrong = Invalid("keep-days", "Say how long answers are kept: 1 to 3,650 days after the event’s last day. Nothing may be kept without an end; it is deleted then by itself.", nameof(QuestionDraft.KeepDays));

    public static readonly Refusal KeepDaysFixed = Invalid("keep-days-fixed", "People have answered under a shorter time, so it cannot be made longer. Archive this question, and ask a new one.", nameof(QuestionDraft.KeepDays));

    public static readonly Refusal TicketUnknown = Invalid("tickets", "Choose tickets of this event only.", nameof(QuestionDraft.TicketTypes));

    public static readonly Refusal OfferHoursWrong = Invalid("offer-hours", "An offer lasts 1 to 336 hours (two weeks).", nameof(SettingsDraft.OfferHours));

    public static readonly Refusal ReconfirmHalf = Invalid("reconfirm-half", "Enter both times, when people are asked and until when they can answer, or neither.", nameof(SettingsDraft.ReconfirmBy));

    public static readonly Refusal ReconfirmBackwards = Invalid("reconfirm-window", "The deadline must be after the time at which people are asked.", nameof(SettingsDraft.ReconfirmBy));

    public static readonly Refusal ReconfirmLate = Invalid("reconfirm-late", "The deadline must be before the event’s first day, so that others can have the seats.", nameof(SettingsDraft.ReconfirmBy));

    public static readonly Refusal ReconfirmPassed = Invalid("reconfirm-passed", "This deadline has passed. Choose a later one.", nameof(SettingsDraft.ReconfirmBy));

    public static readonly Refusal ReconfirmAsked = Refusal.Conflict("catalogue.reconfirm-asked", "People have been asked already, so the deadline that they were told cannot be moved earlier and the time of asking stays. You can move the deadline later.");

    public static readonly Refusal NothingToAsk = Refusal.Conflict("catalogue.nothing-to-ask", "Set and save a deadline that is still to come first; people are told until when they can answer.");

    public static readonly Refusal AccommodationsLate = Invalid("accommodations-late", "The deadline must be before the end of the event’s last day.", nameof(SettingsDraft.AccommodationsBy));

    public static Refusal NoTime(string field) => Invalid("time", "Enter a date and a time, for instance 2023-03-01 23:59.", field);

    public static Refusal NoPrice(string field) => Invalid("price", "Enter a price with digits and at most the currency’s decimals, for instance 25.00, or 0.", field);

    /// <summary>Says what is saved now in place of what was shown.</summary>
    public static Refusal ChangedMeanwhile(string what) =>
        Refusal.Conflict("catalogue.changed-meanwhile", $"Somebody else changed this while you were editing: {what}. Nothing of yours was saved. Look at what is saved now, then make your change again.");

    private static Refusal Invalid(string what, string message, string field) => Refusal.Invalid("catalogue." + what, message, field);
}
