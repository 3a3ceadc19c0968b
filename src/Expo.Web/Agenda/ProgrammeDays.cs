using Expo.Core.Agenda;

namespace Expo.Web.Agenda;

/// <summary>
/// One day of the programme. Days are the event's own, whatever zone the reader chose: a talk stays in its day, and a time
/// that falls on another date for the reader says so.
/// </summary>
/// <param name="Number">1 for the first day.</param>
public sealed record ProgrammeDay(int Number, DateOnly Date, IReadOnlyList<Session> Sessions)
{
    public string Anchor => $"day-{Number}";

    public int Talks => Sessions.Count(session => session.HasPage);

    public static IReadOnlyList<ProgrammeDay> Of(IEnumerable<Session> programme, EventTime eventTime) =>
    [
        .. programme.GroupBy(session => eventTime.Day(session.StartsAt)).OrderBy(day => day.Key)
            .Select((day, index) => new ProgrammeDay(index + 1, day.Key, [.. day])),
    ];
}
