using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Expo.Core.Jobs;

/// <summary>Takes due jobs one at a time and does them. <see cref="RunOneAsync"/> is the whole step, without the loop.</summary>
public sealed partial class JobRunner(ExpoStore store, IEnumerable<IJobHandler> handlers, TimeProvider clock, ILogger<JobRunner> log)
{
    /// <summary>Longer than any handler may take; a worker that died loses its job to another after this.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, IJobHandler> _handlers = handlers.ToDictionary(h => h.Kind);

    /// <summary>Does one due job. False when none was due.</summary>
    public async Task<bool> RunOneAsync(CancellationToken ct)
    {
        if (await TakeAsync(ct) is not { } job)
        {
            return false;
        }

        try
        {
            await _handlers[job.Kind].HandleAsync(job, ct);
            await FinishAsync(job.Id, clock.GetUtcNow(), ct);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            LogFault(fault, job.Id, job.Kind, job.Attempts);
            await PutBackAsync(job, fault.Message, ct);
        }

        return true;
    }

    private async Task<Job?> TakeAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var kinds = _handlers.Keys.ToList();
        return await store.ReadAsync(
            async db =>
            {
                var due = await db.Jobs.AsNoTracking()
                    .Where(j => j.DoneAt == null && j.GivenUpAt == null && j.DueAt <= now && (j.LeasedUntil == null || j.LeasedUntil < now))
                    .Where(j => kinds.Contains(j.Kind))
                    .OrderBy(j => j.DueAt).ThenBy(j => j.Id)
                    .Take(10).ToListAsync(ct);
                foreach (var job in due)
                {
                    // Whoever moves the lease first has the job: the guard makes this one statement a race with one winner.
                    var until = now + Lease;
                    var won = await db.Jobs
                        .Where(j => j.Id == job.Id && j.DoneAt == null && j.Attempts == job.Attempts && (j.LeasedUntil == null || j.LeasedUntil < now))
                        .ExecuteUpdateAsync(set => set.SetProperty(j => j.LeasedUntil, until).SetProperty(j => j.Attempts, j => j.Attempts + 1), ct);
                    if (won == 1)
                    {
                        job.Attempts++;
                        return job;
                    }
                }

                return null;
            });
    }

    private Task FinishAsync(long id, DateTimeOffset now, CancellationToken ct) => store.ReadAsync(db => db.Jobs
        .Where(j => j.Id == id)
        .ExecuteUpdateAsync(set => set.SetProperty(j => j.DoneAt, now).SetProperty(j => j.LeasedUntil, (DateTimeOffset?)null), ct));

    private Task PutBackAsync(Job job, string error, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? givenUp = job.Attempts >= Job.AttemptsBeforeGivingUp ? now : null;
        var due = now + TimeSpan.FromSeconds(Math.Min(600, Math.Pow(2, job.Attempts)));
        var shortened = error.Length > 2000 ? error[..2000] : error;
        return store.ReadAsync(db => db.Jobs.Where(j => j.Id == job.Id).ExecuteUpdateAsync(
            set => set.SetProperty(j => j.LeasedUntil, (DateTimeOffset?)null)
                .SetProperty(j => j.DueAt, due)
                .SetProperty(j => j.GivenUpAt, givenUp)
                .SetProperty(j => j.LastError, shortened),
            ct));
    }

    [LoggerMessage(LogLevel.Error, "Job {Id} of kind {Kind} failed at attempt {Attempt}")]
    private partial void LogFault(Exception fault, long id, string kind, int attempt);
}
