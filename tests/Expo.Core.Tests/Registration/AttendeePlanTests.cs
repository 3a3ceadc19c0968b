using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

/// <summary>How the two databases go about the organiser's list, by their own account.</summary>
public sealed class AttendeePlanTests
{
    private const int People = 50_000;
    private const int EachPage = 25;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly (AttendeeSort Sort, string Index)[] Orders =
    [
        (AttendeeSort.Registered, "IX_Attendees_ByRegistered"), (AttendeeSort.Name, "IX_Attendees_ByName"), (AttendeeSort.Organisation, "IX_Attendees_ByOrganisation"),
        (AttendeeSort.State, "IX_Attendees_ByState"), (AttendeeSort.Line, "IX_Attendees_ByLine"),
    ];

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.PostgreSql)]
    public async Task Each_order_of_50000_people_but_the_one_by_ticket_type_is_read_off_its_own_index_in_both_directions_and_nothing_is_sorted(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Room(), Samples.RoomTicket(), Samples.StreamTicket());
        await test.AddManyAsync(People);

        foreach (var (sort, index) in Orders)
        {
            foreach (var descending in new[] { false, true })
            {
                var plan = await PlanAsync(test, new AttendeeOrder(sort, descending), AttendeeFilter.Everybody, 0);

                Assert.Contains(index, plan, StringComparison.Ordinal);
                Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
                Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
            }
        }
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.PostgreSql)]
    public async Task Days_narrow_the_list_without_a_sort(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Room(), Samples.RoomTicket(), Samples.StreamTicket());
        await test.AddManyAsync(People);

        var days = await PlanAsync(test, AttendeeOrder.Newest, new AttendeeFilter(From: new DateOnly(2023, 1, 20), To: new DateOnly(2023, 1, 21)), 0);

        Assert.Contains("IX_Attendees_ByRegistered", days, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", days, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", days, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Even_page_2000_is_skipped_to_along_the_index_and_nothing_is_sorted()
    {
        await using var test = await TestStore.CreateAsync(DatabaseProvider.Sqlite, Samples.Conference(), Samples.Room(), Samples.RoomTicket(), Samples.StreamTicket());
        await test.AddManyAsync(People);

        var plan = await PlanAsync(test, new AttendeeOrder(AttendeeSort.Name, Descending: false), AttendeeFilter.Everybody, 1999 * EachPage);

        Assert.Contains("USING INDEX IX_Attendees_ByName", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    private static async Task<string> PlanAsync(TestStore test, AttendeeOrder order, AttendeeFilter filter, int skip)
    {
        await using var db = test.Factory.CreateDbContext();
        var conference = await db.Conferences.FirstAsync(Ct);
        await using var command = AttendeeQueries.Numbers(db, conference, filter, order, test.Clock.GetUtcNow(), skip, EachPage).CreateDbCommand();
        command.CommandText = (test.Factory.Provider == DatabaseProvider.Sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + command.CommandText;
        await db.Database.OpenConnectionAsync(Ct);
        await using var lines = await command.ExecuteReaderAsync(Ct);
        var plan = new List<string>();
        while (await lines.ReadAsync(Ct))
        {
            plan.Add(lines.GetString(lines.FieldCount - 1));
        }

        Assert.NotEmpty(plan);
        return string.Join('\n', plan);
    }
}
