using System.Globalization;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Expo.Core.Registration;

/// <summary>Deletes answers that are past their end; left anew for each day.</summary>
public sealed record PurgeAnswers;

/// <summary>The end of what people answered. Also looks at the start that the daily job is there.</summary>
public sealed class AnswerPurge(ExpoStore store, IOptions<PrivacyOptions> privacy, TimeProvider clock) : IJobHandler, IHostedService
{
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    public string Kind => nameof(PurgeAnswers);

    /// <summary>From this instant on the answers may not be kept: the beginning, in the event's zone, of the day after the last one on which they are.</summary>
    public static DateTimeOffset EndOf(Conference conference, int keepDays) =>
        EventTime.In(conference.TimeZone).At(conference.LastDay.AddDays(keepDays + 1), TimeOnly.MinValue);

    public async Task HandleAsync(Job job, CancellationToken ct) => await store.ChangeAsync<Done>(
        async db =>
        {
            var now = clock.GetUtcNow();
            // While a hold stands the schedule rests, and looks again a day later.
            List<Conference> conferences = privacy.Value.Hold is { Length: > 0 } ? [] : await db.Conferences.AsNoTracking().ToListAsync(ct);
            foreach (var conference in conferences)
            {
                foreach (var question in await db.FormQuestions.AsNoTracking().Where(q => q.ConferenceId == conference.Id).OrderBy(q => q.Id).ToListAsync(ct))
                {
                    if (EndOf(conference, question.KeepDays) <= now && await db.FormAnswers.Where(a => a.FormQuestionId == question.Id).ExecuteDeleteAsync(ct) is > 0 and var deleted)
                    {
                        db.RegistrationLog.Add(new RegistrationLogLine
                        {
                            ConferenceId = conference.Id, At = now, By = Actor.System.Name,
                            Text = string.Create(CultureInfo.InvariantCulture, $"{deleted} {(deleted == 1 ? "answer" : "answers")} to question {question.Id} had reached the end and {(deleted == 1 ? "was" : "were")} deleted."),
                        });
                    }
                }
            }

            await LeaveAsync(db, now + Every, job.Id, ct);
            return Done.It;
        },
        ct);

    public async Task StartAsync(CancellationToken cancellationToken) => await store.ChangeAsync<Done>(
        async db =>
        {
            await LeaveAsync(db, clock.GetUtcNow(), null, cancellationToken);
            return Done.It;
        },
        cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Leaves the job unless one is there. A job that runs leaves the next one only when no younger one waits, so that two chains become one.</summary>
    internal static async Task LeaveAsync(ExpoDb db, DateTimeOffset due, long? running, CancellationToken ct)
    {
        if (!await db.Jobs.AnyAsync(j => j.Kind == nameof(PurgeAnswers) && j.DoneAt == null && j.GivenUpAt == null && (running == null || j.Id > running), ct))
        {
            var next = Job.For(new PurgeAnswers(), due);
            next.DueAt = due;
            db.Jobs.Add(next);
        }
    }
}
