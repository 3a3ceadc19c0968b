namespace Expo.Core.Agenda;

public static class ReleaseRefusals
{
    public static readonly Refusal NotOrganiser = Refusal.Forbidden("release.not-organiser", "Only an organizer can look at the working copy and release it. Sign in with an organizer's account.");

    public static readonly Refusal NameNeeded = Refusal.Invalid("release.name-needed", "Give the release a name, for instance “First programme”.", "Name");

    public static readonly Refusal NameTooLong = Refusal.Invalid("release.name-too-long", $"The name can have {Release.MostOfName} characters. Make it shorter.", "Name");

    public static readonly Refusal NoteTooLong = Refusal.Invalid("release.note-too-long", $"The note can have {Release.MostOfNote} characters. Make it shorter.", "Note");

    public static readonly Refusal MadeMeanwhile = Refusal.Conflict("release.made-meanwhile", "Somebody else released the program at the same moment. Nothing of yours was released. Look at what has changed since, then release again if you need to.");

    public static readonly Refusal ChangedMeanwhile = Refusal.Conflict("release.changed-meanwhile", "The program was changed while you looked at it, so nothing was released. The list shows it as it is now. Check it, then release.");

    public static readonly Refusal NothingPlaced = Refusal.Conflict("release.nothing-placed", "No session has a time and a stage yet. Place at least one in the program, then release.");

    public static readonly Refusal NothingChanged = Refusal.Conflict("release.nothing-changed", "Nothing has changed since the last release, so there is nothing to release.");

    public static readonly Refusal Unknown = Refusal.NotFound("release.unknown", "There is no such release. Choose one from the list.");

    public static Refusal NameTaken(string name) => Refusal.Conflict("release.name-taken", $"There is a release called “{name}” already. Choose another name.");

    public static Refusal MadeBy(Release last) => Refusal.Conflict(
        MadeMeanwhile.Code,
        $"{last.ReleasedBy} released “{last.Name}” at {EventTime.In(last.TimeZone).Full(last.ReleasedAt)}, after you had opened this page. Nothing of yours was released. Look at what has changed since, then release again if you need to.");
}
