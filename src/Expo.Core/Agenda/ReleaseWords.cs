namespace Expo.Core.Agenda;

/// <summary>A change of the programme in plain words, for pages and letters.</summary>
public static class ReleaseWords
{
    public static string Of(ReleaseChange change) => change switch
    {
        ReleaseChange.New => "New",
        ReleaseChange.Moved => "Moved",
        ReleaseChange.Reworded => "Reworded",
        ReleaseChange.Cancelled => "Cancelled",
        _ => "Unchanged",
    };

    /// <summary>One sentence, for instance <c>Moved from 14 March 2023, 10:15 EDT, to 11:00 EDT.</c></summary>
    /// <param name="change">Of one session.</param>
    /// <param name="before">The zone of the release before.</param>
    /// <param name="now">The event's zone in this release.</param>
    public static string Of(SessionChange change, EventTime before, EventTime now) => change switch
    {
        { Change: ReleaseChange.New, Before: not null } => $"Back in the program: {now.Full(change.After.StartsAt)}, {change.After.StageName}.",
        { Change: ReleaseChange.New } => $"{now.Full(change.After.StartsAt)}, {change.After.StageName}.",
        { Change: ReleaseChange.Cancelled } => $"Was planned for {now.Full(change.After.StartsAt)}, {change.After.StageName}.",
        { Before: null } => "",
        { Change: ReleaseChange.Moved } => Moved(change.Before, change.After, before, now),
        _ => Reworded(change, change.Before),
    };

    private static string Moved(ReleasedSession old, ReleasedSession row, EventTime before, EventTime now)
    {
        var (sameStage, sameStart, sameEnd) = (old.StageId == row.StageId, old.StartsAt == row.StartsAt, old.EndsAt == row.EndsAt);
        if (sameStart && sameEnd)
        {
            return $"Moved from {old.StageName} to {row.StageName}; the time is the same, {now.Full(row.StartsAt)}.";
        }

        if (sameStart && sameStage)
        {
            return $"Ends at {now.Clock(row.EndsAt)} and not at {before.Clock(old.EndsAt)}; it still begins {now.Full(row.StartsAt)}.";
        }

        if (sameStart)
        {
            return $"Moved from {old.StageName} to {row.StageName}, {now.Full(row.StartsAt)}; it ends at {now.Clock(row.EndsAt)} and not at {before.Clock(old.EndsAt)}.";
        }

        var from = sameStage ? before.Full(old.StartsAt) : $"{before.Full(old.StartsAt)}, {old.StageName}";
        var to = before.Day(old.StartsAt) == now.Day(row.StartsAt) ? now.Clock(row.StartsAt) : now.Full(row.StartsAt);
        return $"Moved from {from}, to {to}{(sameStage ? "" : $", {row.StageName}")}.";
    }

    private static string Reworded(SessionChange change, ReleasedSession old)
    {
        var row = change.After;
        List<string> said = [];
        if (old.Title != row.Title)
        {
            said.Add($"Was called “{old.Title}”.");
        }

        if (!change.PeopleBefore.SequenceEqual(change.People))
        {
            said.Add(change.People.Count == 0 ? "Nobody is named as its speaker now." : $"Given by {string.Join(", ", change.People)} now.");
        }

        if (old.Summary != row.Summary)
        {
            said.Add("The description is another.");
        }

        if (old.StageName != row.StageName)
        {
            said.Add($"The stage is called {row.StageName} now.");
        }

        if (!old.Topics.SequenceEqual(row.Topics) || old.Kind != row.Kind)
        {
            said.Add("Its topics or its kind are others.");
        }

        return said.Count == 0 ? "What is said of its speakers is another." : string.Join(" ", said);
    }
}
