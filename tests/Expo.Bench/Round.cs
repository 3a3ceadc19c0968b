using System.Diagnostics;
using System.Text;

namespace Expo.Bench;

/// <summary>One vote on its way to everybody. The clock runs from just before the call that votes.</summary>
internal sealed class Round(int viewers, string expected)
{
    private readonly byte[] _expected = Encoding.UTF8.GetBytes(expected);
    private readonly long _asked = Stopwatch.GetTimestamp();
    private readonly long[] _at = new long[viewers];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = viewers;

    /// <summary>Milliseconds to each who heard of it, quickest first.</summary>
    public double[] Milliseconds => [.. _at.Where(at => at != 0).Select(at => Stopwatch.GetElapsedTime(_asked, at).TotalMilliseconds).Order()];

    /// <summary>Called by many at once, but for one viewer by one caller at a time.</summary>
    public void Take(int viewer, ReadOnlySpan<byte> message, long at)
    {
        if (_at[viewer] != 0 || message.IndexOf(_expected) < 0)
        {
            return;
        }

        _at[viewer] = at;
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            _complete.TrySetResult();
        }
    }

    public async Task CompleteAsync(TimeSpan patience) => await Task.WhenAny(_complete.Task, Task.Delay(patience));
}
