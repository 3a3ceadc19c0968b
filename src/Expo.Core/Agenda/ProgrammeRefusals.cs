namespace Expo.Core.Agenda;

public static class ProgrammeRefusals
{
    public static readonly Refusal NotOrganiser = Refusal.Forbidden("programme.not-organiser", "Only an organizer can see and change the working copy of the program. Sign in with an organizer's account.");

    public static readonly Refusal TitleNeeded = Refusal.Invalid("programme.title-needed", "Give the session a title.", "Title");

    public static readonly Refusal TitleTooLong = Refusal.Invalid("programme.title-too-long", $"The title can have {SessionSheet.MostOfTitle} characters. Make it shorter.", "Title");

    public static readonly Refusal SummaryTooLong = Refusal.Invalid("programme.summary-too-long", $"The summary can have {SessionSheet.MostOfSummary:N0} characters. Make it shorter.", "Summary");

    public static readonly Refusal TopicsTooLong = Refusal.Invalid(
        "programme.topics-too-long", $"A session can have {SessionSheet.MostTopics} topics of {SessionSheet.MostOfTopic} characters each. Take some away, or make them shorter.", "Topics");

    public static readonly Refusal BreakWithSpeakers = Refusal.Invalid("programme.break-with-speakers", "A break has no speakers. Take them away, or choose another kind of session.", "Kind");

    public static readonly Refusal NoLength = Refusal.Invalid("programme.no-length", "A session ends after it starts. Give it at least one minute.", "Minutes");

    public static readonly Refusal TooLong = Refusal.Invalid("programme.too-long", $"A session can take {Placement.MostMinutes} minutes at most. Make it shorter, or lay two.", "Minutes");

    public static readonly Refusal NoTime = Refusal.Invalid("programme.no-time", "Write the time as hours and minutes, for instance 14:30.", "Time");

    public static readonly Refusal UnknownStage = Refusal.Invalid("programme.unknown-stage", "This event has no such stage any more. Choose another one.", "Stage");

    public static readonly Refusal NoStage = Refusal.Conflict("programme.no-stage", "The event has no stage yet. Add one under Stages first.");

    public static readonly Refusal UnknownSpeaker = Refusal.Invalid("programme.unknown-speaker", "One of these speakers does not belong to the event any more. Reload the page and choose again.", "Speakers");

    public static readonly Refusal NothingChanged = Refusal.Conflict("programme.nothing-changed", "Nothing was changed, because the session is like this already.");

    public static readonly Refusal BegunMeanwhile = Refusal.Conflict("programme.begun-meanwhile", "The session went live or ended at the same moment, so nothing of yours was saved. Look at it as it is now.");

    public static readonly Refusal AddressTaken = Refusal.Conflict("programme.address-taken", "Somebody else added one by the same name at the same moment. Nothing of yours was saved. Look whether it is the same, then try again.");

    public static readonly Refusal NothingToUndo = Refusal.Conflict("programme.nothing-to-undo", "There is nothing to undo.");

    public static readonly Refusal NothingToRedo = Refusal.Conflict("programme.nothing-to-redo", "There is nothing to do again.");

    public static readonly Refusal StageNameNeeded = Refusal.Invalid("programme.stage-name-needed", "Give the stage a name.", "Name");

    public static readonly Refusal StageNameTooLong = Refusal.Invalid("programme.stage-name-too-long", $"The name can have {ProgrammeService.MostOfStageName} characters. Make it shorter.", "Name");

    public static readonly Refusal StageNameTaken = Refusal.Invalid("programme.stage-name-taken", "There is a stage by that name already. Choose another name.", "Name");

    public static readonly Refusal StagesChangedMeanwhile = Refusal.Conflict("programme.stages-changed-meanwhile", "Somebody else changed the stages while you were looking. Nothing of yours was saved. Look at the stages as they are now, then try again.");

    public static readonly Refusal StageLive = Refusal.Conflict("programme.stage-live", "A session is live, and the order of the stages decides which encoder feeds which stage. End the session, then change the order.");

    public static readonly Refusal Changeover = Refusal.Invalid("programme.changeover", $"A change-over takes 0 to {ProgrammeService.LongestChangeover} minutes. Enter a number between them.", "Minutes");

    public static readonly Refusal ChangeoverChangedMeanwhile = Refusal.Conflict("programme.changeover-changed-meanwhile", "Somebody else changed the minutes between sessions while you were looking. Nothing of yours was saved. Look at what is saved now, then make your change again.");

    public static Refusal HasBegun(string title) => Refusal.Conflict("programme.has-begun", $"“{title}” has been live already, so its time, stage and kind stay as they are. Its words can still be changed.");

    public static Refusal IsCancelled(string title) => Refusal.Conflict("programme.is-cancelled", $"“{title}” is cancelled. Bring it back before you move it.");

    public static Refusal ChangedMeanwhile(string title) => Refusal.Conflict("programme.changed-meanwhile", $"Somebody else changed “{title}” while you were looking. Nothing of yours was saved. Look at it as it is now, then make your change again.");

    public static Refusal NotUndone(string title) => Refusal.Conflict("programme.not-undone", $"Somebody else has changed “{title}” since, so your change to it was not undone or redone. It stays as it is now.");

    public static Refusal InUse(string title) => Refusal.Conflict("programme.in-use", $"“{title}” was released, or has a proposal, a deck or answers behind it, so it is not removed. Cancel it instead, or take it off the grid.");
}
