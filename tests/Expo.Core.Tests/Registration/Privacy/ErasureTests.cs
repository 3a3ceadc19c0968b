using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Payments;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration.Privacy;

public sealed class ErasureTests
{
    // They point to rows, hold what the address is made into, or are secrets: not told by looking for traces.
    private static readonly string[] NotPlanted = ["Attendees.TicketCode", "Attendees.Country", "Attendees.Party", "FormAnswers.AttendeeId", "DoorScans.AttendeeId", "AccountRoles.UserId", "AccountClaims.UserId", "AccountLogins.UserId", "AccountTokens.UserId",
        "ProposalSpeakers.AccountId", "Files.OwnerId", "Uploads.OwnerId", "SignInLinks.AccountId", "SavedSessions.AttendeeId", "ChangeNotices.AttendeeId", "Speakers.AccountId"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task After_an_erasure_no_column_of_any_table_holds_a_trace(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        var person = await PersonEverywhere.AddAsync(desk);
        var before = await desk.DumpAsync();

        var result = await desk.Service.EraseAsync(RegistrationDesk.Organiser, " ZEBULON@quillfeather.example", "Asked for by letter.", new ErasureScope(Account: true, Questions: true), Ct);

        var after = await desk.DumpAsync();
        Assert.Equal(
            DataInventory.All.Where(c => c.Kind == DataKind.Personal).Select(c => $"{c.Table}.{c.Name}").Except(NotPlanted).Order(),
            before.Where(PersonEverywhere.IsIn).Select(line => line[..line.IndexOf(": ", StringComparison.Ordinal)]).Except(["Refunds.By", "PaymentNotes.By", "ProposalLog.By"]).Distinct().Order());
        Assert.Null(result.Refusal);
        Assert.Equal(new ErasureReceipt(1, 1, AccountStays: false, desk.Desk.Test.Clock.GetUtcNow()), result.Value);
        Assert.DoesNotContain(after, PersonEverywhere.IsIn);
        Assert.DoesNotContain(after, line => line.Contains(person.TicketCode, StringComparison.Ordinal) || line.StartsWith("FormAnswers.", StringComparison.Ordinal) || line.StartsWith("SavedSessions.", StringComparison.Ordinal) || line.StartsWith("ChangeNotices.", StringComparison.Ordinal) || line.Contains("secret-calendar", StringComparison.Ordinal) || line.StartsWith("DoorScans.AttendeeId", StringComparison.Ordinal) || line == "Accounts.Id: 1");
        Assert.Contains("Attendees.Name: Ada Lovelace", after);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task What_the_program_said_of_a_seat_stays_and_what_staff_typed_goes(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        var person = await PersonEverywhere.AddAsync(desk);

        await desk.Service.EraseOwnAsync(person.TicketCode, Ct);

        var lines = (await desk.Desk.Queries.LedgerAsync(RegistrationDesk.Organiser, person.Id, Ct)).Value.ConvertAll(l => l.Text);
        Assert.Equal(
            ["Registered: seat 1 of 400 was taken.", "Added by an organiser over the cap: [erased]", "Priority on the waiting list set to 3: [erased]", LedgerWords.CancelledSeat],
            lines);
        Assert.Equal("Added by an organiser over the cap: comes with [erased]", (await desk.Desk.Queries.LedgerAsync(RegistrationDesk.Organiser, 2, Ct)).Value[^1].Text);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_seat_goes_to_the_next_person_and_the_ledger_adds_up(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider, seats: 1);
        await desk.Desk.RegisterAsync("ada");
        await desk.Desk.AskAsync("grace", Places.Waiting);
        var code = await desk.Desk.CodeAsync("ada");

        var result = await desk.Service.EraseOwnAsync(TicketCodes.Grouped(code).ToLowerInvariant(), Ct);

        Assert.Equal(1, result.Value.Registrations);
        Assert.Equal([" Cancelled room", "grace Offered room"], await desk.Desk.EverybodyAsync());
        Assert.Equal(new LedgerCheck(1, "Room", 1, 1, 1), await desk.Desk.RoomAsync());
        Assert.Null(await desk.Desk.Queries.TicketAsync(code, Ct));
        Assert.Null(await desk.Desk.Queries.TicketAsync(1, Ct));
        Assert.True((await desk.Service.ExportAsync(RegistrationDesk.Organiser, "ada@example.org", "Look", Ct)).Refusal == PrivacyRefusals.NobodyFound);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Letters_that_have_not_left_do_not_leave_and_nobody_elses_are_touched(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await desk.Desk.RegisterAsync("ada", "grace");

        await desk.Service.EraseOwnAsync(await desk.Desk.CodeAsync("ada"), Ct);

        var letters = await desk.Store.ReadAsync(db => db.Outbox.OrderBy(l => l.Id).Select(l => new { l.Recipient, l.DroppedAt }).ToListAsync(Ct));
        Assert.Equal([("", true), ("grace@example.org", false), ("", true)], letters.Select(l => (l.Recipient, l.DroppedAt is not null)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Eight_erasures_of_one_person_at_once_free_one_seat_and_seven_find_nobody(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await desk.Desk.RegisterAsync("ada", "grace");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => desk.Service.EraseAsync(RegistrationDesk.Organiser, "ada@example.org", "Asked.", new(), Ct), Ct)));

        Assert.Single(answers, answer => !answer.IsRefused);
        Assert.All(answers.Where(a => a.IsRefused), answer => Assert.Equal(PrivacyRefusals.NobodyFound, answer.Refusal));
        Assert.Equal(new LedgerCheck(1, "Room", 400, 1, 1), await desk.Desk.RoomAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_payment_stays_as_an_amount_and_money_that_comes_late_finds_no_seat(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await desk.Desk.RegisterAsync("ada");
        var now = desk.Desk.Test.Clock.GetUtcNow();
        await desk.Desk.Test.AddAsync(new Payment { AttendeeId = 1, Key = "p1", AmountMinor = 5000, Currency = "usd", CreatedAt = now });
        // As after a hold that ran out: late money would be honoured for anybody else.
        await desk.Store.ReadAsync(db => db.Attendees.ExecuteUpdateAsync(set => set.SetProperty(a => a.State, AttendeeState.Cancelled).SetProperty(a => a.HeldUntil, now.AddHours(-1)), Ct));
        await desk.Store.ReadAsync(db => db.SeatLedger.Where(l => l.AttendeeId == 1).ExecuteDeleteAsync(Ct));
        await desk.Store.ReadAsync(db => db.SeatPools.ExecuteUpdateAsync(set => set.SetProperty(p => p.Taken, 0), Ct));

        await desk.Service.EraseAsync(RegistrationDesk.Organiser, "ada@example.org", "Asked.", new(), Ct);

        var seat = await desk.Store.ChangeAsync<PaidSeat>(async db => await desk.Desk.Service.SettlePaidAsync(db, 1, Ct), Ct);
        Assert.Equal(PaidSeat.Cancelled, seat.Value);
        Assert.Equal(5000, await desk.Store.ReadAsync(db => db.Payments.Select(p => p.AmountMinor).SingleAsync(Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_organiser_gives_a_reason_that_names_nobody_and_cannot_delete_the_own_account(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await PersonEverywhere.AddAsync(desk);
        var self = RegistrationDesk.Organiser with { AccountId = 1 };
        (Actor By, string? Address, string? Reason, ErasureScope Scope)[] tries =
        [
            (new Actor { Name = "Mo", IsModerator = true }, PersonEverywhere.Address, "Asked.", new()),
            (self, "no address", "Asked.", new()),
            (self, PersonEverywhere.Address, " ", new()),
            (self, PersonEverywhere.Address, "ZEBULON QUILLFEATHER asked", new()),
            (self, PersonEverywhere.Address, $"Letter of {PersonEverywhere.Address}", new()),
            (self, PersonEverywhere.Address, "Asked.", new(Account: true)),
            (self, "nobody@example.org", "Asked.", new()),
        ];
        var refused = new List<Refusal?>();
        foreach (var (by, address, reason, scope) in tries)
        {
            refused.Add((await desk.Service.EraseAsync(by, address, reason, scope, Ct)).Refusal);
        }

        Assert.Equal(
            [
                PrivacyRefusals.NotOrganiser, RegistrationRefusals.EmailWithoutAt, PrivacyRefusals.ReasonMissing, PrivacyRefusals.ReasonNamesPerson,
                PrivacyRefusals.ReasonNamesPerson, PrivacyRefusals.OwnAccount, PrivacyRefusals.NobodyFound,
            ],
            refused);
        Assert.Contains($"Attendees.Name: {PersonEverywhere.Name}", await desk.DumpAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_holder_of_a_ticket_erases_neither_an_account_nor_what_others_asked_under_the_same_name(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        var person = await PersonEverywhere.AddAsync(desk);

        var result = await desk.Service.EraseOwnAsync(person.TicketCode, Ct);

        var left = (await desk.DumpAsync()).Where(PersonEverywhere.IsIn).Select(line => line[..line.IndexOf('.', StringComparison.Ordinal)]).Distinct().Order(StringComparer.Ordinal);
        Assert.True(result.Value.AccountStays);
        Assert.Equal(["AccountClaims", "AccountLogins", "AccountTokens", "Accounts", "FaqEntries", "Questions", "SessionEvents"], left);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_log_tells_of_exports_and_erasures_and_names_nobody(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await desk.Desk.RegisterAsync("ada", "grace");
        await desk.Service.ExportOwnAsync(await desk.Desk.CodeAsync("ada"), Ct);
        await desk.Service.ExportAsync(RegistrationDesk.Organiser, "grace@example.org", "Request 7", Ct);
        await desk.Service.EraseOwnAsync(await desk.Desk.CodeAsync("ada"), Ct);

        await desk.Service.EraseAsync(RegistrationDesk.Organiser, "grace@example.org", "Request 8", new(), Ct);

        var acts = (await desk.Queries.ActsAsync(RegistrationDesk.Organiser, 1, 10, Ct)).Value;
        Assert.Equal(
            [
                "Ona Organiser: Erased a person with 1 registration: Request 8", "The ticket's holder: Erased a person with 1 registration: asked for by that person.",
                "Ona Organiser: Data of one person were exported: Request 7", "The ticket's holder: Data of one person were exported by that person.",
            ],
            acts.Select(act => $"{act.By}: {act.Text}"));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_same_address_can_register_again_afterwards(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await desk.Desk.RegisterAsync("ada");
        await desk.Service.EraseOwnAsync(await desk.Desk.CodeAsync("ada"), Ct);

        await desk.Desk.RegisterAsync("ada");

        Assert.Equal([" Cancelled room", "ada Confirmed room"], await desk.Desk.EverybodyAsync());
    }

    [Fact]
    public async Task Letters_to_the_person_in_the_folder_are_deleted_and_others_stay()
    {
        await using var desk = await PrivacyDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.Desk.RegisterAsync("ada");
        await File.WriteAllTextAsync(Path.Combine(desk.MailDirectory, "a.eml"), "From: a@b.example\r\nTo: =?utf-8?q?Ad=C3=A4?= <ADA@example.org>\r\nSubject: x\r\n\r\nHello\r\n", Ct);
        await File.WriteAllTextAsync(Path.Combine(desk.MailDirectory, "b.eml"), "From: a@b.example\r\nTo: grace@example.org\r\nSubject: ada@example.org\r\n\r\nHello\r\n", Ct);
        await File.WriteAllTextAsync(Path.Combine(desk.MailDirectory, "c.eml"), "", Ct);

        await desk.Service.EraseOwnAsync(await desk.Desk.CodeAsync("ada"), Ct);

        Assert.Equal(["b.eml", "c.eml"], Directory.GetFiles(desk.MailDirectory).Select(Path.GetFileName).Order());
    }
}
