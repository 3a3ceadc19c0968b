using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Expo.Core.Tests.Jobs;

public sealed class JobRunnerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Many_workers_do_each_job_once(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.AddAsync([.. Enumerable.Range(0, 30).Select(i => Job.For(new Ring(i), test.Clock.GetUtcNow()))]);
        var bell = new Handler();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(
            async () =>
            {
                var runner = Runner(test, bell);
                while (await runner.RunOneAsync(Ct))
                {
                }
            },
            Ct)));

        Assert.Equal(Enumerable.Range(0, 30), bell.Rung.Order());
        Assert.Equal(30, await test.Store.ReadAsync(db => db.Jobs.CountAsync(j => j.DoneAt != null && j.Attempts == 1, Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_job_that_fails_comes_back_later_each_time_and_is_given_up_after_eight(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.AddAsync(Job.For(new Ring(1), test.Clock.GetUtcNow()));
        var bell = new Handler { Fails = true };
        var runner = Runner(test, bell);

        for (var attempt = 1; attempt <= Job.AttemptsBeforeGivingUp; attempt++)
        {
            Assert.True(await runner.RunOneAsync(Ct));
            Assert.False(await runner.RunOneAsync(Ct), "not due again yet");
            test.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        var job = await test.Store.ReadAsync(db => db.Jobs.SingleAsync(Ct));
        Assert.Equal((8, true, null, "The bell is broken."), (job.Attempts, job.GivenUpAt is not null, job.DoneAt, job.LastError));
        Assert.False(await runner.RunOneAsync(Ct));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_job_of_a_worker_that_died_goes_to_another_when_its_lease_runs_out(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.AddAsync(Job.For(new Ring(1), test.Clock.GetUtcNow()));
        await DieAtWorkAsync(test);
        var second = new Handler();

        var tooEarly = await Runner(test, second).RunOneAsync(Ct);
        test.Clock.Advance(TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(1));
        var afterTheLease = await Runner(test, second).RunOneAsync(Ct);

        Assert.Equal((false, true), (tooEarly, afterTheLease));
        Assert.Equal([1], second.Rung);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_job_that_its_worker_dies_of_each_time_is_given_up_after_eight(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.AddAsync(Job.For(new Ring(1), test.Clock.GetUtcNow()));
        for (var attempt = 1; attempt <= Job.AttemptsBeforeGivingUp; attempt++)
        {
            await DieAtWorkAsync(test);
            test.Clock.Advance(TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(1));
        }

        var bell = new Handler();
        var ran = await Runner(test, bell).RunOneAsync(Ct);

        var job = await test.Store.ReadAsync(db => db.Jobs.SingleAsync(Ct));
        Assert.Equal((false, 0), (ran, bell.Rung.Count));
        Assert.Equal((8, test.Clock.GetUtcNow(), null, null), (job.Attempts, job.GivenUpAt, job.DoneAt, job.LeasedUntil));
        Assert.Equal("The program ended before the job was done, at each of the last attempts.", job.LastError);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_job_that_a_stop_cuts_off_is_there_for_others_at_once_and_has_lost_no_attempt(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.AddAsync(Job.For(new Ring(1), test.Clock.GetUtcNow()));
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Runner(test, new Handler { During = stop.Cancel, Hangs = true }).RunOneAsync(stop.Token));
        var cutOff = await test.Store.ReadAsync(db => db.Jobs.AsNoTracking().SingleAsync(Ct));
        var second = new Handler();

        var ran = await Runner(test, second).RunOneAsync(Ct);

        Assert.Equal((0, null, null), (cutOff.Attempts, cutOff.LeasedUntil, cutOff.LastError));
        Assert.True(ran);
        Assert.Equal([1], second.Rung);
    }

    [Fact]
    public async Task A_job_that_was_done_as_the_stop_came_is_not_done_again()
    {
        await using var test = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await test.AddAsync(Job.For(new Ring(1), test.Clock.GetUtcNow()));
        using var stop = new CancellationTokenSource();

        await Runner(test, new Handler { During = stop.Cancel }).RunOneAsync(stop.Token);

        Assert.False(await Runner(test, new Handler()).RunOneAsync(Ct));
        Assert.Equal(test.Clock.GetUtcNow(), (await test.Store.ReadAsync(db => db.Jobs.SingleAsync(Ct))).DoneAt);
    }

    [Fact]
    public async Task What_was_done_is_noted_when_the_database_was_away_for_a_moment_and_is_not_done_again()
    {
        await using var test = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await test.AddAsync(Job.For(new Ring(1), test.Clock.GetUtcNow()));
        var busy = new BusyAtNoting(test.Factory, times: 2);
        var bell = new Handler();
        var runner = new JobRunner(new ExpoStore(busy), [bell], test.Clock, NullLogger<JobRunner>.Instance);

        var running = runner.RunOneAsync(Ct);
        while (!running.IsCompleted)
        {
            test.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await running;
        test.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.False(await runner.RunOneAsync(Ct));
        Assert.Equal([1], bell.Rung);
        var job = await test.Store.ReadAsync(db => db.Jobs.SingleAsync(Ct));
        Assert.Equal((true, null, 1), (job.DoneAt is not null, job.LastError, job.Attempts));
    }

    [Fact]
    public async Task A_handler_that_takes_too_long_is_cut_off_before_another_may_take_its_job()
    {
        await using var test = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await test.AddAsync(Job.For(new Ring(1), test.Clock.GetUtcNow()));
        var begun = new TaskCompletionSource();
        var running = Runner(test, new Handler { During = begun.SetResult, Hangs = true }).RunOneAsync(Ct);
        await begun.Task.WaitAsync(Ct);

        test.Clock.Advance(TimeSpan.FromMinutes(2) - TimeSpan.FromSeconds(1));

        Assert.True(await running.WaitAsync(TimeSpan.FromSeconds(30), Ct));
        var job = await test.Store.ReadAsync(db => db.Jobs.SingleAsync(Ct));
        Assert.Equal((null, null, 1, "It took longer than the 105 seconds that a job may take."), (job.DoneAt, job.LeasedUntil, job.Attempts, job.LastError));
    }

    [Fact]
    public async Task A_handler_that_throws_at_a_stop_does_not_make_the_worker_crash()
    {
        await using var test = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await test.AddAsync(Job.For(new Ring(1), test.Clock.GetUtcNow()));
        var begun = new TaskCompletionSource();
        using var bell = new JobBell();
        using var worker = new JobWorker(Runner(test, new Handler { During = begun.SetResult, Hangs = true, Fails = true }), bell, new RushHour(test.Clock), NullLogger<JobWorker>.Instance);
        await worker.StartAsync(Ct);
        await begun.Task.WaitAsync(Ct);

        await worker.StopAsync(Ct);

        Assert.Equal(TaskStatus.RanToCompletion, worker.ExecuteTask!.Status);
    }

    [Fact]
    public async Task A_job_that_nobody_here_knows_is_left_for_others()
    {
        await using var test = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await test.AddAsync(new Job { Kind = "Elsewhere", Payload = "{}", CreatedAt = test.Clock.GetUtcNow(), DueAt = test.Clock.GetUtcNow() });

        Assert.False(await Runner(test, new Handler()).RunOneAsync(Ct));
    }

    private static JobRunner Runner(TestStore test, Handler handler) => new(test.Store, [handler], test.Clock, NullLogger<JobRunner>.Instance);

    /// <summary>Takes the job and is never heard of again.</summary>
    private static async Task DieAtWorkAsync(TestStore test)
    {
        var begun = new TaskCompletionSource();
        _ = Runner(test, new Handler { During = begun.SetResult, Hangs = true, Hears = false }).RunOneAsync(CancellationToken.None);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
    }

    private sealed record Ring(int Number);

    /// <summary>A database that is busy so many times when it should note that a job was done.</summary>
    private sealed class BusyAtNoting(IDbContextFactory<ExpoDb> real, int times) : IDbContextFactory<ExpoDb>
    {
        private int _asked;

        // The first asks for the job, the next ones note it.
        public ExpoDb CreateDbContext() => Interlocked.Increment(ref _asked) is var nth && nth > 1 && nth <= 1 + times
            ? throw new InvalidOperationException("The database is busy.")
            : real.CreateDbContext();
    }

    private sealed class Handler : IJobHandler
    {
        public string Kind => nameof(Ring);

        public bool Fails { get; init; }

        /// <summary>Goes on until it is stopped.</summary>
        public bool Hangs { get; init; }

        /// <summary>False for a worker that is dead, and so does not hear either that its time is up.</summary>
        public bool Hears { get; init; } = true;

        public Action? During { get; init; }

        public System.Collections.Concurrent.ConcurrentBag<int> Rung { get; } = [];

        public async Task HandleAsync(Job job, CancellationToken ct)
        {
            During?.Invoke();
            try
            {
                await (Hangs ? Task.Delay(Timeout.InfiniteTimeSpan, Hears ? ct : CancellationToken.None) : Task.CompletedTask);
            }
            catch (OperationCanceledException) when (Fails)
            {
            }

            if (Fails)
            {
                throw new InvalidOperationException("The bell is broken.");
            }

            Rung.Add(job.Read<Ring>().Number);
        }
    }
}
