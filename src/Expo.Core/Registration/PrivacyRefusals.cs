namespace Expo.Core.Registration;

/// <summary>Every "no" about personal data and the statements on them.</summary>
public static class PrivacyRefusals
{
    public static readonly Refusal NotOrganiser = Refusal.Forbidden("privacy.not-organiser", "Only an organiser may do this. Sign in with an organiser's account.");

    public static readonly Refusal NobodyFound = Refusal.NotFound("privacy.nobody", "Nothing is stored about this address. Check it letter by letter.");

    public static readonly Refusal PurposeMissing = Refusal.Invalid("privacy.purpose-missing", "Enter what the export is for. It is kept in the log.", "Reason");

    public static readonly Refusal ReasonMissing = Refusal.Invalid("privacy.reason-missing", "Enter why the person is erased. It is kept in the log.", "Reason");

    /// <summary>The log outlives the person, so that it must not name anybody.</summary>
    public static readonly Refusal ReasonNamesPerson = Refusal.Invalid("privacy.reason-names", "Leave the name and the address out of the reason: it is kept after the person is erased.", "Reason");

    public static readonly Refusal OwnAccount = Refusal.Conflict("privacy.own-account", "This address belongs to the account that you are signed in with. Ask another organizer to delete it.");

    public static readonly Refusal NotOver = Refusal.Conflict("privacy.not-confirmed", "Nothing was erased. Tick the box first, so that it does not happen by accident.");

    public static readonly Refusal Busy = Refusal.Conflict("privacy.busy", "Others published at the same moment. Nothing was saved; publish again.");

    /// <param name="part">Name of the field.</param>
    /// <param name="words">The part in words.</param>
    public static Refusal PartMissing(string part, string words) => Refusal.Invalid("privacy.part-missing", $"Enter the {words}. The law asks for all four parts.", part);

    public static Refusal PartTooLong(string part) => Refusal.Invalid("privacy.part-too-long", $"Use at most {StatementDraft.LongestPart} characters.", part);

    public static Refusal PartUnreadable(string part) => Refusal.Invalid("privacy.part-unreadable", "The text contains characters that cannot be printed. Type it again.", part);
}
