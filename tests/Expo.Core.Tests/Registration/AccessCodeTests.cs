using System.Text.RegularExpressions;
using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

public sealed partial class AccessCodeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Many_codes_are_made_at_once_and_each_can_be_read_aloud(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);

        var codes = (await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, Order() with { Count = 200, MostUses = 1, Note = "Delegation of Ada Lovelace" }, Ct)).Value;

        Assert.Equal(200, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches(TwoGroups(), code));
        Assert.Null((await desk.RegisterAsync("ada", code: codes[7].ToLowerInvariant().Replace('-', ' '))).Refusal);
        var line = (await desk.Queries.CodesAsync(CatalogueDesk.Organiser, 1, Ct)).Value.Single(c => c.Code == codes[7]);
        Assert.Equal((1, 1, "Delegation of Ada Lovelace", "room", false), (line.Uses, line.MostUses, line.Note, line.TicketType, line.IsOver));
        Assert.Equal(["Ona Organiser: 200 access codes were made for “room”, each for 1 person."], await desk.LogAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Fifty_at_once_with_a_code_for_three_are_exactly_three(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        await desk.EditTypeAsync("room", d => d with { NeedsCode = true });
        var code = (await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, Order() with { HoldsSeats = true }, Ct)).Value[0];
        await using var otherNode = desk.Desk.NewWriter();
        var other = desk.Desk.ServiceOf(otherNode);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => (i % 2 == 0 ? desk.Desk.Service : other)
            .RegisterAsync(RegistrationDesk.Request($"p{i}") with { AccessCode = code }, Ct)));

        Assert.Equal(3, answers.Count(a => !a.IsRefused));
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal(RegistrationRefusals.CodeUsedUp, a.Refusal));
        Assert.Equal(3, (await desk.Desk.EverybodyAsync()).Count);
        var (line, room) = ((await desk.Queries.CodesAsync(CatalogueDesk.Organiser, 1, Ct)).Value.Single(), await desk.PoolAsync("Room"));
        Assert.Equal((3, 0, 3, 0, 397), (line.Uses, line.SeatsHeld, room.Sure, room.Held, room.Free));
        await desk.EveryLedgerAddsUpAsync();
    }

    public static IEnumerable<object[]> Instants() => TestDatabases.All().SelectMany(_ => (int[])[-1, 0, 1], (provider, milliseconds) => new[] { provider[0], milliseconds });

    [Theory, MemberData(nameof(Instants))]
    public async Task Seats_held_back_go_to_the_line_at_the_instant_at_which_the_code_ends(DatabaseProvider provider, int milliseconds)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider, seats: 2);
        var ends = desk.Desk.Test.Clock.GetUtcNow().AddHours(1);
        var code = (await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, Order() with { MostUses = 2, HoldsSeats = true, EndsAt = ends }, Ct)).Value[0];
        Assert.Equal(RegistrationRefusals.Full, (await desk.RegisterAsync("grace")).Refusal);
        Assert.Null((await desk.RegisterAsync("grace", Places.Waiting)).Refusal);
        Assert.Null((await desk.RegisterAsync("ada", code: code)).Refusal);

        desk.At(ends.AddMilliseconds(milliseconds));
        var late = await desk.RegisterAsync("linus", code: code);
        await desk.Desk.Service.SettleAsync(Ct);

        if (milliseconds < 0)
        {
            Assert.Null(late.Refusal);
            Assert.Equal(["grace Waiting room", "ada Confirmed room", "linus Confirmed room"], await desk.Desk.EverybodyAsync());
        }
        else
        {
            Assert.Equal(RegistrationRefusals.CodeUnknown, late.Refusal);
            Assert.Equal(["grace Offered room", "ada Confirmed room"], await desk.Desk.EverybodyAsync());
        }

        var line = (await desk.Queries.CodesAsync(CatalogueDesk.Organiser, 1, Ct)).Value.Single();
        Assert.Equal((milliseconds >= 0, 0), (line.IsOver, line.SeatsHeld));
        await desk.EveryLedgerAddsUpAsync();
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Ended_by_hand_its_seats_are_offered_in_the_same_step_and_it_stays_in_the_list(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider, seats: 2);
        var code = (await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, Order() with { MostUses = 2, HoldsSeats = true }, Ct)).Value[0];
        await desk.RegisterAsync("ada", code: code);
        await desk.RegisterAsync("grace", Places.Waiting);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => desk.Service.EndCodeAsync(CatalogueDesk.Organiser, 1, Ct)));

        Assert.Single(answers, a => !a.IsRefused);
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal(CatalogueRefusals.CodeOver, a.Refusal));
        Assert.Equal(["ada Confirmed room", "grace Offered room"], await desk.Desk.EverybodyAsync());
        var line = (await desk.Queries.CodesAsync(CatalogueDesk.Organiser, 1, Ct)).Value.Single();
        Assert.Equal((true, 0, 1, desk.Desk.Test.Clock.GetUtcNow()), (line.IsOver, line.SeatsHeld, line.Uses, line.EndsAt));
        Assert.Equal("Ona Organiser: Access code number 1 was ended after 1 of 2 uses; 1 seat held back for it came free.", (await desk.LogAsync())[^1]);
        await desk.EveryLedgerAddsUpAsync();
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Without_room_for_all_of_them_no_code_is_made_and_no_seat_held(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider, seats: 5);

        var refused = await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, Order() with { Count = 2, MostUses = 3, HoldsSeats = true }, Ct);
        var uncapped = await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, Order() with { TicketTypeId = 2, HoldsSeats = true }, Ct);

        Assert.Equal((CatalogueRefusals.NotEnoughToHoldBack, CatalogueRefusals.NothingToHoldBack), (refused.Refusal, uncapped.Refusal));
        Assert.Empty((await desk.Queries.CodesAsync(CatalogueDesk.Organiser, 1, Ct)).Value);
        Assert.Equal(5, (await desk.PoolAsync("Room")).Free);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_word_of_ones_own_is_one_code_that_nobody_else_has(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);

        var made = await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, Order() with { Word = "press 2023" }, Ct);

        Assert.Equal(["PRESS2023"], made.Value);
        Assert.Equal(CatalogueRefusals.WordTaken, (await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, Order() with { Word = "Press-2023" }, Ct)).Refusal);
        Assert.Equal(CatalogueRefusals.WordForOne, (await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, Order() with { Word = "other", Count = 2 }, Ct)).Refusal);
        Assert.Equal(CatalogueRefusals.WordMalformed, (await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, Order() with { Word = "abc" }, Ct)).Refusal);
        Assert.Null((await desk.RegisterAsync("ada", code: "Press-2023")).Refusal);
    }

    [Fact]
    public async Task Each_mistake_in_an_order_is_refused_with_its_field()
    {
        await using var desk = await CatalogueDesk.OpenAsync(DatabaseProvider.Sqlite);
        CodeOrder[] wrong = [Order() with { Count = 501 }, Order() with { Count = 0 }, Order() with { MostUses = 0 }, Order() with { MostUses = 10_001 }, Order() with { Note = " " }, Order() with { EndsAt = desk.Desk.Test.Clock.GetUtcNow() }];

        var fields = new List<string?>();
        foreach (var order in wrong)
        {
            fields.Add((await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, order, Ct)).Refusal?.Field);
        }

        Assert.Equal(["Count", "Count", "MostUses", "MostUses", "Note", "EndsAt"], fields);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task While_codes_hold_seats_back_their_ticket_keeps_its_pools_and_is_offered(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, Order() with { HoldsSeats = true }, Ct);

        Assert.Equal(CatalogueRefusals.SeatsHeldBack, (await desk.EditTypeAsync("room", d => d with { Pools = [] })).Refusal);
        Assert.Equal(CatalogueRefusals.SeatsHeldBack, (await desk.Service.ArchiveTypeAsync(CatalogueDesk.Organiser, 1, true, Ct)).Refusal);
        await desk.Service.EndCodeAsync(CatalogueDesk.Organiser, 1, Ct);
        Assert.Null((await desk.EditTypeAsync("room", d => d with { Pools = [] })).Refusal);
        await desk.EveryLedgerAddsUpAsync();
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_same_form_sent_once_more_does_no_harm_to_a_code_for_one_and_tells_nothing_of_others(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider, seats: 2);
        await desk.RegisterAsync("known");
        var code = (await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, Order() with { MostUses = 1, HoldsSeats = true }, Ct)).Value[0];

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => desk.RegisterAsync("ada", code: code), Ct)));
        var again = await desk.RegisterAsync("ada", code: code);
        var others = new[] { await desk.RegisterAsync("known", code: code), await desk.RegisterAsync("unknown", code: code) };

        Assert.All(answers.Append(again), answer => Assert.Null(answer.Refusal));
        Assert.All(others, answer => Assert.Equal(RegistrationRefusals.CodeUsedUp, answer.Refusal));
        Assert.Equal(["known Confirmed room", "ada Confirmed room"], await desk.Desk.EverybodyAsync());
        await desk.EveryLedgerAddsUpAsync();
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_hold_that_was_not_paid_gives_the_use_of_its_code_back_and_late_money_takes_it_again(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        await desk.EditTypeAsync("room", d => d with { PriceMinor = 2500 });
        var code = (await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, Order() with { MostUses = 1 }, Ct)).Value[0];
        await desk.RegisterAsync("ada", code: code);
        desk.Desk.Test.Clock.Advance(TimeSpan.FromHours(2));

        var grace = await desk.RegisterAsync("grace", code: code);
        var used = await LateAsync(desk, 1);
        desk.Desk.Test.Clock.Advance(TimeSpan.FromHours(2));
        var free = await LateAsync(desk, 1);
        var linus = await desk.RegisterAsync("linus", code: code);

        Assert.Equal([null, RegistrationRefusals.CodeUsedUp], new[] { grace.Refusal, linus.Refusal });
        Assert.Equal((PaidSeat.NoSeat, PaidSeat.Sure), (used, free));
        Assert.Equal(["ada Confirmed room", "grace Cancelled room"], await desk.Desk.EverybodyAsync());
        Assert.Equal(1, (await desk.Queries.CodesAsync(CatalogueDesk.Organiser, 1, Ct)).Value.Single().Uses);
    }

    private static async Task<PaidSeat> LateAsync(CatalogueDesk desk, int attendee) =>
        (await desk.Desk.Test.Store.ChangeAsync<PaidSeat>(async db => await desk.Desk.Service.SettlePaidAsync(db, attendee, Ct), Ct)).Value;

    private static CodeOrder Order() => new() { TicketTypeId = 1, MostUses = 3, Note = "Press" };

    [GeneratedRegex("^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$")]
    private static partial Regex TwoGroups();
}
