using Expo.Core.Agenda;

namespace Expo.Core.Registration;

/// <summary>What whoever has starred a session should hear of it.</summary>
/// <param name="Text">A sentence or several.</param>
/// <param name="StartsAt">The earlier of the old and the new start: whoever hears of it later is at the wrong place.</param>
internal sealed record StarChange(string Text, DateTimeOffset StartsAt);

/// <summary>
/// What has changed between the release that somebody knows and the last one, of all the sessions: a pure function of the
/// two. What was changed and changed back is no change.
/// </summary>
internal sealed class ReleaseDiff(Release known, Release last)
{
    private const int MostOfText = 400;

    private readonly Dictionary<int, ReleasedSession> _before = known.Sessions.ToDictionary(s => s.SessionId);
    private readonly Dictionary<int, ReleasedSpeaker> _peopleBefore = known.Speakers.ToDictionary(s => s.SpeakerId);
    private readonly Dictionary<int, ReleasedSpeaker> _people = last.Speakers.ToDictionary(s => s.SpeakerId);
    private readonly EventTime _zoneBefore = EventTime.In(known.TimeZone);
    private readonly EventTime _zone = EventTime.In(last.TimeZone);

    /// <summary>By the number of the session, of those that somebody who starred them should hear of: another time or place, title or speakers, cancelled or back again. What is over by now is left out.</summary>
    public Dictionary<int, StarChange> Changes(DateTimeOffset now) => last.Sessions
        .Where(row => _before.TryGetValue(row.SessionId, out var old) && (row.EndsAt > now || old.EndsAt > now))
        .Select(row => (Row: row, Old: _before[row.SessionId], Text: SentenceOf(_before[row.SessionId], row)))
        .Where(change => change.Text is not null)
        .ToDictionary(change => change.Row.SessionId, change => new StarChange(Short(change.Text!), change.Row.StartsAt < change.Old.StartsAt ? change.Row.StartsAt : change.Old.StartsAt));

    private string? SentenceOf(ReleasedSession old, ReleasedSession row)
    {
        var change = new SessionChange(ReleaseRow.ChangeOf(old, row, _peopleBefore, _people), old, row, Names(old, _peopleBefore), Names(row, _people));
        var (isRenamed, isGivenByOthers) = (old.Title != row.Title, !change.PeopleBefore.SequenceEqual(change.People));
        return change.Change switch
        {
            ReleaseChange.Moved => ReleaseWords.Of(change, _zoneBefore, _zone) + (isRenamed ? $" It was called “{old.Title}”." : "") + (isGivenByOthers ? $" {GivenBy(change.People)}" : ""),
            // The time that the person knows: it may have been moved before it was cancelled.
            ReleaseChange.Cancelled => $"Cancelled. It was planned for {_zoneBefore.Full(old.StartsAt)}, {old.StageName}.",
            ReleaseChange.Reworded when isRenamed || isGivenByOthers => (isRenamed ? $"It was called “{old.Title}”." : "") + (isRenamed && isGivenByOthers ? " " : "") + (isGivenByOthers ? GivenBy(change.People) : ""),
            ReleaseChange.New => ReleaseWords.Of(change, _zoneBefore, _zone),
            _ => null,
        };
    }

    private static string GivenBy(IReadOnlyList<string> people) => people.Count == 0 ? "Nobody is named as its speaker now." : $"It is given by {string.Join(", ", people)} now.";

    private static List<string> Names(ReleasedSession session, Dictionary<int, ReleasedSpeaker> people) =>
        [.. session.Speakers.Select(s => people.GetValueOrDefault(s.SpeakerId)?.Name).OfType<string>().Order(StringComparer.InvariantCultureIgnoreCase)];

    private static string Short(string text) => text.Length <= MostOfText ? text : text[..(MostOfText - 1)] + "…";
}
