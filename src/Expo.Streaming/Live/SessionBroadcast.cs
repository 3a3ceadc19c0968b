using Expo.Core.Questions;
using Microsoft.AspNetCore.SignalR;

namespace Expo.Streaming.Live;

/// <summary>
/// One session's public changes on their way to its viewers: remembers what was sent, sends what is new since, no more often
/// than the options allow. It reads the database and not the hints, so a lost hint costs time and nothing else.
/// Used by one caller at a time.
/// </summary>
internal sealed class SessionBroadcast(
    int sessionId, string slug, long sent, QuestionQueries questions, IHubContext<LiveHub, ILiveClient> hub, LiveOptions options, TimeProvider clock)
{
    private readonly Dictionary<int, int> _counts = [];
    private bool _eventsDue;
    private bool _countsDue;
    private bool _countsSent;
    private DateTimeOffset _eventsAt;
    private DateTimeOffset _countsAt;

    public string Slug { get; } = slug;

    /// <summary>Number of the newest event that was sent.</summary>
    public long Sent { get; private set; } = sent;

    /// <summary>Checksum of the counts that were sent, or null before the first.</summary>
    public long? Check => _countsSent ? CountsCheck.Of(_counts) : null;

    public void Note(QuestionChanged change)
    {
        _eventsDue |= change.Number > Sent;
        _countsDue |= change.Change == QuestionChange.Votes;
    }

    /// <summary>How long until something may be sent, or null when nothing waits.</summary>
    public TimeSpan? Due()
    {
        var now = clock.GetUtcNow();
        TimeSpan? due = _eventsDue ? _eventsAt + options.EventsEvery - now : null;
        if (_countsDue && _countsAt + options.CountsEvery - now is var counts && !(due < counts))
        {
            due = counts;
        }

        return due < TimeSpan.Zero ? TimeSpan.Zero : due;
    }

    /// <summary>Sends everything that is new: events, the counts of their questions, and other counts if their time has come.</summary>
    public async Task SendAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var page = (await questions.EventsAfterAsync(sessionId, Sent, ct)).Value;
        var withAllCounts = now - _countsAt >= options.CountsEvery;
        var changed = Changed(page, withAllCounts);
        _eventsDue = false;
        if (withAllCounts)
        {
            _countsDue = false;
            _countsSent = true;
        }

        if (page.Events.Count == 0 && changed.Count == 0)
        {
            return;
        }

        if (page.Events.Count > 0)
        {
            Sent = page.Events[^1].Number;
            _eventsAt = now;
            _eventsDue = Sent < page.Latest;
        }

        if (changed.Count > 0)
        {
            _countsAt = now;
        }

        await hub.Clients.Group(LiveGroups.Session(sessionId)).Batch(
            new LiveBatch(Slug, Sent, page.Events.Count > 0 ? page.Events : null, changed.Count > 0 ? changed : null));
    }

    private Dictionary<int, int> Changed(EventPage page, bool all)
    {
        foreach (var gone in _counts.Keys.Where(id => !page.Counts.ContainsKey(id)).ToList())
        {
            _counts.Remove(gone);
        }

        var told = page.Events.Select(e => e.QuestionId).OfType<int>().ToHashSet();
        var changed = page.Counts.Where(c => (all || told.Contains(c.Key)) && _counts.GetValueOrDefault(c.Key, -1) != c.Value).ToDictionary();
        foreach (var (id, votes) in changed)
        {
            _counts[id] = votes;
        }

        return changed;
    }
}
