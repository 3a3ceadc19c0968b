using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Agenda;

public sealed class AgendaServiceTests
{
    private static readonly Actor Organiser = new() { Name = "Ona Organiser", IsOrganiser = true, IsModerator = true };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_session_goes_live_and_ends_at_its_real_marks(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Samples.Session());
        var agenda = Service(test);
        var start = test.Clock.GetUtcNow();

        await agenda.GoLiveAsync(Organiser, 1, Ct);
        test.Clock.Advance(TimeSpan.FromMinutes(24));
        await agenda.EndAsync(Organiser, 1, Ct);

        var session = (await new AgendaQueries(test.Store).SessionAsync(1, Ct))!;
        Assert.Equal((SessionState.Ended, start, start.AddMinutes(24)), (session.State, session.WentLiveAt, session.EndedAt));
        Assert.Equal([new SessionEnded(1)], await JobsAsync(test));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Only_an_organiser_starts_and_ends(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Samples.Session());
        var agenda = Service(test);
        var moderator = new Actor { Name = "Mo", IsModerator = true, IsSpeaker = true, IsCaptioner = true, IsDoor = true };

        var started = await agenda.GoLiveAsync(moderator, 1, Ct);
        await agenda.GoLiveAsync(Organiser, 1, Ct);
        var ended = await agenda.EndAsync(moderator, 1, Ct);

        Assert.Equal([AgendaRefusals.NotOrganiser, AgendaRefusals.NotOrganiser], [started.Refusal, ended.Refusal]);
        Assert.Equal(SessionState.Live, (await new AgendaQueries(test.Store).SessionAsync(1, Ct))!.State);
        Assert.Empty(await JobsAsync(test));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task What_is_not_live_cannot_end_and_leaves_no_job(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Samples.Session());

        var planned = await Service(test).EndAsync(Organiser, 1, Ct);
        var unknown = await Service(test).EndAsync(Organiser, 99, Ct);

        Assert.Equal([AgendaRefusals.NotLive, AgendaRefusals.Unknown], [planned.Refusal, unknown.Refusal]);
        Assert.Empty(await JobsAsync(test));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_break_an_ended_session_and_one_on_a_busy_stage_cannot_go_live(DatabaseProvider provider)
    {
        var pause = Samples.Session("pause");
        pause.Kind = SessionKind.Break;
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Samples.Session("first"), Samples.Session("second"), pause);
        var agenda = Service(test);
        await agenda.GoLiveAsync(Organiser, 1, Ct);

        var busy = await agenda.GoLiveAsync(Organiser, 2, Ct);
        await agenda.EndAsync(Organiser, 1, Ct);
        var again = await agenda.GoLiveAsync(Organiser, 1, Ct);
        var coffee = await agenda.GoLiveAsync(Organiser, 3, Ct);

        Assert.Equal([AgendaRefusals.StageBusyWith("Talk first"), AgendaRefusals.CannotStart(SessionState.Ended), AgendaRefusals.NotStreamed], [busy.Refusal, again.Refusal, coffee.Refusal]);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_organisers_who_start_two_sessions_of_one_stage_at_once_one_wins(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Samples.Session("first"), Samples.Session("second"));
        var agenda = Service(test);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => agenda.GoLiveAsync(Organiser, 1 + (i % 2), Ct), Ct)));

        Assert.Single(results, r => !r.IsRefused);
        Assert.All(results.Where(r => r.IsRefused), r => Assert.Contains(r.Refusal!.Code, new[] { AgendaRefusals.StageBusy.Code, AgendaRefusals.CannotStart(SessionState.Live).Code }));
        Assert.Equal(1, await test.Store.ReadAsync(db => db.Sessions.CountAsync(s => s.State == SessionState.Live, Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_organisers_who_end_a_session_at_once_one_wins_and_leaves_one_job(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Stage(), Samples.Session());
        var agenda = Service(test);
        await agenda.GoLiveAsync(Organiser, 1, Ct);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => agenda.EndAsync(Organiser, 1, Ct), Ct)));

        Assert.Single(results, r => !r.IsRefused);
        Assert.All(results.Where(r => r.IsRefused), r => Assert.Equal(AgendaRefusals.NotLive, r.Refusal));
        Assert.Equal([new SessionEnded(1)], await JobsAsync(test));
    }

    private static AgendaService Service(TestStore test) => new(test.Store, new Feed<AgendaChanged>(), new JobBell(), test.Clock);

    private static async Task<List<SessionEnded>> JobsAsync(TestStore test) =>
        [.. (await test.Store.ReadAsync(db => db.Jobs.Where(j => j.Kind == nameof(SessionEnded)).ToListAsync(Ct))).Select(j => j.Read<SessionEnded>())];
}
