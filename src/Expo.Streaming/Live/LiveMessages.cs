using Expo.Core.Questions;

namespace Expo.Streaming.Live;

/// <summary>What the server calls on a client of <c>/hubs/live</c>. Any of these may be lost; <c>Pulse</c> is how a client notices.</summary>
public interface ILiveClient
{
    Task Batch(LiveBatch batch);

    Task Pulse(LivePulse pulse);

    Task StageChanged(StageChange change);

    /// <summary>How the receiver's own questions stand has changed; ask for it with <c>Mine</c>.</summary>
    Task MineChanged(string session);
}

/// <summary>Events and counts of one session.</summary>
/// <param name="Latest">Number of the newest event that has been sent to this session, here or before.</param>
/// <param name="Events">In the order of their numbers, without gaps among themselves. Null when there are none.</param>
/// <param name="Counts">Votes by question id, only those that changed. Null when there are none.</param>
public sealed record LiveBatch(string Session, long Latest, IReadOnlyList<PublicEvent>? Events, IReadOnlyDictionary<int, int>? Counts);

/// <summary>How a stage stands, every few seconds.</summary>
/// <param name="Session">What is live there, or null.</param>
/// <param name="Latest">A client that has less asks for the events after what it has.</param>
/// <param name="Check">Checksum of the counts as sent (<see cref="CountsCheck"/>), or null before any were.</param>
/// <param name="Viewers">Connections that watch the stage on this node.</param>
public sealed record LivePulse(string Stage, string? Session, long Latest, long? Check, int Viewers);

/// <summary>A session went live on the stage or ended.</summary>
/// <param name="Session">What is live there now, or null.</param>
/// <param name="SpreadMilliseconds">Wait a random part of this before asking for the new page.</param>
public sealed record StageChange(string Stage, string? Session, int SpreadMilliseconds);

/// <summary>Answer to <c>Join</c>: the session as it is now.</summary>
public sealed record JoinedSession(string Session, string Stage, bool TakesQuestions, long Latest, IReadOnlyList<PublicQuestion> Questions,
    IReadOnlyDictionary<int, int> Counts, ViewerPart Mine, int Viewers);

/// <summary>Either a value or why not, so that the page can keep what was typed.</summary>
public sealed record LiveReply<T>(T? Value, LiveRefusal? Refusal);

/// <param name="Code">Stable, for instance <c>questions.too-long</c>.</param>
/// <param name="Field">The field it is about, or null.</param>
public sealed record LiveRefusal(string Code, string Message, string? Field);
