using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

public sealed class DoorMergeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_earliest_scan_wins_though_it_arrives_last_and_nothing_is_overwritten(DatabaseProvider provider)
    {
        await using var desk = await DoorDesk.OpenAsync(provider);
        await desk.ScanAsync(desk.Of('A', key: "live-scan", door: "Door 2"));

        var late = await MergeAsync(desk, desk.Of('A', key: "offline-early", door: "Door 1", minutesAgo: 20) with { ToldOffline = ScanResult.Ok });
        var later = await MergeAsync(desk, desk.Of('A', key: "offline-later", door: "Door 3", minutesAgo: 10) with { ToldOffline = ScanResult.Ok });

        Assert.Equal((ScanResult.Ok, new DoorEntry(desk.Now, "Door 2")), (late.Result, late.AlsoAt));
        Assert.Equal((ScanResult.AlreadyIn, new DoorEntry(desk.Now.AddMinutes(-20), "Door 1")), (later.Result, later.Earlier));
        Assert.Equal(["Ada Lovelace 14: offline-early at Door 1 14:10"], await desk.CheckInsAsync());
        Assert.Equal(
            [("live-scan", ScanResult.Ok, null), ("offline-early", ScanResult.Ok, ScanResult.Ok), ("offline-later", ScanResult.AlreadyIn, (ScanResult?)ScanResult.Ok)],
            await desk.Test.Store.ReadAsync(async db => (await db.DoorScans.OrderBy(s => s.Id).ToListAsync(Ct)).ConvertAll(s => (s.Key, s.Result, s.ToldOffline))));
        var doubt = Assert.Single((await desk.Queries.FiguresAsync(DoorDesk.Door, Ct)).Value.Doubts);
        Assert.Equal(("Ada Lovelace", 3), (doubt.Name, doubt.Entries.Count));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Whoever_was_sent_away_is_not_in_though_the_ticket_is_good_when_the_scan_arrives(DatabaseProvider provider)
    {
        await using var desk = await DoorDesk.OpenAsync(provider);
        await desk.Test.Store.ReadAsync(db => db.Attendees.Where(a => a.Id == 5).ExecuteUpdateAsync(set => set.SetProperty(a => a.State, AttendeeState.Confirmed), Ct));

        var away = await MergeAsync(desk, desk.Of('E', key: "sent-away", minutesAgo: 25) with { ToldOffline = ScanResult.NoSeat });
        var nobody = await desk.CheckInsAsync();
        await desk.ScanAsync(desk.Of('E', key: "came-back", door: "Door 2"));
        var late = await MergeAsync(desk, desk.Of('E', key: "sent-away-too", minutesAgo: 20) with { ToldOffline = ScanResult.NoSeat });

        Assert.Equal((ScanResult.Ok, ScanResult.NoSeat), (away.Result, away.ToldOffline));
        Assert.Empty(nobody);
        Assert.Equal((ScanResult.AlreadyIn, new DoorEntry(desk.Now, "Door 2")), (late.Result, late.Earlier));
        Assert.Equal(["Ed Waiting 14: came-back at Door 2 14:30"], await desk.CheckInsAsync());
        Assert.Equal(3, await desk.Test.Store.ReadAsync(db => db.DoorScans.CountAsync(Ct)));
        Assert.Empty((await desk.Queries.FiguresAsync(DoorDesk.Door, Ct)).Value.Doubts);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Only_a_scan_that_let_somebody_in_takes_over_a_check_in(DatabaseProvider provider)
    {
        await using var desk = await DoorDesk.OpenAsync(provider);
        await desk.ScanAsync(desk.Of('A', key: "live-scan", door: "Door 2"));

        var unanswered = await MergeAsync(desk, desk.Of('A', key: "left-behind", minutesAgo: 5));

        Assert.Equal((ScanResult.AlreadyIn, new DoorEntry(desk.Now, "Door 2")), (unanswered.Result, unanswered.Earlier));
        Assert.Equal(["Ada Lovelace 14: live-scan at Door 2 14:30"], await desk.CheckInsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_scan_whose_answer_was_lost_is_in_doubt_when_the_device_let_the_person_in(DatabaseProvider provider)
    {
        await using var desk = await DoorDesk.OpenAsync(provider);
        await desk.ScanAsync(desk.Of('A', door: "Door 2"));
        var lost = desk.Of('A', key: "answer-lost");
        await desk.ScanAsync(lost);
        var before = (await desk.Queries.FiguresAsync(DoorDesk.Door, Ct)).Value.Doubts;

        var sent = await MergeAsync(desk, lost with { ToldOffline = ScanResult.Ok });
        var again = await MergeAsync(desk, lost with { ToldOffline = ScanResult.NoSeat });

        Assert.Empty(before);
        Assert.Equal(((ScanResult, ScanResult?))(ScanResult.AlreadyIn, ScanResult.Ok), (sent.Result, sent.ToldOffline));
        Assert.Equal(ScanResult.Ok, again.ToldOffline);
        var doubt = Assert.Single((await desk.Queries.FiguresAsync(DoorDesk.Door, Ct)).Value.Doubts);
        Assert.Equal(("Ada Lovelace", 2), (doubt.Name, doubt.Entries.Count));
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_put_right_and_a_scan_from_the_future_is_from_now()
    {
        await using var desk = await DoorDesk.OpenAsync(DatabaseProvider.Sqlite);
        var hourFast = desk.Now.AddHours(1);
        DoorScanRequest[] scans =
        [
            desk.Of('A', key: "made-at-1420") with { ScannedAt = hourFast.AddMinutes(-10) },
            desk.Of('B', key: "from-the-future") with { ScannedAt = hourFast.AddMinutes(5), Day = DoorDesk.Second },
            desk.Of('Z', key: "out-of-calendar") with { ScannedAt = DateTimeOffset.MaxValue },
        ];

        var receipts = (await desk.Service.MergeAsync(DoorDesk.Door, new DoorDelivery(scans, hourFast), Ct)).Value;

        Assert.Equal([desk.Now.AddMinutes(-10), desk.Now, desk.Now], receipts.Select(r => r.Answer!.ScannedAt));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Devices_that_send_the_same_people_at_once_agree_with_the_earliest(DatabaseProvider provider)
    {
        await using var desk = await DoorDesk.OpenAsync(provider);
        var devices = Enumerable.Range(0, 8).Select(device => Enumerable.Range(0, 6).Select(i =>
            desk.Of('A', key: $"device-{device}-{i}", door: $"Door {device}", minutesAgo: 1 + ((device * 7 + i * 5) % 29)) with { Day = i % 2 == 0 ? DoorDesk.First : DoorDesk.Second, ToldOffline = ScanResult.Ok }).ToList()).ToList();

        await Task.WhenAll(devices.Select(scans => Task.Run(() => desk.Service.MergeAsync(DoorDesk.Door, new DoorDelivery(scans), Ct), Ct)));

        Assert.Equal(Expected(devices.SelectMany(s => s)), await WinnersAsync(desk));
        Assert.Equal(48, await desk.Test.Store.ReadAsync(db => db.DoorScans.CountAsync(Ct)));
    }

    // One store for all runs: the rows of the door are emptied in between.
    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task In_any_order_and_any_batches_the_same_scans_give_the_same_check_ins(DatabaseProvider provider)
    {
        await using var desk = await DoorDesk.OpenAsync(provider, DoorDesk.Person("Hal Habit", 'H'), DoorDesk.Person("Ian Index", 'J'));
        var oneScan = from letter in Gen.Elements("ABCHJZ".ToCharArray())
                      from minutes in Gen.Choose(0, 12)
                      from door in Gen.Choose(1, 3)
                      from day in Gen.Elements<DateOnly?>(null, DoorDesk.Second)
                      select (letter, minutes, door, day);
        var run = from made in Gen.ArrayOf(oneScan, 14)
                  from order in Gen.Shuffle(Enumerable.Range(0, 14).ToArray())
                  from cut in Gen.Choose(0, 13)
                  select (made, order, cut);

        foreach (var (made, order, cut) in run.Sample(provider == DatabaseProvider.Sqlite ? 40 : 15))
        {
            var scans = made.Select((s, i) => desk.Of(s.letter, key: $"scan-{i:000}", door: $"Door {s.door}", minutesAgo: s.minutes) with { Day = s.day, ToldOffline = ScanResult.Ok }).ToList();
            await MergeAsync(desk, [.. scans]);
            var inOrder = await WinnersAsync(desk);
            await EmptyAsync(desk);
            await MergeAsync(desk, [.. order[..cut].Select(i => scans[i])]);
            // Some of it is sent twice, as by a device that did not hear the answer.
            await MergeAsync(desk, [.. order[(cut / 2)..].Select(i => scans[i])]);
            var shuffled = await WinnersAsync(desk);
            await EmptyAsync(desk);

            Assert.Equal(inOrder, shuffled);
        }
    }

    private static async Task<DoorAnswer> MergeAsync(DoorDesk desk, params DoorScanRequest[] scans) =>
        (await desk.Service.MergeAsync(DoorDesk.Door, new DoorDelivery(scans, desk.Now), Ct)).Value is [.., { Answer: { } last }] ? last : null!;

    private static Task<List<string>> WinnersAsync(DoorDesk desk) => desk.CheckInsAsync();

    private static IEnumerable<string> Expected(IEnumerable<DoorScanRequest> scans) => scans.GroupBy(s => s.Day).OrderBy(g => g.Key)
        .Select(g => g.OrderBy(s => s.ScannedAt).ThenBy(s => s.Key, StringComparer.Ordinal).First())
        .Select(s => FormattableString.Invariant($"Ada Lovelace {s.Day!.Value.Day}: {s.Key} at {s.Door} {s.ScannedAt!.Value.UtcDateTime:HH:mm}"));

    private static Task<int> EmptyAsync(DoorDesk desk) => desk.Test.Store.ReadAsync(async db => await db.CheckIns.ExecuteDeleteAsync(Ct) + await db.DoorScans.ExecuteDeleteAsync(Ct));
}
