using Expo.Core.Data;
using Expo.Core.Payments;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

public sealed class TicketTypeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly TicketTypeDraft Press = new() { Name = " Press ", Description = "For reporters.", Kind = TicketKind.InPerson, Position = 3, Pools = [1] };

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_type_is_added_can_be_had_and_the_log_says_who_added_it(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);

        var added = await desk.Service.AddTypeAsync(CatalogueDesk.Organiser, 1, " Press-1 ", Press, Ct);

        Assert.Null(added.Refusal);
        var type = await desk.TypeAsync("press-1");
        Assert.Equal(("Press", "For reporters.", TicketKind.InPerson, 3), (type.Saved.Name, type.Saved.Description, type.Saved.Kind, type.Saved.Position));
        Assert.Equal([1], type.Saved.Pools);
        Assert.Null((await desk.RegisterAsync("ada", "press-1")).Refusal);
        Assert.Equal(1, (await desk.PoolAsync("Room")).Sure);
        Assert.Equal(["Ona Organiser: Ticket “press-1” was added: Press."], await desk.LogAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_two_who_add_the_same_code_at_once_one_does(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => desk.Service.AddTypeAsync(CatalogueDesk.Organiser, 1, i % 2 == 0 ? "press" : "PRESS", Press, Ct)));

        Assert.Single(answers, a => !a.IsRefused);
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal(CatalogueRefusals.CodeTaken, a.Refusal));
    }

    [Theory]
    [InlineData("waiting")]
    [InlineData("Waiting")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("ünter")]
    [InlineData("waiting:room")]
    [InlineData("a2345678901234567890123456789012345678901")]
    public async Task A_code_that_cannot_be_one_is_refused(string code)
    {
        await using var desk = await CatalogueDesk.OpenAsync(DatabaseProvider.Sqlite);

        Assert.Equal(CatalogueRefusals.CodeMalformed, (await desk.Service.AddTypeAsync(CatalogueDesk.Organiser, 1, code, Press, Ct)).Refusal);
    }

    [Fact]
    public async Task Each_mistake_names_its_field_and_leaves_nothing()
    {
        await using var desk = await CatalogueDesk.OpenAsync(DatabaseProvider.Sqlite);
        TicketTypeDraft[] wrong =
        [
            Press with { Name = " " }, Press with { Description = new string('x', 301) }, Press with { Position = 1001 }, Press with { PriceMinor = -1 }, Press with { Currency = "xxx" },
            Press with { OpensAt = Samples.Opening, ClosesAt = Samples.Opening }, Press with { Days = [new DateOnly(2023, 3, 16)] }, Press with { Pools = [99] },
        ];

        var refused = new List<string?>();
        foreach (var draft in wrong)
        {
            refused.Add((await desk.Service.AddTypeAsync(CatalogueDesk.Organiser, 1, "press", draft, Ct)).Refusal?.Code);
        }

        Assert.Equal(
            ["catalogue.name", "catalogue.description", "catalogue.position", "catalogue.price", "catalogue.currency", "catalogue.window", "catalogue.days", RegistrationRefusals.UnknownPool.Code], refused);
        Assert.Equal(2, (await desk.Queries.TicketsAsync(CatalogueDesk.Organiser, 1, Ct)).Value.Types.Count);
        Assert.Empty(await desk.LogAsync());
    }

    [Fact]
    public async Task All_mistakes_of_one_form_are_said_together()
    {
        await using var desk = await CatalogueDesk.OpenAsync(DatabaseProvider.Sqlite);

        var refused = (await desk.Service.AddTypeAsync(CatalogueDesk.Organiser, 1, "", Press with { Name = " ", Position = -1 }, Ct)).Refusal!;

        Assert.Equal(["catalogue.type-code", "catalogue.name", "catalogue.position"], refused.All.Select(r => r.Code));
        Assert.Equal(CatalogueRefusals.PositionWrong.Message, refused.At(nameof(TicketTypeDraft.Position)));
        Assert.Null(refused.At(nameof(TicketTypeDraft.Days)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_two_organisers_who_edit_at_once_the_second_is_told_what_changed_and_saves_nothing(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        var shown = (await desk.TypeAsync("room")).Saved;

        var first = await desk.Service.EditTypeAsync(CatalogueDesk.Organiser, 1, shown, shown with { PriceMinor = 2500, ClosesAt = Samples.Opening }, Ct);
        var second = await desk.Service.EditTypeAsync(CatalogueDesk.Other, 1, shown, shown with { Name = "Seat" }, Ct);

        Assert.Null(first.Refusal);
        Assert.Equal(
            "Somebody else changed this while you were editing: price is 25.00 USD now; closing is 14 March 2023, 09:00 EDT now. Nothing of yours was saved. Look at what is saved now, then make your change again.",
            second.Refusal?.Message);
        Assert.Equal("A seat in the room", (await desk.TypeAsync("room")).Saved.Name);
        Assert.Equal(["Ona Organiser: Ticket “room” was changed: price from Free to 25.00 USD; closing from nothing to 14 March 2023, 09:00 EDT."], await desk.LogAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_many_edits_made_from_the_same_view_in_the_same_moment_one_is_saved(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        await desk.EditTypeAsync("room", d => d with { Pools = [] });
        await desk.Service.DeletePoolAsync(CatalogueDesk.Organiser, 1, Ct);
        var shown = (await desk.TypeAsync("room")).Saved;

        var answers = await Task.WhenAll(Enumerable.Range(1, 10).Select(i => desk.Service.EditTypeAsync(CatalogueDesk.Organiser, 1, shown, shown with { PriceMinor = i * 100 }, Ct)));

        Assert.Single(answers, a => !a.IsRefused);
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal("catalogue.changed-meanwhile", a.Refusal!.Code));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Seats_move_along_with_the_pools_of_a_type_as_was_shown_before(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        await desk.Service.AddPoolAsync(CatalogueDesk.Organiser, 1, new PoolDraft("Foreign governments", 2), false, Ct);
        await desk.Service.AddPoolAsync(CatalogueDesk.Organiser, 1, new PoolDraft("Each organization", 2), true, Ct);
        foreach (var who in (string[])["ada", "grace", "linus"])
        {
            Assert.Null((await desk.RegisterAsync(who)).Refusal);
        }

        var preview = (await desk.Queries.DrawingAsync(CatalogueDesk.Organiser, 1, [2, 3], Ct)).Value;
        var edited = await desk.EditTypeAsync("room", d => d with { Pools = [2, 3] });

        Assert.Equal(3, preview.People);
        Assert.Equal(
            ["Room: 3 seats come free.", "Foreign governments: 3 seats more are taken; the pool is over its cap of 2 by 1 then.", "Each organization: counted for each organization; 1 organization is over the cap of 2 then."],
            preview.Pools.Select(p => p.InWords));
        Assert.Null(edited.Refusal);
        var (room, foreign, each) = (await desk.PoolAsync("Room"), await desk.PoolAsync("Foreign governments"), await desk.PoolAsync("Each organization"));
        Assert.Equal((0, 400, 3, 1, 3, 1, 1), (room.Sure, room.Free, foreign.Sure, foreign.Over, each.Sure, each.Over, each.Organisations));
        await desk.EveryLedgerAddsUpAsync();
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_type_keeps_its_kind_while_somebody_has_it_and_its_pools_while_somebody_waits(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider, seats: 1);
        await desk.RegisterAsync("ada");
        await desk.RegisterAsync("grace", Places.Waiting);

        Assert.Equal(CatalogueRefusals.KindInUse, (await desk.EditTypeAsync("room", d => d with { Kind = TicketKind.Online })).Refusal);
        Assert.Equal(CatalogueRefusals.PeopleWait, (await desk.EditTypeAsync("room", d => d with { Pools = [] })).Refusal);
        Assert.Null((await desk.EditTypeAsync("stream", d => d with { Kind = TicketKind.InPerson })).Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_new_price_leaves_an_open_payment_and_its_held_seat_as_they_were(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        await desk.EditTypeAsync("room", d => d with { PriceMinor = 2500 });
        await desk.RegisterAsync("ada");
        await desk.Desk.Test.AddAsync(new Payment { AttendeeId = 1, Key = "p1", AmountMinor = 2500, Currency = "usd", CreatedAt = Samples.Opening });

        Assert.Null((await desk.EditTypeAsync("room", d => d with { PriceMinor = 4000, Currency = "eur" })).Refusal);

        Assert.Equal((2500L, "usd", PaymentState.Open), await desk.Desk.Test.Store.ReadAsync(async db => await db.Payments.Select(p => new ValueTuple<long, string, PaymentState>(p.AmountMinor, p.Currency, p.State)).SingleAsync()));
        Assert.Equal(["ada Unpaid room"], await desk.Desk.EverybodyAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Archived_nobody_new_has_it_and_those_who_have_it_keep_it(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        await desk.RegisterAsync("ada");

        Assert.Null((await desk.Service.ArchiveTypeAsync(CatalogueDesk.Organiser, 1, true, Ct)).Refusal);
        var refused = await desk.RegisterAsync("grace");
        Assert.Null((await desk.Service.ArchiveTypeAsync(CatalogueDesk.Organiser, 1, false, Ct)).Refusal);

        Assert.NotNull(refused.Refusal);
        Assert.Null((await desk.RegisterAsync("linus")).Refusal);
        Assert.Equal(["ada Confirmed room", "linus Confirmed room"], await desk.Desk.EverybodyAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Only_a_type_that_nobody_ever_had_is_deleted(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        await desk.RegisterAsync("ada");
        await desk.Desk.Service.CancelAsync(await desk.Desk.CodeAsync("ada"), Ct);
        var press = (await desk.Service.AddTypeAsync(CatalogueDesk.Organiser, 1, "press", Press, Ct)).Value;

        Assert.Equal((false, true), ((await desk.TypeAsync("room")).CanBeDeleted, (await desk.TypeAsync("press")).CanBeDeleted));
        Assert.Equal(CatalogueRefusals.TypeInUse, (await desk.Service.DeleteTypeAsync(CatalogueDesk.Organiser, 1, Ct)).Refusal);
        Assert.Null((await desk.Service.DeleteTypeAsync(CatalogueDesk.Organiser, press, Ct)).Refusal);
        Assert.Equal(CatalogueRefusals.UnknownType, (await desk.Service.DeleteTypeAsync(CatalogueDesk.Organiser, press, Ct)).Refusal);
        Assert.Equal(["room", "stream"], (await desk.Queries.TicketsAsync(CatalogueDesk.Organiser, 1, Ct)).Value.Types.Select(t => t.Code));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Whoever_registers_while_a_type_is_deleted_has_it_or_it_is_gone(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        var free = (await desk.Service.AddTypeAsync(CatalogueDesk.Organiser, 1, "press", Press with { Pools = [] }, Ct)).Value;

        var register = Enumerable.Range(0, 10).Select(i => desk.RegisterAsync($"p{i}", "press")).ToList();
        var delete = desk.Service.DeleteTypeAsync(CatalogueDesk.Organiser, free, Ct);
        var answers = await Task.WhenAll(register);

        var (people, gone) = ((await desk.Desk.EverybodyAsync()).Count, !(await delete).IsRefused);
        Assert.Equal(people, answers.Count(a => !a.IsRefused));
        Assert.Equal(gone, people == 0);
    }

    [Fact]
    public async Task Nobody_but_an_organiser_reads_or_changes_anything()
    {
        await using var desk = await CatalogueDesk.OpenAsync(DatabaseProvider.Sqlite);
        var door = new Expo.Core.Accounts.Actor { Name = "Dora Door", IsDoor = true };

        Refusal?[] refused =
        [
            (await desk.Queries.TicketsAsync(door, 1, Ct)).Refusal, (await desk.Queries.DrawingAsync(door, 1, [], Ct)).Refusal, (await desk.Queries.CodesAsync(door, 1, Ct)).Refusal,
            (await desk.Queries.FormAsync(door, Samples.Conference(), Ct)).Refusal, (await desk.Queries.SettingsAsync(door, 1, Ct)).Refusal,
            (await desk.Service.AddTypeAsync(door, 1, "press", Press, Ct)).Refusal, (await desk.Service.EditTypeAsync(door, 1, Press, Press, Ct)).Refusal,
            (await desk.Service.ArchiveTypeAsync(door, 1, true, Ct)).Refusal, (await desk.Service.DeleteTypeAsync(door, 1, Ct)).Refusal,
            (await desk.Service.AddPoolAsync(door, 1, new("x", 1), false, Ct)).Refusal, (await desk.Service.EditPoolAsync(door, 1, new("x", 1), new("x", 1), Ct)).Refusal,
            (await desk.Service.DeletePoolAsync(door, 1, Ct)).Refusal, (await desk.Service.MakeCodesAsync(door, 1, new CodeOrder(), Ct)).Refusal, (await desk.Service.EndCodeAsync(door, 1, Ct)).Refusal,
            (await desk.Service.AddQuestionAsync(door, 1, new QuestionDraft(), Ct)).Refusal, (await desk.Service.EditQuestionAsync(door, 1, new QuestionDraft(), new QuestionDraft(), Ct)).Refusal,
            (await desk.Service.ArchiveQuestionAsync(door, 1, true, Ct)).Refusal, (await desk.Service.ReorderQuestionsAsync(door, 1, [], [], Ct)).Refusal,
            (await desk.Service.EditSettingsAsync(door, 1, new(), new(), Ct)).Refusal, (await desk.Service.AskNowAsync(door, 1, Ct)).Refusal,
            (await desk.Service.SetRegistrationCloseAsync(door, 1, null, null, Ct)).Refusal,
        ];

        Assert.All(refused, r => Assert.Equal(RegistrationRefusals.NotOrganiser, r));
    }
}
