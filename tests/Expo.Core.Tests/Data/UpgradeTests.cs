using Expo.Core.Agenda;
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

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Sessions_of_an_old_database_are_its_first_release(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAfterAsync(provider, "RegistrationPaymentsDoorMail");
        var at = provider == DatabaseProvider.Sqlite ? $"{Samples.Opening.UtcTicks}" : "'2023-03-14T13:00:00Z'";
        var topics = provider == DatabaseProvider.PostgreSql ? "ARRAY['Cotton']" : "'[\"Cotton\"]'";
        await using (var db = test.Factory.CreateDbContext())
        {
            string[] before =
            [
                """INSERT INTO "Conferences" ("Slug", "Name", "Tagline", "TimeZone", "Venue", "City", "FirstDay", "LastDay", "AllowAnonymousQuestions", "IsDemo") VALUES ('expo', 'Expo', 'T', 'America/New_York', 'V', 'C', '2023-03-14', '2023-03-15', TRUE, FALSE)""",
                """INSERT INTO "Stages" ("ConferenceId", "Slug", "Name", "Position") VALUES (1, 'main', 'Main stage', 0)""",
                """INSERT INTO "Speakers" ("ConferenceId", "Slug", "Name", "Company", "Country", "Biography") VALUES (1, 'ada-weaver', 'Ada Weaver', 'Garnwerk GmbH', 'Germany', '')""",
                $"""INSERT INTO "Sessions" ("ConferenceId", "StageId", "Slug", "Title", "Summary", "Kind", "State", "StartsAt", "EndsAt", "Topics", "Revision", "ChangedAt") VALUES (1, 1, 'isotopes', 'Isotopes', '', 0, 0, {at}, {at}, {topics}, 3, {at}), (1, 1, 'gone', 'Gone', '', 0, 3, {at}, {at}, {topics}, 4, {at})""",
                """INSERT INTO "SessionSpeakers" ("SessionsId", "SpeakersId") VALUES (1, 1)""",
            ];
            foreach (var statement in before)
            {
                await db.Database.ExecuteSqlRawAsync(statement.Replace("{", "{{").Replace("}", "}}"), Ct);
            }
        }

        await test.Factory.MigrateAsync(Ct);

        var programme = await new AgendaQueries(test.Store).ProgrammeAsync(1, Ct);
        Assert.Equal(
            [("isotopes", SessionState.Planned, 3, "Main stage", "Cotton", "Ada Weaver"), ("gone", SessionState.Cancelled, 4, "Main stage", "Cotton", "")],
            programme.Select(s => (s.Slug, s.State, s.Revision, s.Stage!.Name, s.Topics.Single(), s.Speakers.SingleOrDefault()?.Name ?? "")));
        var release = Assert.Single(await new ReleaseQueries(test.Store, test.Clock).ListAsync(1, Ct));
        Assert.Equal((1, "First program", 1), (release.Number, release.Name, release.Sessions));
        Assert.True((await new ReleaseQueries(test.Store, test.Clock).PlanAsync(Expo.Core.Accounts.Actor.System, 1, Ct)).Value.ChangesNothing);
    }
}
