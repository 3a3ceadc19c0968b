using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Expo.Core.Jobs;

/// <summary>Takes due jobs one at a time and does them. <see cref="RunOneAsync"/> is the whole step, without the loop.</summary>
public sealed partial class JobRunner(ExpoStore store, IEnumerable<IJobHandler> handlers, TimeProvider clock, ILogger<JobRunner> log)
{
    /// <summary>Longer than any handler may take; a worker that died loses its job to another after this.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>How long a handler may take. It is cut off before its lease runs out, or another worker would do the same beside it.</summary>
    private static readonly TimeSpan AtMost = Lease - TimeSpan.FromSeconds(15);

    private static readonly TimeSpan[] NoteAgainAfter = [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    private const string EndedAtWork = "The program ended before the job was done, at each of the last attempts.";

    private readonly Dictionary<string, IJobHandler> _handlers = handlers.ToDictionary(h => h.Kind);

    /// <summary>Does one due job. False when none was due.</summary>
    /// <exception cref="Exception">A stop cut the handler off; the job is there for others.</exception>
    public async Task<bool> RunOneAsync(CancellationToken ct)
    {
        if (await TakeAsync(ct) is not { } job)
        {
            return false;
        }

        try
        {
            await HandleAsync(job, ct);

            // What was done is noted even while stopping, or it would be done again.
            await NoteDoneAsync(job);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            // Cut off by a stop, whatever the handler made of that: it has not failed.
            await GiveBackAsync(job);
            throw;
        }
        catch (Exception fault)
        {
            LogFault(fault, job.Id, job.Kind, job.Attempts);
            await PutBackAsync(job, fault.Message);
        }

        return true;
    }

    private async Task HandleAsync(Job job, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(AtMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            await _handlers[job.Kind].HandleAsync(job, either.Token);
        }
        catch (OperationCanceledException fault) when (late.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new TimeoutException($"It took longer than the {AtMost.TotalSeconds:0} seconds that a job may take.", fault);
        }
    }

    /// <summary>A database that is busy for a moment must not make a job that was done come again: a letter would go out twice.</summary>
    private async Task NoteDoneAsync(Job job)
    {
        var now = clock.GetUtcNow();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await FinishAsync(job.Id, now);
                return;
            }
            catch (Exception fault) when (attempt < NoteAgainAfter.Length)
            {
                LogUnnoted(fault, job.Id, job.Kind);
                await Task.Delay(NoteAgainAfter[attempt], clock);
            }
        }
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
                    if (job.Attempts >= Job.AttemptsBeforeGivingUp)
                    {
                        // A job that fails is given up when it fails. This one took its worker down with it, time after time.
                        await GiveUpAsync(db, job, now, ct);
                        continue;
                    }

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

    private async Task GiveUpAsync(ExpoDb db, Job job, DateTimeOffset now, CancellationToken ct)
    {
        var given = await db.Jobs.Where(j => j.Id == job.Id && j.DoneAt == null && j.GivenUpAt == null && (j.LeasedUntil == null || j.LeasedUntil < now)).ExecuteUpdateAsync(
            set => set.SetProperty(j => j.GivenUpAt, now).SetProperty(j => j.LeasedUntil, (DateTimeOffset?)null).SetProperty(j => j.LastError, EndedAtWork), ct);
        if (given == 1)
        {
            LogGivenUp(job.Id, job.Kind, job.Attempts);
        }
    }

    private Task FinishAsync(long id, DateTimeOffset now) => store.ReadAsync(db => db.Jobs
        .Where(j => j.Id == id)
        .ExecuteUpdateAsync(set => set.SetProperty(j => j.DoneAt, now).SetProperty(j => j.LeasedUntil, (DateTimeOffset?)null)));

    private Task GiveBackAsync(Job job) => store.ReadAsync(db => db.Jobs
        .Where(j => j.Id == job.Id && j.DoneAt == null && j.Attempts == job.Attempts)
        .ExecuteUpdateAsync(set => set.SetProperty(j => j.LeasedUntil, (DateTimeOffset?)null).SetProperty(j => j.Attempts, j => j.Attempts - 1)));

    private Task PutBackAsync(Job job, string error)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? givenUp = job.Attempts >= Job.AttemptsBeforeGivingUp ? now : null;
        var due = now + TimeSpan.FromSeconds(Math.Min(600, Math.Pow(2, job.Attempts)));
        var shortened = error.Length > 2000 ? error[..2000] : error;
        return store.ReadAsync(db => db.Jobs.Where(j => j.Id == job.Id && j.DoneAt == null && j.Attempts == job.Attempts).ExecuteUpdateAsync(
            set => set.SetProperty(j => j.LeasedUntil, (DateTimeOffset?)null)
                .SetProperty(j => j.DueAt, due)
                .SetProperty(j => j.GivenUpAt, givenUp)
                .SetProperty(j => j.LastError, shortened)));
    }

    [LoggerMessage(LogLevel.Error, "Job {Id} of kind {Kind} failed at attempt {Attempt}")]
    private partial void LogFault(Exception fault, long id, string kind, int attempt);

    [LoggerMessage(LogLevel.Warning, "Job {Id} of kind {Kind} was done and could not be noted as done")]
    private partial void LogUnnoted(Exception fault, long id, string kind);

    [LoggerMessage(LogLevel.Error, "Job {Id} of kind {Kind} was given up: the program ended during each of its last attempts, {Attempts} in all")]
    private partial void LogGivenUp(long id, string kind, int attempts);
}
