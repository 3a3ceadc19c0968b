using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Data;

public sealed class StoreTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_refused_change_leaves_no_trace(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference());

        var result = await test.Store.ChangeAsync<Done>(
            async db =>
            {
                db.Stages.Add(new Stage { ConferenceId = 1, Slug = "annex", Name = "Annex" });
                await db.SaveChangesAsync(Ct);
                return AgendaRefusals.Unknown;
            },
            Ct);

        Assert.Equal(AgendaRefusals.Unknown, result.Refusal);
        Assert.Equal(0, await test.Store.ReadAsync(db => db.Stages.CountAsync(Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_schema_in_the_migrations_is_the_schema_of_the_code(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider);
        await using var db = test.Factory.CreateDbContext();

        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Instants_are_ordered_by_time_and_not_by_their_text(DatabaseProvider provider)
    {
        var noon = new DateTimeOffset(2023, 3, 14, 12, 0, 0, TimeSpan.Zero);
        await using var test = await TestStore.CreateAsync(
            provider,
            Samples.Conference(),
            Samples.Stage(),
            Samples.Session("later", noon.ToOffset(TimeSpan.FromHours(-4)).AddMinutes(1)),
            Samples.Session("earlier", noon.ToOffset(TimeSpan.FromHours(9))));

        var programme = await new AgendaQueries(test.Store).ProgrammeAsync(1, Ct);

        Assert.Equal(["earlier", "later"], programme.Select(s => s.Slug));
        Assert.Equal(noon, programme[0].StartsAt);
    }

    [Fact]
    public async Task Two_changes_that_lock_the_same_rows_in_opposite_order_both_succeed()
    {
        await using var test = await TestStore.CreateAsync(DatabaseProvider.PostgreSql, Samples.Conference(), Samples.Room(), Samples.Room());
        TaskCompletionSource[] holds = [new(), new()];
        Task<Result<Done>> TakeInAsync(int first, int second) => test.Store.ChangeAsync<Done>(
            async db =>
            {
                await TakeSeatAsync(db, first);
                holds[first - 1].TrySetResult();
                await holds[second - 1].Task.WaitAsync(Ct);
                await TakeSeatAsync(db, second);
                return Done.It;
            },
            Ct);

        await Task.WhenAll(TakeInAsync(1, 2), TakeInAsync(2, 1));

        Assert.Equal([2, 2], await test.Store.ReadAsync(db => db.SeatPools.Select(p => p.Taken).ToListAsync(Ct)));
    }

    private static Task<int> TakeSeatAsync(ExpoDb db, int pool) =>
        db.SeatPools.Where(p => p.Id == pool).ExecuteUpdateAsync(set => set.SetProperty(p => p.Taken, p => p.Taken + 1), Ct);
}
