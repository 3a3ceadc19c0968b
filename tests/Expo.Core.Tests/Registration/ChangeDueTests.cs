using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

/// <summary>When people are told of what a release changed.</summary>
public sealed class ChangeDueTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Releases_within_the_pause_are_one_notice_and_what_was_moved_back_is_none(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada");
        await desk.StarAsync("ada", "yarn", "ports");
        await desk.MoveAsync("yarn", TimeSpan.FromHours(6));
        await desk.MoveAsync("ports", TimeSpan.FromHours(1));
        await desk.ReleaseAsync("Second");
        await desk.PassAsync(minutes: 10);
        await desk.MoveAsync("yarn", TimeSpan.FromHours(-6));
        await desk.MoveAsync("ports", TimeSpan.FromHours(1));
        await desk.ReleaseAsync("Third");

        await desk.PassAsync(minutes: 4);
        var early = await desk.NoticesAsync();
        await desk.PassAsync(minutes: 1);

        Assert.Empty(early);
        Assert.Equal(["ada ports: Moved from 15 March 2023, 11:00 EDT, to 13:00 EDT."], await desk.NoticesAsync());
        Assert.Equal(["yarn 3", "ports 3"], await desk.StarsAsync("ada"));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Who_releases_again_and_again_puts_the_notices_off_no_longer_than_the_pause(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada");
        await desk.StarAsync("ada", "yarn");
        for (var number = 2; number <= 5; number++)
        {
            await desk.MoveAsync("yarn", TimeSpan.FromHours(1));
            await desk.ReleaseAsync($"Release {number}");
            await desk.PassAsync(minutes: 10);
        }

        Assert.Equal(["ada yarn: Moved from 15 March 2023, 09:00 EDT, to 11:00 EDT.", "ada yarn: Moved from 15 March 2023, 11:00 EDT, to 13:00 EDT."], await desk.NoticesAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_release_that_follows_what_was_told_has_a_pause_of_its_own(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada");
        await desk.StarAsync("ada", "yarn");
        await desk.MoveAsync("yarn", TimeSpan.FromHours(1));
        await desk.ReleaseAsync("Second");
        await desk.RunAsync();
        await desk.Notices.TellNowAsync(RegistrationDesk.Organiser, 1, Ct);
        await desk.PassAsync(minutes: 10);
        await desk.MoveAsync("yarn", TimeSpan.FromHours(1));
        await desk.ReleaseAsync("Third");

        await desk.PassAsync(minutes: 14);
        var early = await desk.NoticesAsync();
        await desk.PassAsync(minutes: 1);

        Assert.Equal((1, 2), (early.Count, (await desk.NoticesAsync()).Count));
    }

    public static TheoryData<DatabaseProvider, int, int, int> Starts()
    {
        var data = new TheoryData<DatabaseProvider, int, int, int>();
        foreach (var provider in TestDatabases.All().Select(row => (DatabaseProvider)row[0]))
        {
            data.Add(provider, 20, 600, 0);
            data.Add(provider, -5, 600, 0);
            data.Add(provider, 600, 20, 0);
            data.Add(provider, 50, 600, 20);
            data.Add(provider, 600, 50, 20);
            data.Add(provider, 100, 600, 60);
        }

        return data;
    }

    /// <param name="old">Minutes from the release to the old start of a session of 25 minutes.</param>
    /// <param name="new">The same for its new start.</param>
    /// <param name="told">Minutes from the release to the notice, with a pause of an hour.</param>
    [Theory, MemberData(nameof(Starts))]
    public async Task People_are_told_half_an_hour_before_the_earlier_of_the_old_and_the_new_start_or_at_once(DatabaseProvider provider, int old, int @new, int told)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada");
        await desk.Store.ReadAsync(db => db.Conferences.ExecuteUpdateAsync(set => set.SetProperty(c => c.NoticeAfterMinutes, 60), Ct));
        await desk.StarAsync("ada", "yarn");
        desk.Test.Clock.SetUtcNow(StarDesk.First.AddMinutes(-old));
        await desk.MoveAsync("yarn", TimeSpan.FromMinutes(@new - old));
        var release = await desk.ReleaseAsync("Second");

        await desk.PassAsync(minutes: told);

        Assert.Equal(release.ReleasedAt.AddMinutes(told), await desk.Store.ReadAsync(db => db.Jobs.Where(j => j.Kind == nameof(TellOfChanges)).Select(j => j.DueAt).SingleAsync(Ct)));
        Assert.Single(await desk.NoticesAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_session_that_falls_out_before_the_pause_is_over_is_told_of(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada");
        await desk.Store.ReadAsync(db => db.Conferences.ExecuteUpdateAsync(set => set.SetProperty(c => c.NoticeAfterMinutes, 60), Ct));
        await desk.StarAsync("ada", "yarn");
        desk.Test.Clock.SetUtcNow(StarDesk.First.AddMinutes(-20));
        await desk.CancelAsync("yarn");
        var release = await desk.ReleaseAsync("Second");

        var waiting = (await desk.Told.WaitingAsync(RegistrationDesk.Organiser, 1, Ct)).Value;
        await desk.RunAsync();

        Assert.Equal(new NoticesWaiting(1, "Second", release.ReleasedAt), waiting);
        Assert.Equal(["ada yarn: Cancelled. It was planned for 15 March 2023, 09:00 EDT, Main stage."], await desk.NoticesAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_session_that_nobody_starred_hastens_no_notice(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada", "grace");
        await desk.StarAsync("ada", "ports");
        await desk.StarAsync("grace", "yarn");
        await desk.Desk.Service.CancelAsync(await desk.Desk.CodeAsync("grace"), Ct);
        desk.Test.Clock.SetUtcNow(StarDesk.First.AddMinutes(-10));
        await desk.CancelAsync("yarn");
        await desk.MoveAsync("ports", TimeSpan.FromHours(1));
        await desk.ReleaseAsync("Second");

        await desk.PassAsync(minutes: 14);
        var early = await desk.NoticesAsync();
        await desk.PassAsync(minutes: 1);

        Assert.Equal((0, 1), (early.Count, (await desk.NoticesAsync()).Count));
    }
}
