using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;

namespace Expo.Core.Tests.Registration;

public sealed class RegisterTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_registration_leaves_a_person_a_seat_a_line_and_a_letter(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider);
        await desk.Test.AddAsync(new RegistrationSettings { ConferenceId = 1, AccommodationsTo = "access@example.org" });

        var result = await desk.Service.RegisterAsync(new RegistrationRequest
        {
            Place = "room", Name = "  Marisol Thornebury ", Email = " Marisol@Thornebury.example ", Organisation = " ", Country = "us", AccessNeeds = "A quiet\r\nroom 🙂",
        }, Ct);

        Assert.Null(result.Refusal);
        var ticket = await desk.Queries.TicketAsync(1, Ct);
        var (attendee, expected) = (ticket!.Attendee, desk.Test.Clock.GetUtcNow());
        Assert.Equal(
            ("Marisol Thornebury", "Marisol@Thornebury.example", "marisol@thornebury.example", null, "United States", "A quiet\r\nroom 🙂", AttendeeState.Confirmed, expected, null, 0),
            (attendee.Name, attendee.Email, attendee.NormalisedEmail, attendee.Organisation, attendee.Country, attendee.AccessNeeds, attendee.State, attendee.RegisteredAt, attendee.WaitingSince, attendee.Revision));
        Assert.Equal(["Registered: seat 1 of 400 was taken."], (await desk.Queries.LedgerAsync(RegistrationDesk.Organiser, 1, Ct)).Value.ConvertAll(line => line.Text));
        Assert.Equal(["SendTicket 1", "TellAccommodation 1"], await desk.LettersAsync());
    }

    [Fact]
    public async Task Only_an_organiser_reads_what_happened_to_a_seat()
    {
        await using var desk = await RegistrationDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.AskAsync("ada");
        var door = new Actor { Name = "Dora Door", IsDoor = true, IsModerator = true, IsSpeaker = true };

        var refused = (await desk.Queries.LedgerAsync(door, 1, Ct)).Refusal;
        var found = await desk.Queries.LedgerAsync(RegistrationDesk.Organiser, 1, Ct);

        Assert.Equal(RegistrationRefusals.NotOrganiser, refused);
        Assert.Single(found.Value);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Registration_closes_at_the_closing_instant(DatabaseProvider provider)
    {
        var closing = new DateTimeOffset(2023, 3, 2, 4, 59, 0, TimeSpan.Zero);
        await using var desk = await RegistrationDesk.OpenAsync(provider, closesAt: closing);
        var clock = desk.Test.Clock;
        clock.AdjustTime(closing.AddMilliseconds(-1));
        var justBefore = await desk.AskAsync("before");
        clock.AdjustTime(closing);
        var exactly = await desk.AskAsync("exactly");
        clock.AdjustTime(closing.AddMilliseconds(1));
        var after = await desk.AskAsync("after", Places.Stream);

        Assert.Equal([null, "registration.closed", "registration.closed"], new[] { justBefore, exactly, after }.Select(r => r.Refusal?.Code));
        Assert.StartsWith("Registration closed on 1 March 2023, 23:59 EST.", exactly.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(["before Confirmed room"], await desk.EverybodyAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Without_a_closing_instant_it_closes_with_the_last_day_in_the_zone_of_the_event(DatabaseProvider provider)
    {
        // The last day is March 15, and Washington is four hours behind.
        var midnight = new DateTimeOffset(2023, 3, 16, 4, 0, 0, TimeSpan.Zero);
        await using var desk = await RegistrationDesk.OpenAsync(provider);
        desk.Test.Clock.AdjustTime(midnight.AddMilliseconds(-1));
        var justBefore = await desk.AskAsync("before", Places.Stream);
        desk.Test.Clock.AdjustTime(midnight);
        var after = await desk.AskAsync("after");

        Assert.Equal([null, RegistrationRefusals.Closed(midnight, "America/New_York")], [justBefore.Refusal, after.Refusal]);
        Assert.Equal(["before Confirmed stream"], await desk.EverybodyAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_address_that_is_known_gets_the_same_answer_and_its_owner_one_letter_in_ten_minutes(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider);
        await desk.RegisterAsync("ada");

        var again = await desk.Service.RegisterAsync(RegistrationDesk.Request("x") with { Email = "ADA@Example.org", Name = "Somebody Else" }, Ct);
        var onceMore = await desk.AskAsync("ada", Places.Stream);
        desk.Test.Clock.Advance(TimeSpan.FromMinutes(10));
        var later = await desk.AskAsync("ada", Places.Waiting);

        Assert.All(new[] { again, onceMore, later }, answer => Assert.Equal((Result<Done>)Done.It, answer));
        Assert.Equal(["ada Confirmed room"], await desk.EverybodyAsync());
        Assert.Equal(["SendTicket 1", "SendTicketAgain 1", "SendTicketAgain 1"], await desk.LettersAsync());
        Assert.Equal(new LedgerCheck(1, "Room", 400, 1, 1), await desk.RoomAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_full_room_answers_the_same_for_known_and_unknown_addresses(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.RegisterAsync("ada");

        var known = await desk.AskAsync("ada");
        var unknown = await desk.AskAsync("grace");

        Assert.Equal(RegistrationRefusals.Full, known.Refusal);
        Assert.Equal(known, unknown);
        Assert.Equal(["SendTicket 1"], await desk.LettersAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task When_the_room_is_full_one_can_wait_or_take_the_stream(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.RegisterAsync("ada");

        await desk.AskAsync("grace", Places.Waiting);
        await desk.AskAsync("linus", Places.Stream);
        await desk.AskAsync("mary", Places.Waiting);

        Assert.Equal(["ada Confirmed room", "grace Waiting room", "linus Confirmed stream", "mary Waiting room"], await desk.EverybodyAsync());
        Assert.Equal(["SendTicket 1", "SendWaiting 2", "SendTicket 3", "SendWaiting 4"], await desk.LettersAsync());
        Assert.Equal(new RoomSeats(1, 1, 2, 0, desk.Test.Clock.GetUtcNow()), await desk.Queries.RoomAsync(1, Ct));
        Assert.Equal((Places.Waiting, 2), await PlaceAsync(desk, 4));
        Assert.Equal(new LedgerCheck(1, "Room", 1, 1, 1), await desk.RoomAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Asking_to_wait_while_seats_are_free_gives_a_seat(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);

        await desk.AskAsync("ada", Places.Waiting);

        Assert.Equal(["ada Confirmed room"], await desk.EverybodyAsync());
        Assert.Equal(new LedgerCheck(1, "Room", 1, 1, 1), await desk.RoomAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Nobody_who_comes_new_jumps_over_a_waiting_person(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.RegisterAsync("ada");
        await desk.AskAsync("grace", Places.Waiting);
        await desk.Pools.SetCapacityAsync(RegistrationDesk.Organiser, 1, 2, Ct);

        var pushy = await desk.AskAsync("pushy");

        Assert.Equal(RegistrationRefusals.Full, pushy.Refusal);
        Assert.Equal(["ada Confirmed room", "grace Offered room"], await desk.EverybodyAsync());
    }

    [Fact]
    public async Task Before_there_is_a_conference_nobody_can_register()
    {
        await using var test = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var writer = new SeatWriter(test.Factory, new(), new(test.Clock), new(), Microsoft.Extensions.Options.Options.Create(new RegistrationOptions()), test.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<SeatWriter>.Instance);

        var result = await new RegistrationService(test.Store, writer, new(test.Store, test.Clock), new(), new(), Microsoft.Extensions.Options.Options.Create(new RegistrationOptions()), test.Clock).RegisterAsync(RegistrationDesk.Request("ada"), Ct);

        Assert.Equal(RegistrationRefusals.NotOpenYet, result.Refusal);
    }

    private static async Task<(string, int?)> PlaceAsync(RegistrationDesk desk, int attendee) =>
        await desk.Queries.TicketAsync(attendee, Ct) is { } ticket ? (ticket.Place, ticket.PlaceInLine) : default;
}
