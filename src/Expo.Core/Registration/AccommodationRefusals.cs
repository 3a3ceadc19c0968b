namespace Expo.Core.Registration;

/// <summary>Every "no" about accommodations.</summary>
public static class AccommodationRefusals
{
    public static readonly Refusal NotOrganiser = Refusal.Forbidden("accommodations.not-organiser", "Only an organiser may see what people need. Sign in with an organiser's account.");

    public static readonly Refusal NoRequest = Refusal.NotFound("accommodations.no-request", "There is no such request any more. The person withdrew it, or the registration was cancelled.");

    /// <summary>Whoever answers must have read what is asked now.</summary>
    public static readonly Refusal Changed = Refusal.Conflict("accommodations.changed", "The person has changed this request since you read it. Nothing was sent. Read it again, then answer.");

    public static readonly Refusal StateMissing = Refusal.Invalid("accommodations.state-missing", "Choose whether it is in hand, arranged or not possible.", "State");

    public static readonly Refusal ReplyMissing = Refusal.Invalid("accommodations.reply-missing", "Say why it is not possible, and what you can offer instead.", "Reply");

    public static readonly Refusal ReplyTooLong = Refusal.Invalid("accommodations.reply-too-long", $"Use at most {AccommodationService.LongestReply} characters.", "Reply");

    public static readonly Refusal ReplyUnreadable = Refusal.Invalid("accommodations.reply-unreadable", "The text contains characters that cannot be printed. Type it again.", "Reply");
}
