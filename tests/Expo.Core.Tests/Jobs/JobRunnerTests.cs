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
        using var died = new CancellationTokenSource();
        var first = new Handler { During = died.Cancel, Fails = true };
        await Assert.ThrowsAnyAsync<Exception>(() => Runner(test, first).RunOneAsync(died.Token));
        var second = new Handler();

        var tooEarly = await Runner(test, second).RunOneAsync(Ct);
        test.Clock.Advance(TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(1));
        var afterTheLease = await Runner(test, second).RunOneAsync(Ct);

        Assert.Equal((false, true), (tooEarly, afterTheLease));
        Assert.Equal([1], second.Rung);
    }

    [Fact]
    public async Task A_job_that_nobody_here_knows_is_left_for_others()
    {
        await using var test = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await test.AddAsync(new Job { Kind = "Elsewhere", Payload = "{}", CreatedAt = test.Clock.GetUtcNow(), DueAt = test.Clock.GetUtcNow() });

        Assert.False(await Runner(test, new Handler()).RunOneAsync(Ct));
    }

    private static JobRunner Runner(TestStore test, Handler handler) => new(test.Store, [handler], test.Clock, NullLogger<JobRunner>.Instance);

    private sealed record Ring(int Number);

    private sealed class Handler : IJobHandler
    {
        public string Kind => nameof(Ring);

        public bool Fails { get; init; }

        public Action? During { get; init; }

        public System.Collections.Concurrent.ConcurrentBag<int> Rung { get; } = [];

        public Task HandleAsync(Job job, CancellationToken ct)
        {
            During?.Invoke();
            if (Fails)
            {
                throw new InvalidOperationException("The bell is broken.");
            }

            Rung.Add(job.Read<Ring>().Number);
            return Task.CompletedTask;
        }
    }
}
