using Expo.Core.Agenda;
using Expo.Web.Agenda;

namespace Expo.Web.Organiser;

/// <summary>A session in the grid of a day: its stage's column from 0, its first row and its rows, and its share of the column where several overlap.</summary>
public sealed record ProgrammeBlock(Session Session, Placement At, int Column, int Row, int Rows, int Lane, int Lanes);

/// <summary>
/// One day of the programme laid on rows of five minutes. Rows count elapsed time, so that a night when clocks jump has as
/// many rows as it lasts; a session that goes past midnight stays on the day on which it starts.
/// </summary>
/// <param name="From">The instant of the first row.</param>
/// <param name="Hours">Rows at which the clock shows a full hour, with what it shows.</param>
/// <param name="Blocks">By start, then by stage.</param>
public sealed record ProgrammeDay(DateOnly Day, DateTimeOffset From, int Rows, IReadOnlyList<(int Row, string Clock)> Hours, IReadOnlyList<ProgrammeBlock> Blocks)
{
    public const int MinutesOfRow = 5;

    private static readonly (TimeOnly From, TimeOnly Until) Usual = (new(8, 0), new(18, 0));

    /// <param name="sessions">All sessions of the event.</param>
    /// <param name="at">Where a session is, or null when it has no time: what is being moved is elsewhere than it is saved.</param>
    public static ProgrammeDay Of(DateOnly day, IEnumerable<Session> sessions, IReadOnlyList<Stage> stages, EventTime time, Func<Session, Placement?> at)
    {
        var columns = stages.Select((stage, index) => (stage.Id, index)).ToDictionary(s => s.Id, s => s.index);
        var placed = sessions.Select(s => (Session: s, At: at(s)!)).Where(s => s.At is not null && columns.ContainsKey(s.At.StageId) && time.Day(s.At.StartsAt) == day).ToList();
        var from = placed.Select(s => Hour(s.At.StartsAt, time)).Append(time.At(day, Usual.From)).Min();
        var until = placed.Select(s => s.At.EndsAt).Append(time.At(day, Usual.Until)).Max();
        var rows = (int)Math.Ceiling((until - from).TotalHours) * (60 / MinutesOfRow);
        var blocks = placed.GroupBy(s => s.At.StageId).SelectMany(stage => Column(stage.OrderBy(s => s.At.StartsAt).ThenBy(s => s.Session.Id), columns[stage.Key], from));
        return new ProgrammeDay(day, from, rows, Clocks(from, rows, time), [.. blocks.OrderBy(b => b.Session.IsPlaced ? b.Session.StartsAt : b.At.StartsAt).ThenBy(b => b.Column).ThenBy(b => b.Session.Id)]);
    }

    private static IEnumerable<ProgrammeBlock> Column(IEnumerable<(Session Session, Placement At)> sessions, int column, DateTimeOffset from) =>
        Lanes.Of(sessions, s => s.At.StartsAt, s => s.At.EndsAt).Select(laid => new ProgrammeBlock(
            laid.Item.Session, laid.Item.At, column, (int)Math.Floor((laid.Item.At.StartsAt - from).TotalMinutes / MinutesOfRow),
            Math.Max(1, (int)Math.Round((laid.Item.At.EndsAt - laid.Item.At.StartsAt).TotalMinutes / MinutesOfRow)), laid.Lane, laid.Lanes));

    private static DateTimeOffset Hour(DateTimeOffset instant, EventTime time) => instant.AddMinutes(-time.Local(instant).Minute).AddSeconds(-time.Local(instant).Second);

    /// <summary>Around a jump of the clocks the zone's abbreviation is said as well.</summary>
    private static List<(int Row, string Clock)> Clocks(DateTimeOffset from, int rows, EventTime time)
    {
        var jumps = time.Local(from).Offset != time.Local(from.AddMinutes(rows * MinutesOfRow)).Offset;
        return [.. Enumerable.Range(0, rows).Select(row => (Row: row, At: from.AddMinutes(row * MinutesOfRow))).Where(r => time.Local(r.At).Minute == 0).Select(r => (r.Row, jumps ? time.Clock(r.At) : time.Hour(r.At)))];
    }
}
