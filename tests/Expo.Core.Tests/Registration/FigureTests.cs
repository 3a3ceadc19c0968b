using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;

namespace Expo.Core.Tests.Registration;

public sealed class FigureTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Days_types_and_countries_are_counted_and_add_up(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider);
        // The last second of 1 March in New York, and the first of 4 March.
        var (first, last) = (new DateTimeOffset(2023, 3, 2, 4, 59, 59, TimeSpan.Zero), new DateTimeOffset(2023, 3, 4, 5, 0, 0, TimeSpan.Zero));
        var gone = AttendeeListTests.Person("gone", first, AttendeeState.Cancelled, country: "Kenya");
        gone.CancelledAt = last;
        await desk.Test.AddAsync(
            AttendeeListTests.Person("ada", first, country: "Kenya"), AttendeeListTests.Person("grace", first, type: 2, country: "Finland"), gone,
            AttendeeListTests.Person("linus", last, AttendeeState.Waiting, since: last), AttendeeListTests.Person("ken", last, country: "Kenya"));

        var figures = (await new FigureQueries(desk.Test.Store, desk.Test.Clock).FiguresAsync(RegistrationDesk.Organiser, await AttendeeListTests.ConferenceAsync(desk), Ct)).Value;

        Assert.Equal(
            [new(new DateOnly(2023, 3, 1), 3, 0), new(new DateOnly(2023, 3, 2), 0, 0), new(new DateOnly(2023, 3, 3), 0, 0), new DayFigure(new DateOnly(2023, 3, 4), 2, 1)],
            figures.Days);
        Assert.Equal(["A seat in the room 3", "The live stream 1"], figures.Types.Select(t => $"{t.Name} {t.People}"));
        Assert.Equal((2, 1, 1), (figures.Types[0].At[AttendeePlace.Room], figures.Types[0].At[AttendeePlace.Waiting], figures.Types[0].At[AttendeePlace.Cancelled]));
        Assert.Equal([new("Kenya", 2), new(null, 1), new CountryFigure("Finland", 1)], figures.Countries);
        Assert.Equal(figures.Types.Sum(t => t.People), figures.Countries.Sum(c => c.People));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Days_types_and_countries_leave_out_the_erased_and_count_what_ran_out_as_cancelled(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider);
        var at = desk.Test.Clock.GetUtcNow().AddDays(-3);
        var (lapsed, erased) = (AttendeeListTests.Person("lapsed", at, AttendeeState.Unpaid, country: "Kenya"), AttendeeListTests.Person("erased", at, AttendeeState.Cancelled));
        (lapsed.HeldUntil, erased.Email, erased.CancelledAt) = (at.AddDays(1), "", at);
        await desk.Test.AddAsync(AttendeeListTests.Person("ada", at, country: "Kenya"), lapsed, erased);

        var figures = (await new FigureQueries(desk.Test.Store, desk.Test.Clock).FiguresAsync(RegistrationDesk.Organiser, await AttendeeListTests.ConferenceAsync(desk), Ct)).Value;

        Assert.Equal((2, 1), (figures.Days.Sum(d => d.Registered), figures.Days.Sum(d => d.Cancelled)));
        Assert.Equal((1, 1), (figures.Types[0].People, figures.Types[0].At[AttendeePlace.Cancelled]));
        Assert.Equal([new CountryFigure("Kenya", 1)], figures.Countries);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_ledger_page_tells_of_each_pool_and_its_newest_lines(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 2);
        await desk.RegisterAsync("ada", "grace");
        await desk.AskAsync("linus", Places.Waiting);
        await desk.AskAsync("ken", Places.Waiting);
        await desk.Service.CancelAsync(RegistrationDesk.Organiser, 1, "Asked by phone", Ct);
        await desk.Service.AddAsync(RegistrationDesk.Organiser, RegistrationDesk.Request("minister"), "Minister", Ct);
        var ledger = new LedgerQueries(desk.Test.Store, desk.Queries, desk.Test.Clock);

        var pool = Assert.Single((await ledger.PoolsAsync(RegistrationDesk.Organiser, 1, Ct)).Value);
        var newest = (await ledger.LinesAsync(RegistrationDesk.Organiser, 1, 1, 0, 2, Ct)).Value;
        var rest = (await ledger.LinesAsync(RegistrationDesk.Organiser, 1, null, 2, 100, Ct)).Value;
        var none = (await ledger.LinesAsync(RegistrationDesk.Organiser, 1, 99, 0, 2, Ct)).Value;

        Assert.Equal(new PoolFigure(1, "Room", 2, 3, 1, 0, 1, 1, null), pool);
        Assert.Equal(("Added by an organiser over the cap: Minister", "Person minister", 1, 3), (newest.Lines[0].Text, newest.Lines[0].Person, newest.Lines[0].Change, newest.Lines[0].Ceiling));
        Assert.Equal(newest.Total, newest.Lines.Count + rest.Lines.Count);
        Assert.Equal(0, none.Total);
        Assert.All((await ledger.ReplayAsync(RegistrationDesk.Organiser, 1, Ct)).Value, check => Assert.True(check.AddsUp));
    }
}
