using Expo.Core.Agenda;
using Expo.Core.Questions;
using Expo.Streaming.Ingest;
using Expo.Streaming.Live;
using Expo.Streaming.Origin;
using Microsoft.Extensions.Options;

namespace Expo.Web.Live;

/// <summary>Everything that the live page of a stage shows, read at one moment.</summary>
/// <param name="Now">What is live by the organiser's word, or null.</param>
/// <param name="Next">The next planned session of this stage, or null after the last.</param>
/// <param name="Last">The session that ended last on this stage, or null.</param>
/// <param name="IsOnAir">A player that comes now has something to play.</param>
/// <param name="IsStreamOff">This site does not stream at all, so waiting would be in vain.</param>
/// <param name="Questions">Public questions of <paramref name="Now"/>, or null when nothing is live.</param>
public sealed record LiveView(
    Conference Conference, EventTime Time, DateTimeOffset At, Stage Stage, Session? Now, Session? Next, Session? Last,
    bool IsOnAir, bool IsStreamOff, int Viewers, QuestionSnapshot? Questions, ViewerPart Mine, QuestionOptions Limits)
{
    public string Playlist => $"/streams/{Stage.Slug}/master.m3u8";

    public string StatusAddress => $"/streams/{Stage.Slug}/status.json";

    public string Address => $"/live/{Stage.Slug}";

    /// <summary>"Ingrid Solvang, Nordlys Traceability AB, Sweden"; of several people the names only.</summary>
    public static string GivenBy(Session session) => session.Speakers switch
    {
        [] => "",
        [var only] => $"{only.Name}, {only.Company}, {only.Country}",
        var several => string.Join(", ", several.SkipLast(1).Select(s => s.Name)) + " and " + several[^1].Name,
    };

    /// <summary>"11:05 EDT", with the day in front when it is not today's.</summary>
    public string When(DateTimeOffset instant) =>
        Time.Day(instant) == Time.Day(At) ? Time.Clock(instant) : $"{Time.LongDay(instant)}, {Time.Clock(instant)}";

    public int PercentOf(Session session)
    {
        var length = session.EndsAt - session.StartsAt;
        return length <= TimeSpan.Zero ? 100 : (int)Math.Clamp(100 * (At - session.StartsAt) / length, 0, 100);
    }
}

internal sealed class LiveReader(
    AgendaQueries agenda, QuestionQueries questions, StageStatuses statuses, LiveAudience audience, IOptions<QuestionOptions> limits, TimeProvider clock)
{
    private static readonly ViewerPart Nothing = new([], []);

    public Task<List<Stage>> StagesAsync(CancellationToken ct) => agenda.StagesAsync(ct);

    /// <summary>Null when the public knows no such stage.</summary>
    public async Task<LiveView?> ReadAsync(string stageSlug, string viewerKey, CancellationToken ct)
    {
        if (await agenda.ConferenceAsync(ct) is not { } conference || await agenda.StageAsync(stageSlug, ct) is not { } stage)
        {
            return null;
        }

        var programme = (await agenda.ProgrammeAsync(conference.Id, ct)).Where(s => s.StageId == stage.Id && s.HasPage).ToList();
        var now = programme.Find(s => s.State == SessionState.Live);
        var status = statuses.Of(stage.Slug);
        return new LiveView(
            conference, EventTime.In(conference.TimeZone), clock.GetUtcNow(), stage, now,
            programme.Find(s => s.State == SessionState.Planned),
            programme.Where(s => s.State == SessionState.Ended).MaxBy(s => s.EndedAt),
            status.IsLive, status.Ingest.Phase == IngestPhase.Off, audience.Of(stage.Id),
            now is null ? null : await questions.PublicAsync(now.Id, ct),
            now is null ? Nothing : await questions.OfViewerAsync(viewerKey, now.Id, ct),
            limits.Value);
    }
}
