namespace Expo.Core.Agenda;

public static class AgendaRefusals
{
    public static readonly Refusal Unknown = Refusal.NotFound("agenda.unknown-session", "There is no session by that name.");

    public static readonly Refusal NotOrganiser = Refusal.Forbidden("agenda.not-organiser", "Only an organiser can start or end a session. Sign in with an organiser's account.");

    public static readonly Refusal NotLive = Refusal.Conflict("agenda.not-live", "This session is not live, so it cannot be ended.");

    public static readonly Refusal NotStreamed = Refusal.Conflict("agenda.not-streamed", "A break has no stream and cannot go live.");

    public static readonly Refusal StageBusy = Refusal.Conflict("agenda.stage-busy", "Another session is live on this stage. End that one first.");

    public static readonly Refusal UnknownEvent = Refusal.NotFound("agenda.unknown-event", "There is no such event. Reload the page.");

    public static readonly Refusal CloseNotAllowed = Refusal.Forbidden("agenda.close-not-allowed", "Only an organiser can set when registration closes. Sign in with an organiser's account.");

    public static readonly Refusal ClosesAfterEvent = Refusal.Invalid("agenda.closes-after-event", "Registration closes with the event’s last day at the latest. Choose an earlier time, or leave the field empty.", "ClosesAt");

    public static Refusal CloseChangedMeanwhile(Conference conference) => Refusal.Conflict(
        "agenda.close-changed-meanwhile",
        $"Somebody else changed this while you were editing: registration closes {EventTime.In(conference.TimeZone).Full(conference.RegistrationEndsAt)} now. Nothing of yours was saved. Look at what is saved now, then make your change again.");

    /// <summary>The same, naming the session that is in the way.</summary>
    public static Refusal StageBusyWith(string title) => Refusal.Conflict(StageBusy.Code, $"“{title}” is live on this stage. End it first.");

    public static Refusal CannotStart(SessionState state) => Refusal.Conflict("agenda.cannot-start", state switch
    {
        SessionState.Live => "This session is live already.",
        SessionState.Ended => "This session has ended and cannot go live again.",
        _ => "This session was cancelled and cannot go live.",
    });
}
