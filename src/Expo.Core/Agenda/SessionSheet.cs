namespace Expo.Core.Agenda;

/// <summary>When and where a session is.</summary>
public sealed record Placement(int StageId, DateTimeOffset StartsAt, DateTimeOffset EndsAt)
{
    public const int MostMinutes = 720;
}

/// <summary>Everything about a session that an organiser plans. Two are equal when they plan the same.</summary>
/// <param name="Topics">In the order in which they are shown.</param>
/// <param name="Speakers">Ids, lowest first.</param>
/// <param name="At">Null for one that has no time and stage yet.</param>
public sealed record SessionSheet(string Title, string Summary, SessionKind Kind, IReadOnlyList<string> Topics, IReadOnlyList<int> Speakers, Placement? At, bool IsCancelled = false)
{
    public const int MostOfTitle = 200;
    public const int MostOfSummary = 4000;
    public const int MostOfTopic = 60;
    public const int MostTopics = 8;

    public static SessionSheet Of(Session session) => new(
        session.Title, session.Summary, session.Kind, [.. session.Topics], [.. session.Speakers.Select(s => s.Id).Order()],
        session.IsPlaced ? new Placement(session.StageId, session.StartsAt, session.EndsAt) : null, session.State == SessionState.Cancelled);

    public bool Equals(SessionSheet? other) =>
        other is not null && (Title, Summary, Kind, At, IsCancelled) == (other.Title, other.Summary, other.Kind, other.At, other.IsCancelled)
        && Topics.SequenceEqual(other.Topics) && Speakers.SequenceEqual(other.Speakers);

    public override int GetHashCode() => HashCode.Combine(Title, Kind, At, IsCancelled);

    /// <summary>As it is kept: without blanks around the words, empty and double topics, and speakers named twice.</summary>
    internal SessionSheet Tidied() => this with
    {
        Title = Plain(Title), Summary = string.Join('\n', Summary.ReplaceLineEndings("\n").Split('\n').Select(Plain)).Trim(), Speakers = [.. Speakers.Distinct().Order()],
        Topics = [.. Topics.Select(Plain).Where(t => t.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)],
        At = At is { } at ? at with { StartsAt = at.StartsAt.ToUniversalTime(), EndsAt = at.EndsAt.ToUniversalTime() } : null,
    };

    /// <summary>Without control characters, of which PostgreSQL refuses NUL.</summary>
    private static string Plain(string text) => new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();

    internal Refusal? Check() =>
        Title.Length == 0 ? ProgrammeRefusals.TitleNeeded
        : Title.Length > MostOfTitle ? ProgrammeRefusals.TitleTooLong
        : Summary.Length > MostOfSummary ? ProgrammeRefusals.SummaryTooLong
        : Topics.Count > MostTopics || Topics.Any(t => t.Length > MostOfTopic) ? ProgrammeRefusals.TopicsTooLong
        : Kind == SessionKind.Break && Speakers.Count > 0 ? ProgrammeRefusals.BreakWithSpeakers
        : At is { } at && at.EndsAt <= at.StartsAt ? ProgrammeRefusals.NoLength
        : At is { } wanted && wanted.EndsAt - wanted.StartsAt > TimeSpan.FromMinutes(Placement.MostMinutes) ? ProgrammeRefusals.TooLong
        : null;
}
