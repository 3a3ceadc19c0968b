using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

public sealed class ChangeNoticeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task One_letter_tells_all_changes_with_the_old_and_the_new_time_and_nothing_twice(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada", "grace", "mary");
        await desk.StarAsync("ada", "yarn", "isotopes");
        await desk.StarAsync("grace", "isotopes", "ports");
        await desk.StarAsync("mary", "ports");
        await desk.MoveAsync("yarn", TimeSpan.FromHours(6));
        await desk.CancelAsync("isotopes");
        await desk.ReleaseAsync("Second");

        await desk.PassAsync(minutes: 14);
        var early = await desk.LettersAsync();
        await desk.PassAsync(minutes: 1);
        await desk.PassAsync();

        Assert.Empty(early);
        Assert.Equal(
            [
                "ada yarn: Moved from 15 March 2023, 09:00 EDT, to 15:00 EDT.", "ada isotopes: Cancelled. It was planned for 15 March 2023, 10:00 EDT, Main stage.",
                "grace isotopes: Cancelled. It was planned for 15 March 2023, 10:00 EDT, Main stage.",
            ],
            await desk.NoticesAsync());
        Assert.Equal(["ada@example.org", "grace@example.org"], (await desk.LettersAsync()).Select(l => l.Recipient));
        var letter = (await desk.Writer().WriteAsync((await desk.LettersAsync())[0], Ct))!;
        Assert.Equal("2 sessions that you starred have changed: Forced Labor Technical Expo", letter.Subject);
        Assert.Contains("Talk isotopes: Cancelled. It was planned for 15 March 2023, 10:00 EDT, Main stage.", letter.Text, StringComparison.Ordinal);
        Assert.Contains("Talk yarn: Moved from 15 March 2023, 09:00 EDT, to 15:00 EDT.", letter.Text, StringComparison.Ordinal);
        Assert.StartsWith("https://expo.example/letters/unsubscribe/", letter.UnsubscribeAt, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_next_change_is_held_beside_what_the_person_was_told_last(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada");
        await desk.StarAsync("ada", "yarn");
        await desk.MoveAsync("yarn", TimeSpan.FromHours(5));
        await desk.ReleaseAsync("Second");
        await desk.PassAsync();
        await desk.EditAsync("yarn", session => session.Summary = "Told in other words.");
        await desk.ReleaseAsync("Third");
        await desk.PassAsync();
        await desk.EditAsync("yarn", session => session.Title = "Yarn and thread");
        await desk.ReleaseAsync("Fourth");
        await desk.PassAsync();
        await desk.CancelAsync("yarn");
        await desk.ReleaseAsync("Fifth");
        await desk.PassAsync();

        Assert.Equal(
            ["ada yarn: Moved from 15 March 2023, 09:00 EDT, to 14:00 EDT.", "ada yarn: It was called “Talk yarn”.", "ada yarn: Cancelled. It was planned for 15 March 2023, 14:00 EDT, Main stage."],
            await desk.NoticesAsync());
        Assert.Equal([2, 4, 5], (await desk.LettersAsync()).Select(l => l.Version));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task However_many_tell_at_once_each_person_gets_one_letter(DatabaseProvider provider)
    {
        var people = Enumerable.Range(0, 30).Select(i => $"p{i}").ToArray();
        await using var desk = await StarDesk.OpenAsync(provider, people);
        foreach (var person in people)
        {
            await desk.StarAsync(person, "yarn", "ports");
        }

        await desk.MoveAsync("yarn", TimeSpan.FromHours(5));
        await desk.CancelAsync("ports");
        var release = await desk.ReleaseAsync("Second");

        var told = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => new ChangeNotices(desk.Store, new Expo.Core.Jobs.JobBell(), desk.Test.Clock).TellAsync(new TellOfChanges(1, release.Id), Ct), Ct)));

        Assert.Equal(30, told.Sum());
        Assert.Equal(people.Select(p => $"{p}@example.org").Order(), (await desk.LettersAsync()).Select(l => l.Recipient).Order());
        Assert.Equal(60, (await desk.NoticesAsync()).Count);
        Assert.Equal(0, await desk.Store.ReadAsync(db => db.SavedSessions.CountAsync(s => s.KnownReleaseId != release.Id, Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Whoever_cancelled_or_was_not_concerned_is_told_nothing_and_a_letter_that_waits_is_not_sent_to_who_cancels(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada", "grace", "mary");
        await desk.StarAsync("ada", "yarn");
        await desk.StarAsync("grace", "yarn");
        await desk.StarAsync("mary", "isotopes");
        await desk.Desk.Service.CancelAsync(await desk.Desk.CodeAsync("ada"), Ct);
        await desk.MoveAsync("yarn", TimeSpan.FromHours(5));
        await desk.ReleaseAsync("Second");
        await desk.PassAsync();

        var letter = Assert.Single(await desk.LettersAsync());
        var before = await desk.Writer().WriteAsync(letter, Ct);
        await desk.Desk.Service.CancelAsync(await desk.Desk.CodeAsync("grace"), Ct);

        Assert.Equal("grace@example.org", before!.To);
        Assert.Null(await desk.Writer().WriteAsync(letter, Ct));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_what_is_over_nobody_is_told(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada");
        await desk.StarAsync("ada", "yarn", "ports");
        await desk.EditAsync("yarn", session => session.Title = "Corrected later");
        await desk.EditAsync("ports", session => session.Title = "Still to come");
        desk.Test.Clock.SetUtcNow(StarDesk.First.AddHours(1));
        await desk.ReleaseAsync("Second");

        await desk.PassAsync();

        Assert.Equal(["ada ports: It was called “Talk ports”."], await desk.NoticesAsync());
        Assert.Equal(["yarn 2", "ports 2"], await desk.StarsAsync("ada"));
    }
}
