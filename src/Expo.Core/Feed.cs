using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Expo.Core;

/// <summary>
/// Tells others in this process what has just been committed. A message is a hint: the database is the truth, and a
/// listener that falls behind loses the oldest hints and must read again.
/// </summary>
public sealed class Feed<T>
{
    private const int HintsKeptForEachListener = 1024;
    private readonly ConcurrentDictionary<Channel<T>, bool> _listeners = new();

    public int Listeners => _listeners.Count;

    public void Tell(T hint)
    {
        foreach (var listener in _listeners.Keys)
        {
            listener.Writer.TryWrite(hint);
        }
    }

    /// <summary>Listening begins at this call, not at the first read, so nothing told in between is missed.</summary>
    public FeedListener<T> Listen()
    {
        var channel = Channel.CreateBounded<T>(new BoundedChannelOptions(HintsKeptForEachListener) { FullMode = BoundedChannelFullMode.DropOldest });
        _listeners[channel] = true;
        return new FeedListener<T>(channel.Reader, () => _listeners.TryRemove(channel, out _));
    }
}

/// <summary>One listener's side of a <see cref="Feed{T}"/>; disposing ends the listening.</summary>
public sealed class FeedListener<T>(ChannelReader<T> hints, Action leave) : IDisposable
{
    public ChannelReader<T> Hints { get; } = hints;

    public void Dispose() => leave();
}
