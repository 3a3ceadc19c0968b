namespace Expo.Core.Agenda;

public static class AgendaRefusals
{
    public static readonly Refusal Unknown = Refusal.NotFound("agenda.unknown-session", "There is no session by that name.");

    public static readonly Refusal NotOrganiser = Refusal.Forbidden("agenda.not-organiser", "Only an organiser can start or end a session. Sign in with an organiser's account.");

    public static readonly Refusal NotLive = Refusal.Conflict("agenda.not-live", "This session is not live, so it cannot be ended.");

    public static readonly Refusal NotStreamed = Refusal.Conflict("agenda.not-streamed", "A break has no stream and cannot go live.");

    public static readonly Refusal StageBusy = Refusal.Conflict("agenda.stage-busy", "Another session is live on this stage. End that one first.");

    /// <summary>The same, naming the session that is in the way.</summary>
    public static Refusal StageBusyWith(string title) => Refusal.Conflict(StageBusy.Code, $"“{title}” is live on this stage. End it first.");

    public static Refusal CannotStart(SessionState state) => Refusal.Conflict("agenda.cannot-start", state switch
    {
        SessionState.Live => "This session is live already.",
        SessionState.Ended => "This session has ended and cannot go live again.",
        _ => "This session was cancelled and cannot go live.",
    });
}
