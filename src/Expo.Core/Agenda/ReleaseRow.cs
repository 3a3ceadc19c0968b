namespace Expo.Core.Agenda;

/// <summary>Rows of a release, made and compared.</summary>
internal static class ReleaseRow
{
    public static ReleasedSession Of(Session session) => new()
    {
        SessionId = session.Id, StageId = session.StageId, StageName = session.Stage!.Name, Slug = session.Slug, Title = session.Title, Summary = session.Summary, Kind = session.Kind,
        StartsAt = session.StartsAt, EndsAt = session.EndsAt, Topics = [.. session.Topics],
        Speakers = [.. session.Speakers.OrderBy(s => s.Id).Select(s => new ReleasedSessionSpeaker { SessionId = session.Id, SpeakerId = s.Id })],
    };

    public static ReleasedSpeaker Of(Speaker speaker) => new()
    {
        SpeakerId = speaker.Id, Slug = speaker.Slug, Name = speaker.Name, Company = speaker.Company, Country = speaker.Country, Biography = speaker.Biography, PortraitId = speaker.PortraitId,
    };

    /// <summary>A session that was public stays, with what people know of it, so that nobody waits for it.</summary>
    public static ReleasedSession Cancelled(ReleasedSession old) => Copy(old, isCancelled: true, ReleaseChange.None, old.Revision, old.ChangedAt);

    public static ReleasedSession With(ReleasedSession row, ReleaseChange change, int revision, DateTimeOffset changedAt) => Copy(row, row.IsCancelled, change, revision, changedAt);

    /// <summary>The same row for another release.</summary>
    public static ReleasedSpeaker Copy(ReleasedSpeaker row) => new()
    {
        SpeakerId = row.SpeakerId, Slug = row.Slug, Name = row.Name, Company = row.Company, Country = row.Country, Biography = row.Biography, PortraitId = row.PortraitId,
    };

    public static ReleaseChange ChangeOf(ReleasedSession? old, ReleasedSession row, Dictionary<int, ReleasedSpeaker> peopleBefore, Dictionary<int, ReleasedSpeaker> people) => (old, row) switch
    {
        (null, _) => ReleaseChange.New,
        ({ IsCancelled: true }, { IsCancelled: true }) => ReleaseChange.None,
        (_, { IsCancelled: true }) => ReleaseChange.Cancelled,
        // Back again: whoever was told that it falls out has to be told of it like of a new one.
        ({ IsCancelled: true }, _) => ReleaseChange.New,
        _ when (old.StartsAt, old.EndsAt, old.StageId) != (row.StartsAt, row.EndsAt, row.StageId) => ReleaseChange.Moved,
        _ when (old.Title, old.Summary, old.StageName, old.Kind) != (row.Title, row.Summary, row.StageName, row.Kind)
            || !old.Topics.SequenceEqual(row.Topics) || !Given(old, peopleBefore).SequenceEqual(Given(row, people)) => ReleaseChange.Reworded,
        _ => ReleaseChange.None,
    };

    public static bool IsSame(ReleasedSpeaker one, ReleasedSpeaker other) =>
        (one.Name, one.Company, one.Country, one.Biography, one.PortraitId) == (other.Name, other.Company, other.Country, other.Biography, other.PortraitId);

    /// <summary>Of the speakers, what calendars and lists say beside the session.</summary>
    private static IEnumerable<(int, string, string, string)> Given(ReleasedSession session, Dictionary<int, ReleasedSpeaker> people) =>
        session.Speakers.Select(s => people[s.SpeakerId]).OrderBy(p => p.SpeakerId).Select(p => (p.SpeakerId, p.Name, p.Company, p.Country));

    private static ReleasedSession Copy(ReleasedSession row, bool isCancelled, ReleaseChange change, int revision, DateTimeOffset changedAt) => new()
    {
        SessionId = row.SessionId, StageId = row.StageId, StageName = row.StageName, Slug = row.Slug, Title = row.Title, Summary = row.Summary, Kind = row.Kind,
        StartsAt = row.StartsAt, EndsAt = row.EndsAt, Topics = [.. row.Topics], IsCancelled = isCancelled, Change = change, Revision = revision, ChangedAt = changedAt,
        Speakers = [.. row.Speakers.OrderBy(s => s.SpeakerId).Select(s => new ReleasedSessionSpeaker { SessionId = row.SessionId, SpeakerId = s.SpeakerId })],
    };
}
