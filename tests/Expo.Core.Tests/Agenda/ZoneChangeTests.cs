using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Agenda;

public sealed class ZoneChangeTests
{
    private const string NewYork = "America/New_York";
    private const string Berlin = "Europe/Berlin";

    private static readonly Actor Organiser = new() { Name = "Ona Organiser", IsOrganiser = true, IsModerator = true };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Another_zone_keeps_what_the_clocks_show_and_the_public_sees_it_with_the_next_release(DatabaseProvider provider)
    {
        var conference = Samples.Conference();
        conference.RegistrationClosesAt = EventTime.In(NewYork).At(new DateOnly(2023, 3, 1), new TimeOnly(23, 59));
        await using var test = await TestStore.CreateAsync(provider, conference, Samples.Stage(), Samples.Session());
        var agenda = new AgendaQueries(test.Store);

        var result = await Service(test).ChangeZoneAsync(Organiser, 1, NewYork, Berlin, Ct);

        var moved = (await agenda.WorkingSessionAsync(1, Ct))!;
        Assert.Equal((NewYork, Berlin, "1 March 2023, 23:59 EST"), (result.Value.TimeZone, result.Value.WorkingTimeZone, EventTime.In(NewYork).Full(result.Value.RegistrationClosesAt!.Value)));
        Assert.Equal(("14 March 2023, 09:00 CET", "09:25 CET", 1), (EventTime.In(Berlin).Full(moved.StartsAt), EventTime.In(Berlin).Clock(moved.EndsAt), moved.Revision));
        Assert.Equal((NewYork, Samples.Opening), ((await agenda.ConferenceAsync(Ct))!.TimeZone, (await agenda.SessionAsync(1, Ct))!.StartsAt));
        await ReleaseTests.ReleaseAsync(test, "In Berlin");
        var released = (await agenda.ConferenceAsync(Ct))!;
        Assert.Equal((Berlin, null, "1 March 2023, 23:59 CET"), (released.TimeZone, released.DraftTimeZone, EventTime.In(Berlin).Full(released.RegistrationClosesAt!.Value)));
        Assert.Equal((Samples.Opening.AddHours(-5), 1), ((await agenda.SessionAsync(1, Ct))!.StartsAt, (await agenda.SessionAsync(1, Ct))!.Revision));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_zone_there_and_back_leaves_nothing_to_release(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Samples.Session());

        await Service(test).ChangeZoneAsync(Organiser, 1, NewYork, Berlin, Ct);
        var back = await Service(test).ChangeZoneAsync(Organiser, 1, Berlin, NewYork, Ct);

        Assert.Equal((NewYork, null), (back.Value.TimeZone, back.Value.DraftTimeZone));
        Assert.True((await new ReleaseQueries(test.Store, test.Clock).PlanAsync(Organiser, 1, Ct)).Value.ChangesNothing);
    }

    [Fact]
    public async Task Before_the_first_release_another_zone_counts_at_once()
    {
        var conference = Samples.Conference();
        conference.RegistrationClosesAt = EventTime.In(NewYork).At(new DateOnly(2023, 3, 1), new TimeOnly(23, 59));
        await using var test = await TestStore.CreateAsync(DatabaseProvider.Sqlite, conference, Samples.Stage());

        await Service(test).ChangeZoneAsync(Organiser, 1, NewYork, Berlin, Ct);

        var known = (await new AgendaQueries(test.Store).ConferenceAsync(Ct))!;
        Assert.Equal((Berlin, null, "1 March 2023, 23:59 CET"), (known.TimeZone, known.DraftTimeZone, EventTime.In(Berlin).Full(known.RegistrationClosesAt!.Value)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_session_that_was_added_without_a_time_keeps_no_zone_from_being_changed(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Samples.Session());
        var programme = new ProgrammeService(test.Store, new Feed<AgendaChanged>(), test.Clock);
        await programme.CreateAsync(Organiser, 1, new("Added", "", SessionKind.Talk, [], [], null), Ct);
        var off = (await programme.UnplaceAsync(Organiser, 1, 0, Ct)).Value;

        var changed = await Service(test).ChangeZoneAsync(Organiser, 1, NewYork, Berlin, Ct);
        var undone = await programme.UndoAsync(Organiser, off, Ct);

        Assert.Equal((Berlin, ProgrammeRefusals.NotUndone("Talk isotopes")), (changed.Value.WorkingTimeZone, undone.Refusal));
        Assert.Equal(["Added", "Talk isotopes"], await test.Store.ReadAsync(db => db.Sessions.Where(s => !s.IsPlaced && s.Revision > 0).Select(s => s.Title).Order().ToListAsync(Ct)));
    }

    [Fact]
    public async Task A_time_that_the_other_zone_skips_is_taken_after_the_gap_and_the_talk_keeps_its_length()
    {
        // Berlin's clocks went from 02:00 to 03:00 on 26 March 2023.
        var night = EventTime.In(NewYork).At(new DateOnly(2023, 3, 26), new TimeOnly(2, 45));
        await using var test = await TestStore.CreateAsync(DatabaseProvider.Sqlite, Samples.Conference(), Samples.Stage(), Samples.Session("night", night));

        await Service(test).ChangeZoneAsync(Organiser, 1, NewYork, Berlin, Ct);

        var moved = (await new AgendaQueries(test.Store).WorkingSessionAsync(1, Ct))!;
        Assert.Equal(("26 March 2023, 03:45 CEST", TimeSpan.FromMinutes(25)), (EventTime.In(Berlin).Full(moved.StartsAt), moved.EndsAt - moved.StartsAt));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Only_an_organiser_changes_the_zone_from_what_was_shown_and_not_once_a_session_was_live(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Samples.Session());
        var service = Service(test);

        var forbidden = await service.ChangeZoneAsync(new Actor { Name = "Mo", IsModerator = true }, 1, NewYork, Berlin, Ct);
        var unknown = await service.ChangeZoneAsync(Organiser, 1, NewYork, "Mars/Olympus", Ct);
        var stale = await service.ChangeZoneAsync(Organiser, 1, "UTC", Berlin, Ct);
        await service.GoLiveAsync(Organiser, 1, Ct);
        var late = await service.ChangeZoneAsync(Organiser, 1, NewYork, Berlin, Ct);

        Assert.Equal([AgendaRefusals.ZoneNotAllowed, AgendaRefusals.UnknownZone, AgendaRefusals.ZoneChangedMeanwhile, AgendaRefusals.ZoneAfterStart], [forbidden.Refusal, unknown.Refusal, stale.Refusal, late.Refusal]);
        Assert.Equal(NewYork, (await new AgendaQueries(test.Store).ConferenceAsync(Ct))!.WorkingTimeZone);
    }

    private static AgendaService Service(TestStore test) => new(test.Store, new Feed<AgendaChanged>(), new JobBell(), test.Clock);
}
