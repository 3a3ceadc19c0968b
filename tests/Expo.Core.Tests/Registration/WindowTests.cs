using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;

namespace Expo.Core.Tests.Registration;

/// <summary>Sales windows and access codes, where seats are given.</summary>
public sealed class WindowTests
{
    private static readonly DateTimeOffset Noon = new(2023, 3, 14, 16, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-1, "registration.not-on-sale")]
    [InlineData(0, null)]
    [InlineData(59_999, null)]
    [InlineData(60_000, "registration.off-sale")]
    public async Task A_type_opens_at_its_instant_and_is_closed_at_the_closing_one(int millisecondsAfterNoon, string? refusal)
    {
        await using var desk = await RegistrationDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.AddTypeAsync("minute", [1], type => (type.OpensAt, type.ClosesAt) = (Noon, Noon.AddMinutes(1)));
        desk.Test.Clock.SetUtcNow(Noon.AddMilliseconds(millisecondsAfterNoon));

        var answer = await desk.AskAsync("ada", "minute");
        var shown = (await desk.Availability.TicketsAsync(Samples.Conference().WithId(1), null, Ct)).Single(t => t.Type.Code == "minute").Answer;

        Assert.Equal(refusal, answer.Refusal?.Code);
        Assert.Equal(refusal is null ? Availability.Available : Availability.Closed, shown);
        if (refusal is not null)
        {
            Assert.Contains(refusal == "registration.off-sale" ? "until 14 March 2023, 12:01 EDT" : "from 14 March 2023, 12:00 EDT", answer.Refusal!.Message, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_hidden_type_is_shown_and_sold_only_to_its_code_and_only_as_often_as_that_allows(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider);
        var press = await desk.AddTypeAsync("press", [1], type => type.NeedsCode = true);
        await desk.Test.AddAsync(new AccessCode { ConferenceId = 1, Code = "PRESS2023", Note = "Press", TicketTypeId = press.Id, MostUses = 3, EndsAt = Noon });
        await using var other = desk.NewWriter();
        RegistrationService[] nodes = [desk.Service, desk.ServiceOf(other)];

        var without = await desk.AskAsync("w", "press");
        var wrong = await desk.Service.RegisterAsync(RegistrationDesk.Request("x", "press") with { AccessCode = "PRESS2024" }, Ct);
        var elsewhere = await desk.Service.RegisterAsync(RegistrationDesk.Request("y") with { AccessCode = "press-2023" }, Ct);
        var rush = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(
            () => nodes[i % 2].RegisterAsync(RegistrationDesk.Request($"p{i}", "press") with { AccessCode = " press-2023" }, Ct), Ct)));
        var shown = new List<int>();
        foreach (var code in new[] { null, "wrong", "press 2023" })
        {
            shown.Add((await desk.Availability.TicketsAsync(Samples.Conference().WithId(1), code, Ct)).Count(t => t.Type.Code == "press"));
        }

        desk.Test.Clock.SetUtcNow(Noon);
        var late = await desk.Service.RegisterAsync(RegistrationDesk.Request("late", "press") with { AccessCode = "PRESS2023" }, Ct);

        Assert.Equal([RegistrationRefusals.CodeMissing, RegistrationRefusals.CodeUnknown, RegistrationRefusals.CodeForAnother("press"), RegistrationRefusals.CodeUnknown], new[] { without, wrong, elsewhere, late }.Select(r => r.Refusal));
        Assert.Equal(3, rush.Count(r => !r.IsRefused));
        Assert.Equal(37, rush.Count(r => r.Refusal == RegistrationRefusals.CodeUsedUp));
        Assert.Equal([0, 0, 1], shown);
        Assert.Equal(["Room 3/400"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Seats_held_back_for_a_code_are_there_for_it_in_a_full_room_and_free_from_its_end_on(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 3);
        await desk.Test.AddAsync(new AccessCode { ConferenceId = 1, Code = "STAFF", Note = "Staff", TicketTypeId = 1, MostUses = 5, EndsAt = Noon });
        await desk.Pools.ChangeAsync<Done>(RegistrationDesk.Organiser, async books => await SeatPoolService.HoldBackAsync(books, new AccessCode { Id = 1, ConferenceId = 1, Code = "STAFF", Note = "Staff", TicketTypeId = 1 }, 2, Ct) is { } refusal ? refusal : Done.It, Ct);

        var first = await desk.AskAsync("ada");
        var full = await desk.AskAsync("grace");
        var staff = await desk.Service.RegisterAsync(RegistrationDesk.Request("staff") with { AccessCode = "staff" }, Ct);
        var held = await desk.PoolsAsync();
        await desk.AskAsync("waits", Places.Waiting);
        desk.Test.Clock.SetUtcNow(Noon.AddMilliseconds(-1));
        var before = await desk.AskAsync("early");
        desk.Test.Clock.SetUtcNow(Noon);
        var after = await desk.AskAsync("late");

        Assert.Equal([null, RegistrationRefusals.Full, null, RegistrationRefusals.Full, RegistrationRefusals.Full], new[] { first, full, staff, before, after }.Select(r => r.Refusal));
        Assert.Equal(["Room 3/3"], held);
        Assert.Equal(["ada Confirmed room", "staff Confirmed room", "waits Offered room"], await desk.EverybodyAsync());
        Assert.Equal(["Room 3/3"], await desk.PoolsAsync());
    }

    [Fact]
    public void A_deadline_in_the_event_s_zone_is_an_instant_although_the_clocks_change_between()
    {
        // 12 March 2023 is the day on which New York's clocks go forward, two days before the event.
        var zone = EventTime.In("America/New_York");

        Assert.Equal(new DateTimeOffset(2023, 3, 2, 4, 59, 0, TimeSpan.Zero), zone.At(new DateOnly(2023, 3, 1), new TimeOnly(23, 59)));
        Assert.Equal(new DateTimeOffset(2023, 3, 14, 3, 59, 0, TimeSpan.Zero), zone.At(new DateOnly(2023, 3, 13), new TimeOnly(23, 59)));
    }
}
