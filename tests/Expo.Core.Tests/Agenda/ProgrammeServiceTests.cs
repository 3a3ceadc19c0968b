using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Agenda;

public sealed class ProgrammeServiceTests
{
    private static readonly Actor Ona = new() { Name = "Ona Organiser", IsOrganiser = true };

    private static readonly Actor Olaf = new() { Name = "Olaf Organiser", IsOrganiser = true };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Each_change_of_a_session_is_undone_and_done_again(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Side(), Ana(), Samples.Session());
        var (service, history) = (Service(test), new ProgrammeHistory());
        var sheets = new List<SessionSheet> { await SheetAsync(test, 1) };
        foreach (var change in new Func<int, Task<Result<ProgrammeStep>>>[]
        {
            seen => service.PlaceAsync(Ona, 1, seen, new(2, Samples.Opening.AddMinutes(5), Samples.Opening.AddMinutes(40)), Ct),
            seen => service.EditAsync(Ona, 1, seen, new("Other", "Words", SessionKind.Keynote, ["Cotton", "Mapping"], [1], null), Ct),
            seen => service.CancelAsync(Ona, 1, seen, Ct),
            seen => service.BringBackAsync(Ona, 1, seen, Ct),
            seen => service.UnplaceAsync(Ona, 1, seen, Ct),
        })
        {
            history.Did((await change(await RevisionAsync(test, 1))).Value);
            sheets.Add(await SheetAsync(test, 1));
        }

        var back = new List<SessionSheet>();
        while (history.ToUndo is { } step)
        {
            history.Undid((await service.UndoAsync(Ona, step, Ct)).Value);
            back.Add(await SheetAsync(test, 1));
        }

        var again = new List<SessionSheet>();
        while (history.ToRedo is { } step)
        {
            history.Redid((await service.RedoAsync(Ona, step, Ct)).Value);
            again.Add(await SheetAsync(test, 1));
        }

        history.Undid((await service.UndoAsync(Ona, history.ToUndo!, Ct)).Value);
        Assert.Equal(sheets.SkipLast(1).Reverse(), back);
        Assert.Equal(sheets.Skip(1), again);
        Assert.Equal(sheets[^2], await SheetAsync(test, 1));
        Assert.Equal(new SessionSheet("Other", "Words", SessionKind.Keynote, ["Cotton", "Mapping"], [1], new(2, Samples.Opening.AddMinutes(5), Samples.Opening.AddMinutes(40)), IsCancelled: true), sheets[3]);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_session_is_added_without_a_time_and_what_was_added_is_gone_after_undo_and_there_after_redo(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Samples.Session("coffee"));
        var (service, history) = (Service(test), new ProgrammeHistory());
        var added = (await service.CreateAsync(Ona, 1, new(" Coffee ", "", SessionKind.Break, [], [], null), Ct)).Value;
        history.Did(added);
        var standIn = await test.Store.ReadAsync(db => db.Sessions.Where(s => s.Id == added.SessionId).Select(s => s.StartsAt).FirstAsync(Ct));
        history.Did((await service.PlaceAsync(Ona, added.SessionId, added.To, new(1, Samples.Opening, Samples.Opening.AddMinutes(15)), Ct)).Value);

        history.Undid((await service.UndoAsync(Ona, history.ToUndo!, Ct)).Value);
        history.Undid((await service.UndoAsync(Ona, history.ToUndo!, Ct)).Value);
        var gone = await test.Store.ReadAsync(db => db.Sessions.CountAsync(Ct));
        history.Redid((await service.RedoAsync(Ona, history.ToRedo!, Ct)).Value);
        history.Redid((await service.RedoAsync(Ona, history.ToRedo!, Ct)).Value);

        var last = await test.Store.ReadAsync(db => db.Sessions.OrderByDescending(s => s.Id).FirstAsync(Ct));
        Assert.Equal(Samples.Opening, standIn);
        Assert.Equal((1, "Coffee", "coffee-2", true), (gone, last.Title, last.Slug, last.IsPlaced));
        Assert.Equal("“Coffee” was placed: Tuesday 14 March 2023, 09:00 to 09:15 EDT, Main stage.", history.ToUndo!.Words);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_organisers_who_move_one_session_at_once_one_wins_and_the_others_are_told(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Samples.Session());
        var service = Service(test);

        var results = await Task.WhenAll(Enumerable.Range(1, 8).Select(n => Task.Run(() => service.PlaceAsync(Ona, 1, 0, new(1, Samples.Opening.AddMinutes(n), Samples.Opening.AddHours(1)), Ct))));

        var won = Assert.Single(results, r => !r.IsRefused).Value;
        Assert.Equal(Enumerable.Repeat(ProgrammeRefusals.ChangedMeanwhile("Talk isotopes"), 7), results.Where(r => r.IsRefused).Select(r => r.Refusal));
        Assert.Equal((won.After, won.To), (await SheetAsync(test, 1), await RevisionAsync(test, 1)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_undo_that_meets_a_later_change_of_somebody_else_is_refused_and_changes_nothing(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Samples.Session());
        var service = Service(test);
        var mine = (await service.PlaceAsync(Ona, 1, 0, At(10), Ct)).Value;
        var theirs = (await service.PlaceAsync(Olaf, 1, mine.To, At(20), Ct)).Value;

        var undone = await service.UndoAsync(Ona, mine, Ct);

        Assert.Equal(ProgrammeRefusals.NotUndone("Talk isotopes"), undone.Refusal);
        Assert.Equal((theirs.After, theirs.To), (await SheetAsync(test, 1), await RevisionAsync(test, 1)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task What_the_public_sees_stays_until_a_release(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Samples.Session());
        await Service(test).PlaceAsync(Ona, 1, 0, At(30), Ct);

        var before = (await new AgendaQueries(test.Store).SessionAsync(1, Ct))!.StartsAt;
        await test.Store.ReleaseAsync();

        Assert.Equal((Samples.Opening, Samples.Opening.AddMinutes(30)), (before, (await new AgendaQueries(test.Store).SessionAsync(1, Ct))!.StartsAt));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task What_has_begun_keeps_its_time_and_what_is_cancelled_is_brought_back_before_it_moves(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Samples.Session("one"), Samples.Session("two", Samples.Opening.AddHours(1)));
        var service = Service(test);
        await new AgendaService(test.Store, new(), new JobBell(), test.Clock).GoLiveAsync(Ona, 1, Ct);
        var cancelled = (await service.CancelAsync(Ona, 2, 0, Ct)).Value;

        var refused = new[]
        {
            await service.PlaceAsync(Ona, 1, 0, At(5), Ct), await service.CancelAsync(Ona, 1, 0, Ct), await service.UnplaceAsync(Ona, 1, 0, Ct), await service.RemoveAsync(Ona, 1, 0, Ct),
            await service.PlaceAsync(Ona, 2, cancelled.To, At(5), Ct),
        };
        var reworded = await service.EditAsync(Ona, 1, 0, new("New words", "", SessionKind.Talk, [], [], null), Ct);

        var begun = ProgrammeRefusals.HasBegun("Talk one");
        Assert.Equal([begun, begun, begun, ProgrammeRefusals.InUse("Talk one"), ProgrammeRefusals.IsCancelled("Talk two")], refused.Select(r => r.Refusal));
        Assert.Equal(("New words", 1), ((await SheetAsync(test, 1)).Title, reworded.Value.To));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task What_cannot_be_planned_is_refused_with_the_field_that_is_wrong_and_leaves_the_revision(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Ana(), Samples.Session());
        var service = Service(test);
        SessionSheet Words(string title = "T", SessionKind kind = SessionKind.Talk, string[]? topics = null, params int[] speakers) => new(title, "", kind, topics ?? [], speakers, null);

        var refused = new[]
        {
            await service.EditAsync(new Actor { Name = "Mo", IsModerator = true, IsSpeaker = true }, 1, 0, Words(), Ct),
            await service.EditAsync(Ona, 1, 0, Words("  "), Ct), await service.EditAsync(Ona, 1, 0, Words(new string('x', 201)), Ct), await service.EditAsync(Ona, 1, 0, Words(topics: [new('x', 61)]), Ct),
            await service.EditAsync(Ona, 1, 0, Words(kind: SessionKind.Break, speakers: 1), Ct), await service.EditAsync(Ona, 1, 0, Words(speakers: 9), Ct),
            await service.PlaceAsync(Ona, 1, 0, new(9, Samples.Opening, Samples.Opening.AddMinutes(5)), Ct), await service.PlaceAsync(Ona, 1, 0, new(1, Samples.Opening, Samples.Opening), Ct),
            await service.PlaceAsync(Ona, 1, 0, new(1, Samples.Opening, Samples.Opening.AddMinutes(721)), Ct), await service.PlaceAsync(Ona, 1, 0, At(0), Ct),
            await service.PlaceAsync(Ona, 9, 0, At(5), Ct), await service.RemoveAsync(Ona, 1, 0, Ct),
        };

        Assert.Equal(
            [
                ProgrammeRefusals.NotOrganiser, ProgrammeRefusals.TitleNeeded, ProgrammeRefusals.TitleTooLong, ProgrammeRefusals.TopicsTooLong, ProgrammeRefusals.BreakWithSpeakers, ProgrammeRefusals.UnknownSpeaker,
                ProgrammeRefusals.UnknownStage, ProgrammeRefusals.NoLength, ProgrammeRefusals.TooLong, ProgrammeRefusals.NothingChanged, AgendaRefusals.Unknown, ProgrammeRefusals.InUse("Talk isotopes"),
            ],
            refused.Select(r => r.Refusal));
        Assert.Equal(0, await RevisionAsync(test, 1));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Stages_are_added_renamed_and_ordered_and_a_list_that_is_old_is_refused(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Samples.Session());
        var service = Service(test);

        await service.AddStageAsync(Ona, 1, "Workshop room", Ct);
        var twice = await service.AddStageAsync(Ona, 1, "workshop ROOM", Ct);
        var renamed = await service.RenameStageAsync(Ona, 1, 2, "Workshop room", "Workshops", Ct);
        var old = await service.RenameStageAsync(Olaf, 1, 2, "Workshop room", "Something else", Ct);
        var ordered = await service.OrderStagesAsync(Ona, 1, [1, 2], [2, 1], Ct);
        var late = await service.OrderStagesAsync(Olaf, 1, [1, 2], [2, 1], Ct);
        await new AgendaService(test.Store, new(), new JobBell(), test.Clock).GoLiveAsync(Ona, 1, Ct);
        var live = await service.OrderStagesAsync(Ona, 1, [2, 1], [1, 2], Ct);

        var stages = (await new ProgrammeQueries(test.Store).ReadAsync(Ona, 1, Ct)).Value.Stages;
        Assert.Equal([("workshop-room", "Workshops", 0), ("main", "Main stage", 1)], stages.Select(s => (s.Slug, s.Name, s.Position)));
        Assert.Equal(
            [ProgrammeRefusals.StageNameTaken, null, ProgrammeRefusals.StagesChangedMeanwhile, null, ProgrammeRefusals.StagesChangedMeanwhile, ProgrammeRefusals.StageLive],
            [twice.Refusal, renamed.Refusal, old.Refusal, ordered.Refusal, late.Refusal, live.Refusal]);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_minutes_between_sessions_are_set_from_what_was_shown_and_warnings_go_by_them(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Samples.Session("one"), Samples.Session("two", Samples.Opening.AddMinutes(35)));
        var service = Service(test);
        async Task<int> ShortAsync() => ProgrammeWarnings.Of((await new ProgrammeQueries(test.Store).ReadAsync(Ona, 1, Ct)).Value).Count(w => w.Kind == WarningKind.ShortChangeover);
        var before = await ShortAsync();

        var results = new[]
        {
            await service.SetChangeoverAsync(new Actor { Name = "Mo", IsModerator = true }, 1, 5, 15, Ct), await service.SetChangeoverAsync(Ona, 1, 5, -1, Ct),
            await service.SetChangeoverAsync(Ona, 1, 5, 121, Ct), await service.SetChangeoverAsync(Ona, 1, 5, 15, Ct), await service.SetChangeoverAsync(Olaf, 1, 5, 0, Ct),
        };

        Assert.Equal([ProgrammeRefusals.NotOrganiser, ProgrammeRefusals.Changeover, ProgrammeRefusals.Changeover, null, ProgrammeRefusals.ChangeoverChangedMeanwhile], results.Select(r => r.Refusal));
        Assert.Equal((0, 1), (before, await ShortAsync()));
        Assert.False((await service.SetChangeoverAsync(Olaf, 1, 15, 0, Ct)).IsRefused);
        Assert.Equal(0, await ShortAsync());
    }

    private static Stage Side() => new() { ConferenceId = 1, Slug = "side", Name = "Side stage", Position = 1 };

    private static Speaker Ana() => new() { ConferenceId = 1, Slug = "ana", Name = "Ana Silva", Company = "Fibra", Country = "Portugal" };

    private static Placement At(int minutes) => new(1, Samples.Opening.AddMinutes(minutes), Samples.Opening.AddMinutes(minutes + 25));

    private static ProgrammeService Service(TestStore test) => new(test.Store, new Feed<AgendaChanged>(), test.Clock);

    private static Task<SessionSheet> SheetAsync(TestStore test, int id) => test.Store.ReadAsync(async db => SessionSheet.Of(await db.Sessions.Include(s => s.Speakers).FirstAsync(s => s.Id == id, Ct)));

    private static Task<int> RevisionAsync(TestStore test, int id) => test.Store.ReadAsync(db => db.Sessions.Where(s => s.Id == id).Select(s => s.Revision).FirstAsync(Ct));
}
