namespace Expo.Core.Registration;

/// <summary>Every "no" of starring sessions and of the notices about them.</summary>
public static class StarRefusals
{
    public static readonly Refusal NoTicket = Refusal.NotFound(
        "stars.no-ticket", "This browser does not know your ticket. Open your ticket’s page once, by the link in its letter, then star the session again.");

    public static readonly Refusal Cancelled = Refusal.Conflict(
        "stars.registration-cancelled", "Your registration was cancelled, so stars are not kept with it any more. Register again, then open your new ticket.");

    public static readonly Refusal UnknownSession = Refusal.NotFound("stars.unknown-session", "There is no such session in the agenda. Open the agenda again and choose from there.");

    public static readonly Refusal SessionCancelled = Refusal.Conflict("stars.session-cancelled", "This session was cancelled, so it cannot be starred. See the agenda for what is on.");

    public static readonly Refusal TooMany = Refusal.Invalid("stars.too-many", $"At most {StarService.MostAtOnce} sessions can be kept at once. Keep some of them, then the rest.");

    public static readonly Refusal NotOrganiser = Refusal.Forbidden("notices.not-organiser", "Only an organizer may see who was told of changes. Sign in with an organizer’s account.");

    public static readonly Refusal NothingWaits = Refusal.Conflict("notices.nothing-waits", "Nobody has to be told of anything at this moment.");
}
