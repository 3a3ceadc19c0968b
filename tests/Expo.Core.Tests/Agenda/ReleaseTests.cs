using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Agenda;

public sealed class ReleaseTests
{
    private static readonly Actor Organiser = new() { Name = "Ona Organiser", IsOrganiser = true, IsModerator = true };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Nothing_is_public_before_the_first_release_and_what_was_seen_is_public_after_it(DatabaseProvider provider)
    {
        await using var test = await UnreleasedAsync(provider, Samples.Session("isotopes"), Samples.Session("yarn", Samples.Opening.AddHours(1)));
        var agenda = new AgendaQueries(test.Store);
        Assert.Empty(await agenda.ProgrammeAsync(1, Ct));
        Assert.Null(await agenda.SessionAsync("isotopes", Ct));
        Assert.NotNull(await agenda.WorkingSessionAsync("isotopes", Ct));

        var result = await ReleaseAsync(test, "First program");

        Assert.Equal((1, "First program", "Ona Organiser"), (result.Value.Number, result.Value.Name, result.Value.ReleasedBy));
        Assert.Equal([("isotopes", 0), ("yarn", 0)], (await agenda.ProgrammeAsync(1, Ct)).Select(s => (s.Slug, s.Revision)));
        Assert.Equal([new ProgrammeReleased(1, 1)], await JobsAsync(test));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_organisers_who_release_one_working_copy_at_once_one_does_and_the_others_are_told(DatabaseProvider provider)
    {
        await using var test = await UnreleasedAsync(provider, Samples.Session());
        var seen = (await Queries(test).PlanAsync(Organiser, 1, Ct)).Value;

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            () => Service(test).ReleaseAsync(Organiser, 1, new ReleaseDraft($"Release of {i}", "", seen.After, seen.Stamp), Ct), Ct)));

        Assert.Single(results, r => !r.IsRefused);
        Assert.All(results.Where(r => r.IsRefused), r => Assert.Equal(ReleaseRefusals.MadeMeanwhile.Code, r.Refusal!.Code));
        Assert.Equal([1], (await Queries(test).ListAsync(1, Ct)).Select(r => r.Number));
        Assert.Single(await JobsAsync(test));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task What_was_changed_after_the_organiser_looked_is_not_released(DatabaseProvider provider)
    {
        await using var test = await UnreleasedAsync(provider, Samples.Session());
        var seen = (await Queries(test).PlanAsync(Organiser, 1, Ct)).Value;
        await ChangeAsync(test, db => db.Sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.Title, "Another title"), Ct));

        var result = await Service(test).ReleaseAsync(Organiser, 1, new ReleaseDraft("First", "", seen.After, seen.Stamp), Ct);

        Assert.Equal(ReleaseRefusals.ChangedMeanwhile, result.Refusal);
        Assert.Empty(await Queries(test).ListAsync(1, Ct));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_release_stays_as_it_was_whatever_is_edited_later(DatabaseProvider provider)
    {
        await using var test = await UnreleasedAsync(provider, Given(Samples.Session()));
        await ReleaseAsync(test, "First");
        var agenda = new AgendaQueries(test.Store);
        var before = await TextAsync(agenda);
        await EditEverythingAsync(test);

        var after = await TextAsync(new AgendaQueries(test.Store));
        await ReleaseAsync(test, "Second");

        Assert.Equal(before, after);
        var first = (await Queries(test).NewsAsync(1, 1, Ct))!.Release;
        Assert.Equal(("Talk isotopes", "Main stage", "Ada Weaver", "America/New_York"), (first.Sessions[0].Title, first.Sessions[0].StageName, first.Speakers[0].Name, first.TimeZone));
        Assert.Equal("Europe/Berlin, Renamed, Renamed hall, 14:00, Somebody Else", await TextAsync(agenda));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_public_session_that_is_cancelled_or_unplaced_stays_as_cancelled_and_an_unplaced_one_is_never_released(DatabaseProvider provider)
    {
        var idea = Samples.Session("idea");
        idea.IsPlaced = false;
        await using var test = await UnreleasedAsync(provider, Samples.Session("off"), Samples.Session("unplaced", Samples.Opening.AddHours(1)), Samples.Session("on", Samples.Opening.AddHours(2)), idea);
        await ReleaseAsync(test, "First");
        await ChangeAsync(test, db => db.Sessions.Where(s => s.Slug == "unplaced").ExecuteUpdateAsync(set => set.SetProperty(s => s.IsPlaced, false).SetProperty(s => s.StartsAt, Samples.Opening.AddYears(9)), Ct));
        await ChangeAsync(test, db => db.Sessions.Where(s => s.Slug == "off").ExecuteUpdateAsync(set => set.SetProperty(s => s.State, SessionState.Cancelled), Ct));
        var agenda = new AgendaQueries(test.Store);
        Assert.All(await agenda.ProgrammeAsync(1, Ct), s => Assert.Equal(SessionState.Planned, s.State));

        await ReleaseAsync(test, "Second");
        await ChangeAsync(test, db => db.Sessions.Where(s => s.Slug == "on").ExecuteUpdateAsync(set => set.SetProperty(s => s.Title, "On and on"), Ct));
        await ReleaseAsync(test, "Third");

        Assert.Equal(
            [("off", SessionState.Cancelled, 1), ("unplaced", SessionState.Cancelled, 1), ("on", SessionState.Planned, 1)],
            (await agenda.ProgrammeAsync(1, Ct)).Select(s => (s.Slug, s.State, s.Revision)));
        Assert.Equal([(3, ReleaseChange.Reworded, 1), (2, ReleaseChange.Cancelled, 2), (1, ReleaseChange.New, 3)],
            (await Queries(test).NewsAsync(1, Ct)).Select(n => (n.Release.Number, n.Changes[0].Change, n.Changes.Count)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_session_that_people_do_not_see_cannot_go_live(DatabaseProvider provider)
    {
        await using var test = await UnreleasedAsync(provider, Samples.Session("isotopes"), new Stage { ConferenceId = 1, Slug = "annex", Name = "Annex" });
        var agenda = new AgendaService(test.Store, new Feed<AgendaChanged>(), new JobBell(), test.Clock);

        var unseen = await agenda.GoLiveAsync(Organiser, 1, Ct);
        await ReleaseAsync(test, "First");
        await ChangeAsync(test, db => db.Sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.StageId, 2), Ct));
        var elsewhere = await agenda.GoLiveAsync(Organiser, 1, Ct);
        await ReleaseAsync(test, "Second");
        var live = await agenda.GoLiveAsync(Organiser, 1, Ct);

        Assert.Equal([AgendaRefusals.NotReleased, AgendaRefusals.OtherStageReleased, null], [unseen.Refusal, elsewhere.Refusal, live.Refusal]);
        Assert.Equal("isotopes", (await new AgendaQueries(test.Store).LiveAsync(2, Ct))!.Slug);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Only_an_organiser_releases_and_a_release_needs_a_name_of_its_own_and_something_new(DatabaseProvider provider)
    {
        await using var test = await UnreleasedAsync(provider);
        var moderator = new Actor { Name = "Mo", IsModerator = true };

        var forbidden = await Service(test).ReleaseAsync(moderator, 1, new ReleaseDraft("First", "", 0, ""), Ct);
        var unnamed = await ReleaseAsync(test, "  ");
        var empty = await ReleaseAsync(test, "First");
        await ChangeAsync(test, db => { db.Add(Samples.Session()); return db.SaveChangesAsync(Ct); });
        await ReleaseAsync(test, "First");
        var same = await ReleaseAsync(test, "Second");
        await ChangeAsync(test, db => db.Sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.Title, "Another title"), Ct));
        var taken = await ReleaseAsync(test, " First ");

        Assert.Equal(
            [ReleaseRefusals.NotOrganiser, ReleaseRefusals.NameNeeded, ReleaseRefusals.NothingPlaced, ReleaseRefusals.NothingChanged, ReleaseRefusals.NameTaken("First")],
            [forbidden.Refusal, unnamed.Refusal, empty.Refusal, same.Refusal, taken.Refusal]);
        Assert.Equal(ReleaseRefusals.NotOrganiser, (await Queries(test).PlanAsync(moderator, 1, Ct)).Refusal);
    }

    internal static async Task<TestStore> UnreleasedAsync(DatabaseProvider provider, params object[] rows)
    {
        var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage());
        foreach (var row in rows)
        {
            await ChangeAsync(test, db => { db.Add(row); return db.SaveChangesAsync(Ct); });
        }

        return test;
    }

    internal static async Task<Result<Release>> ReleaseAsync(TestStore test, string name)
    {
        var seen = (await Queries(test).PlanAsync(Organiser, 1, Ct)).Value;
        return await Service(test).ReleaseAsync(Organiser, 1, new ReleaseDraft(name, "", seen.After, seen.Stamp), Ct);
    }

    private static Task ChangeAsync(TestStore test, Func<ExpoDb, Task<int>> change) => test.Store.ReadAsync(change);

    private static Session Given(Session session)
    {
        session.Speakers.Add(new Speaker { ConferenceId = 1, Slug = "ada-weaver", Name = "Ada Weaver", Company = "Garnwerk GmbH", Country = "Germany" });
        return session;
    }

    private static async Task EditEverythingAsync(TestStore test)
    {
        await ChangeAsync(test, db => db.Sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.Title, "Renamed"), Ct));
        await ChangeAsync(test, db => db.Speakers.ExecuteUpdateAsync(set => set.SetProperty(s => s.Name, "Somebody Else"), Ct));
        await ChangeAsync(test, db => db.Stages.ExecuteUpdateAsync(set => set.SetProperty(s => s.Name, "Renamed hall"), Ct));
        await ChangeAsync(test, db => db.Conferences.ExecuteUpdateAsync(set => set.SetProperty(c => c.DraftTimeZone, "Europe/Berlin"), Ct));
    }

    private static async Task<string> TextAsync(AgendaQueries agenda)
    {
        var conference = (await agenda.ConferenceAsync(Ct))!;
        var session = Assert.Single(await agenda.ProgrammeAsync(1, Ct));
        Assert.Equal(session.Stage!.Name, (await agenda.StageAsync("main", Ct))!.Name);
        return string.Join(", ", conference.TimeZone, session.Title, session.Stage.Name, EventTime.In(conference.TimeZone).Hour(session.StartsAt), session.Speakers[0].Name);
    }

    private static ReleaseService Service(TestStore test) => new(test.Store, new Feed<AgendaChanged>(), new JobBell(), test.Clock);

    private static ReleaseQueries Queries(TestStore test) => new(test.Store, test.Clock);

    private static async Task<List<ProgrammeReleased>> JobsAsync(TestStore test) =>
        [.. (await test.Store.ReadAsync(db => db.Jobs.Where(j => j.Kind == nameof(ProgrammeReleased)).ToListAsync(Ct))).Select(j => j.Read<ProgrammeReleased>())];
}
