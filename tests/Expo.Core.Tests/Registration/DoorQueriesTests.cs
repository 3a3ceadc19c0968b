using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

public sealed class DoorQueriesTests
{
    private const string Hara = "José Núñez-O’Hara";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_figures_say_who_came_when_where_and_who_did_not(DatabaseProvider provider)
    {
        await using var desk = await DoorDesk.OpenAsync(provider, DoorDesk.Person("Hal Habit", 'H'));
        await desk.ScanAsync(desk.Of('A', door: "Door 2"));
        desk.Test.Clock.Advance(TimeSpan.FromHours(24));
        await desk.ScanAsync(desk.Of('A'));
        await desk.ScanAsync(desk.Of('B'));

        var figures = (await desk.Queries.FiguresAsync(DoorDesk.Door, Ct)).Value;

        Assert.Equal([new DoorDay(DoorDesk.First, 2, 1, 1, true), new DoorDay(DoorDesk.Second, 3, 2, 1, false)], figures.Days);
        Assert.Equal([new DoorHour(DoorDesk.First, 10, 1), new DoorHour(DoorDesk.Second, 10, 2)], figures.Hours);
        Assert.Equal([new DoorCount(DoorDesk.First, "Door 2", 1), new DoorCount(DoorDesk.Second, "Door 1", 2)], figures.Doors);
        Assert.Empty(figures.Doubts);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task People_are_found_by_part_of_name_or_organisation_with_what_a_scan_would_say(DatabaseProvider provider)
    {
        await using var desk = await DoorDesk.OpenAsync(provider);
        await desk.ScanAsync(desk.Of('A', door: "Door 2"));

        var all = (await desk.Queries.FindAsync(DoorDesk.Door, " FERNHOLLOW ", null, Ct)).Value;
        var ada = Assert.Single((await desk.Queries.FindAsync(DoorDesk.Door, "love", null, Ct)).Value.People);

        Assert.Equal(
            [ScanResult.AlreadyIn, ScanResult.WrongDay, ScanResult.Cancelled, ScanResult.NoSeat, ScanResult.NoSeat, ScanResult.NoSeat, ScanResult.NoSeat],
            all.People.Select(p => p.Result));
        Assert.Equal(("Ada Lovelace", new DoorEntry(desk.Now, "Door 2")), (ada.Name, ada.Entry));
        Assert.Equal(DoorRefusals.SearchTooShort, (await desk.Queries.FindAsync(DoorDesk.Door, " a ", null, Ct)).Refusal);
        Assert.Empty((await desk.Queries.FindAsync(DoorDesk.Door, "%%", null, Ct)).Value.People);
        Assert.Equal(ScanResult.Ok, (await desk.ScanAsync(new DoorScanRequest { Key = "by-name-1", AttendeeId = 2, Door = "Door 1", Day = DoorDesk.Second })).Result);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Names_are_found_whatever_the_case_and_the_accent_of_any_letter(DatabaseProvider provider)
    {
        await using var desk = await DoorDesk.OpenAsync(provider, DoorDesk.Person("Élodie Åkesson", 'H'), DoorDesk.Person("Łukasz ŻÓŁĆ", 'J'), DoorDesk.Person(Hara, 'K'), DoorDesk.Person("Eva Strauß", 'M'));
        var conference = (await desk.Queries.DaysAsync(Ct))!.Conference;
        var console = new AttendeeQueries(desk.Test.Store, desk.Test.Clock);

        foreach (var (text, name) in new[] { ("élod", "Élodie Åkesson"), ("elodie a", "Élodie Åkesson"), ("LUKASZ zolc", "Łukasz ŻÓŁĆ"), ("jose", Hara), ("nunez", Hara), ("o'hara", Hara), ("O’HARA", Hara), ("JOSÉ NÚÑEZ-o'", Hara), ("strauss", "Eva Strauß"), ("Strauß", "Eva Strauß"), ("ÉLOD", "Élodie Åkesson"), ("ÅKES", "Élodie Åkesson"), ("łuk", "Łukasz ŻÓŁĆ"), ("żółć", "Łukasz ŻÓŁĆ") })
        {
            Assert.Equal(name, Assert.Single((await desk.Queries.FindAsync(DoorDesk.Door, text, null, Ct)).Value.People).Name);
            var listed = (await console.AttendeesAsync(RegistrationDesk.Organiser, conference, AttendeeFilter.Everybody with { Text = text }, AttendeeOrder.Newest, 0, 25, Ct)).Value;
            Assert.Equal(name, Assert.Single(listed.People).Name);
        }
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Whoever_waits_here_today_is_found_as_somebody_who_does(DatabaseProvider provider)
    {
        await using var desk = await DoorDesk.OpenAsync(provider);
        var waits = new List<bool>();
        foreach (var since in new DateTimeOffset?[] { null, desk.Now.AddDays(-1), desk.Now })
        {
            await desk.Test.Store.ReadAsync(db => db.Attendees.Where(a => a.Name == "Ed Waiting").ExecuteUpdateAsync(set => set.SetProperty(a => a.OnSiteSince, since), Ct));
            waits.Add(Assert.Single((await desk.Queries.FindAsync(DoorDesk.Door, "ed wai", null, Ct)).Value.People).WaitsHere);
        }

        Assert.Equal([false, false, true], waits);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_list_has_names_states_and_who_is_in_but_no_code_and_of_the_cancelled_not_even_the_name(DatabaseProvider provider)
    {
        await using var desk = await DoorDesk.OpenAsync(provider);
        await desk.ScanAsync(desk.Of('A', door: "Door 2"));

        var list = (await desk.Queries.ListAsync(DoorDesk.Door, Ct)).Value;

        Assert.Equal(["Ada Lovelace", "Ben Seller", "Dina Stream", "Ed Waiting", "Fay Offered", "Gil Unpaid"], list.Tickets.Select(t => t.Name));
        Assert.Equal(DoorCodes.ListKey(list.Salt, DoorCodes.Mark(DoorDesk.Code('A'))), list.Tickets[0].Key);
        Assert.Equal([DoorCodes.ListKey(list.Salt, DoorCodes.Mark(DoorDesk.Code('C')))], list.Denied);
        Assert.Equal([new DoorListEntry(1, DoorDesk.First, desk.Now, "Door 2")], list.In);
        Assert.Equal([DoorDesk.Second], list.Types[list.Tickets[1].Type].Days);
        var everything = System.Text.Json.JsonSerializer.Serialize(list);
        Assert.DoesNotContain("AAAAAAAA", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(DoorCodes.Mark(DoorDesk.Code('A')), everything, StringComparison.Ordinal);
        Assert.DoesNotContain("Cem", everything, StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2023, 3, 16, 4, 0, 0, TimeSpan.Zero), list.Until);
    }

    [Theory]
    [InlineData("AAAA-AAAA-AAAA-AAAA", "AAAAAAAAAAAAAAAA", null)]
    [InlineData(" aaaaaaaaaaaaaaaa ", "AAAAAAAAAAAAAAAA", null)]
    [InlineData("https://expo.example/tickets/7K4M-2QXR-9TBC-WJ5H?done=moved#x", "7K4M2QXR9TBCWJ5H", null)]
    [InlineData("b12-7K4M2QXR9TBCWJ5H", null, 12)]
    [InlineData("B 12 7K4M 2QXR 9TBC WJ5H", null, 12)]
    [InlineData("B-7K4M2QXR9TBCWJ5H", null, null)]
    [InlineData("B1234567890-7K4M2QXR9TBCWJ5H", null, null)]
    [InlineData("WIFI:S:hall;P:secret;;", null, null)]
    [InlineData("", null, null)]
    public void A_code_a_badge_or_the_address_of_a_ticket_is_read(string text, string? code, int? number)
    {
        var read = DoorCodes.Parse(text);

        Assert.Equal((code, number), (read?.TicketCode, read?.AttendeeId));
        Assert.Equal(number is null ? null : "7K4M2QXR9TBCWJ5H", read?.Mark);
    }

    // The same values stand in the client's tests: both sides must make the same keys.
    [Fact]
    public void Marks_and_keys_are_what_devices_expect()
    {
        var mark = DoorCodes.Mark("7K4M2QXR9TBCWJ5H");

        Assert.Equal(("GYSJSNYN30QWTG15", "d/2rL4cYk3H7imhb"), (mark, DoorCodes.ListKey("expo-door-1:expo", mark)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Badges_are_for_those_with_a_seat_by_name_of_one_type_or_only_the_new(DatabaseProvider provider)
    {
        await using var desk = await DoorDesk.OpenAsync(provider, DoorDesk.Person("Aaron Late", 'H'));
        var organiser = RegistrationDesk.Organiser;

        var all = (await desk.Badges.SheetAsync(organiser, new BadgeFilter(), 0, 10, Ct)).Value;
        var page = (await desk.Badges.SheetAsync(organiser, new BadgeFilter(), 1, 1, Ct)).Value;
        var second = (await desk.Badges.SheetAsync(organiser, new BadgeFilter("second"), 0, 10, Ct)).Value;
        var since = (await desk.Badges.SheetAsync(organiser, new BadgeFilter(Since: Samples.Opening), 0, 10, Ct)).Value;

        Assert.Equal(["Aaron Late", "Ada Lovelace", "Ben Seller"], all.Badges.Select(b => b.Name));
        Assert.Equal((3, "Ada Lovelace"), (page.Total, Assert.Single(page.Badges).Name));
        Assert.Equal("Ben Seller", Assert.Single(second.Badges).Name);
        Assert.Empty(since.Badges);
        Assert.Equal(DoorRefusals.NoBadge, (await desk.Badges.OneAsync(DoorDesk.Door, DoorDesk.Code('E'), null, Ct)).Refusal);
        Assert.Equal("Ada Lovelace", (await desk.Badges.OneAsync(DoorDesk.Door, DoorDesk.Code('A'), null, Ct)).Value.Name);
    }
}
