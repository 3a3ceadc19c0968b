using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

/// <summary>The waiting list: waiting, offered, then accepted, declined or expired.</summary>
public sealed class OfferTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_offer_is_accepted_declined_or_runs_out_and_each_is_told(DatabaseProvider provider)
    {
        await using var desk = await WaitingAsync(provider, seats: 3, "accepts", "declines", "silent");
        await desk.Service.AcceptAsync(await desk.CodeAsync("accepts"), Ct);
        await desk.Service.DeclineAsync(await desk.CodeAsync("declines"), Ct);
        desk.Test.Clock.Advance(TimeSpan.FromHours(24));
        await desk.Service.SettleAsync(Ct);

        Assert.Equal(["accepts Confirmed room", "declines Confirmed stream", "silent Offered room"], (await desk.EverybodyAsync())[3..]);
        Assert.Equal([LedgerWords.Joined, Offer("15 March 2023, 10:30"), LedgerWords.Accepted], await desk.LedgerOfAsync("accepts"));
        Assert.Equal([LedgerWords.Joined, Offer("15 March 2023, 10:30"), LedgerWords.Declined], await desk.LedgerOfAsync("declines"));
        // Alone in the line, the silent one is offered a seat once more, until registration ends.
        Assert.Equal([LedgerWords.Joined, Offer("15 March 2023, 10:30"), LedgerWords.OfferRanOut, Offer("16 March 2023, 00:00")], await desk.LedgerOfAsync("silent"));
        Assert.Equal(["Room 2/3"], await desk.PoolsAsync());
        Assert.Equal(["SendMoved 5", "SendOfferExpired 6", "SendTicket 4"], (await desk.LettersAsync()).Where(l => l is "SendMoved 5" or "SendOfferExpired 6" or "SendTicket 4").Order());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_missed_offer_goes_to_the_end_of_the_line_as_of_the_moment_it_ran_out(DatabaseProvider provider)
    {
        await using var desk = await WaitingAsync(provider, seats: 1, "first", "second");
        desk.Test.Clock.Advance(TimeSpan.FromHours(26));
        await desk.AskAsync("third", Places.Waiting);

        Assert.Equal(["first Waiting room", "second Offered room", "third Waiting room"], (await desk.EverybodyAsync())[1..]);
        var (first, third) = ((await desk.Queries.TicketAsync(2, Ct))!.Line!, (await desk.Queries.TicketAsync(4, Ct))!.Line!);
        Assert.Equal((1, 2), (first.Number, third.Number));
        Assert.Equal("The only seat is taken or held. An earlier offer was not answered in time, so you went to the end of the line.", first.Why);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task By_the_other_policy_a_missed_offer_leaves_the_line_and_keeps_the_stream(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.SetAsync(new RegistrationSettings { ConferenceId = 1, OfferHours = 2, MissedOffer = MissedOffer.Out });
        await desk.RegisterAsync("ada");
        await desk.AskAsync("silent", Places.Waiting);
        await desk.AskAsync("next", Places.Waiting);
        await desk.Service.CancelAsync(await desk.CodeAsync("ada"), Ct);

        desk.Test.Clock.Advance(TimeSpan.FromHours(2));
        await desk.Service.SettleAsync(Ct);

        Assert.Equal(["silent Confirmed stream", "next Offered room"], (await desk.EverybodyAsync())[1..]);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_offer_ends_with_the_last_day_of_its_ticket_and_none_is_made_when_that_is_over(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 2);
        await desk.AddTypeAsync("day-1", [1], type => type.Days.Add(new DateOnly(2023, 3, 14)));
        await desk.RegisterAsync("ada", "grace");
        await desk.AskAsync("first", Places.WaitingFor("day-1"));
        await desk.AskAsync("late", Places.WaitingFor("day-1"));
        await desk.AskAsync("room", Places.Waiting);

        await desk.Service.CancelAsync(await desk.CodeAsync("ada"), Ct);
        desk.Test.Clock.Advance(TimeSpan.FromHours(13.4));
        await desk.Service.CancelAsync(await desk.CodeAsync("grace"), Ct);

        Assert.Equal([LedgerWords.Joined, Offer("15 March 2023, 00:00")], await desk.LedgerOfAsync("first"));
        Assert.Equal(["first Offered day-1", "late Waiting day-1", "room Offered room"], (await desk.EverybodyAsync())[2..]);
        Assert.Equal(RegistrationRefusals.NoRoomForOffer, (await desk.Service.OfferAsync(RegistrationDesk.Organiser, await desk.IdAsync("late"), "Asked", Ct)).Refusal);
        await desk.Service.CancelAsync(await desk.CodeAsync("room"), Ct);
        desk.Test.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(RegistrationRefusals.TooLateToOffer, (await desk.Service.OfferAsync(RegistrationDesk.Organiser, await desk.IdAsync("late"), "Asked", Ct)).Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Who_cancels_after_accepting_is_out_and_the_seat_goes_to_the_next(DatabaseProvider provider)
    {
        await using var desk = await WaitingAsync(provider, seats: 1, "first", "second");
        var first = await desk.CodeAsync("first");
        await desk.Service.AcceptAsync(first, Ct);

        await desk.Service.CancelAsync(first, Ct);
        var again = await desk.Service.AcceptAsync(first, Ct);

        Assert.Equal(RegistrationRefusals.NoOffer, again.Refusal);
        Assert.Equal(["first Cancelled room", "second Offered room"], (await desk.EverybodyAsync())[1..]);
        Assert.Equal(["Room 1/1"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Priority_goes_before_age_and_is_told_to_those_behind(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.RegisterAsync("ada");
        await desk.AskAsync("early", Places.Waiting);
        await desk.AskAsync("witness", Places.Waiting);

        var refused = await desk.Service.PrioritiseAsync(RegistrationDesk.Organiser, 3, 5, " ", Ct);
        await desk.Service.PrioritiseAsync(RegistrationDesk.Organiser, 3, 5, "Speaks at the closing session", Ct);
        var early = (await desk.Queries.TicketAsync(2, Ct))!.Line!;
        await desk.Service.CancelAsync(await desk.CodeAsync("ada"), Ct);

        Assert.Equal(RegistrationRefusals.ReasonMissing, refused.Refusal);
        Assert.Equal(new LinePlace(2, 2, "The only seat is taken or held. 1 person has priority, which the organizer gave for a reason."), early);
        Assert.Equal(["early Waiting room", "witness Offered room"], (await desk.EverybodyAsync())[1..]);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_party_gets_seats_together_or_none_and_nobody_passes_it(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 3);
        await desk.RegisterAsync("a", "b", "c");
        var alone = await desk.Service.RegisterAsync(Party("party", "one", "two"), Ct);
        await desk.Service.RegisterAsync(Party("party", "one", "two") with { Place = Places.Waiting }, Ct);
        await desk.AskAsync("later", Places.Waiting);

        await desk.Service.CancelAsync(await desk.CodeAsync("a"), Ct);
        await desk.Service.CancelAsync(await desk.CodeAsync("b"), Ct);
        var twoFree = (await desk.EverybodyAsync())[3..];
        var newcomer = await desk.AskAsync("newcomer");
        var later = (await desk.Queries.TicketAsync(7, Ct))!.Line!;
        await desk.Service.CancelAsync(await desk.CodeAsync("c"), Ct);

        Assert.Equal(RegistrationRefusals.Full, alone.Refusal);
        Assert.All(twoFree, line => Assert.Contains("Waiting", line, StringComparison.Ordinal));
        Assert.Equal(RegistrationRefusals.Full, newcomer.Refusal);
        Assert.Equal(new LinePlace(4, 4, "People before you need several seats together, and get them together."), later);
        Assert.Equal(["party Offered room", "one Offered room", "two Offered room", "later Waiting room"], (await desk.EverybodyAsync())[3..]);

        await desk.Service.AcceptAsync(await desk.CodeAsync("one"), Ct);
        Assert.Equal(["party Confirmed room", "one Confirmed room", "two Confirmed room", "later Waiting room"], (await desk.EverybodyAsync())[3..]);
        Assert.Equal(["Room 3/3"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_party_that_registers_gets_all_its_seats_or_none(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 2);

        var three = await desk.Service.RegisterAsync(Party("x", "y", "z"), Ct);
        var two = await desk.Service.RegisterAsync(Party("x", "y"), Ct);

        Assert.Equal(RegistrationRefusals.LargerThanCap(2), three.Refusal);
        Assert.Null(two.Refusal);
        Assert.Equal(["x Confirmed room", "y Confirmed room"], await desk.EverybodyAsync());
        Assert.Equal(["Room 2/2"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Who_waits_for_a_full_sub_cap_does_not_hold_up_those_who_need_only_the_room(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 2);
        await desk.AddTypeAsync("foreign", [1, await desk.AddPoolAsync("Foreign governments", 1)]);
        await desk.AskAsync("delegate", "foreign");
        await desk.RegisterAsync("ada");
        await desk.AskAsync("second-delegate", Places.WaitingFor("foreign"));
        await desk.AskAsync("grace", Places.Waiting);

        await desk.Service.CancelAsync(await desk.CodeAsync("ada"), Ct);
        var room = await desk.EverybodyAsync();
        await desk.Service.CancelAsync(await desk.CodeAsync("delegate"), Ct);

        Assert.Equal(["second-delegate Waiting foreign", "grace Offered room"], room[2..]);
        Assert.Equal(["second-delegate Offered foreign", "grace Offered room"], (await desk.EverybodyAsync())[2..]);
        Assert.Equal(["Room 2/2", "Foreign governments 1/1"], await desk.PoolsAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Cancellations_a_raised_cap_a_manual_offer_and_expiry_at_once_never_offer_more_than_there_is(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 10);
        await desk.RegisterAsync([.. Enumerable.Range(0, 10).Select(i => $"seated{i}")]);
        for (var i = 0; i < 12; i++)
        {
            await desk.AskAsync($"waits{i}", Places.Waiting);
            desk.Test.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await desk.Service.CancelAsync(await desk.CodeAsync("seated0"), Ct);
        // The first one's offer runs out at the moment at which everything else happens.
        desk.Test.Clock.Advance(TimeSpan.FromHours(24));
        var codes = await Task.WhenAll(Enumerable.Range(1, 3).Select(i => desk.CodeAsync($"seated{i}")));
        var last = await desk.IdAsync("waits11");
        await using var other = desk.NewWriter();
        var node = desk.ServiceOf(other);

        await Task.WhenAll(
        [
            .. codes.Select((code, i) => Task.Run(() => (i % 2 == 0 ? desk.Service : node).CancelAsync(code, Ct), Ct)),
            Task.Run(() => desk.Pools.SetCapacityAsync(RegistrationDesk.Organiser, 1, 12, Ct), Ct),
            Task.Run(() => node.OfferAsync(RegistrationDesk.Organiser, last, "Interpreter", Ct), Ct),
            Task.Run(() => desk.Service.SettleAsync(Ct), Ct),
            Task.Run(() => node.SettleAsync(Ct), Ct),
            .. Enumerable.Range(0, 20).Select(i => Task.Run(() => node.RegisterAsync(RegistrationDesk.Request($"pushy{i}"), Ct), Ct)),
        ]);

        var everybody = await desk.EverybodyAsync();
        Assert.DoesNotContain(everybody, line => line.StartsWith("pushy", StringComparison.Ordinal));
        // Ten seats and two more, less six who keep theirs: six offers. The last one's may have come in turn or out of it.
        var offered = everybody.Where(line => line.Contains("Offered", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]).ToList();
        Assert.Equal(6, offered.Count);
        Assert.Equal(Enumerable.Range(1, 5).Select(i => $"waits{i}"), offered[..5]);
        Assert.Contains(offered[5], new[] { "waits6", "waits11" });
        Assert.Equal(["Room 12/12"], await desk.PoolsAsync());
        Assert.Equal(6, await desk.Test.Store.ReadAsync(db => db.Outbox.Where(l => l.Template == nameof(SendOffer) && db.Attendees.Any(a => a.Id == l.SubjectId && a.State == AttendeeState.Offered)).CountAsync(Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_offer_out_of_turn_needs_a_seat_and_a_reason(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.RegisterAsync("ada");
        await desk.AskAsync("grace", Places.Waiting);

        var nothing = await desk.Service.OfferAsync(RegistrationDesk.Organiser, 2, "Interpreter", Ct);
        var seated = await desk.Service.OfferAsync(RegistrationDesk.Organiser, 1, "Interpreter", Ct);

        Assert.Equal([RegistrationRefusals.NoRoomForOffer, RegistrationRefusals.NotWaiting], new[] { nothing.Refusal, seated.Refusal });
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Who_stood_at_the_door_yesterday_waits_in_the_line_like_all_others(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        var door = new Expo.Core.Accounts.Actor { Name = "Dora Door", IsDoor = true };
        await desk.RegisterAsync("ada");
        await desk.AskAsync("first", Places.Waiting);
        await desk.AskAsync("yesterday", Places.Waiting);
        await desk.Service.WaitOnSiteAsync(door, await desk.CodeAsync("yesterday"), Ct);

        // 00:30 of the next day in Washington.
        desk.Test.Clock.AdjustTime(new DateTimeOffset(2023, 3, 15, 4, 30, 0, TimeSpan.Zero));
        await desk.Service.CancelAsync(await desk.CodeAsync("ada"), Ct);
        var offered = await desk.EverybodyAsync();
        await desk.Service.WaitOnSiteAsync(door, await desk.CodeAsync("yesterday"), Ct);
        await desk.Service.DeclineAsync(await desk.CodeAsync("first"), Ct);

        Assert.Equal(["first Offered room", "yesterday Waiting room"], offered[1..]);
        Assert.Equal(["first Confirmed stream", "yesterday Confirmed room"], (await desk.EverybodyAsync())[1..]);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_offer_by_hand_ends_with_the_event_and_none_is_made_after_it(DatabaseProvider provider)
    {
        await using var desk = await WaitingAsync(provider, seats: 1, "grace", "linus");
        await desk.Service.DeclineAsync(await desk.CodeAsync("grace"), Ct);
        await desk.Service.DeclineAsync(await desk.CodeAsync("linus"), Ct);
        await desk.RegisterAsync("new");
        await desk.AskAsync("waits", Places.Waiting);
        var end = new DateTimeOffset(2023, 3, 16, 4, 0, 0, TimeSpan.Zero);
        desk.Test.Clock.AdjustTime(end.AddMinutes(-10));
        await desk.Service.CancelAsync(await desk.CodeAsync("new"), Ct);

        var offered = await desk.Service.OfferAsync(RegistrationDesk.Organiser, await desk.IdAsync("waits"), "Interpreter", Ct);
        var until = (await desk.Queries.TicketAsync(await desk.IdAsync("waits"), Ct))!.Attendee.HeldUntil;
        desk.Test.Clock.AdjustTime(end);
        await desk.Service.SettleAsync(Ct);
        var late = await desk.Service.OfferAsync(RegistrationDesk.Organiser, await desk.IdAsync("waits"), "Interpreter", Ct);

        Assert.Equal((null, end), (offered.Refusal, until));
        Assert.Equal(RegistrationRefusals.TooLateToOffer, late.Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Accepting_wipes_out_an_offer_that_was_missed_before(DatabaseProvider provider)
    {
        await using var desk = await WaitingAsync(provider, seats: 1, "grace");
        desk.Test.Clock.Advance(TimeSpan.FromHours(24));
        await desk.Service.SettleAsync(Ct);

        await desk.Service.AcceptAsync(await desk.CodeAsync("grace"), Ct);

        Assert.Equal((AttendeeState.Confirmed, 0), await desk.Test.Store.ReadAsync(async db => await db.Attendees.Where(a => a.Id == 2).Select(a => new { a.State, a.MissedOffers }).SingleAsync(Ct) is var a ? (a.State, a.MissedOffers) : default));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Priority_over_a_party_that_keeps_seats_gets_one_of_them_at_once(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 3);
        await desk.RegisterAsync("a", "b", "c");
        await desk.Service.RegisterAsync(Party("party", "one") with { Place = Places.Waiting }, Ct);
        await desk.AskAsync("witness", Places.Waiting);
        await desk.Service.CancelAsync(await desk.CodeAsync("a"), Ct);

        await desk.Service.PrioritiseAsync(RegistrationDesk.Organiser, 6, 5, "Speaks at the closing session", Ct);

        Assert.Equal(["party Waiting room", "one Waiting room", "witness Offered room"], (await desk.EverybodyAsync())[3..]);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_offer_that_ran_out_reads_as_what_its_policy_makes_of_it_before_anybody_has_put_it_back(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.SetAsync(new RegistrationSettings { ConferenceId = 1, OfferHours = 2, MissedOffer = MissedOffer.Out });
        await desk.RegisterAsync("ada");
        await desk.AskAsync("silent", Places.Waiting);
        await desk.Service.CancelAsync(await desk.CodeAsync("ada"), Ct);
        desk.Test.Clock.Advance(TimeSpan.FromHours(2));

        var before = (await desk.Queries.TicketAsync(2, Ct))!;
        await desk.Service.SettleAsync(Ct);
        var after = (await desk.Queries.TicketAsync(2, Ct))!;

        Assert.Equal((AttendeeState.Confirmed, Places.Stream), (before.State, before.Place));
        Assert.Equal((after.State, after.Place, after.Line), (before.State, before.Place, before.Line));
    }

    private static RegistrationRequest Party(string who, params string[] companions) =>
        RegistrationDesk.Request(who) with { Companions = [.. companions.Select(c => new Companion($"Person {c}", $"{c}@example.org"))] };

    private static string Offer(string until) => $"A free seat is offered until {until} EDT.";

    /// <summary>A room that was full and came free altogether, with people who wait and are offered what is there.</summary>
    private static async Task<RegistrationDesk> WaitingAsync(DatabaseProvider provider, int seats, params string[] waiting)
    {
        var desk = await RegistrationDesk.OpenAsync(provider, seats);
        var seated = Enumerable.Range(0, seats).Select(i => $"seated{i}").ToArray();
        await desk.RegisterAsync(seated);
        foreach (var person in waiting)
        {
            await desk.AskAsync(person, Places.Waiting);
        }

        foreach (var person in seated)
        {
            await desk.Service.CancelAsync(await desk.CodeAsync(person), Ct);
        }

        return desk;
    }
}
