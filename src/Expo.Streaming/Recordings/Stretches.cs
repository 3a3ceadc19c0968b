namespace Expo.Streaming.Recordings;

/// <summary>A stretch of an encoder run's own time, from and up to.</summary>
internal readonly record struct Stretch(TimeSpan From, TimeSpan To);

/// <summary>Where the renditions of an encoder run have everything, without a hole.</summary>
internal static class Stretches
{
    // Two tracks' fragments never meet to the tick, and rounding may add one; a lost fragment is far longer than this.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(50);

    public static IReadOnlyList<Stretch> Of(IReadOnlyList<ArchivedFragment> fragments)
    {
        var stretches = new List<Stretch>();
        foreach (var fragment in fragments)
        {
            if (stretches.Count > 0 && (fragment.Start - stretches[^1].To).Duration() <= Slack)
            {
                stretches[^1] = stretches[^1] with { To = fragment.End };
            }
            else
            {
                stretches.Add(new Stretch(fragment.Start, fragment.End));
            }
        }

        return stretches;
    }

    public static IReadOnlyList<Stretch> Common(IReadOnlyList<Stretch> one, IReadOnlyList<Stretch> other) =>
    [
        .. from a in one
           from b in other
           let both = new Stretch(a.From > b.From ? a.From : b.From, a.To < b.To ? a.To : b.To)
           where both.To > both.From
           orderby both.From
           select both,
    ];
}
