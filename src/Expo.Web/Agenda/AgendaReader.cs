using Expo.Core.Agenda;

namespace Expo.Web.Agenda;

/// <summary>What the pages of the agenda need in one reading.</summary>
/// <param name="EventTime">The event's zone.</param>
/// <param name="Now">The moment of reading.</param>
/// <param name="Release">The release that this is; null before the first one and for the working copy.</param>
public sealed record Programme(Conference Conference, EventTime EventTime, DateTimeOffset Now, IReadOnlyList<Session> Sessions, ReleaseLine? Release = null)
{
    public Session? Live => Sessions.FirstOrDefault(session => session.State == SessionState.Live);

    public IReadOnlyList<ProgrammeDay> Days => ProgrammeDay.Of(Sessions, EventTime);

    /// <summary>What is to come, breaks left out, soonest first.</summary>
    public IEnumerable<Session> Next => Sessions.Where(session => session.HasPage && session.State == SessionState.Planned);

    /// <summary>Stages that the programme uses, in their order.</summary>
    public IReadOnlyList<Stage> Stages => [.. Sessions.Select(session => session.Stage).OfType<Stage>().DistinctBy(stage => stage.Id).OrderBy(stage => stage.Position).ThenBy(stage => stage.Id)];

    /// <summary>"Talk 3 of 10" within its day.</summary>
    public (int Day, int Place, int Of) PlaceOf(Session session)
    {
        var day = Days.First(d => d.Sessions.Any(s => s.Id == session.Id));
        var given = day.Sessions.Where(s => s.HasPage).ToList();
        return (day.Number, given.FindIndex(s => s.Id == session.Id) + 1, given.Count);
    }
}

internal sealed class AgendaReader(AgendaQueries agenda, ReleaseQueries releases, TimeProvider clock)
{
    /// <summary>The released programme. Null until an organiser has set up an event; without sessions before the first release.</summary>
    public async Task<Programme?> ReadAsync(CancellationToken ct) =>
        await agenda.ConferenceAsync(ct) is { } conference
            ? new Programme(
                conference, EventTime.In(conference.TimeZone), clock.GetUtcNow(), await agenda.ProgrammeAsync(conference.Id, ct), await releases.CurrentAsync(conference.Id, ct))
            : null;

    /// <summary>The working copy as it would be public after a release: for organisers only.</summary>
    public async Task<Programme?> PreviewAsync(CancellationToken ct) =>
        await agenda.ConferenceAsync(ct) is { } conference
            ? new Programme(conference, EventTime.In(conference.WorkingTimeZone), clock.GetUtcNow(), [.. (await agenda.WorkingProgrammeAsync(conference.Id, ct)).Where(session => session.IsPlaced)])
            : null;
}
