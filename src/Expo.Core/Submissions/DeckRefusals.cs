namespace Expo.Core.Submissions;

public static class DeckRefusals
{
    public static readonly Refusal NotYours = Refusal.Forbidden("decks.not-yours", "Only the speakers of this session and organizers can bring or see its deck.");

    public static readonly Refusal NotOrganiser = Refusal.Forbidden("decks.not-organiser", "Only organizers can do this. Sign in with an organizer's account.");

    public static readonly Refusal Unknown = Refusal.NotFound("decks.unknown", "There is no such deck. Go back to the list and choose it there.");

    public static readonly Refusal NoTalk = Refusal.Conflict("decks.no-talk", "This session takes no deck: it is a break or was cancelled.");

    public static readonly Refusal NotReady = Refusal.Conflict("decks.not-ready", "This version has not passed its checks, so it cannot be shown. Wait until it has, or choose another version.");

    public static readonly Refusal FrozenElsewhere = Refusal.Conflict("decks.frozen-elsewhere", "Somebody else has just chosen a version for the stage. Look at what is shown now and choose again.");

    public static readonly Refusal NotFrozen = Refusal.Conflict("decks.not-frozen", "No version of this session is set for the stage.");

    public static readonly Refusal NoPublicCopy = Refusal.Conflict("decks.no-public-copy", "There is no public copy of this version yet, without notes and names. Wait until it is made, or ask the speaker for a PowerPoint file.");

    public static readonly Refusal NotApproved = Refusal.Conflict("decks.not-approved", "This version is not approved for publishing.");

    public static Refusal NoConsent(string names) => Refusal.Conflict("decks.no-consent", $"{names} did not allow us to publish this session. Ask them to allow it at their speaker's desk first.");
}
