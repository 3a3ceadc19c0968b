namespace Expo.Core.Agenda;

/// <summary>One change of the working copy, with all that is needed to undo it and to do it again.</summary>
/// <param name="ConferenceId">The event of the session.</param>
/// <param name="SessionId">The session that was changed.</param>
/// <param name="From">Revision that it had before; <see cref="NotThere"/> for one that was added.</param>
/// <param name="To">Revision that it has since; <see cref="NotThere"/> for one that was removed.</param>
/// <param name="Before">Null for one that was added.</param>
/// <param name="After">Null for one that was removed.</param>
/// <param name="Words">What was done, as a sentence.</param>
public sealed record ProgrammeStep(int ConferenceId, int SessionId, int From, int To, SessionSheet? Before, SessionSheet? After, string Words)
{
    public const int NotThere = -1;

    public string Title => (After ?? Before)!.Title;

    internal static string WordsOf(SessionSheet? before, SessionSheet? after, IReadOnlyDictionary<int, string> stages, EventTime time) => (before, after) switch
    {
        (null, { At: { } at }) => $"“{after.Title}” was added: {Said(at, stages, time)}.",
        (null, { }) => $"“{after.Title}” was added without a time.",
        ({ }, null) => $"“{before.Title}” was removed.",
        ({ IsCancelled: false }, { IsCancelled: true }) => $"“{after.Title}” was cancelled.",
        ({ IsCancelled: true }, { IsCancelled: false }) => $"“{after.Title}” was brought back.",
        ({ At: not null }, { At: null }) => $"“{after.Title}” was taken off the grid.",
        ({ At: null }, { At: { } at }) => $"“{after.Title}” was placed: {Said(at, stages, time)}.",
        ({ At: { } old }, { At: { } at }) when old != at => $"“{after.Title}” {(old.StartsAt == at.StartsAt && old.StageId == at.StageId ? "has another length" : "was moved")}: {Said(at, stages, time)}.",
        _ => $"“{after!.Title}” was edited.",
    };

    internal static string Said(Placement at, IReadOnlyDictionary<int, string> stages, EventTime time) =>
        $"{EventTime.LongDay(time.Day(at.StartsAt))}, {time.Hour(at.StartsAt)} to {time.Clock(at.EndsAt)}, {stages.GetValueOrDefault(at.StageId, "another stage")}";
}
