using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Data;

/// <summary>A database of an earlier day is brought up to date with what stands in it.</summary>
public sealed class UpgradeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Ticket_types_keep_their_pool_and_pools_their_seats(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAfterAsync(provider, "QuestionsChangedBy");
        await using (var db = test.Factory.CreateDbContext())
        {
            string[] before =
            [
                """INSERT INTO "Conferences" ("Slug", "Name", "Tagline", "TimeZone", "Venue", "City", "FirstDay", "LastDay", "AllowAnonymousQuestions", "IsDemo") VALUES ('expo', 'Expo', 'T', 'America/New_York', 'V', 'C', '2023-03-14', '2023-03-15', TRUE, FALSE)""",
                """INSERT INTO "SeatPools" ("ConferenceId", "Name", "Capacity", "Taken") VALUES (1, 'Room', 400, 7)""",
                """INSERT INTO "TicketTypes" ("ConferenceId", "Code", "Name", "SeatPoolId") VALUES (1, 'room', 'Room', 1), (1, 'stream', 'Stream', NULL)""",
            ];
            foreach (var statement in before)
            {
                await db.Database.ExecuteSqlRawAsync(statement, Ct);
            }
        }

        await test.Factory.MigrateAsync(Ct);

        var pool = await test.Store.ReadAsync(db => db.SeatPools.SingleAsync(Ct));
        var types = await test.Store.ReadAsync(db => db.TicketTypes.Include(t => t.Pools).OrderBy(t => t.Id).ToListAsync(Ct));
        Assert.Equal((400, 7, 400), (pool.Capacity, pool.Taken, pool.Ceiling));
        Assert.Equal([("room", TicketKind.InPerson, 1), ("stream", TicketKind.Online, 0)], types.Select(t => (t.Code, t.Kind, t.Pools.Count)));
        Assert.All(types, type => Assert.Equal(("usd", true), (type.Currency, type.IsFree)));
    }
}
