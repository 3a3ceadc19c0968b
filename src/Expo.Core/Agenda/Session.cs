namespace Expo.Core.Agenda;

public enum SessionKind
{
    Talk,
    Keynote,
    Panel,

    /// <summary>Coffee, lunch, opening: nobody gives it, nobody asks in it, it has no page.</summary>
    Break,
}

public enum SessionState
{
    Planned,
    Live,
    Ended,
    Cancelled,
}

/// <summary>One line of the programme. <see cref="StartsAt"/> and <see cref="EndsAt"/> are the plan; the marks are what happened.</summary>
public sealed partial class Session
{
    public int Id { get; init; }

    public int ConferenceId { get; init; }

    public int StageId { get; set; }

    public Stage? Stage { get; init; }

    public required string Slug { get; init; }

    public required string Title { get; set; }

    public string Summary { get; set; } = "";

    public SessionKind Kind { get; set; }

    public SessionState State { get; private set; }

    /// <summary>False for a talk that has no time and stage yet: <see cref="StartsAt"/>, <see cref="EndsAt"/> and <see cref="StageId"/> then mean nothing, and no release takes it.</summary>
    public bool IsPlaced { get; set; } = true;

    public DateTimeOffset StartsAt { get; set; }

    public DateTimeOffset EndsAt { get; set; }

    /// <summary>The real start mark: recordings are cut from here.</summary>
    public DateTimeOffset? WentLiveAt { get; private set; }

    /// <summary>The real stop mark: recordings are cut to here.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public List<string> Topics { get; init; } = [];

    /// <summary>Up by one with every change of the working copy, so that two people do not overwrite each other. Calendars go by the release's own.</summary>
    public int Revision { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public List<Speaker> Speakers { get; init; } = [];

    public bool HasPage => Kind != SessionKind.Break;

    /// <summary>Questions are taken as soon as the session is live and until it has ended.</summary>
    public bool TakesQuestions => HasPage && State == SessionState.Live;

    public Result<Session> GoLive(DateTimeOffset now)
    {
        if (!HasPage)
        {
            return AgendaRefusals.NotStreamed;
        }

        if (State != SessionState.Planned)
        {
            return AgendaRefusals.CannotStart(State);
        }

        State = SessionState.Live;
        WentLiveAt = now;
        ChangedAt = now;
        return this;
    }

    public Result<Session> End(DateTimeOffset now)
    {
        if (State != SessionState.Live)
        {
            return AgendaRefusals.NotLive;
        }

        State = SessionState.Ended;
        EndedAt = now;
        ChangedAt = now;
        return this;
    }

    /// <summary>A session as the public sees it: the words and the plan of a release, and what has happened since. Cancelled is only what a release cancelled.</summary>
    internal static Session Of(ReleasedSession row, int conferenceId, Stage stage, SessionMarks marks) => new()
    {
        Id = row.SessionId, ConferenceId = conferenceId, StageId = row.StageId, Stage = stage, Slug = row.Slug, Title = row.Title, Summary = row.Summary, Kind = row.Kind,
        StartsAt = row.StartsAt, EndsAt = row.EndsAt, Topics = [.. row.Topics], Revision = row.Revision, ChangedAt = row.ChangedAt,
        WentLiveAt = marks.WentLiveAt, EndedAt = marks.EndedAt,
        State = marks.State is SessionState.Live or SessionState.Ended ? marks.State : row.IsCancelled ? SessionState.Cancelled : SessionState.Planned,
    };

    /// <summary>Same time of the day in another zone; without a time only the revision goes up, so that no undo brings back one of the old zone. Where that zone's clocks jump in between, the length is kept rather than the end.</summary>
    internal void MoveTo(EventTime from, EventTime to, DateTimeOffset now)
    {
        if (!IsPlaced)
        {
            Revision++;
            ChangedAt = now;
            return;
        }

        var length = EndsAt - StartsAt;
        var (startsAt, endsAt) = (to.SameClock(StartsAt, from), to.SameClock(EndsAt, from));
        if (startsAt == StartsAt && endsAt == EndsAt)
        {
            return;
        }

        (StartsAt, EndsAt) = (startsAt, endsAt > startsAt ? endsAt : startsAt + length);
        Revision++;
        ChangedAt = now;
    }

    /// <summary>
    /// The demo keeps its shape when it is laid around another day. What is live begins anew with its plan, so that its
    /// recording will not reach back over days; what is over keeps its marks, because its media and answers are dated by them.
    /// </summary>
    internal void ShiftBy(TimeSpan by)
    {
        StartsAt += by;
        EndsAt += by;
        if (State == SessionState.Live)
        {
            WentLiveAt = StartsAt;
        }
    }
}
