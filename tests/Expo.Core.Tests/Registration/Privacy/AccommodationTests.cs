using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Registration.Privacy;

public sealed class AccommodationTests
{
    private static readonly Actor Moderator = new() { Name = "Mo", IsModerator = true };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_request_is_asked_read_answered_and_changed_and_the_log_tells_each_reading(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await desk.Desk.RegisterAsync("ada");
        var code = await desk.Desk.CodeAsync("ada");
        await desk.Accommodations.AskAsync(code, " Sign language\n", Ct);
        var read = (await desk.Accommodations.ReadAsync(RegistrationDesk.Organiser, 1, Ct)).Value;

        await desk.Accommodations.AnswerAsync(RegistrationDesk.Organiser, read, AccommodationState.Arranged, "An interpreter will sit in front.", Ct);
        var answered = await desk.AttendeeAsync(1);
        desk.Desk.Test.Clock.Advance(TimeSpan.FromMinutes(1));
        await desk.Accommodations.AskAsync(code, "Captions", Ct);

        var changed = await desk.AttendeeAsync(1);
        Assert.Equal("Sign language", read.Needs);
        Assert.Equal((AccommodationState.Arranged, "An interpreter will sit in front."), (answered.Accommodation, answered.AccommodationReply));
        Assert.Equal((AccommodationState.Asked, "Captions", null), (changed.Accommodation, changed.AccessNeeds, changed.AccommodationReply));
        Assert.Equal(
            ["Ona Organiser 1: The request for an accommodation was read.", "Ona Organiser 1: The request for an accommodation was answered as arranged."],
            await desk.Store.ReadAsync(db => db.RegistrationLog.OrderBy(l => l.Id).Select(l => l.By + " " + l.AttendeeId + ": " + l.Text).ToListAsync(Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_answer_to_words_that_were_changed_meanwhile_is_not_sent(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await desk.Desk.RegisterAsync("ada");
        var code = await desk.Desk.CodeAsync("ada");
        await desk.Accommodations.AskAsync(code, "Sign language", Ct);
        var read = (await desk.Accommodations.ReadAsync(RegistrationDesk.Organiser, 1, Ct)).Value;
        desk.Desk.Test.Clock.Advance(TimeSpan.FromSeconds(1));
        await desk.Accommodations.AskAsync(code, "Captions", Ct);

        var answer = await desk.Accommodations.AnswerAsync(RegistrationDesk.Organiser, read, AccommodationState.Arranged, null, Ct);
        await desk.Accommodations.AskAsync(code, null, Ct);
        var gone = await desk.Accommodations.AnswerAsync(RegistrationDesk.Organiser, read, AccommodationState.Arranged, null, Ct);

        Assert.Equal((AccommodationRefusals.Changed, AccommodationRefusals.NoRequest), (answer.Refusal, gone.Refusal));
        Assert.Equal(AccommodationState.None, (await desk.AttendeeAsync(1)).Accommodation);
        Assert.DoesNotContain(await desk.Desk.LettersAsync(), letter => letter.StartsWith(nameof(SendAccommodation), StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Two_answers_at_once_leave_two_letters_and_one_state(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await desk.Desk.Service.RegisterAsync(RegistrationDesk.Request("ada") with { AccessNeeds = "Captions" }, Ct);
        var read = (await desk.Accommodations.ReadAsync(RegistrationDesk.Organiser, 1, Ct)).Value;

        var answers = await Task.WhenAll(new[] { AccommodationState.InHand, AccommodationState.Arranged }
            .Select(state => Task.Run(() => desk.Accommodations.AnswerAsync(RegistrationDesk.Organiser, read, state, null, Ct), Ct)));

        Assert.All(answers, answer => Assert.Null(answer.Refusal));
        Assert.Equal(2, (await desk.Desk.LettersAsync()).Count(letter => letter.StartsWith(nameof(SendAccommodation), StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Those_who_arrange_are_told_once_however_often_a_request_changes(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await TellAsync(desk, "access@example.org");
        await desk.Desk.RegisterAsync("ada");
        var (code, now) = (await desk.Desk.CodeAsync("ada"), desk.Desk.Test.Clock.GetUtcNow());
        for (var n = 0; n < 5; n++)
        {
            await desk.Accommodations.AskAsync(code, $"Need {n}", Ct);
        }

        await desk.Store.ReadAsync(db => db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(l => l.SentAt, (DateTimeOffset?)now), Ct));
        await desk.Accommodations.AskAsync(code, "Again", Ct);

        var told = await desk.Store.ReadAsync(db => db.Outbox.Where(l => l.Template == nameof(TellAccommodation)).OrderBy(l => l.Id).Select(l => new { l.DueAt, l.Version }).ToListAsync(Ct));
        Assert.Equal([(now, 0), (now.AddMinutes(10), 1)], told.Select(l => (l.DueAt, l.Version)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Only_organisers_list_read_and_answer_and_the_list_does_not_say_what_is_needed(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await desk.Desk.Service.RegisterAsync(RegistrationDesk.Request("ada") with { AccessNeeds = "Captions" }, Ct);
        await desk.Desk.RegisterAsync("grace");

        Refusal?[] refused =
        [
            (await desk.Requests.RequestsAsync(Moderator, 1, Ct)).Refusal, (await desk.Accommodations.ReadAsync(Moderator, 1, Ct)).Refusal,
            (await desk.Accommodations.AnswerAsync(Moderator, new(1, "", null, null), AccommodationState.InHand, null, Ct)).Refusal,
        ];

        Assert.Equal(Enumerable.Repeat(AccommodationRefusals.NotOrganiser, 3), refused);
        Assert.Equal([new AccommodationLine(1, "Person ada", "A seat in the room", AccommodationState.Asked, desk.Desk.Test.Clock.GetUtcNow())], (await desk.Requests.RequestsAsync(RegistrationDesk.Organiser, 1, Ct)).Value);
        Assert.Equal(AccommodationRefusals.NoRequest, (await desk.Accommodations.ReadAsync(RegistrationDesk.Organiser, 2, Ct)).Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_request_is_checked_and_a_cancelled_ticket_asks_for_nothing(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await desk.Desk.RegisterAsync("ada");
        var code = await desk.Desk.CodeAsync("ada");
        var (tooLong, unreadable) = (await desk.Accommodations.AskAsync(code, new string('x', 1001), Ct), await desk.Accommodations.AskAsync(code, "a\u0007b", Ct));
        await desk.Desk.Service.CancelAsync(code, Ct);

        var cancelled = await desk.Accommodations.AskAsync(code, "Captions", Ct);

        Assert.Equal(
            [RegistrationRefusals.AccessNeedsTooLong, RegistrationRefusals.AccessNeedsUnreadable, RegistrationRefusals.Cancelled, RegistrationRefusals.UnknownTicket],
            new[] { tooLong, unreadable, cancelled, await desk.Accommodations.AskAsync("nothing", "x", Ct) }.Select(r => r.Refusal));
        Assert.Null((await desk.AttendeeAsync(1)).AccessNeeds);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_letter_to_those_who_arrange_says_neither_who_nor_what_and_the_answer_goes_to_the_person(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await TellAsync(desk, "Access@Example.org");
        await desk.Desk.Service.RegisterAsync(RegistrationDesk.Request("ada") with { AccessNeeds = "Captions" }, Ct);
        var writer = new AccommodationLetters(desk.Store, Options.Create(new MailOptions()));
        await desk.Accommodations.AnswerAsync(RegistrationDesk.Organiser, new(1, "", null, null), AccommodationState.NotPossible, "Sit in front instead.\nBring headphones.", Ct);

        var (tell, answer) = (await writer.WriteAsync(await LetterAsync(nameof(TellAccommodation)), Ct), await writer.WriteAsync(await LetterAsync(nameof(SendAccommodation)), Ct));
        await TellAsync(desk, null);
        var untold = await writer.WriteAsync(await LetterAsync(nameof(TellAccommodation)), Ct);
        await desk.Service.EraseOwnAsync(await desk.Desk.CodeAsync("ada"), Ct);
        var erased = await writer.WriteAsync(await LetterAsync(nameof(SendAccommodation)), Ct);

        Assert.Null(untold);
        Assert.Equal("Access@Example.org", tell!.To);
        Assert.Contains("/organiser/accommodations", tell.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ada", tell.Text + tell.Subject + tell.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Captions", tell.Text + tell.Html + answer!.Text, StringComparison.Ordinal);
        Assert.Equal("ada@example.org", answer.To);
        Assert.StartsWith("Hello Person ada,\r\n\r\nWhat you asked for is not possible. We are sorry.\r\n\r\nSit in front instead.\r\n\r\nBring headphones.\r\n\r\n", answer.Text, StringComparison.Ordinal);
        Assert.Null(erased);

        Task<OutboxLetter> LetterAsync(string template) => desk.Store.ReadAsync(db => db.Outbox.AsNoTracking().FirstAsync(l => l.Template == template, Ct));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_outbox_names_those_who_are_told_and_never_who_asked(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await desk.Desk.Service.RegisterAsync(RegistrationDesk.Request("early") with { AccessNeeds = "Captions" }, Ct);
        await TellAsync(desk, "Access@Example.org");
        await desk.Desk.Service.RegisterAsync(RegistrationDesk.Request("ada") with { AccessNeeds = "Captions" }, Ct);
        await desk.Desk.Service.AddAsync(RegistrationDesk.Organiser, RegistrationDesk.Request("grace") with { AccessNeeds = "Captions" }, null, Ct);
        await desk.Desk.RegisterAsync("linus");
        await desk.Accommodations.AskAsync(await desk.Desk.CodeAsync("linus"), "Captions", Ct);
        var told = await ToldAsync();

        await TellAsync(desk, "office@example.org");
        var later = await ToldAsync();

        Assert.Equal([("access@example.org", 2L), ("access@example.org", 3L), ("access@example.org", 4L)], told);
        Assert.Equal([("office@example.org", 2L), ("office@example.org", 3L), ("office@example.org", 4L)], later);

        Task<List<(string, long)>> ToldAsync() => desk.Store.ReadAsync(async db =>
            (await db.Outbox.Where(l => l.Template == nameof(TellAccommodation)).OrderBy(l => l.SubjectId).Select(l => new { l.Recipient, l.SubjectId }).ToListAsync(Ct)).ConvertAll(l => (l.Recipient, l.SubjectId)));
    }

    private static async Task TellAsync(PrivacyDesk desk, string? address)
    {
        var service = new CatalogueService(desk.Desk.Pools, new AgendaService(desk.Store, new Feed<AgendaChanged>(), new JobBell(), desk.Desk.Test.Clock), new RegistrationCatalogue(desk.Store, desk.Desk.Test.Clock));
        var saved = await desk.Store.ReadAsync(async db => await db.RegistrationSettings.AsNoTracking().FirstOrDefaultAsync(Ct)) is { } settings ? SettingsDraft.Of(settings) : new SettingsDraft();
        Assert.Null((await service.EditSettingsAsync(RegistrationDesk.Organiser, 1, saved, saved with { AccommodationsTo = address }, Ct)).Refusal);
    }
}
