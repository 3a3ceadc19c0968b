namespace Expo.Web.Agenda;

/// <summary>Something in a column of time, with its share of the width where several overlap.</summary>
/// <param name="Lane">From 0.</param>
/// <param name="Lanes">Of the stretch of time in which things overlap: 1 where nothing does.</param>
public readonly record struct Laned<T>(T Item, int Lane, int Lanes);

/// <summary>Lays what overlaps side by side, so that nothing covers anything.</summary>
public static class Lanes
{
    /// <param name="byStart">Of one column, in the order of their start.</param>
    public static IEnumerable<Laned<T>> Of<T>(IEnumerable<T> byStart, Func<T, DateTimeOffset> start, Func<T, DateTimeOffset> end)
    {
        List<(T Item, int Lane)> together = [];
        var until = DateTimeOffset.MinValue;
        foreach (var item in byStart)
        {
            if (start(item) >= until)
            {
                foreach (var laid in Laid(together))
                {
                    yield return laid;
                }

                together.Clear();
            }

            var taken = together.Where(t => end(t.Item) > start(item)).Select(t => t.Lane).ToHashSet();
            together.Add((item, Enumerable.Range(0, taken.Count + 1).First(lane => !taken.Contains(lane))));
            until = end(item) > until ? end(item) : until;
        }

        foreach (var laid in Laid(together))
        {
            yield return laid;
        }
    }

    private static List<Laned<T>> Laid<T>(List<(T Item, int Lane)> together)
    {
        var lanes = together.Count == 0 ? 1 : together.Max(t => t.Lane) + 1;
        return together.ConvertAll(t => new Laned<T>(t.Item, t.Lane, lanes));
    }
}
