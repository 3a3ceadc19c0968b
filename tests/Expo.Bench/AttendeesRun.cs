using System.Diagnostics;
using System.Globalization;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Bench;

/// <summary>
/// What the organiser's desk costs the server with 50,000 attendees: everything that a page of the list reads (people, how many
/// are found, the counts on the chips), the figures, and a file of everybody. The database is beside it, everything is in memory.
/// </summary>
internal static class AttendeesRun
{
    private const int People = 50_000;
    private const int EachPage = 25;
    private const int Times = 40;

    private static readonly (string What, AttendeeFilter Filter, AttendeeOrder Order, int Page)[] Pages =
    [
        ("first page, newest first", AttendeeFilter.Everybody, AttendeeOrder.Newest, 1),
        ("first page by name", AttendeeFilter.Everybody, new(AttendeeSort.Name, Descending: false), 1),
        ("first page by organization", AttendeeFilter.Everybody, new(AttendeeSort.Organisation, Descending: false), 1),
        ("first page by state", AttendeeFilter.Everybody, new(AttendeeSort.State, Descending: false), 1),
        ("first page by ticket", AttendeeFilter.Everybody, new(AttendeeSort.TicketType, Descending: false), 1),
        ("the waiting list in its order", AttendeeFilter.Everybody, new(AttendeeSort.Line, Descending: false), 1),
        ("page 2,000 by name", AttendeeFilter.Everybody, new(AttendeeSort.Name, Descending: false), 2000),
        ("a text that few have", new(Text: "p4242"), AttendeeOrder.Newest, 1),
        ("a text that nobody has", new(Text: "nobody at all"), AttendeeOrder.Newest, 1),
        ("waiting, of one country", new(Place: AttendeePlace.Waiting, Country: "Kenya"), AttendeeOrder.Newest, 1),
    ];

    public static async Task RunAsync(TextWriter report)
    {
        await report.WriteLineAsync("| database | what | p50 ms | p99 ms |");
        await report.WriteLineAsync("| --- | --- | --- | --- |");
        foreach (var provider in new[] { DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql })
        {
            await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Room(), Samples.RoomTicket(), Samples.StreamTicket());
            await test.AddManyAsync(People);
            var conference = await test.Store.ReadAsync(db => db.Conferences.AsNoTracking().FirstAsync());
            var queries = new AttendeeQueries(test.Store, TimeProvider.System);
            foreach (var (what, filter, order, page) in Pages)
            {
                await RowAsync(report, provider, what, Times, async () =>
                {
                    await queries.CountsAsync(Actor.System, conference, default);
                    await queries.AttendeesAsync(Actor.System, conference, filter, order, (page - 1) * EachPage, EachPage, default);
                });
            }

            await RowAsync(report, provider, "figures by day, ticket and country", Times, () => new FigureQueries(test.Store, TimeProvider.System).FiguresAsync(Actor.System, conference, default));
            await RowAsync(report, provider, "a file of everybody, usual columns", 5, () => ExportAsync(test, conference));
        }
    }

    private static async Task ExportAsync(TestStore test, Conference conference)
    {
        var file = await new AttendeeExports(test.Store, TimeProvider.System).PrepareAsync(
            Actor.System, conference, new(AttendeeFilter.Everybody, AttendeeOrder.Newest, ["name", "email", "organization", "country", "ticket_type", "place"], "Bench"), default);
        await file.Value.WriteAsync(Stream.Null, default);
    }

    private static async Task RowAsync(TextWriter report, DatabaseProvider provider, string what, int times, Func<Task> work)
    {
        await work();
        await work();
        var took = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await work();
            took.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        took.Sort();
        await report.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {provider} | {what} | {took[took.Count / 2]:N1} | {took[(int)(took.Count * 0.99)]:N1} |"));
    }
}
