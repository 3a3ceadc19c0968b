using Expo.Core;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Publishing;
using Expo.Core.Questions;
using Expo.Core.Registration;
using Expo.Streaming.Origin;
using Microsoft.EntityFrameworkCore;

namespace Expo.Web.Organiser;

/// <summary>A job that all attempts failed on, so that somebody must look.</summary>
public sealed record LostJob(long Id, string Kind, DateTimeOffset GivenUpAt, string? LastError);

/// <summary>What an organiser must know first, at one moment.</summary>
/// <param name="Seats">Null when the event has no room with a cap.</param>
/// <param name="Ledgers">Pools whose ledger does not add up to what they count; always empty unless something is broken.</param>
/// <param name="Today">Today's sessions in the event's zone, breaks left out.</param>
/// <param name="Streams">One for each stage.</param>
/// <param name="LostJobs">The newest few.</param>
/// <param name="WaitingQuestions">Waiting for a moderator, by session.</param>
public sealed record Overview(
    RoomSeats? Seats, IReadOnlyList<LedgerCheck> Ledgers, int OnTheStream, IReadOnlyList<Session> Today, IReadOnlyList<(Stage Stage, StageStatus Status)> Streams,
    IReadOnlyList<LostJob> LostJobs, int LostJobCount, IReadOnlyDictionary<int, int> WaitingQuestions, int RecordingDrafts, int FaqDrafts);

/// <summary>Reads for the organiser's desks what lies in several slices.</summary>
public sealed class OrganiserReader(
    ExpoStore store, AgendaQueries agenda, RegistrationQueries registration, PublishingQueries publishing, FaqQueries faq, StageStatuses streams, TimeProvider clock)
{
    private const int JobsShown = 5;

    public async Task<Result<Overview>> OverviewAsync(Actor by, Conference conference, CancellationToken ct)
    {
        var (recordings, entries) = (await publishing.AllAsync(by, conference.Id, ct), await faq.AllAsync(by, conference.Id, ct));
        if (recordings.IsRefused || entries.IsRefused)
        {
            return (recordings.Refusal ?? entries.Refusal)!;
        }

        var time = EventTime.In(conference.WorkingTimeZone);
        var today = time.Day(clock.GetUtcNow());
        var programme = await agenda.WorkingProgrammeAsync(conference.Id, ct);
        var stages = await agenda.WorkingStagesAsync(ct);
        var lost = await store.ReadAsync(db => db.Jobs.Where(j => j.GivenUpAt != null).OrderByDescending(j => j.Id).Take(JobsShown)
            .Select(j => new LostJob(j.Id, j.Kind, j.GivenUpAt!.Value, j.LastError)).ToListAsync(ct));
        return new Overview(
            await registration.RoomAsync(conference.Id, ct),
            [.. (await registration.SumLedgerAsync(conference.Id, ct)).Where(l => !l.AddsUp)],
            await store.ReadAsync(db => db.Attendees.CountAsync(a => a.ConferenceId == conference.Id && a.State == AttendeeState.Confirmed && a.TicketType!.Code == Places.Stream, ct)),
            [.. programme.Where(s => s.HasPage && s.IsPlaced && time.Day(s.StartsAt) == today)],
            [.. stages.Select(stage => (stage, streams.Of(stage.Slug)))],
            lost,
            await store.ReadAsync(db => db.Jobs.CountAsync(j => j.GivenUpAt != null, ct)),
            await store.ReadAsync(db => db.Questions.Where(q => q.State == QuestionState.Waiting).GroupBy(q => q.SessionId).ToDictionaryAsync(g => g.Key, g => g.Count(), ct)),
            recordings.Value.Count(r => r.State == RecordingState.Draft),
            entries.Value.Count(e => e.HasNews));
    }

    /// <summary>Code and name of what visitors can register for, in the order of the form.</summary>
    public Task<List<(string Code, string Name)>> TicketTypesAsync(int conferenceId, CancellationToken ct) => store.ReadAsync(async db =>
        (await db.TicketTypes.Where(t => t.ConferenceId == conferenceId).OrderBy(t => t.Position).Select(t => new { t.Code, t.Name }).ToListAsync(ct)).ConvertAll(t => (t.Code, t.Name)));
}
