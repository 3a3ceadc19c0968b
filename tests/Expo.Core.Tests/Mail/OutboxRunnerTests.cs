using Expo.Core.Data;
using Expo.Core.Mail;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Expo.Core.Tests.Mail;

public sealed class OutboxRunnerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Three_runners_at_once_send_each_of_300_letters_exactly_once(DatabaseProvider provider)
    {
        await using var desk = await OutboxDesk.OpenAsync(provider);
        await desk.LeaveAsync(0, 300);
        var mailbox = new OutboxDesk.Mailbox();

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(
            async () =>
            {
                var runner = desk.Runner(mailbox, batch: 20);
                while ((await runner.RunAsync(Ct)).Taken > 0)
                {
                }
            },
            Ct)));

        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"p{i}@example.org").Order(), mailbox.Taken.Order());
        Assert.All(await desk.RowsAsync(), l => Assert.Equal((true, 1, null, null), (l.SentAt is not null, l.Attempts, l.LeasedUntil, l.LastError)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_batch_has_a_bound_and_takes_the_oldest_first(DatabaseProvider provider)
    {
        await using var desk = await OutboxDesk.OpenAsync(provider);
        await desk.LeaveAsync(0, 30, i => new OutboxLetter { Template = OutboxDesk.Template, Recipient = $"p{i}@example.org", SubjectId = i, CreatedAt = desk.Test.Clock.GetUtcNow(), DueAt = desk.Test.Clock.GetUtcNow().AddMinutes(-i) });
        var mailbox = new OutboxDesk.Mailbox();

        var step = await desk.Runner(mailbox, batch: 10).RunAsync(Ct);

        Assert.Equal(new OutboxStep(10, 10, 0, 0, 0, false), step);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"p{29 - i}@example.org"), mailbox.Taken);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_letters_of_a_runner_that_died_go_to_another_when_the_lease_runs_out_by_the_same_name(DatabaseProvider provider)
    {
        await using var desk = await OutboxDesk.OpenAsync(provider);
        await desk.LeaveAsync(0, 5);
        var dead = new OutboxDesk.Mailbox { Hangs = true };
        _ = desk.Runner(dead).RunAsync(CancellationToken.None);
        await dead.Begun.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        var second = new OutboxDesk.Mailbox();

        var tooEarly = await desk.Runner(second).RunAsync(Ct);
        desk.Test.Clock.Advance(OutboxRunner.Lease + TimeSpan.FromSeconds(1));
        var afterTheLease = await desk.Runner(second).RunAsync(Ct);

        Assert.Equal((0, 5), (tooEarly.Taken, afterTheLease.Sent));
        Assert.Equal(Enumerable.Range(1, 5).Select(i => $"SendTicket.{i}@expo.example"), second.Letters.Select(l => l.MessageId));
        Assert.All(second.Letters, l => Assert.True(l.MayBeSent));
        Assert.All(await desk.RowsAsync(), l => Assert.Equal((true, 2), (l.SentAt is not null, l.Attempts)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Only_what_was_not_sent_is_tried_again_and_a_refusal_for_good_is_not(DatabaseProvider provider)
    {
        await using var desk = await OutboxDesk.OpenAsync(provider);
        await desk.LeaveAsync(0, 4);
        var first = new OutboxDesk.Mailbox
        {
            Answer = l => l.To[1] switch { '1' => new Delivery(Outcome.Refused, "550 No such user"), '2' => new Delivery(Outcome.Later, "451 Greylisted"), _ => Delivery.Sent },
        };

        var step = await desk.Runner(first).RunAsync(Ct);
        var now = desk.Test.Clock.GetUtcNow();
        var rows = await desk.RowsAsync();
        var second = new OutboxDesk.Mailbox();
        Assert.Equal(0, (await desk.Runner(second).RunAsync(Ct)).Taken);
        desk.Test.Clock.Advance(TimeSpan.FromSeconds(31));
        await desk.Runner(second).RunAsync(Ct);

        Assert.Equal(new OutboxStep(4, 2, 0, 1, 1, false), step);
        Assert.Equal((now, "550 No such user"), (rows[1].FailedAt, rows[1].LastError));
        Assert.Equal((null, null, now.AddSeconds(30), "451 Greylisted"), (rows[2].FailedAt, rows[2].SentAt, rows[2].DueAt, rows[2].LastError));
        Assert.Equal(["p2@example.org"], second.Taken);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_letter_that_fails_comes_back_later_each_time_for_about_a_day_and_is_given_up_after_ten(DatabaseProvider provider)
    {
        await using var desk = await OutboxDesk.OpenAsync(provider);
        await desk.LeaveAsync(0, 1);
        var runner = desk.Runner(new OutboxDesk.Mailbox { Answer = _ => new Delivery(Outcome.Later, "451 Try again") });
        var begun = desk.Test.Clock.GetUtcNow();

        for (var attempt = 1; attempt <= 10; attempt++)
        {
            Assert.Equal(1, (await runner.RunAsync(Ct)).Taken);
            Assert.Equal(0, (await runner.RunAsync(Ct)).Taken);
            var row = (await desk.RowsAsync())[0];
            Assert.Equal((attempt, attempt == 10), (row.Attempts, row.FailedAt is not null));
            desk.Test.Clock.SetUtcNow(attempt == 10 ? desk.Test.Clock.GetUtcNow() : row.DueAt);
        }

        Assert.InRange(desk.Test.Clock.GetUtcNow() - begun, TimeSpan.FromHours(20), TimeSpan.FromHours(26));
    }

    [Fact]
    public async Task A_letter_that_its_worker_dies_of_each_time_is_given_up()
    {
        await using var desk = await OutboxDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.LeaveAsync(0, 1);
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            var dead = new OutboxDesk.Mailbox { Hangs = true };
            _ = desk.Runner(dead).RunAsync(CancellationToken.None);
            await dead.Begun.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
            desk.Test.Clock.Advance(OutboxRunner.Lease + TimeSpan.FromSeconds(1));
        }

        var mailbox = new OutboxDesk.Mailbox();
        await desk.Runner(mailbox).RunAsync(Ct);

        var row = (await desk.RowsAsync())[0];
        Assert.Equal((0, desk.Test.Clock.GetUtcNow(), "The program ended before the letter was sent, at each of the last attempts."), (mailbox.Taken.Count, row.FailedAt, row.LastError));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_stop_in_the_middle_gives_the_rest_back_at_once_and_notes_what_was_sent(DatabaseProvider provider)
    {
        await using var desk = await OutboxDesk.OpenAsync(provider);
        await desk.LeaveAsync(0, 6);
        using var stop = new CancellationTokenSource();
        var first = new OutboxDesk.Mailbox
        {
            Before = l =>
            {
                if (l.To == "p2@example.org")
                {
                    stop.Cancel();
                }
            },
        };

        await desk.Runner(first).RunAsync(stop.Token);
        var second = new OutboxDesk.Mailbox();
        await desk.Runner(second).RunAsync(Ct);

        Assert.Equal(["p0@example.org", "p1@example.org"], first.Taken);
        Assert.Equal(["p2@example.org", "p3@example.org", "p4@example.org", "p5@example.org"], second.Taken);
        Assert.All(await desk.RowsAsync(), l => Assert.Equal((1, null), (l.Attempts, l.LastError)));
    }

    [Fact]
    public async Task A_runner_that_lost_its_lease_notes_what_it_sent_and_nothing_else()
    {
        await using var desk = await OutboxDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.LeaveAsync(0, 2);
        var slow = new OutboxDesk.Mailbox
        {
            // While it works, its lease ends and another worker takes the letters.
            Before = l => desk.Test.Store.ReadAsync(db => db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(o => o.LeasedUntil, desk.Test.Clock.GetUtcNow().AddHours(1)))).GetAwaiter().GetResult(),
            Answer = l => l.To == "p0@example.org" ? Delivery.Sent : new Delivery(Outcome.Refused, "550 No"),
        };

        await desk.Runner(slow).RunAsync(Ct);

        var rows = await desk.RowsAsync();
        Assert.Equal((true, null), (rows[0].SentAt is not null, rows[1].FailedAt));
        Assert.Equal(desk.Test.Clock.GetUtcNow().AddHours(1), rows[1].LeasedUntil);
    }

    [Fact]
    public async Task What_was_sent_is_noted_when_the_database_was_away_for_a_moment_and_is_not_sent_again()
    {
        await using var desk = await OutboxDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.LeaveAsync(0, 3);
        var mailbox = new OutboxDesk.Mailbox();
        var runner = desk.Runner(mailbox, noting: new BusyAtFirst(desk.Test.Factory, times: 2));

        var running = runner.RunAsync(Ct);
        while (!running.IsCompleted)
        {
            desk.Test.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await running;
        desk.Test.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((0, 3), ((await runner.RunAsync(Ct)).Taken, mailbox.Taken.Count));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task What_was_overtaken_erased_or_unsubscribed_from_is_dropped_with_its_reason_and_tickets_are_not(DatabaseProvider provider)
    {
        await using var desk = await OutboxDesk.OpenAsync(provider);
        var now = desk.Test.Clock.GetUtcNow();
        await desk.Test.AddAsync(
            new MailSuppression { Recipient = "c@example.org", Kind = Unsubscribing.OrganiserLetters, At = now },
            OutboxLetter.For(OutboxDesk.Template, "a@example.org", 1, 1, now),
            OutboxLetter.For(OutboxDesk.Template, "", 2, 0, now),
            new OutboxLetter { Template = OutboxDesk.Template, Recipient = "c@example.org", SubjectId = 3, CreatedAt = now, DueAt = now, UnsubscribeToken = "t" },
            OutboxLetter.For(OutboxDesk.Template, "c@example.org", 4, 0, now));
        var mailbox = new OutboxDesk.Mailbox();

        await desk.Runner(mailbox).RunAsync(Ct);

        Assert.Equal(
            ["It had been overtaken when it was to leave.", "The person was erased.", "The person does not want letters to everybody.", null],
            (await desk.RowsAsync()).Select(l => l.DroppedAt is null ? null : l.LastError));
        Assert.Equal(["c@example.org"], mailbox.Taken);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_same_letter_cannot_be_left_twice_and_erased_rows_do_not_stand_in_each_others_way(DatabaseProvider provider)
    {
        await using var desk = await OutboxDesk.OpenAsync(provider);
        await desk.LeaveAsync(0, 1);

        var twice = await Record.ExceptionAsync(() => desk.LeaveAsync(0, 1));
        await desk.LeaveAsync(0, 1, _ => OutboxLetter.For(OutboxDesk.Template, "", 0, 0, default));
        await desk.LeaveAsync(0, 1, _ => OutboxLetter.For(OutboxDesk.Template, "", 0, 0, default));

        Assert.True(twice is DbUpdateException fault && ExpoStore.IsDuplicate(fault));
        Assert.Equal(3, (await desk.RowsAsync()).Count);
    }

    [Fact]
    public async Task A_template_that_nobody_here_writes_is_left_for_others()
    {
        await using var desk = await OutboxDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.LeaveAsync(0, 1, i => OutboxLetter.For("Elsewhere", "a@example.org", i, 0, desk.Test.Clock.GetUtcNow()));

        Assert.Equal(0, (await desk.Runner(new OutboxDesk.Mailbox()).RunAsync(Ct)).Taken);
    }

    [Fact]
    public async Task A_server_that_is_away_is_said_to_be_and_the_letters_wait()
    {
        await using var desk = await OutboxDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.LeaveAsync(0, 2);

        var step = await desk.Runner(new OutboxDesk.Mailbox { Answer = _ => new Delivery(Outcome.Away, "No route", TimeSpan.FromMinutes(3)) }).RunAsync(Ct);

        Assert.Equal(new OutboxStep(2, 0, 0, 0, 2, true), step);
        Assert.All(await desk.RowsAsync(), l => Assert.Equal((desk.Test.Clock.GetUtcNow().AddMinutes(3), "No route"), (l.DueAt, l.LastError)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_server_that_is_away_for_days_makes_no_letter_fail(DatabaseProvider provider)
    {
        await using var desk = await OutboxDesk.OpenAsync(provider);
        await desk.LeaveAsync(0, 2);
        var away = desk.Runner(new OutboxDesk.Mailbox { Answer = _ => new Delivery(Outcome.Away, "No route") });
        for (var hour = 0; hour < 72; hour++)
        {
            Assert.Equal(2, (await away.RunAsync(Ct)).Later);
            desk.Test.Clock.Advance(TimeSpan.FromHours(1));
        }

        var back = new OutboxDesk.Mailbox();
        await desk.Runner(back).RunAsync(Ct);

        Assert.Equal(["p0@example.org", "p1@example.org"], back.Taken);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Letters_to_many_leave_after_the_others_that_are_due(DatabaseProvider provider)
    {
        await using var desk = await OutboxDesk.OpenAsync(provider);
        await desk.Test.AddAsync(Samples.Conference());
        await desk.Test.AddAsync(new BulkLetter { ConferenceId = 1, Subject = "News", Text = "Text", Segment = "{}", CreatedBy = "Ona" });
        var now = desk.Test.Clock.GetUtcNow();
        await desk.LeaveAsync(0, 20, i => new OutboxLetter { Template = OutboxDesk.Template, Recipient = $"many{i}@example.org", SubjectId = i, BulkLetterId = 1, CreatedAt = now, DueAt = now.AddMinutes(-5) });
        await desk.LeaveAsync(100, 2);
        var mailbox = new OutboxDesk.Mailbox();

        await desk.Runner(mailbox, batch: 4).RunAsync(Ct);

        Assert.Equal(["p100@example.org", "p101@example.org", "many0@example.org", "many1@example.org"], mailbox.Taken);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task All_that_failed_can_be_sent_again_at_once(DatabaseProvider provider)
    {
        await using var desk = await OutboxDesk.OpenAsync(provider);
        await desk.LeaveAsync(0, 4);
        await desk.Runner(new OutboxDesk.Mailbox { Answer = l => l.To[1] == '0' ? Delivery.Sent : new Delivery(Outcome.Refused, "550 Blocked") }).RunAsync(Ct);
        var service = new OutboxService(desk.Test.Store, [], new Expo.Core.Jobs.JobBell(), desk.Test.Clock);

        var visitor = await service.SendAllAgainAsync(Expo.Core.Accounts.Actor.Visitor, Ct);
        var again = await service.SendAllAgainAsync(new Expo.Core.Accounts.Actor { Name = "Ona", IsOrganiser = true }, Ct);
        var mailbox = new OutboxDesk.Mailbox();
        await desk.Runner(mailbox).RunAsync(Ct);

        Assert.Equal((MailRefusals.NotOrganiser, 3), (visitor.Refusal, again.Value));
        Assert.Equal(["p1@example.org", "p2@example.org", "p3@example.org"], mailbox.Taken);
        Assert.All(mailbox.Letters, l => Assert.True(l.MayBeSent));
    }

    [Fact]
    public void The_statement_that_takes_letters_is_one_that_SQL_Server_reads()
    {
        var sql = new OutboxStatements(new ExpoDbFactory(DatabaseProvider.SqlServer, "Server=nowhere"), ["SendTicket", "SendBulk"]).TakeSql(50);

        new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var faults);

        Assert.Empty(faults);
        Assert.Contains("READPAST", sql, StringComparison.Ordinal);
    }

    /// <summary>A database that is busy so many times.</summary>
    private sealed class BusyAtFirst(IDbContextFactory<ExpoDb> real, int times) : IDbContextFactory<ExpoDb>
    {
        private int _asked;

        public ExpoDb CreateDbContext() => Interlocked.Increment(ref _asked) <= times ? throw new InvalidOperationException("The database is busy.") : real.CreateDbContext();
    }
}
