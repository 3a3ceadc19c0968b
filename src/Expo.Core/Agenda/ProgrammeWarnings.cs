namespace Expo.Core.Agenda;

/// <summary>
/// What an organiser should look at in the working copy: a pure function of it. Sessions without a time, cancelled ones and
/// those that are over are left out. Each list is sorted once and swept, so that hundreds of sessions take milliseconds.
/// </summary>
public static partial class ProgrammeWarnings
{
    /// <summary>Local times from which and until which nobody should have to speak.</summary>
    private static readonly (TimeOnly From, TimeOnly Until) Night = (new(22, 0), new(7, 0));

    private const int MostNamed = 3;

    /// <summary>By kind, the worst first, then by start.</summary>
    public static IReadOnlyList<ProgrammeWarning> Of(WorkingProgramme programme)
    {
        var all = programme.Sessions.Where(s => s is { IsPlaced: true, State: SessionState.Planned or SessionState.Live }).OrderBy(s => s.StartsAt).ThenBy(s => s.Id).ToList();
        var time = EventTime.In(programme.Conference.WorkingTimeZone);
        var (upside, planned) = (all.Where(s => s.EndsAt <= s.StartsAt), all.Where(s => s.EndsAt > s.StartsAt).ToList());
        IEnumerable<ProgrammeWarning> found =
        [
            .. upside.Select(s => new ProgrammeWarning(WarningKind.EndsBeforeStart, $"“{s.Title}” ends before it starts, or when it starts.", [s.Id])),
            .. planned.SelectMany(s => Days(s, programme.Conference, time)),
            .. Stages(planned, programme, time),
            .. Speakers(planned, programme, time),
            .. planned.SelectMany(s => Papers(s, programme)),
        ];
        return [.. found.OrderBy(w => w.Kind)];
    }

    private static IEnumerable<ProgrammeWarning> Days(Session session, Conference conference, EventTime time)
    {
        var (from, until) = (time.At(conference.FirstDay, TimeOnly.MinValue), time.At(conference.LastDay.AddDays(1), TimeOnly.MinValue));
        if (session.StartsAt < from || session.EndsAt > until)
        {
            yield return new(WarningKind.OutsideDays, $"“{session.Title}” ({time.Full(session.StartsAt)}) is outside the event’s days.", [session.Id]);
        }
    }

    private static IEnumerable<ProgrammeWarning> Stages(List<Session> planned, WorkingProgramme programme, EventTime time)
    {
        var names = programme.Stages.ToDictionary(s => s.Id, s => s.Name);
        return planned.GroupBy(s => s.StageId).SelectMany(stage => Stage([.. stage], names.GetValueOrDefault(stage.Key, "the stage"), programme.Conference.ChangeoverMinutes, time));
    }

    private static IEnumerable<ProgrammeWarning> Stage(List<Session> sessions, string name, int changeover, EventTime time)
    {
        List<Session> on = [];
        Session? before = null;
        foreach (var session in sessions)
        {
            on.RemoveAll(s => s.EndsAt <= session.StartsAt);
            if (on.Count > 0)
            {
                yield return new(
                    WarningKind.StageOverlap, $"“{session.Title}” overlaps with {Named(on)} on {name}, from {time.Clock(session.StartsAt)} on {EventTime.LongDay(time.Day(session.StartsAt))}.",
                    [session.Id, .. on.Take(MostNamed).Select(s => s.Id)]);
            }
            else if (before is not null && before.HasPage && session.HasPage && session.StartsAt - before.EndsAt is var gap && gap < TimeSpan.FromMinutes(changeover))
            {
                yield return new(
                    WarningKind.ShortChangeover, $"{Minutes(gap)} between “{before.Title}” and “{session.Title}” on {name}, at {time.Clock(before.EndsAt)} on {EventTime.LongDay(time.Day(before.EndsAt))}. A change-over takes {changeover}.",
                    [session.Id, before.Id]);
            }

            on.Add(session);
            before = before is null || session.EndsAt >= before.EndsAt ? session : before;
        }
    }

    private static IEnumerable<ProgrammeWarning> Papers(Session session, WorkingProgramme programme)
    {
        if (session.Kind == SessionKind.Talk && programme.TalkMinutes is { } wanted && session.EndsAt - session.StartsAt is var length && length < TimeSpan.FromMinutes(wanted))
        {
            yield return new(WarningKind.ShortSlot, $"“{session.Title}” has a slot of {Minutes(length)}. A talk and its questions take {wanted}.", [session.Id]);
        }

        if (NeedsDeck(session) && !programme.WithDeck.Contains(session.Id))
        {
            yield return new(WarningKind.NoDeck, $"“{session.Title}” has no deck.", [session.Id]);
        }
    }

    /// <summary>A panel is talked, a break is not given.</summary>
    internal static bool NeedsDeck(Session session) => session.Kind is SessionKind.Talk or SessionKind.Keynote;

    private static string Minutes(TimeSpan length) => length.TotalMinutes == 1 ? "1 minute" : $"{length.TotalMinutes:0} minutes";

    private static string Named(List<Session> sessions) => sessions.Count <= MostNamed
        ? string.Join(" and ", sessions.Select(s => $"“{s.Title}”"))
        : $"{string.Join(", ", sessions.Take(MostNamed).Select(s => $"“{s.Title}”"))} and {sessions.Count - MostNamed} more";
}
