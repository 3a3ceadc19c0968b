using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Mail;
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

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_organiser_sees_who_waits_until_when_and_who_was_told_of_what_and_when(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada", "grace");
        await desk.StarAsync("ada", "yarn", "ports");
        await desk.StarAsync("grace", "ports");
        var by = RegistrationDesk.Organiser;
        var nothing = (await desk.Told.WaitingAsync(by, 1, Ct)).Value;
        await desk.MoveAsync("yarn", TimeSpan.FromHours(5));
        await desk.CancelAsync("ports");
        var release = await desk.ReleaseAsync("Second");
        var due = release.ReleasedAt.AddMinutes(15);

        var unplanned = (await desk.Told.WaitingAsync(by, 1, Ct)).Value;
        await desk.RunAsync();
        var planned = (await desk.Told.WaitingAsync(by, 1, Ct)).Value;
        Assert.Null((await desk.Notices.TellNowAsync(by, 1, Ct)).Refusal);
        await desk.RunAsync();
        await desk.Store.ReadAsync(db => db.Outbox.Where(l => l.Recipient == "grace@example.org").ExecuteUpdateAsync(set => set.SetProperty(l => l.SentAt, due), Ct));
        var page = (await desk.Told.PageAsync(by, 1, new NoticeFilter(), 0, 10, Ct)).Value;

        Assert.Null(nothing);
        Assert.Equal([new NoticesWaiting(2, "Second", due), new NoticesWaiting(2, "Second", due)], [unplanned, planned]);
        Assert.Null((await desk.Told.WaitingAsync(by, 1, Ct)).Value);
        Assert.Equal(StarRefusals.NothingWaits, (await desk.Notices.TellNowAsync(by, 1, Ct)).Refusal);
        Assert.Equal((3, 2), (page.Total, page.People));
        Assert.Equal(
            ["Person ada Talk ports Waiting", "Person ada Talk yarn Waiting", "Person grace Talk ports Sent"],
            page.Notices.Select(n => $"{n.Person} {n.Title} {n.State}").Order());
        Assert.All(page.Notices, n => Assert.Equal("Second", n.Release));
        Assert.Equal(["Person grace"], await FoundAsync(new NoticeFilter(State: LetterState.Sent)));
        Assert.Equal(["Person ada"], await FoundAsync(new NoticeFilter(SessionId: 1)));
        Assert.Equal(["Person grace"], await FoundAsync(new NoticeFilter(Text: "GRACE@")));
        Assert.Equal([], await FoundAsync(new NoticeFilter(ReleaseId: 1)));
        Assert.Equal([(2, "Second")], (await desk.Told.ChoicesAsync(by, 1, Ct)).Value.Releases);
        async Task<List<string>> FoundAsync(NoticeFilter filter) => [.. (await desk.Told.PageAsync(by, 1, filter, 0, 10, Ct)).Value.Notices.Select(n => n.Person)];
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Nobody_but_an_organiser_reads_or_hastens_notices(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider);
        var somebody = new Expo.Core.Accounts.Actor { Name = "Mo Moderator", IsModerator = true };

        Assert.Equal(
            [StarRefusals.NotOrganiser, StarRefusals.NotOrganiser, StarRefusals.NotOrganiser, StarRefusals.NotOrganiser],
            [
                (await desk.Told.PageAsync(somebody, 1, new NoticeFilter(), 0, 1, Ct)).Refusal, (await desk.Told.WaitingAsync(somebody, 1, Ct)).Refusal,
                (await desk.Told.ChoicesAsync(somebody, 1, Ct)).Refusal, (await desk.Notices.TellNowAsync(somebody, 1, Ct)).Refusal,
            ]);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_star_and_a_notice_that_are_being_written_while_their_person_is_erased_leave_no_trace(DatabaseProvider provider)
    {
        await using var privacy = await Privacy.PrivacyDesk.OpenAsync(provider);
        var (test, desk) = (privacy.Desk.Test, privacy.Desk);
        await test.AddAsync(Samples.Stage(), Samples.Session("yarn", StarDesk.First), Samples.Session("ports", StarDesk.First.AddHours(1)));
        await desk.RegisterAsync("ada");
        var code = await desk.CodeAsync("ada");
        await new StarService(test.Store, test.Clock).StarAsync(code, "yarn", Ct);
        await using var db = test.Factory.CreateDbContext();
        await using var writing = await db.Database.BeginTransactionAsync(Ct);

        // As a star and a telling do it: the person's row first.
        await db.Attendees.Where(a => a.TicketCode == code).ExecuteUpdateAsync(set => set.SetProperty(a => a.CalendarKey, "0123456789abcdef0123456789abcdef"), Ct);
        var letter = OutboxLetter.For(ChangeLetterWriter.Template, "ada@example.org", 1, 1, test.Clock.GetUtcNow());
        db.AddRange(new SavedSession { AttendeeId = 1, SessionId = 2, KnownReleaseId = 1 }, letter);
        await db.SaveChangesAsync(Ct);
        db.Add(new ChangeNotice { AttendeeId = 1, SessionId = 1, FromReleaseId = 1, ReleaseId = 1, Text = "Moved", OutboxLetterId = letter.Id });
        await db.SaveChangesAsync(Ct);
        var erasing = Task.Run(() => privacy.Service.EraseOwnAsync(code, Ct), Ct);
        await WaitsAsync(test, provider);
        await writing.CommitAsync(Ct);
        var erased = await erasing;

        Assert.Null(erased.Refusal);
        Assert.Equal((0, 0, 0, 0), await test.Store.ReadAsync(async read => (
            await read.SavedSessions.CountAsync(Ct), await read.ChangeNotices.CountAsync(Ct), await read.Outbox.CountAsync(l => l.Recipient == "ada@example.org", Ct), await read.Attendees.CountAsync(a => a.CalendarKey != null, Ct))));
    }

    /// <summary>Until the database says that somebody waits for a lock. In SQLite a second writer cannot even begin.</summary>
    private static async Task WaitsAsync(TestStore test, DatabaseProvider provider)
    {
        while (provider == DatabaseProvider.PostgreSql && await test.Store.ReadAsync(db => db.Database.SqlQueryRaw<int>("SELECT count(*)::int AS \"Value\" FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE NOT l.granted AND a.datname = current_database()").SingleAsync(Ct)) == 0)
        {
            await Task.Yield();
        }
    }
}
