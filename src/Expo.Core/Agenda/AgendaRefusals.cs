namespace Expo.Core.Agenda;

public static class AgendaRefusals
{
    public static readonly Refusal Unknown = Refusal.NotFound("agenda.unknown-session", "There is no session by that name.");

    public static readonly Refusal NotOrganiser = Refusal.Forbidden("agenda.not-organiser", "Only an organiser can start or end a session. Sign in with an organiser's account.");

    public static readonly Refusal NotLive = Refusal.Conflict("agenda.not-live", "This session is not live, so it cannot be ended.");

    public static readonly Refusal NotStreamed = Refusal.Conflict("agenda.not-streamed", "A break has no stream and cannot go live.");

    public static readonly Refusal StageBusy = Refusal.Conflict("agenda.stage-busy", "Another session is live on this stage. End that one first.");

    public static readonly Refusal NotReleased = Refusal.Conflict("agenda.not-released", "This session is not in the program that people see, so it cannot go live. Place it, release the program, then start it.");

    public static readonly Refusal OtherStageReleased = Refusal.Conflict("agenda.other-stage-released", "People see this session on another stage than the working copy has it. Release the program, then start it.");

    public static readonly Refusal ZoneNotAllowed = Refusal.Forbidden("agenda.zone-not-allowed", "Only an organizer can change the event's time zone. Sign in with an organizer's account.");

    public static readonly Refusal UnknownZone = Refusal.Invalid("agenda.unknown-zone", "There is no time zone by that name. Choose one from the list, or write it like America/New_York.", "Zone");

    public static readonly Refusal ZoneAfterStart = Refusal.Conflict("agenda.zone-after-start", "A session of this event has been live already, so the event keeps its time zone. Move the sessions instead.");

    public static readonly Refusal ZoneChangedMeanwhile = Refusal.Conflict("agenda.zone-changed-meanwhile", "Somebody else changed the event's time zone while you were looking. Nothing of yours was saved. Look at the zone as it is now, then choose again.");

    public static readonly Refusal UnknownEvent = Refusal.NotFound("agenda.unknown-event", "There is no such event. Reload the page.");

    public static readonly Refusal NoticeNotAllowed = Refusal.Forbidden("agenda.notice-not-allowed", "Only an organizer can set when people are told of changes. Sign in with an organizer’s account.");

    public static readonly Refusal NoticePause = Refusal.Invalid("agenda.notice-pause", "The pause before people are told has 0 to 1,440 minutes, which is a day. Enter a number between them.", "Minutes");

    public static readonly Refusal CloseNotAllowed = Refusal.Forbidden("agenda.close-not-allowed", "Only an organizer can set when registration closes. Sign in with an organizer’s account.");

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
