using System.Diagnostics;

namespace Expo.Bench;

/// <summary>Many askers at once: how many answers in how long, and how long each took.</summary>
internal sealed class Load(double seconds, double[] milliseconds)
{
    public double Seconds => seconds;

    public double EachSecond => milliseconds.Length / seconds;

    /// <param name="percent">50 for the median.</param>
    public double Percentile(int percent) => milliseconds.Length == 0 ? double.NaN : milliseconds[Math.Min(milliseconds.Length - 1, milliseconds.Length * percent / 100)];

    /// <summary>Each asker works until its <c>next</c> says no; the time between two calls of it is one answer.</summary>
    public static async Task<Load> RunAsync(int askers, TimeSpan duration, Func<int, Func<bool>, Task> work)
    {
        var times = new List<double>[askers];
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, askers).Select(asker => Task.Run(async () =>
        {
            var mine = times[asker] = [];
            long? asked = null;
            await work(asker, () =>
            {
                if (asked is { } before)
                {
                    mine.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
                }

                asked = Stopwatch.GetTimestamp();
                return Stopwatch.GetElapsedTime(started) < duration;
            });
        })));
        return new Load(Stopwatch.GetElapsedTime(started).TotalSeconds, [.. times.SelectMany(t => t).Order()]);
    }

    /// <summary>Everybody asks once, at the same moment.</summary>
    public static async Task<Load> RunOnceAsync(int askers, Func<int, Task> ask)
    {
        var times = new double[askers];
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, askers).Select(async asker =>
        {
            await ask(asker);
            times[asker] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }));
        return new Load(Stopwatch.GetElapsedTime(started).TotalSeconds, [.. times.Order()]);
    }
}
