using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

public sealed class TicketChangeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_cancelled_seat_is_offered_to_the_first_person_waiting_with_both_letters_and_lines(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.RegisterAsync("ada");
        await desk.AskAsync("grace", Places.Waiting);
        await desk.AskAsync("linus", Places.Waiting);

        var result = await desk.Service.CancelAsync(TicketCodes.Grouped(await desk.CodeAsync("ada")).ToLowerInvariant(), Ct);

        Assert.Null(result.Refusal);
        Assert.Equal(["ada Cancelled room", "grace Offered room", "linus Waiting room"], await desk.EverybodyAsync());
        Assert.Equal(["SendCancelled 1", "SendOffer 2"], (await desk.LettersAsync())[3..].Order());
        Assert.Equal(
            [LedgerWords.Joined, "A free seat is offered until 15 March 2023, 10:30 EDT."],
            (await desk.Queries.LedgerAsync(RegistrationDesk.Organiser, 2, Ct)).Value.ConvertAll(line => line.Text));
        Assert.Equal(new LedgerCheck(1, "Room", 1, 1, 1), await desk.RoomAsync());
        Assert.Equal(1, (await desk.Queries.TicketAsync(3, Ct))!.PlaceInLine);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Seats_are_offered_in_the_order_of_the_line(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 2);
        await desk.RegisterAsync("ada", "grace");
        // Earlier on the stream, later in the line: the line counts.
        await desk.AskAsync("streamer", Places.Stream);
        desk.Test.Clock.Advance(TimeSpan.FromSeconds(1));
        await desk.AskAsync("first", Places.Waiting);
        desk.Test.Clock.Advance(TimeSpan.FromSeconds(1));
        await desk.Service.MoveAsync(await desk.CodeAsync("streamer"), Places.Waiting, Ct);
        await desk.AskAsync("third", Places.Waiting);

        await desk.Service.CancelAsync(await desk.CodeAsync("grace"), Ct);
        var afterOne = await desk.EverybodyAsync();
        await desk.Service.CancelAsync(await desk.CodeAsync("ada"), Ct);
        var afterTwo = await desk.EverybodyAsync();

        Assert.Equal(["streamer Waiting room", "first Offered room", "third Waiting room"], afterOne[2..]);
        Assert.Equal(["streamer Offered room", "first Offered room", "third Waiting room"], afterTwo[2..]);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task While_payments_are_off_nobody_registers_for_changes_to_or_is_moved_to_a_ticket_that_costs_something(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, options: new RegistrationOptions { TakesMoney = false });
        await desk.AddTypeAsync("workshop", [1], type => type.PriceMinor = 1250);
        await desk.RegisterAsync("ada");

        var asked = await desk.AskAsync("bob", "workshop");
        var changed = await desk.Service.MoveAsync(await desk.CodeAsync("ada"), "workshop", Ct);
        var moved = await desk.Service.MoveAsync(RegistrationDesk.Organiser, 1, "workshop", "Asked by phone", Ct);
        var answer = (await desk.Availability.TicketsAsync(await desk.Test.Store.ReadAsync(db => db.Conferences.FirstAsync(Ct)), null, Ct)).Single(t => t.Type.Code == "workshop");

        Assert.Equal([RegistrationRefusals.PaymentsOff, RegistrationRefusals.PaymentsOff, RegistrationRefusals.PaymentsOff], new[] { asked.Refusal, changed.Refusal, moved.Refusal });
        Assert.Equal((Availability.Closed, "It cannot be had: payments are switched off at the moment."), (answer.Answer, AvailabilityQueries.InWords(answer, "UTC")));
        Assert.Equal(["ada Confirmed room"], await desk.EverybodyAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Staff_move_somebody_over_the_cap_only_when_they_say_so_and_the_ledger_tells_why(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.RegisterAsync("ada");
        await desk.AskAsync("minister", Places.Stream);

        var within = await desk.Service.MoveAsync(RegistrationDesk.Organiser, 2, Places.Room, "Opens the event", Ct);
        var over = await desk.Service.MoveAsync(RegistrationDesk.Organiser, 2, Places.Room, "Opens the event", Ct, overCap: true);

        Assert.Equal((true, null), (RegistrationRefusals.IsFull(within.Refusal), over.Refusal));
        Assert.Equal(["ada Confirmed room", "minister Confirmed room"], await desk.EverybodyAsync());
        Assert.Equal([LedgerWords.Over("Opens the event")], await desk.LedgerOfAsync("minister"));
        Assert.Equal(["Room 2/1"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Cancelling_twice_frees_one_seat_and_sends_one_letter(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider);
        await desk.RegisterAsync("ada", "grace");
        var code = await desk.CodeAsync("ada");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => desk.Service.CancelAsync(code, Ct), Ct)));

        Assert.All(answers, answer => Assert.Null(answer.Refusal));
        Assert.Equal(new LedgerCheck(1, "Room", 400, 1, 1), await desk.RoomAsync());
        Assert.Single(await desk.LettersAsync(), job => job.StartsWith(nameof(SendCancelled), StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task After_cancelling_the_same_address_can_register_again(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider);
        await desk.RegisterAsync("ada");
        await desk.Service.CancelAsync(await desk.CodeAsync("ada"), Ct);

        await desk.RegisterAsync("ada");

        Assert.Equal(["ada Cancelled room", "ada Confirmed room"], await desk.EverybodyAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Moving_to_the_stream_offers_the_seat_to_the_first_waiting_and_moving_back_needs_a_free_one(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.RegisterAsync("ada");
        await desk.AskAsync("grace", Places.Waiting);
        var ada = await desk.CodeAsync("ada");

        var toStream = await desk.Service.MoveAsync(ada, Places.Stream, Ct);
        var back = await desk.Service.MoveAsync(ada, Places.Room, Ct);
        await desk.Service.CancelAsync(await desk.CodeAsync("grace"), Ct);
        var backAgain = await desk.Service.MoveAsync(ada, Places.Room, Ct);

        Assert.Equal([null, RegistrationRefusals.Full, null], new[] { toStream, back, backAgain }.Select(r => r.Refusal));
        Assert.Equal(["ada Confirmed room", "grace Cancelled room"], await desk.EverybodyAsync());
        Assert.Equal(new LedgerCheck(1, "Room", 1, 1, 1), await desk.RoomAsync());
        Assert.Equal(2, (await desk.Queries.TicketAsync(1, Ct))!.Attendee.Revision);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Who_waits_can_leave_the_line_for_the_stream_or_altogether(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.RegisterAsync("ada");
        await desk.AskAsync("grace", Places.Waiting);
        await desk.AskAsync("linus", Places.Waiting);

        await desk.Service.MoveAsync(await desk.CodeAsync("grace"), Places.Stream, Ct);
        await desk.Service.CancelAsync(await desk.CodeAsync("linus"), Ct);

        Assert.Equal(["ada Confirmed room", "grace Confirmed stream", "linus Cancelled room"], await desk.EverybodyAsync());
        Assert.Equal(new LedgerCheck(1, "Room", 1, 1, 1), await desk.RoomAsync());
    }

    [Fact]
    public async Task Forged_codes_and_wrong_places_are_refused_and_change_nothing()
    {
        await using var desk = await RegistrationDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.RegisterAsync("ada");
        var code = await desk.CodeAsync("ada");

        foreach (var forged in new[] { null, "", "1", "../../etc/passwd", "' OR 1=1 --", "UUUU-UUUU-UUUU-UUUU", code + "0", TicketCodes.Create() })
        {
            Assert.Equal(RegistrationRefusals.UnknownTicket, (await desk.Service.CancelAsync(forged, Ct)).Refusal);
            Assert.Null(await desk.Queries.TicketAsync(forged, Ct));
        }

        Assert.Equal(RegistrationRefusals.PlaceUnknown, (await desk.Service.MoveAsync(code, "balcony", Ct)).Refusal);
        Assert.Equal(RegistrationRefusals.PlaceUnknown, (await desk.Service.MoveAsync(code, null, Ct)).Refusal);
        Assert.Equal(["ada Confirmed room"], await desk.EverybodyAsync());
    }

    [Fact]
    public async Task A_cancelled_ticket_cannot_be_moved()
    {
        await using var desk = await RegistrationDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.RegisterAsync("ada");
        var code = await desk.CodeAsync("ada");
        await desk.Service.CancelAsync(code, Ct);

        var result = await desk.Service.MoveAsync(code, Places.Stream, Ct);

        Assert.Equal(RegistrationRefusals.Cancelled, result.Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Who_has_a_seat_keeps_it_in_the_pools_that_the_new_ticket_draws_on_too(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 2);
        await desk.AddTypeAsync("press", [1, await desk.AddPoolAsync("Press", 1)]);
        await desk.RegisterAsync("ada", "grace");
        await desk.AskAsync("waits", Places.Waiting);
        var conference = await desk.Test.Store.ReadAsync(db => db.Conferences.AsNoTracking().SingleAsync(Ct));
        var ada = (await desk.Queries.TicketAsync(1, Ct))!.Attendee;

        var shown = (await desk.Availability.TicketsAsync(conference, null, Ct, ada)).Single(t => t.Type.Code == "press");
        var moved = await desk.Service.MoveAsync(await desk.CodeAsync("ada"), "press", Ct);
        var full = await desk.Service.MoveAsync(RegistrationDesk.Organiser, 2, "press", "Asked by phone", Ct);
        var back = await desk.Service.MoveAsync(RegistrationDesk.Organiser, 1, Places.Room, "Asked by phone", Ct);

        Assert.Equal((Availability.Available, 1), (shown.Answer, shown.Left));
        Assert.Equal([null, "registration.full", null], new[] { moved, full, back }.Select(r => r.Refusal?.Code));
        Assert.Equal(["ada Confirmed room", "grace Confirmed room", "waits Waiting room"], await desk.EverybodyAsync());
        Assert.Equal(["Room 2/2", "Press 0/1"], await desk.PoolsAsync());
        Assert.Equal(
            ["Registered: seat 1 of 2 was taken.", LedgerWords.MovedKept, LedgerWords.MovedIn, LedgerWords.MovedSeat, LedgerWords.MovedKept],
            await desk.LedgerOfAsync("ada"));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_ticket_for_the_stream_that_is_not_on_sale_cannot_be_moved_to(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider);
        await desk.RegisterAsync("ada");
        await desk.AddTypeAsync("later", [], type => (type.Kind, type.OpensAt) = (TicketKind.Online, desk.Test.Clock.GetUtcNow().AddHours(1)));
        await desk.AddTypeAsync("over", [], type => (type.Kind, type.ClosesAt) = (TicketKind.Online, desk.Test.Clock.GetUtcNow()));
        var ada = await desk.CodeAsync("ada");

        var answers = new[] { await desk.Service.MoveAsync(ada, "later", Ct), await desk.Service.MoveAsync(ada, "over", Ct) };
        desk.Test.Clock.Advance(TimeSpan.FromDays(3));
        var closed = await desk.Service.MoveAsync(ada, Places.Stream, Ct);

        Assert.Equal(["registration.not-on-sale", "registration.off-sale", null], answers.Append(closed).Select(r => r.Refusal?.Code));
    }
}
