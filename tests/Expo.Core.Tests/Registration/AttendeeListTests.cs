using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

public sealed class AttendeeListTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly DateTimeOffset Noon = new(2023, 3, 1, 17, 0, 0, TimeSpan.Zero);

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Each_filter_finds_whom_it_means_and_all_given_must_hold(DatabaseProvider provider)
    {
        await using var desk = await SeededAsync(provider);

        Assert.Equal("ada", await FoundAsync(desk, new(Text: " ADA ")));
        Assert.Equal("grace", await FoundAsync(desk, new(Text: "@navy")));
        Assert.Equal("linus,ada", await FoundAsync(desk, new(Text: "fernhollow")));
        Assert.Equal("ada", await FoundAsync(desk, new(Text: "ada0-ada0-ada0-ada0")));
        Assert.Equal("ada", await FoundAsync(desk, new(Place: AttendeePlace.Room)));
        Assert.Equal("grace", await FoundAsync(desk, new(Place: AttendeePlace.Stream)));
        Assert.Equal("late,linus", await FoundAsync(desk, new(Place: AttendeePlace.Waiting)));
        Assert.Equal("ken", await FoundAsync(desk, new(Place: AttendeePlace.Offered)));
        Assert.Equal("margaret", await FoundAsync(desk, new(Place: AttendeePlace.Unpaid)));
        Assert.Equal("donald", await FoundAsync(desk, new(Place: AttendeePlace.Cancelled)));
        Assert.Equal("grace", await FoundAsync(desk, new(Place: AttendeePlace.CheckedIn)));
        Assert.Equal("ada", await FoundAsync(desk, new(Place: AttendeePlace.NotCheckedIn)));
        Assert.Equal("grace", await FoundAsync(desk, new(TicketType: "stream")));
        Assert.Equal("linus", await FoundAsync(desk, new(Country: "Finland")));
        Assert.Equal("linus", await FoundAsync(desk, new(HasPriority: true)));
        Assert.Equal("linus", await FoundAsync(desk, new(Text: "fernhollow", Country: "Finland")));
        Assert.Equal("", await FoundAsync(desk, new(Text: "fernhollow", HasPriority: true, Country: "Kenya")));
        Assert.Equal("", await FoundAsync(desk, new(Text: "100%")));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Days_are_the_event_zones_own_and_both_ends_count(DatabaseProvider provider)
    {
        await using var desk = await EmptyAsync(provider);
        // 4 March 2023 in New York is 05:00 to 05:00 in UTC.
        await desk.Test.AddAsync(
            Person("before", new DateTimeOffset(2023, 3, 4, 4, 59, 59, TimeSpan.Zero)), Person("first", new DateTimeOffset(2023, 3, 4, 5, 0, 0, TimeSpan.Zero)),
            Person("last", new DateTimeOffset(2023, 3, 5, 4, 59, 59, TimeSpan.Zero)), Person("after", new DateTimeOffset(2023, 3, 5, 5, 0, 0, TimeSpan.Zero)));

        Assert.Equal("last,first", await FoundAsync(desk, new(From: new DateOnly(2023, 3, 4), To: new DateOnly(2023, 3, 4))));
        Assert.Equal("after,last,first", await FoundAsync(desk, new(From: new DateOnly(2023, 3, 4))));
        Assert.Equal("after,last,first,before", await FoundAsync(desk, new(From: DateOnly.MinValue, To: DateOnly.MaxValue)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task In_each_order_the_pages_show_everybody_once(DatabaseProvider provider)
    {
        await using var desk = await SeededAsync(provider);
        var conference = await ConferenceAsync(desk);

        foreach (var order in from sort in Enum.GetValues<AttendeeSort>() from backwards in new[] { false, true } select new AttendeeOrder(sort, backwards))
        {
            var all = (await desk.Attendees.AttendeesAsync(RegistrationDesk.Organiser, conference, AttendeeFilter.Everybody, order, 0, 100, Ct)).Value;
            var paged = new List<int>();
            for (var skip = 0; skip < all.Total; skip += 2)
            {
                paged.AddRange((await desk.Attendees.AttendeesAsync(RegistrationDesk.Organiser, conference, AttendeeFilter.Everybody, order, skip, 2, Ct)).Value.People.Select(p => p.Id));
            }

            Assert.Equal(all.People.Select(p => p.Id), paged);
            Assert.Equal(order.By == AttendeeSort.Line ? 1 : 7, paged.Distinct().Count());
        }
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Names_stand_in_the_order_of_an_address_book_whatever_their_case_and_the_line_in_its_own(DatabaseProvider provider)
    {
        await using var desk = await EmptyAsync(provider);
        await desk.Test.AddAsync(
            Person("zhang", Noon, name: "Zhang Wei"), Person("vries", Noon, name: "de Vries"), Person("ada", Noon, name: "Ada"), Person("eve", Noon, name: "eve"),
            Person("w1", Noon, state: AttendeeState.Waiting, since: Noon, name: "W1"), Person("w2", Noon, state: AttendeeState.Waiting, since: Noon.AddHours(-1), name: "W2"),
            Person("w3", Noon, state: AttendeeState.Waiting, since: Noon.AddHours(1), name: "W3", priority: 5));

        Assert.Equal("ada,vries,eve,w1,w2,w3,zhang", await FoundAsync(desk, AttendeeFilter.Everybody, new(AttendeeSort.Name, Descending: false)));
        Assert.Equal("w3,w2,w1", await FoundAsync(desk, AttendeeFilter.Everybody, new(AttendeeSort.Line, Descending: false)));
        Assert.Equal("w1,w2,w3", await FoundAsync(desk, AttendeeFilter.Everybody, new(AttendeeSort.Line, Descending: true)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task What_has_run_out_is_shown_and_counted_as_what_it_is_now(DatabaseProvider provider)
    {
        await using var desk = await SeededAsync(provider);
        var conference = await ConferenceAsync(desk);

        var counts = (await desk.Attendees.CountsAsync(RegistrationDesk.Organiser, conference, Ct)).Value;
        var late = (await desk.Attendees.AttendeesAsync(RegistrationDesk.Organiser, conference, new(Text: "late"), AttendeeOrder.Newest, 0, 5, Ct)).Value.People.Single();
        desk.Test.Clock.Advance(TimeSpan.FromHours(2));
        var later = (await desk.Attendees.CountsAsync(RegistrationDesk.Organiser, conference, Ct)).Value;

        Assert.Equal(AttendeeState.Waiting, late.State);
        Assert.Equal(
            (7, 1, 1, 2, 1, 1, 1, 1, 1),
            (counts.Total, counts[AttendeePlace.Room], counts[AttendeePlace.Stream], counts[AttendeePlace.Waiting], counts[AttendeePlace.Offered], counts[AttendeePlace.Unpaid],
                counts[AttendeePlace.Cancelled], counts[AttendeePlace.CheckedIn], counts[AttendeePlace.NotCheckedIn]));
        Assert.Equal((3, 0, 0, 2), (later[AttendeePlace.Waiting], later[AttendeePlace.Offered], later[AttendeePlace.Unpaid], later[AttendeePlace.Cancelled]));
    }

    [Fact]
    public async Task Nobody_but_an_organiser_reads_or_takes_out_anything()
    {
        await using var desk = await SeededAsync(DatabaseProvider.Sqlite);
        var conference = await ConferenceAsync(desk);
        var (figures, ledger, exports) = (new FigureQueries(desk.Test.Store, desk.Test.Clock), new LedgerQueries(desk.Test.Store, desk.Queries, desk.Test.Clock), new AttendeeExports(desk.Test.Store, desk.Test.Clock));

        foreach (var actor in new[] { Actor.Visitor, new Actor { Name = "Mo", IsModerator = true }, new Actor { Name = "Sam", IsSpeaker = true }, new Actor { Name = "Dora", IsDoor = true }, new Actor { Name = "Cap", IsCaptioner = true } })
        {
            Assert.All(
                new[]
                {
                    (await desk.Attendees.AttendeesAsync(actor, conference, AttendeeFilter.Everybody, AttendeeOrder.Newest, 0, 25, Ct)).Refusal,
                    (await desk.Attendees.CountsAsync(actor, conference, Ct)).Refusal,
                    (await desk.Attendees.CountriesAsync(actor, 1, Ct)).Refusal,
                    (await desk.Attendees.PersonAsync(actor, 1, Ct)).Refusal,
                    (await desk.Attendees.PersonAsync(actor, 999, Ct)).Refusal,
                    (await figures.FiguresAsync(actor, conference, Ct)).Refusal,
                    (await ledger.PoolsAsync(actor, 1, Ct)).Refusal,
                    (await ledger.LinesAsync(actor, 1, null, 0, 25, Ct)).Refusal,
                    (await ledger.ReplayAsync(actor, 1, Ct)).Refusal,
                    (await exports.ColumnsAsync(actor, 1, Ct)).Refusal,
                    (await exports.PastAsync(actor, 1, Ct)).Refusal,
                    (await exports.PrepareAsync(actor, conference, new(AttendeeFilter.Everybody, AttendeeOrder.Newest, ["name"], "Badges"), Ct)).Refusal,
                },
                refusal => Assert.Equal(RegistrationRefusals.NotOrganiser, refusal));
        }

        Assert.Empty(await desk.Test.Store.ReadAsync(db => db.RegistrationLog.ToListAsync(Ct)));
    }

    internal static Task<Conference> ConferenceAsync(RegistrationDesk desk) => desk.Test.Store.ReadAsync(db => db.Conferences.AsNoTracking().OrderBy(c => c.Id).FirstAsync(Ct));

    internal static Attendee Person(
        string who, DateTimeOffset at, AttendeeState state = AttendeeState.Confirmed, int type = 1, DateTimeOffset? since = null, DateTimeOffset? until = null, string? name = null,
        string? organisation = null, string? country = null, string? needs = null, int priority = 0) => new()
        {
            ConferenceId = 1, TicketTypeId = type, TicketCode = string.Concat(Enumerable.Repeat($"{who.ToUpperInvariant()}0", 4).SelectMany(part => part).Take(32)), Name = name ?? who, Email = $"{who}@b.example", NormalisedEmail = $"{who}@b.example",
            Organisation = organisation, Country = country, AccessNeeds = needs, State = state, RegisteredAt = at, WaitingSince = since, HeldUntil = until, Priority = priority,
        };

    private static async Task<RegistrationDesk> EmptyAsync(DatabaseProvider provider)
    {
        var desk = await RegistrationDesk.OpenAsync(provider);
        desk.Test.Clock.AdjustTime(new DateTimeOffset(2023, 3, 10, 12, 0, 0, TimeSpan.Zero));
        return desk;
    }

    /// <summary>One of each; the offer to "late" ran out and nobody has put it back yet.</summary>
    private static async Task<RegistrationDesk> SeededAsync(DatabaseProvider provider)
    {
        var desk = await EmptyAsync(provider);
        var now = desk.Test.Clock.GetUtcNow();
        var grace = Person("grace", Noon.AddMinutes(1), type: 2);
        grace.NormalisedEmail = "grace@navy.example";
        await desk.Test.AddAsync(
            Person("ada", Noon, organisation: "Fernhollow Imports", country: "Kenya", needs: "A quiet room"),
            grace,
            Person("linus", Noon.AddMinutes(2), AttendeeState.Waiting, since: Noon, organisation: "FERNHOLLOW", country: "Finland", priority: 2),
            Person("ken", Noon.AddMinutes(3), AttendeeState.Offered, since: Noon, until: now.AddHours(1)),
            Person("margaret", Noon.AddMinutes(4), AttendeeState.Unpaid, until: now.AddHours(1)),
            Person("donald", Noon.AddMinutes(5), AttendeeState.Cancelled),
            Person("late", Noon.AddMinutes(6), AttendeeState.Offered, since: Noon, until: now),
            Person("barbara", Noon.AddMinutes(7), AttendeeState.Confirmed, type: 2),
            new CheckIn { AttendeeId = 2, Day = new DateOnly(2023, 3, 14), ScannedAt = now, Door = "East", ScanKey = "k" });
        // Barbara came to no event of ours: what another event has is never found.
        await desk.Test.AddAsync(new Conference { Slug = "other", Name = "Other", Tagline = "Other", TimeZone = "Etc/UTC", Venue = "V", City = "C", FirstDay = new DateOnly(2020, 1, 1), LastDay = new DateOnly(2020, 1, 1) });
        await desk.Test.AddAsync(new TicketType { ConferenceId = 2, Code = "stream", Name = "Other", Kind = TicketKind.Online });
        await desk.Test.Store.ReadAsync(db => db.Attendees.Where(a => a.Name == "barbara").ExecuteUpdateAsync(set => set.SetProperty(a => a.ConferenceId, 2).SetProperty(a => a.TicketTypeId, 3), Ct));
        return desk;
    }

    private static async Task<string> FoundAsync(RegistrationDesk desk, AttendeeFilter filter, AttendeeOrder? order = null)
    {
        var page = (await desk.Attendees.AttendeesAsync(RegistrationDesk.Organiser, await ConferenceAsync(desk), filter, order ?? AttendeeOrder.Newest, 0, 100, Ct)).Value;
        Assert.Equal(page.People.Count, page.Total);
        return string.Join(',', page.People.Select(p => p.Email.Split('@')[0]));
    }
}
