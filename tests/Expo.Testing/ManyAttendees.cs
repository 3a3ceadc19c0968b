using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Testing;

/// <summary>
/// Tens of thousands of people at once, made by the database itself: half of them in the room, half on the stream, of each hundred ten
/// waiting and five cancelled. Needs ticket types 1 (room) and 2 (stream). Counts in no pool: for tests of reading.
/// </summary>
public static class ManyAttendees
{
    private const string Columns =
        """
        INSERT INTO "Attendees" ("ConferenceId", "TicketTypeId", "TicketCode", "Name", "Email", "NormalisedEmail", "Organisation", "Country", "AccessNeeds", "State", "RegisteredAt", "WaitingSince", "Priority", "MissedOffers", "Accommodation", "Revision")
        """;

    public static async Task AddManyAsync(this TestStore test, int people)
    {
        await using var db = test.Factory.CreateDbContext();
        await db.Database.ExecuteSqlRawAsync(test.Factory.Provider switch
        {
            DatabaseProvider.Sqlite => $"""
                WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {people})
                {Columns} SELECT 1, CASE WHEN n % 10 = 0 THEN 1 ELSE 1 + n % 2 END, printf('CODE%012d', n), {Named("printf('%05d', (n * 7919) % 100000)")}, 'p' || n || '@example.org', 'p' || n || '@example.org',
                  CASE WHEN n % 4 = 0 THEN NULL ELSE 'Organization ' || (n * 31) % 977 END, CASE WHEN n % 3 = 0 THEN 'Kenya' ELSE 'United States' END, CASE WHEN n % 50 = 0 THEN 'A quiet room' END,
                  {State}, {Samples.Opening.AddDays(-60).UtcTicks} + n * 600000000, CASE WHEN n % 10 = 0 THEN {Samples.Opening.AddDays(-60).UtcTicks} + n * 600000000 END, CASE WHEN n % 1000 = 0 THEN 1 ELSE 0 END, 0, CASE WHEN n % 50 = 0 THEN 1 ELSE 0 END, 0 FROM numbers
                """,
            DatabaseProvider.PostgreSql => $"""
                {Columns} SELECT 1, CASE WHEN n % 10 = 0 THEN 1 ELSE 1 + n % 2 END, 'CODE' || lpad(n::text, 12, '0'), {Named("lpad(((n::bigint * 7919) % 100000)::text, 5, '0')")}, 'p' || n || '@example.org', 'p' || n || '@example.org',
                  CASE WHEN n % 4 = 0 THEN NULL ELSE 'Organization ' || (n * 31) % 977 END, CASE WHEN n % 3 = 0 THEN 'Kenya' ELSE 'United States' END, CASE WHEN n % 50 = 0 THEN 'A quiet room' END,
                  {State}, timestamptz '2023-01-13 13:00:00+00' + n * interval '1 minute', CASE WHEN n % 10 = 0 THEN timestamptz '2023-01-13 13:00:00+00' + n * interval '1 minute' END, CASE WHEN n % 1000 = 0 THEN 1 ELSE 0 END, 0, CASE WHEN n % 50 = 0 THEN 1 ELSE 0 END, 0 FROM generate_series(1, {people}) n
                """,
            var other => throw new NotSupportedException($"Not written for {other}."),
        });
        await db.Database.ExecuteSqlRawAsync(test.Factory.Provider == DatabaseProvider.Sqlite ? "ANALYZE" : """VACUUM ANALYZE "Attendees" """);
    }

    private const string State = "CASE WHEN n % 10 = 0 THEN 1 WHEN n % 20 = 1 THEN 2 ELSE 0 END";

    private static string Named(string number) => $"CASE n % 4 WHEN 0 THEN 'Ada ' WHEN 1 THEN 'de Vries ' WHEN 2 THEN 'Zhang ' ELSE 'Marisol ' END || {number}";
}
