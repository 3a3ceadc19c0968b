using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Expo.Core.Tests.Data;
using Expo.Core.Tests.Mail;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

/// <summary>What people see of changes, their notices and the letters of those.</summary>
public sealed class ChangeSeenTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Whoever_unsubscribes_from_changes_gets_no_more_of_them_and_still_the_ticket_and_other_letters(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada");
        await desk.StarAsync("ada", "yarn");
        await desk.MoveAsync("yarn", TimeSpan.FromHours(5));
        await desk.ReleaseAsync("Second");
        await desk.PassAsync();
        var letters = new Unsubscribing(desk.Store, desk.Test.Clock);

        var done = await letters.UnsubscribeAsync((await desk.LettersAsync())[0].UnsubscribeToken!, Ct);
        await desk.Test.AddAsync(new OutboxLetter { Template = OutboxDesk.Template, Recipient = "ada@example.org", SubjectId = 1, Version = 8, UnsubscribeToken = "bulk" });
        var sent = new OutboxDesk.Mailbox();
        await desk.SendAsync(sent);

        Assert.Equal(new Subscription("a…@example.org", Unsubscribing.ChangeNotices, IsSubscribed: false), done.Value);
        Assert.Equal("The person does not want to be told of changes.", (await desk.LettersAsync())[0].LastError);
        Assert.Equal(["SendTicket.1@expo.example", "SendTicket.3@expo.example"], sent.Letters.Select(letter => letter.MessageId).Order());
        Assert.Equal(Unsubscribing.OrganiserLetters, (await letters.FindAsync("bulk", Ct)).Value.Kind);
        Assert.True((await letters.FindAsync("bulk", Ct)).Value.IsSubscribed);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_person_sees_what_changed_before_and_after_the_notice_and_when_its_letter_left(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada");
        await desk.StarAsync("ada", "yarn", "ports");
        var code = await desk.Desk.CodeAsync("ada");
        await desk.MoveAsync("yarn", TimeSpan.FromMinutes(30));
        await desk.ReleaseAsync("Second");

        var before = (await desk.Queries.BookAsync(code, Ct))!.Sessions[0];
        await desk.PassAsync();
        var left = (await desk.Queries.BookAsync(code, Ct))!.Sessions[0];
        desk.Test.Clock.Advance(TimeSpan.FromMinutes(3));
        var sentAt = desk.Test.Clock.GetUtcNow();
        await desk.SendAsync(new OutboxDesk.Mailbox());
        var after = (await desk.Queries.BookAsync(code, Ct))!.Sessions[0];
        desk.Test.Clock.Advance(TimeSpan.FromMinutes(1));
        await desk.Stars.UnstarAsync(code, "yarn", Ct);
        await desk.StarAsync("ada", "yarn");
        var anew = (await desk.Queries.BookAsync(code, Ct))!.Sessions[0];

        const string Moved = "Moved from 15 March 2023, 09:00 EDT, to 09:30 EDT.";
        Assert.Equal(new (string?, DateTimeOffset?)[] { (Moved, null), (Moved, null), (Moved, sentAt), (null, null) }, new[] { before, left, after, anew }.Select(s => (s.Change, s.ToldAt)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Nobody_is_said_to_have_got_a_letter_that_was_dropped_or_refused(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada", "grace");
        await desk.StarAsync("ada", "yarn");
        await desk.StarAsync("grace", "yarn");
        await desk.MoveAsync("yarn", TimeSpan.FromMinutes(30));
        await desk.ReleaseAsync("Second");
        await desk.PassAsync();
        await new Unsubscribing(desk.Store, desk.Test.Clock).UnsubscribeAsync((await desk.LettersAsync()).Single(l => l.Recipient == "ada@example.org").UnsubscribeToken!, Ct);

        await desk.SendAsync(new OutboxDesk.Mailbox { Answer = _ => new Delivery(Outcome.Refused, "550 no such person") });

        Assert.Equal([(true, false), (false, true)], (await desk.LettersAsync()).OrderBy(l => l.Recipient).Select(l => (l.DroppedAt is not null, l.FailedAt is not null)));
        foreach (var who in new[] { "ada", "grace" })
        {
            var starred = Assert.Single((await desk.Queries.BookAsync(await desk.Desk.CodeAsync(who), Ct))!.Sessions);
            Assert.Equal(("Moved from 15 March 2023, 09:00 EDT, to 09:30 EDT.", null), (starred.Change, starred.ToldAt));
        }
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_stars_of_who_knows_the_last_release_are_read_without_its_text(DatabaseProvider provider)
    {
        await using var desk = await StarDesk.OpenAsync(provider, "ada");
        await desk.StarAsync("ada", "yarn");
        var watched = new WatchedStatements(desk.Test);
        var store = new ExpoStore(watched);
        var queries = new StarQueries(store, new AgendaQueries(store), desk.Test.Clock);
        var code = await desk.Desk.CodeAsync("ada");

        var counts = new List<int>();
        for (var visit = 0; visit < 3; visit++)
        {
            watched.Texts.Clear();
            Assert.Single((await queries.BookAsync(code, Ct))!.Sessions);
            counts.Add(watched.Texts.Count(text => text.Contains("Summary", StringComparison.Ordinal)));
        }

        Assert.Equal([1, 0, 0], counts);
    }
}
