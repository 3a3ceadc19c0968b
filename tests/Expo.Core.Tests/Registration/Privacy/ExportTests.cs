using System.Text;
using System.Text.Json;
using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration.Privacy;

public sealed class ExportTests
{
    // Told in other words, or only looked for: who has which role, and what staff did under their own name.
    private static readonly string[] ToldOtherwise =
    [
        "FormAnswers.AttendeeId", "DoorScans.AttendeeId", "AccountRoles.UserId", "AccountClaims.UserId", "AccountClaims.ClaimType", "AccountClaims.ClaimValue", "AccountLogins.UserId", "AccountLogins.LoginProvider",
        "AccountLogins.ProviderKey", "AccountLogins.ProviderDisplayName", "AccountTokens.UserId", "AccountTokens.LoginProvider", "AccountTokens.Name",
        "Questions.AskedBy", "SessionEvents.Body", "FaqEntries.AskedBy", "Jobs.LastError",
        "ProposalSpeakers.AccountId", "Files.OwnerId", "Uploads.OwnerId", "SignInLinks.AccountId", "SavedSessions.AttendeeId", "ChangeNotices.AttendeeId", "Speakers.AccountId",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_export_holds_every_personal_column_and_no_secret(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        var person = await PersonEverywhere.AddAsync(desk);

        var export = (await desk.Service.ExportAsync(RegistrationDesk.Organiser, PersonEverywhere.Address, "Request 7", Ct)).Value;

        var labels = export.Tables.SelectMany(t => t.Rows).SelectMany(row => row).Select(field => field.Label).ToHashSet();
        Assert.Empty(DataInventory.All.Where(c => c.Kind == DataKind.Personal && !ToldOtherwise.Contains($"{c.Table}.{c.Name}")).Select(c => ExportWords.Label(c.Name)).Except(labels));
        Assert.Equal(
            ["Registrations", "Answers", "Starred sessions", "Notices of changes", "Lines of the seat ledger", "Lines of the log", "Check-ins", "Scans at the door", "Payments", "Refunds", "Notes on payments", "Letters", "Letters to many", "Letters you do not want", "Accounts", "Roles",
                "Proposals", "Speakers of proposals", "Lines of the log of proposals", "Attachments", "Reviews", "Conflicts of interest", "Decks", "Files of decks", "Slides of decks", "Uploads", "Speakers", "Speakers of releases"],
            export.Tables.Select(table => table.Name));
        Assert.Equal([new ExportField("Name", "speaker")], Assert.Single(export.Tables.Single(table => table.Name == "Roles").Rows));
        var text = Encoding.UTF8.GetString(ExportFiles.Json(export));
        Assert.DoesNotContain("secret-", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ona Organiser", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada Lovelace", text, StringComparison.Ordinal);
        Assert.Contains(person.TicketCode, text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Starred_sessions_have_the_title_that_the_public_reads(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await PersonEverywhere.AddAsync(desk);
        await desk.Store.ReadAsync(db => db.Sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.Title, "Not announced"), Ct));

        var export = (await desk.Service.ExportAsync(RegistrationDesk.Organiser, PersonEverywhere.Address, "Request 7", Ct)).Value;

        var told = export.Tables.Where(t => t.Name is "Starred sessions" or "Notices of changes").SelectMany(t => t.Rows).Select(row => row.Single(field => field.Label == "Session").Value);
        Assert.Equal(["Talk isotopes", "Talk isotopes"], told);
    }

    [Fact]
    public async Task What_the_program_names_for_itself_is_said_in_words()
    {
        await using var desk = await PrivacyDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.Desk.RegisterAsync("ada");
        var now = desk.Desk.Test.Clock.GetUtcNow();
        await desk.Desk.Test.AddAsync(new BulkLetter
        {
            ConferenceId = 1, Subject = "Doors", Text = "Hello", Segment = new AttendeeSegment(Places.Room, CheckedIn: false).ToJson(), CreatedAt = now, CreatedBy = "Ona", ConfirmedAt = now, ConfirmedBy = "Ona", Recipients = 1,
        });
        await desk.Desk.Test.AddAsync(new OutboxLetter { Template = "SendBulk", Recipient = "ada@example.org", SubjectId = 1, Version = 1, BulkLetterId = 1, CreatedAt = now, DueAt = now });

        var fields = (await desk.Service.ReadOwnAsync(await desk.Desk.CodeAsync("ada"), Ct)).Value.Tables.SelectMany(t => t.Rows).SelectMany(row => row).ToList();

        Assert.Equal(["Ticket", "Letter to many"], fields.Where(f => f.Label == "Which letter").Select(f => f.Value));
        Assert.Contains(new ExportField("To whom", "Everybody with a ticket for the room, not checked in"), fields);
        Assert.Contains(new ExportField("How often the ticket has changed", "0"), fields);
        Assert.DoesNotContain(fields, f => f.Label is "Template" or "Segment" or "Revision" or "Conference id" || f.Value.Contains("SendTicket", StringComparison.Ordinal) || f.Value.Contains('{'));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_holder_of_a_ticket_reads_what_is_stored_about_its_address_and_nobody_elses(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await desk.Desk.RegisterAsync("ada", "grace");

        var own = await desk.Service.ReadOwnAsync(await desk.Desk.CodeAsync("ada"), Ct);
        var forged = await desk.Service.ReadOwnAsync("0000-0000-0000-0000", Ct);

        Assert.Equal(["Registrations 1", "Lines of the seat ledger 1", "Letters 1"], own.Value.Tables.Select(t => $"{t.Name} {t.Rows.Count}"));
        Assert.Equal("1 registration, 1 line of the seat ledger, 1 letter", own.Value.InWords);
        Assert.Contains(new ExportField("Organization", "Fernhollow Imports"), own.Value.Tables[0].Rows[0]);
        Assert.Equal(RegistrationRefusals.UnknownTicket, forged.Refusal);
        Assert.Empty((await desk.Queries.ActsAsync(RegistrationDesk.Organiser, 1, 9, Ct)).Value);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_letter_that_an_organiser_tries_is_no_letter_to_the_attendee_who_has_its_number(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await desk.Desk.RegisterAsync("ada");
        var by = RegistrationDesk.Organiser with { AccountId = 1 };
        var service = new BulkLetterService(desk.Store, desk.Desk.Test.Factory, new JobBell(), desk.Desk.Test.Clock);
        await desk.Desk.Test.AddAsync(new Account { DisplayName = "Ona", UserName = "ona", Email = "ona@expo.example" });
        var letter = (await service.SaveAsync(by, 1, null, new BulkDraft("A secret draft", "Nobody must read this", new()), Ct)).Value;
        await service.TestAsync(by, letter.Id, Ct);

        var own = await desk.Service.ReadOwnAsync(await desk.Desk.CodeAsync("ada"), Ct);
        var record = (await desk.Desk.Attendees.PersonAsync(by, 1, Ct)).Value;
        await desk.Service.EraseAsync(by, "ada@example.org", "Asked for", new ErasureScope(), Ct);
        var trial = await desk.Store.ReadAsync(db => db.Outbox.AsNoTracking().SingleAsync(l => l.Template == "SendBulkTest", Ct));

        Assert.Equal(1, letter.Id);
        Assert.DoesNotContain("secret draft", Encoding.UTF8.GetString(ExportFiles.Json(own.Value)), StringComparison.Ordinal);
        Assert.Equal(["Registrations 1", "Lines of the seat ledger 1", "Letters 1"], own.Value.Tables.Select(t => $"{t.Name} {t.Rows.Count}"));
        Assert.Equal(["SendTicket"], record.Letters.Select(l => l.Template));
        Assert.Equal(("ona@expo.example", null), (trial.Recipient, trial.DroppedAt));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_organiser_exports_with_a_purpose_that_does_not_name_the_address(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await desk.Desk.RegisterAsync("ada");

        Refusal?[] refused =
        [
            (await desk.Service.ExportAsync(new Actor { Name = "Mo", IsModerator = true }, "ada@example.org", "x", Ct)).Refusal,
            (await desk.Service.ExportAsync(RegistrationDesk.Organiser, "ada@example.org", null, Ct)).Refusal,
            (await desk.Service.ExportAsync(RegistrationDesk.Organiser, "ada@example.org", "For ADA@example.org", Ct)).Refusal,
            (await desk.Service.ExportAsync(RegistrationDesk.Organiser, "nobody@example.org", "x", Ct)).Refusal,
        ];

        Assert.Equal([PrivacyRefusals.NotOrganiser, PrivacyRefusals.PurposeMissing, PrivacyRefusals.ReasonNamesPerson, PrivacyRefusals.NobodyFound], refused);
        Assert.Empty((await desk.Queries.ActsAsync(RegistrationDesk.Organiser, 1, 9, Ct)).Value);
    }

    [Fact]
    public void A_file_is_JSON_that_can_be_read_back_and_a_page_in_which_nothing_runs()
    {
        var export = new PersonExport("a@b.example", Samples.Opening, [new("Answers", "Answer", "Because", [[new("Value", "<script>alert(1)</script>"), new("At", "now")]])]);

        using var json = JsonDocument.Parse(ExportFiles.Json(export));
        var html = Encoding.UTF8.GetString(ExportFiles.Html(export, "Expo & more"));

        Assert.Equal("<script>alert(1)</script>", json.RootElement.GetProperty("tables")[0].GetProperty("rows")[0].GetProperty("Value").GetString());
        Assert.Contains("<dd>&lt;script&gt;alert(1)&lt;/script&gt;</dd>", html, StringComparison.Ordinal);
        Assert.Contains("Expo &amp; more, written 2023-03-14 13:00:00 UTC.", html, StringComparison.Ordinal);
    }
}
