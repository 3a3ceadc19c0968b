using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

public sealed class DoorTests
{
    // Several, because one race may be won by luck.
    private static List<Attendee> Crowd => [.. "PQRS".Select(letter => DoorDesk.Person($"Person {letter}", letter))];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Every_ticket_gets_the_answer_it_is_worth(DatabaseProvider provider)
    {
        await using var desk = await DoorDesk.OpenAsync(provider, DoorDesk.Person("Hal Late", 'H', heldUntil: Samples.Opening));
        var said = new List<(ScanResult, NoSeatReason?, string?)>();

        foreach (var letter in "ABCDEFGHZ")
        {
            var answer = await desk.ScanAsync(desk.Of(letter));
            said.Add((answer.Result, answer.Why, answer.Name));
        }

        Assert.Equal(
            [
                (ScanResult.Ok, null, "Ada Lovelace"), (ScanResult.WrongDay, null, "Ben Seller"), (ScanResult.Cancelled, null, "Cem Gone"),
                (ScanResult.NoSeat, NoSeatReason.Stream, "Dina Stream"), (ScanResult.NoSeat, NoSeatReason.Waiting, "Ed Waiting"), (ScanResult.NoSeat, NoSeatReason.Offered, "Fay Offered"),
                (ScanResult.NoSeat, NoSeatReason.Unpaid, "Gil Unpaid"), (ScanResult.NoSeat, NoSeatReason.RanOut, "Hal Late"), (ScanResult.Unknown, null, null),
            ],
            said);
        Assert.Equal(["Ada Lovelace 14: key-0001 at Door 1 14:30"], await desk.CheckInsAsync());
        Assert.Equal(9, await desk.Test.Store.ReadAsync(db => db.DoorScans.CountAsync(Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Who_is_in_is_told_when_and_where_and_may_come_again_on_the_next_day(DatabaseProvider provider)
    {
        await using var desk = await DoorDesk.OpenAsync(provider);
        await desk.ScanAsync(desk.Of('A', door: "Door 2"));
        desk.Test.Clock.Advance(TimeSpan.FromMinutes(5));

        var again = await desk.ScanAsync(desk.Of('A'));
        desk.Test.Clock.Advance(TimeSpan.FromDays(1));
        var next = await desk.ScanAsync(desk.Of('A'));

        Assert.Equal((ScanResult.AlreadyIn, new DoorEntry(desk.Now.AddDays(-1).AddMinutes(-5), "Door 2")), (again.Result, again.Earlier));
        Assert.Equal((ScanResult.Ok, DoorDesk.Second), (next.Result, next.Day));
    }

    [Fact]
    public async Task Today_is_the_day_of_the_event_and_not_of_the_server()
    {
        await using var desk = await DoorDesk.OpenAsync(DatabaseProvider.Sqlite);
        // Two in the morning of the 15th in UTC, ten in the evening of the 14th in Washington.
        desk.Test.Clock.SetUtcNow(new DateTimeOffset(2023, 3, 15, 2, 0, 0, TimeSpan.Zero));
        var evening = await desk.ScanAsync(desk.Of('A'));
        desk.Test.Clock.SetUtcNow(new DateTimeOffset(2023, 3, 15, 4, 0, 0, TimeSpan.Zero));
        var midnight = await desk.ScanAsync(desk.Of('A'));

        Assert.Equal((DoorDesk.First, ScanResult.Ok), (evening.Day, evening.Result));
        Assert.Equal((DoorDesk.Second, ScanResult.Ok), (midnight.Day, midnight.Result));
    }

    [Fact]
    public async Task A_wrong_day_says_the_right_ones_and_outside_the_event_every_day_is_wrong()
    {
        await using var desk = await DoorDesk.OpenAsync(DatabaseProvider.Sqlite);

        var ben = await desk.ScanAsync(desk.Of('B'));
        var ada = await desk.ScanAsync(desk.Of('A') with { Day = DoorDesk.First.AddDays(-1) });

        Assert.Equal((ScanResult.WrongDay, ScanResult.WrongDay), (ben.Result, ada.Result));
        Assert.Equal([DoorDesk.Second], ben.Days);
        Assert.Equal([DoorDesk.First, DoorDesk.Second], ada.Days);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_twenty_doors_at_once_exactly_one_is_told_to_let_the_person_in(DatabaseProvider provider)
    {
        await using var desk = await DoorDesk.OpenAsync(provider, [.. Crowd]);
        await AtOnceAsync(_ => desk.Queries.DaysAsync(Ct));

        foreach (var person in Crowd)
        {
            // Whatever their clocks say: some of the devices are minutes behind.
            var answers = await AtOnceAsync(i => desk.ScanAsync(desk.Of(person.TicketCode[0], door: $"Door {i}", minutesAgo: i % 3)));

            var winner = Assert.Single(answers, answer => answer.Result == ScanResult.Ok);
            Assert.Equal(19, answers.Count(answer => answer.Result == ScanResult.AlreadyIn && answer.Earlier is not null));
            Assert.Contains(winner.Key, Assert.Single(await desk.CheckInsAsync(), line => line.StartsWith(person.Name, StringComparison.Ordinal)), StringComparison.Ordinal);
        }

        Assert.Equal(20 * Crowd.Count, await desk.Test.Store.ReadAsync(db => db.DoorScans.CountAsync(Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_same_scan_sent_twenty_times_at_once_is_one_scan_with_one_answer(DatabaseProvider provider)
    {
        await using var desk = await DoorDesk.OpenAsync(provider, [.. Crowd]);
        await AtOnceAsync(_ => desk.Queries.DaysAsync(Ct));

        foreach (var person in Crowd)
        {
            var scan = desk.Of(person.TicketCode[0]);
            var answers = await AtOnceAsync(_ => desk.ScanAsync(scan));
            Assert.Equal(Enumerable.Repeat(ScanResult.Ok, 20), answers.Select(a => a.Result));
        }

        Assert.Equal(Crowd.Count, await desk.Test.Store.ReadAsync(db => db.DoorScans.CountAsync(Ct)));
        Assert.Equal(Crowd.Count, (await desk.CheckInsAsync()).Count);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_check_in_that_was_undone_is_logged_and_the_person_can_come_in(DatabaseProvider provider)
    {
        await using var desk = await DoorDesk.OpenAsync(provider);
        var scan = desk.Of('A', door: "Door 2");
        await desk.ScanAsync(scan);

        var undone = await desk.Service.UndoAsync(DoorDesk.Door, 1, DoorDesk.First, Ct);
        var twice = await desk.Service.UndoAsync(DoorDesk.Door, 1, DoorDesk.First, Ct);
        var resent = await desk.ScanAsync(scan);
        var none = await desk.CheckInsAsync();
        var again = await desk.ScanAsync(desk.Of('A'));

        Assert.Equal((null, DoorRefusals.NotIn), (undone.Refusal, twice.Refusal));
        Assert.Equal((ScanResult.Ok, 0), (resent.Result, none.Count));
        Assert.Equal(ScanResult.Ok, again.Result);
        var line = await desk.Test.Store.ReadAsync(db => db.RegistrationLog.SingleAsync(Ct));
        Assert.Equal(("Dora Door", 1, "Undid the check-in of Tuesday 14 March 2023: Door 2, 14 March 2023, 10:30 EDT."), (line.By, line.AttendeeId, line.Text));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Whoever_was_let_in_by_mistake_and_comes_in_later_was_not_let_in_twice(DatabaseProvider provider)
    {
        await using var desk = await DoorDesk.OpenAsync(provider);
        await desk.ScanAsync(desk.Of('A', door: "Door 2"));
        await desk.Service.UndoAsync(DoorDesk.Door, 1, DoorDesk.First, Ct);
        await desk.Service.MergeAsync(DoorDesk.Door, new DoorDelivery([desk.Of('B') with { Day = DoorDesk.Second, ToldOffline = ScanResult.Ok }, desk.Of('B', minutesAgo: 5) with { Day = DoorDesk.Second, ToldOffline = ScanResult.Ok }]), Ct);
        var twice = (await desk.Queries.FiguresAsync(DoorDesk.Door, Ct)).Value.Doubts;

        await desk.Service.UndoAsync(DoorDesk.Door, 2, DoorDesk.Second, Ct);
        await desk.ScanAsync(desk.Of('A'));

        Assert.Equal("Ben Seller", Assert.Single(twice).Name);
        Assert.Empty((await desk.Queries.FiguresAsync(DoorDesk.Door, Ct)).Value.Doubts);
    }

    [Fact]
    public async Task A_badge_opens_the_door_and_neither_a_forged_one_nor_somebody_elses_mark_does()
    {
        await using var desk = await DoorDesk.OpenAsync(DatabaseProvider.Sqlite);
        var badge = (await desk.Badges.OneAsync(DoorDesk.Door, null, 1, Ct)).Value;
        var other = DoorCodes.Badge(1, DoorDesk.Code('B'));

        var real = await desk.ScanAsync(desk.Of('A') with { Code = badge.Text.ToLowerInvariant() });
        var forged = await desk.ScanAsync(desk.Of('A') with { Code = other });

        Assert.Equal((ScanResult.Ok, ScanResult.Unknown), (real.Result, forged.Result));
        Assert.DoesNotContain(DoorDesk.Code('A'), badge.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_door_and_organisers_scan_undo_search_count_and_take_the_list_along()
    {
        await using var desk = await DoorDesk.OpenAsync(DatabaseProvider.Sqlite);
        var moderator = new Actor { Name = "Mo", IsModerator = true };

        Refusal?[] refusals =
        [
            (await desk.Service.ScanAsync(moderator, desk.Of('A'), Ct)).Refusal, (await desk.Service.UndoAsync(moderator, 1, DoorDesk.First, Ct)).Refusal,
            (await desk.Queries.FindAsync(moderator, "ada", null, Ct)).Refusal, (await desk.Queries.FiguresAsync(moderator, Ct)).Refusal,
            (await desk.Queries.ListAsync(moderator, Ct)).Refusal, (await desk.Badges.OneAsync(moderator, null, 1, Ct)).Refusal,
        ];

        Assert.Equal(Enumerable.Repeat(DoorRefusals.NotDoor, 6), refusals);
        Assert.Equal(DoorRefusals.NotOrganiser, (await desk.Badges.SheetAsync(DoorDesk.Door, new BadgeFilter(), 0, 10, Ct)).Refusal);
        Assert.Empty(await desk.CheckInsAsync());
    }

    [Fact]
    public async Task A_scan_that_cannot_be_read_is_refused_by_name_and_does_not_stop_the_others()
    {
        await using var desk = await DoorDesk.OpenAsync(DatabaseProvider.Sqlite);
        DoorScanRequest[] scans =
        [
            desk.Of('A') with { Key = "short" }, desk.Of('A') with { Key = "has spaces in it" }, desk.Of('A') with { Code = " " }, desk.Of('A') with { Door = "" },
            desk.Of('A') with { Door = new string('d', 61) }, desk.Of('A') with { Door = "Door\u0007" }, null!, desk.Of('A', key: "the-good-one"),
        ];

        var receipts = (await desk.Service.MergeAsync(DoorDesk.Door, new DoorDelivery(scans), Ct)).Value;

        Assert.Equal(
            [DoorRefusals.KeyMissing, DoorRefusals.KeyMissing, DoorRefusals.CodeMissing, DoorRefusals.DoorMissing, DoorRefusals.DoorMissing, DoorRefusals.DoorMissing, DoorRefusals.KeyMissing, null],
            receipts.Select(r => r.Refusal));
        Assert.Equal(ScanResult.Ok, receipts[^1].Answer!.Result);
        Assert.Equal(DoorRefusals.TooMany, (await desk.Service.MergeAsync(DoorDesk.Door, new DoorDelivery([.. Enumerable.Repeat(scans[0], 201)]), Ct)).Refusal);
    }

    private static Task<T[]> AtOnceAsync<T>(Func<int, Task<T>> work) => Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => work(i), Ct)));
}
