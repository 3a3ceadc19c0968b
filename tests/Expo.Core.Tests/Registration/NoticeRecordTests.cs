using Expo.Core.Data;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

/// <summary>What organisers see of notices, and what is left of them after an erasure.</summary>
public sealed class NoticeRecordTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

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
