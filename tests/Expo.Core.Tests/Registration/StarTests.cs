using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

public sealed class StarTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_star_is_kept_with_the_release_that_is_known_then_and_is_taken_back(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada", "grace");
        await desk.StarAsync("ada", "yarn", "ports");
        await desk.MoveAsync("isotopes", TimeSpan.FromHours(4));
        await desk.ReleaseAsync("Second");
        await desk.StarAsync("ada", "isotopes");

        var before = await desk.StarsAsync("ada");
        await desk.Stars.UnstarAsync(await desk.Desk.CodeAsync("ada"), "yarn", Ct);
        await desk.Stars.UnstarAsync(await desk.Desk.CodeAsync("ada"), "yarn", Ct);

        Assert.Equal(["yarn 1", "isotopes 2", "ports 1"], before);
        Assert.Equal(["isotopes 2", "ports 1"], await desk.StarsAsync("ada"));
        Assert.Empty(await desk.StarsAsync("grace"));
        Assert.Equal(["ports", "isotopes"], (await desk.Queries.BookAsync(await desk.Desk.CodeAsync("ada"), Ct))!.Sessions.Select(s => s.Session.Slug));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Starring_and_taking_back_at_once_leaves_one_star_or_none_and_no_fault(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada");
        var code = await desk.Desk.CodeAsync("ada");

        var starred = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => desk.Stars.StarAsync(code, "yarn", Ct), Ct)));
        var one = await desk.StarsAsync("ada");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => i % 2 == 0 ? desk.Stars.StarAsync(code, "ports", Ct) : desk.Stars.UnstarAsync(code, "ports", Ct), Ct)));

        Assert.All(starred, result => Assert.Null(result.Refusal));
        Assert.Equal(["yarn 1"], one);
        Assert.True((await desk.StarsAsync("ada")).Count is 1 or 2);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_database_itself_holds_a_star_once(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada");
        await desk.StarAsync("ada", "yarn");

        var fault = await Assert.ThrowsAsync<DbUpdateException>(() => desk.Test.AddAsync(new SavedSession { AttendeeId = 1, SessionId = 1, KnownReleaseId = 1 }));

        Assert.True(ExpoStore.IsDuplicate(fault));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Only_a_ticket_that_stands_stars_and_only_sessions_that_people_can_go_to(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada", "grace");
        var (ada, grace) = (await desk.Desk.CodeAsync("ada"), await desk.Desk.CodeAsync("grace"));
        await desk.Test.Store.ReadAsync(db => db.Sessions.Where(s => s.Slug == "yarn").ExecuteUpdateAsync(set => set.SetProperty(s => s.IsPlaced, false), Ct));
        await desk.ReleaseAsync("Second");
        await desk.Desk.Service.CancelAsync(grace, Ct);

        var refused = new List<Refusal?>();
        foreach (var (code, slug) in new[] { (ada, "yarn"), (ada, "lunch"), (ada, "nothing"), (grace, "ports"), ("0000-0000-0000-0000", "ports"), ("", "ports") })
        {
            refused.Add((await desk.Stars.StarAsync(code, slug, Ct)).Refusal);
        }

        Assert.Equal([StarRefusals.SessionCancelled, StarRefusals.UnknownSession, StarRefusals.UnknownSession, StarRefusals.Cancelled, StarRefusals.NoTicket, StarRefusals.NoTicket], refused);
        Assert.Equal(StarRefusals.TooMany, (await desk.Stars.KeepAsync(ada, [.. Enumerable.Range(0, StarService.MostAtOnce + 1).Select(i => $"s{i}")], Ct)).Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Stars_of_a_browser_are_taken_over_beside_those_that_are_kept(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada");
        await desk.StarAsync("ada", "yarn");

        var kept = await desk.Stars.KeepAsync(await desk.Desk.CodeAsync("ada"), ["ports", "yarn", "ports", "gone", "lunch"], Ct);

        Assert.Equal(2, kept.Value);
        Assert.Equal(["yarn 1", "ports 1"], await desk.StarsAsync("ada"));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_calendar_has_a_secret_of_its_own_that_can_be_renewed_and_ended(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada");
        await desk.StarAsync("ada", "yarn");
        var code = await desk.Desk.CodeAsync("ada");

        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => desk.Stars.CalendarAsync(code, renew: false, Ct), Ct)));
        var first = keys[0].Value;
        var feed = await desk.Queries.FeedAsync(first, Ct);
        var second = (await desk.Stars.CalendarAsync(code, renew: true, Ct)).Value;

        Assert.Single(keys.Select(k => k.Value).Distinct());
        Assert.Matches("^[0-9a-f]{32}$", first);
        Assert.Equal(["yarn"], feed!.Sessions.Select(s => s.Slug));
        Assert.NotEqual(first, second);
        Assert.Null(await desk.Queries.FeedAsync(first, Ct));
        Assert.NotNull(await desk.Queries.FeedAsync(second, Ct));
        await desk.Stars.EndCalendarAsync(code, Ct);
        Assert.Null(await desk.Queries.FeedAsync(second, Ct));
        Assert.Null(await desk.Queries.FeedAsync("", Ct));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_calendar_keeps_a_cancelled_session_and_is_empty_once_the_registration_is_cancelled(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada");
        await desk.StarAsync("ada", "yarn");
        var key = (await desk.Stars.CalendarAsync(await desk.Desk.CodeAsync("ada"), renew: false, Ct)).Value;
        await desk.CancelAsync("yarn");
        await desk.ReleaseAsync("Second");

        var feed = (await desk.Queries.FeedAsync(key, Ct))!;
        await desk.Desk.Service.CancelAsync(await desk.Desk.CodeAsync("ada"), Ct);

        Assert.Equal([("yarn", SessionState.Cancelled, 1)], feed.Sessions.Select(s => (s.Slug, s.State, s.Revision)));
        Assert.Empty((await desk.Queries.FeedAsync(key, Ct))!.Sessions);
    }
}
