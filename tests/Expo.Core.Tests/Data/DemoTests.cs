using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Data.Demo;
using Expo.Core.Jobs;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Data;

public sealed class DemoTests
{
    private static readonly EventTime Washington = EventTime.In(DemoData.TimeZone);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<int> HoursOfTheDay => [3, 4, 5, 7, 14, 22];

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_demo_has_what_the_expo_had(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider);

        Assert.True(await new DemoData(test.Store, test.Clock).SeedAsync(Ct));

        await using var db = test.Factory.CreateDbContext();
        var sessions = await db.Sessions.Include(s => s.Speakers).ToListAsync(Ct);
        Assert.Equal(19, sessions.Count(s => s.Kind == SessionKind.Talk));
        Assert.Equal(1, sessions.Count(s => s.Kind == SessionKind.Keynote));
        Assert.Equal(2, sessions.Count(s => s.Kind == SessionKind.Panel));
        var presenters = sessions.Where(s => s.Kind == SessionKind.Talk).SelectMany(s => s.Speakers).ToList();
        Assert.Equal(19, presenters.Select(p => p.Company).Distinct().Count());
        Assert.Equal(["Canada", "Germany", "Sweden", "United States"], presenters.Select(p => p.Country).Distinct().Order());
        Assert.Equal(400, (await db.SeatPools.SingleAsync(p => p.Name == "Room", Ct)).Capacity);
        Assert.Equal(6, await db.Accounts.CountAsync(Ct));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_demo_has_tickets_a_code_questions_and_a_statement_and_every_seat_is_free(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider);
        await new DemoData(test.Store, test.Clock).SeedAsync(Ct);
        await using var db = test.Factory.CreateDbContext();
        var conference = await db.Conferences.SingleAsync(Ct);
        var availability = new AvailabilityQueries(test.Store, Options.Create(new RegistrationOptions()), test.Clock);

        var open = await availability.TicketsAsync(conference, null, Ct);
        var withCode = await availability.TicketsAsync(conference, "press demo", Ct);

        Assert.Equal([("room", (int?)400), ("stream", null), ("exhibitor", 40), ("government", 30)], open.Select(t => (t.Type.Code, t.Left)));
        Assert.Equal(["room", "stream", "press", "exhibitor", "government"], withCode.Select(t => t.Type.Code));
        Assert.All(withCode, ticket => Assert.False(string.IsNullOrEmpty(ticket.Type.Description)));
        Assert.Equal([AnswerKind.Choice, AnswerKind.Text], await db.FormQuestions.OrderBy(q => q.Position).Select(q => q.Kind).ToListAsync(Ct));
        Assert.Equal(1, (await new PrivacyQueries(test.Store).CurrentAsync(conference.Id, Ct))!.Version);
        Assert.Equal(new DateTimeOffset(2023, 3, 4, 22, 0, 0, TimeSpan.Zero), (await db.RegistrationSettings.SingleAsync(Ct)).AccommodationsBy);
        Assert.All(await new RegistrationQueries(test.Store, test.Clock).CheckLedgerAsync(conference.Id, Ct), pool => Assert.True(pool.AddsUp));
    }

    [Theory, MemberData(nameof(HoursOfTheDay))]
    public async Task Whatever_the_hour_one_session_is_live_some_are_over_and_some_are_to_come(int hour)
    {
        await using var test = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        test.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 20, hour, 7, 0, TimeSpan.Zero));

        await new DemoData(test.Store, test.Clock).SeedAsync(Ct);

        var programme = await new AgendaQueries(test.Store).ProgrammeAsync(1, Ct);
        var live = Assert.Single(programme, s => s.State == SessionState.Live);
        var now = test.Clock.GetUtcNow();
        Assert.InRange(now, live.StartsAt, live.EndsAt);
        Assert.Contains(programme, s => s.State == SessionState.Ended);
        Assert.Contains(programme, s => s.State == SessionState.Planned);
        Assert.Equal(2, programme.Select(s => Washington.Day(s.StartsAt)).Distinct().Count());
        Assert.Equal(2, programme.Select(s => Washington.Day(s.EndsAt)).Distinct().Count());
    }

    [Fact]
    public async Task A_demo_started_again_counts_its_days_without_what_has_no_time()
    {
        await using var test = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        var demo = new DemoData(test.Store, test.Clock);
        await demo.SeedAsync(Ct);
        var organiser = new Actor { Name = "Ona", IsOrganiser = true };
        await new ProgrammeService(test.Store, new(), test.Clock).CreateAsync(organiser, 1, new("Added", "", SessionKind.Talk, [], [], null), Ct);
        await test.Store.ReadAsync(db => db.Sessions.Where(s => s.Title == "Added").ExecuteUpdateAsync(set => set.SetProperty(s => s.StartsAt, default(DateTimeOffset)).SetProperty(s => s.EndsAt, default(DateTimeOffset)), Ct));
        var live = (await new AgendaQueries(test.Store).LiveAsync(1, Ct))!;
        await new AgendaService(test.Store, new(), new JobBell(), test.Clock).EndAsync(organiser, live.Id, Ct);
        test.Clock.Advance(TimeSpan.FromDays(3.2));

        await demo.SeedAsync(Ct);

        var agenda = new AgendaQueries(test.Store);
        var conference = (await agenda.ConferenceAsync(Ct))!;
        var placed = (await agenda.WorkingProgrammeAsync(1, Ct)).FindAll(s => s.IsPlaced);
        Assert.Equal((Washington.Day(placed[0].StartsAt), Washington.Day(placed[^1].StartsAt)), (conference.FirstDay, conference.LastDay));
        Assert.Contains(placed, s => s.State == SessionState.Planned && s.StartsAt <= test.Clock.GetUtcNow() && test.Clock.GetUtcNow() < s.EndsAt);
    }

    [Fact]
    public async Task A_demo_started_again_days_later_is_live_again()
    {
        await using var test = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        var demo = new DemoData(test.Store, test.Clock);
        await demo.SeedAsync(Ct);
        test.Clock.Advance(TimeSpan.FromDays(3.2));

        Assert.False(await demo.SeedAsync(Ct));

        var live = await new AgendaQueries(test.Store).LiveAsync(1, Ct);
        Assert.NotNull(live);
        Assert.InRange(test.Clock.GetUtcNow(), live.StartsAt, live.EndsAt);
        Assert.Equal(live.StartsAt, live.WentLiveAt);
    }
}
