using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Expo.Core.Tests.Mail;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Registration;

public sealed class BulkLetterTests
{
    private static readonly Actor Organiser = RegistrationDesk.Organiser;
    private static readonly MailOptions Site = new() { From = "desk@expo.example", Site = "https://expo.example/" };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Two_confirmations_at_once_send_one_letter_to_each(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider, people: 30);
        var letter = await DraftAsync(desk, new AttendeeSegment());

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => ConfirmAsync(desk, Organiser, letter, 30), Ct)));

        Assert.Equal(30, Assert.Single(answers, a => !a.IsRefused).Value);
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal(BulkRefusals.SentAlready, a.Refusal));
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"p{i}@example.org").Order(), (await RowsAsync(desk)).Select(l => l.Recipient).Order());
        Assert.Equal(30, (await RowsAsync(desk)).Select(l => l.UnsubscribeToken).Distinct().Count());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_number_that_has_changed_since_the_preview_sends_nothing_and_says_the_new_one(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider, people: 3);
        var letter = await DraftAsync(desk, new AttendeeSegment());
        var preview = (await Queries(desk).PreviewAsync(Organiser, 1, letter, null, Ct)).Value;
        await AddAsync(desk, 3, AttendeeState.Confirmed, 1);

        var refused = await ConfirmAsync(desk, Organiser, letter, preview.Recipients);
        var rows = await RowsAsync(desk);
        var draft = (await Queries(desk).LetterAsync(Organiser, 1, letter, Ct)).Value;
        var sent = await ConfirmAsync(desk, Organiser, letter, 4);

        Assert.Equal(BulkRefusals.CountChanged(3, 4), refused.Refusal);
        Assert.Contains("would go to 4", refused.Refusal!.Message, StringComparison.Ordinal);
        Assert.Empty(rows);
        Assert.Null(draft.ConfirmedAt);
        Assert.Equal(4, sent.Value);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_segment_is_everybody_who_meets_all_of_it(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider, people: 0);
        await AddAsync(desk, 0, AttendeeState.Confirmed, 1);
        await AddAsync(desk, 1, AttendeeState.Confirmed, 2);
        await AddAsync(desk, 2, AttendeeState.Waiting, 1);
        await AddAsync(desk, 3, AttendeeState.Cancelled, 1);
        await AddAsync(desk, 4, AttendeeState.Confirmed, 1);
        await AddAsync(desk, 5, AttendeeState.Unpaid, 1);
        await AddAsync(desk, 6, AttendeeState.Offered, 1);
        await desk.Test.AddAsync(new CheckIn { AttendeeId = 5, Day = new DateOnly(2023, 3, 14), Door = "Main", ScanKey = "k" });

        async Task<string> Who(AttendeeSegment to) => string.Join(" ", await desk.Test.Store.ReadAsync(db => AttendeeSegment.From(to.ToJson()).Of(db, 1).OrderBy(a => a.Id).Select(a => a.NormalisedEmail.Substring(0, 2)).ToListAsync(Ct)));

        Assert.Equal("p0 p1 p2 p4 p5 p6", await Who(new()));
        // The same people as in the list of attendees, where a seat that is only held is not one in the room.
        Assert.Equal("p0 p4", await Who(new(Place: Places.Room)));
        Assert.Equal(2, (await desk.Attendees.CountsAsync(Organiser, await desk.Test.Store.ReadAsync(db => db.Conferences.FirstAsync(Ct)), Ct)).Value[AttendeePlace.Room]);
        Assert.Equal("p5", await Who(new(Place: Places.Room, State: AttendeeState.Unpaid)));
        Assert.Equal("p1", await Who(new(Place: Places.Stream)));
        Assert.Equal("p2", await Who(new(Place: Places.Waiting)));
        Assert.Equal("p3", await Who(new(State: AttendeeState.Cancelled)));
        Assert.Equal("p1", await Who(new(TicketType: "stream")));
        Assert.Equal("p4", await Who(new(CheckedIn: true)));
        Assert.Equal("p0", await Who(new(Place: Places.Room, CheckedIn: false)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Who_unsubscribed_is_left_out_with_the_reason_and_still_gets_tickets(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider, people: 3);
        await desk.Test.AddAsync(new MailSuppression { Recipient = "p1@example.org", Kind = Unsubscribing.OrganiserLetters, At = desk.Test.Clock.GetUtcNow() });
        var letter = await DraftAsync(desk, new AttendeeSegment());
        await ConfirmAsync(desk, Organiser, letter, 2);
        await desk.Test.AddAsync(OutboxLetter.For(nameof(SendTicket), "p1@example.org", 2, 0, desk.Test.Clock.GetUtcNow()));

        // And one who does so between the confirmation and the letter.
        var token = (await RowsAsync(desk)).Single(l => l.Recipient == "p2@example.org").UnsubscribeToken!;
        await new Unsubscribing(desk.Test.Store, desk.Test.Clock).UnsubscribeAsync(token, Ct);
        var sent = await SendAllAsync(desk);

        Assert.Equal(["Your ticket: Forced Labor Technical Expo to p1@example.org", "A question before Tuesday to p0@example.org"], sent.Select(l => $"{l.Subject} to {l.To}"));
        Assert.Equal([null, Unsubscribing.Reason, Unsubscribing.Reason], (await RowsAsync(desk)).Where(l => l.Template == "SendBulk").Select(l => l.LastError));
        Assert.Equal(new OutboxCount(0, 1, 0, 2), (await Queries(desk).ProgressAsync(Organiser, letter, Ct)).Value);
    }

    [Fact]
    public async Task An_address_with_two_registrations_gets_one_letter()
    {
        await using var desk = await OpenAsync(DatabaseProvider.Sqlite, people: 1);
        await desk.Test.Store.ReadAsync(db => db.Attendees.ExecuteUpdateAsync(set => set.SetProperty(a => a.State, AttendeeState.Cancelled), Ct));
        await AddAsync(desk, 0, AttendeeState.Cancelled, 1);
        var letter = await DraftAsync(desk, new AttendeeSegment(State: AttendeeState.Cancelled));

        Assert.Equal(1, (await ConfirmAsync(desk, Organiser, letter, 1)).Value);
    }

    [Fact]
    public async Task Each_copy_has_its_own_words_and_no_name_becomes_markup_a_link_or_another_placeholder()
    {
        await using var desk = await OpenAsync(DatabaseProvider.Sqlite, people: 0);
        await AddAsync(desk, 0, AttendeeState.Confirmed, 1, "<b>Eve</b> {ticket} https://evil.example\r\nBcc: x@example.org");
        var letter = await DraftAsync(desk, new AttendeeSegment(), "Hello {name}", "Dear {name},\nyou have {place} at {event}.\n\nTicket: {ticket}\n\nSee https://expo.example/agenda.");
        await ConfirmAsync(desk, Organiser, letter, 1);

        var sent = Assert.Single(await SendAllAsync(desk));

        Assert.Equal("Hello <b>Eve</b> {ticket} https://evil.example  Bcc: x@example.org", sent.Subject);
        Assert.StartsWith("Dear <b>Eve</b> {ticket} https://evil.example  Bcc: x@example.org,\r\nyou have a seat in the room at Forced Labor Technical Expo.\r\n\r\nTicket: https://expo.example/tickets/", sent.Text, StringComparison.Ordinal);
        Assert.Contains("<p>Dear &lt;b&gt;Eve&lt;/b&gt; {ticket} https://evil.example  Bcc: x@example.org,<br>", sent.Html, StringComparison.Ordinal);
        Assert.Contains("See <a href=\"https://expo.example/agenda\">https://expo.example/agenda</a>.", sent.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"https://evil", sent.Html, StringComparison.Ordinal);
        Assert.Matches("^https://expo.example/letters/unsubscribe/[0-9a-f]{32}$", sent.UnsubscribeAt);
        Assert.Contains(sent.UnsubscribeAt!, sent.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hello", "Dear {nam}", "{nam} is not known. You can use {name}, {ticket}, {place}, {event}.", "Text")]
    [InlineData("Hello {Name}", "Text", "{Name} is not known. You can use {name}, {ticket}, {place}, {event}.", "Subject")]
    public async Task An_unknown_placeholder_is_refused_with_those_that_are_known(string subject, string text, string words, string field)
    {
        await using var desk = await OpenAsync(DatabaseProvider.Sqlite, people: 0);

        var refused = await Service(desk).SaveAsync(Organiser, 1, null, new BulkDraft(subject, text, new()), Ct);

        Assert.Equal((words, field), (refused.Refusal!.Message, refused.Refusal.Field));
    }

    [Fact]
    public async Task A_subject_has_no_line_break_and_no_link_to_a_ticket()
    {
        await using var desk = await OpenAsync(DatabaseProvider.Sqlite, people: 0);

        async Task<Refusal?> Of(string subject) => (await Service(desk).SaveAsync(Organiser, 1, null, new BulkDraft(subject, "Text", new()), Ct)).Refusal;

        Assert.Equal(BulkRefusals.SubjectTooLong, await Of("Hello\r\nBcc: all@example.org"));
        Assert.Equal(BulkRefusals.TicketInSubject, await Of("Your link {ticket}"));
        Assert.Equal(BulkRefusals.SubjectMissing, await Of(" "));
    }

    [Fact]
    public async Task A_confirmed_letter_never_changes_and_cannot_be_thrown_away()
    {
        await using var desk = await OpenAsync(DatabaseProvider.Sqlite, people: 1);
        var letter = await DraftAsync(desk, new AttendeeSegment());
        await ConfirmAsync(desk, Organiser, letter, 1);

        var saved = await Service(desk).SaveAsync(Organiser, 1, letter, new BulkDraft("Other", "Other", new()), Ct);
        var discarded = await Service(desk).DiscardAsync(Organiser, letter, Ct);

        Assert.Equal((BulkRefusals.SentAlready, BulkRefusals.SentAlready), (saved.Refusal, discarded.Refusal));
        Assert.Equal("A question before Tuesday", (await Queries(desk).LetterAsync(Organiser, 1, letter, Ct)).Value.Subject);
    }

    [Fact]
    public async Task A_test_goes_to_the_organisers_own_address_a_few_times_and_does_not_count()
    {
        await using var desk = await OpenAsync(DatabaseProvider.Sqlite, people: 1);
        await desk.Test.AddAsync(new Account { DisplayName = "Ona", UserName = "ona", Email = "Ona@expo.example" });
        var by = Organiser with { AccountId = 1 };
        var letter = await DraftAsync(desk, new AttendeeSegment());

        var answers = new List<Result<string>>();
        for (var i = 0; i < 6; i++)
        {
            answers.Add(await Service(desk).TestAsync(by, letter, Ct));
        }

        var sent = await SendAllAsync(desk);
        Assert.Equal((5, BulkRefusals.EnoughTests), (answers.Count(a => !a.IsRefused), answers[5].Refusal));
        Assert.All(sent, l => Assert.Equal(("ona@expo.example", "Test: A question before Tuesday", null), (l.To, l.Subject, l.UnsubscribeAt)));
        Assert.Equal(new OutboxCount(0, 0, 0, 0), (await Queries(desk).ProgressAsync(by, letter, Ct)).Value);
        Assert.False((await Service(desk).DiscardAsync(by, letter, Ct)).IsRefused);
    }

    [Fact]
    public async Task Only_an_organiser_writes_previews_tests_and_sends()
    {
        await using var desk = await OpenAsync(DatabaseProvider.Sqlite, people: 1);
        var letter = await DraftAsync(desk, new AttendeeSegment());
        var by = new Actor { Name = "Mo", IsModerator = true };

        Assert.Equal(BulkRefusals.NotOrganiser, (await Service(desk).SaveAsync(by, 1, null, new BulkDraft("S", "T", new()), Ct)).Refusal);
        Assert.Equal(BulkRefusals.NotOrganiser, (await ConfirmAsync(desk, by, letter, 1)).Refusal);
        Assert.Equal(BulkRefusals.NotOrganiser, (await Service(desk).TestAsync(by, letter, Ct)).Refusal);
        Assert.Equal(BulkRefusals.NotOrganiser, (await Service(desk).DiscardAsync(by, letter, Ct)).Refusal);
        Assert.Equal(BulkRefusals.NotOrganiser, (await Queries(desk).PreviewAsync(by, 1, letter, null, Ct)).Refusal);
        Assert.Equal(BulkRefusals.NotOrganiser, (await Queries(desk).AllAsync(by, 1, Ct)).Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task What_a_colleague_changed_since_the_preview_is_not_sent(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider, people: 2);
        var letter = await DraftAsync(desk, new AttendeeSegment());
        var seen = (await Queries(desk).PreviewAsync(Organiser, 1, letter, null, Ct)).Value.Letter;
        await Service(desk).SaveAsync(Organiser, 1, letter, new BulkDraft(seen.Subject, "Something else", new()), Ct);

        var sent = await Service(desk).ConfirmAsync(Organiser, seen, 2, Ct);

        Assert.Equal(BulkRefusals.Changed, sent.Refusal);
        Assert.Empty(await RowsAsync(desk));
        Assert.Equal(2, (await ConfirmAsync(desk, Organiser, letter, 2)).Value);
    }

    private static async Task<RegistrationDesk> OpenAsync(DatabaseProvider provider, int people)
    {
        var desk = await RegistrationDesk.OpenAsync(provider);
        for (var i = 0; i < people; i++)
        {
            await AddAsync(desk, i, AttendeeState.Confirmed, 1);
        }

        return desk;
    }

    private static Task AddAsync(RegistrationDesk desk, int number, AttendeeState state, int type, string? name = null) => desk.Test.AddAsync(new Attendee
    {
        ConferenceId = 1, TicketTypeId = type, TicketCode = TicketCodes.Create(), Name = name ?? $"Person {number}", Email = $"p{number}@example.org", NormalisedEmail = $"p{number}@example.org",
        State = state, RegisteredAt = Samples.Opening, WaitingSince = state == AttendeeState.Waiting ? Samples.Opening : null,
    });

    private static async Task<int> DraftAsync(RegistrationDesk desk, AttendeeSegment to, string subject = "A question before Tuesday", string text = "Hello {name},\n\nbring your ticket: {ticket}") =>
        (await Service(desk).SaveAsync(Organiser, 1, null, new BulkDraft(subject, text, to), Ct)).Value.Id;

    private static async Task<Result<int>> ConfirmAsync(RegistrationDesk desk, Actor by, int letter, int count) =>
        await Service(desk).ConfirmAsync(by, await desk.Test.Store.ReadAsync(db => db.BulkLetters.AsNoTracking().FirstAsync(b => b.Id == letter, Ct)), count, Ct);

    private static BulkLetterService Service(RegistrationDesk desk) => new(desk.Test.Store, desk.Test.Factory, new JobBell(), desk.Test.Clock);

    private static BulkLetterQueries Queries(RegistrationDesk desk) => new(desk.Test.Store, desk.Queries, Writer(desk), Site);

    private static BulkLetterWriter Writer(RegistrationDesk desk) => new(desk.Test.Store, desk.Queries, Options.Create(Site));

    private static Task<List<OutboxLetter>> RowsAsync(RegistrationDesk desk) => desk.Test.Store.ReadAsync(db => db.Outbox.AsNoTracking().OrderBy(l => l.Id).ToListAsync(Ct));

    private static async Task<List<Letter>> SendAllAsync(RegistrationDesk desk)
    {
        var mailbox = new OutboxDesk.Mailbox();
        var runner = new OutboxRunner(
            desk.Test.Factory, desk.Test.Store, [Writer(desk), new RegistrationLetterWriter(desk.Queries, Options.Create(Site), desk.Test.Clock)], mailbox, Options.Create(Site), desk.Test.Clock, NullLogger<OutboxRunner>.Instance);
        while ((await runner.RunAsync(Ct)).Taken > 0)
        {
        }

        return [.. mailbox.Letters];
    }
}
