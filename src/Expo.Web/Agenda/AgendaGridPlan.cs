using Expo.Core.Agenda;

namespace Expo.Web.Agenda;

/// <summary>One session's place in the grid: column and rows as CSS counts them, and its share of the column where several overlap, such as a cancelled one and what is there in its place.</summary>
public sealed record GridCell(Session Session, int Column, int FromRow, int ToRow, int Lane, int Lanes);

/// <summary>
/// Where the sessions of one day stand in a grid of stages and time. Rows are five minutes of elapsed time, not of any clock,
/// so the grid has the same shape in each reader's zone, over midnight, and in the night in which clocks change.
/// </summary>
/// <param name="Times">Each half hour, with its row.</param>
public sealed record AgendaGridPlan(IReadOnlyList<Stage> Stages, IReadOnlyList<(DateTimeOffset At, int Row)> Times, IReadOnlyList<GridCell> Cells, int Rows)
{
    private const int MinutesOfRow = 5;
    private const int MinutesOfMark = 30;

    // The first row and the first column hold the names of the stages and the times.
    private const int Heads = 2;

    public static AgendaGridPlan Of(ProgrammeDay day, EventTime eventTime)
    {
        var stages = day.Sessions.Select(s => s.Stage).OfType<Stage>().DistinctBy(s => s.Id).OrderBy(s => s.Position).ThenBy(s => s.Id).ToList();
        var first = eventTime.Local(day.Sessions.Min(s => s.StartsAt));
        var begin = first - TimeSpan.FromMinutes(first.Minute % MinutesOfMark) - TimeSpan.FromSeconds(first.Second);
        var end = day.Sessions.Max(s => s.EndsAt);
        int Row(DateTimeOffset at) => Heads + (int)((at - begin).TotalMinutes / MinutesOfRow);
        var marks = new List<(DateTimeOffset, int)>();
        for (var at = begin; at < end; at += TimeSpan.FromMinutes(MinutesOfMark))
        {
            marks.Add((at, Row(at)));
        }

        var lanes = day.Sessions.GroupBy(s => s.StageId).SelectMany(stage => Lanes.Of(stage.OrderBy(s => s.StartsAt).ThenBy(s => s.Id), s => s.StartsAt, s => s.EndsAt)).ToDictionary(laid => laid.Item.Id);
        var cells = day.Sessions.Select(s =>
        {
            var from = Row(s.StartsAt);
            var to = Math.Max(from + 1, Heads + (int)Math.Ceiling((s.EndsAt - begin).TotalMinutes / MinutesOfRow));
            return new GridCell(s, Heads + stages.FindIndex(stage => stage.Id == s.StageId), from, to, lanes[s.Id].Lane, lanes[s.Id].Lanes);
        }).ToList();
        return new AgendaGridPlan(stages, marks, cells, Math.Max(cells.Max(c => c.ToRow), marks.Count == 0 ? Heads : marks[^1].Item2 + 1));
    }
}
