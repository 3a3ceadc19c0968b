using System.Text;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

/// <summary>Files of attendees: byte order mark, quoting, formulas, columns, purpose and log.</summary>
public sealed class AttendeeExportTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Ada", "Ada"), InlineData("", ""), InlineData(null, null), InlineData("a=b", "a=b"), InlineData("  plain", "  plain"), InlineData("5-1", "5-1")]
    [InlineData("=1+1", "'=1+1"), InlineData("+49 30", "'+49 30"), InlineData("-1", "'-1"), InlineData("@SUM(A1)", "'@SUM(A1)"), InlineData("\t=1", "'\t=1"), InlineData("\r=1", "'\r'=1"), InlineData("\nx", "'\nx")]
    [InlineData("\uFEFF=1", "'\uFEFF=1"), InlineData("   =1", "'   =1"), InlineData("\u00A0\u200B-1", "'\u00A0\u200B-1"), InlineData("＝1", "'＝1"), InlineData(" \tx", "' \tx")]
    [InlineData("Smith;=1+1", "Smith;'=1+1"), InlineData("a; -1; +2", "a;' -1;' +2"), InlineData(";\"=1", ";'\"=1"), InlineData("a;b", "a;b"), InlineData("a;", "a;"), InlineData("=1;=2", "'=1;'=2"), InlineData("one\n=2", "one\n'=2"), InlineData("one\r\ntwo", "one\r\ntwo")]
    public void What_a_spreadsheet_could_take_for_a_formula_gets_an_apostrophe(string? typed, string? written) => Assert.Equal(written, CsvGuard.Safe(typed));

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_file_has_a_byte_order_mark_the_chosen_columns_and_quotes_where_they_are_needed(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider);
        var at = new DateTimeOffset(2023, 3, 1, 17, 0, 0, TimeSpan.Zero);
        await desk.Test.AddAsync(
            new FormQuestion { ConferenceId = 1, Kind = AnswerKind.Text, Label = "Diet", Purpose = "Lunch", KeepDays = 1 },
            AttendeeListTests.Person("ada", at, name: "Lovelace, Ada \"Countess\"", organisation: "=HYPERLINK(\"http://evil\")", country: "Kenya", needs: "A quiet\r\nroom", priority: -1),
            AttendeeListTests.Person("grace", at.AddMinutes(1), AttendeeState.Waiting, since: at),
            new FormAnswer { AttendeeId = 1, FormQuestionId = 1, Value = "Żurek", AnsweredAt = at });

        var bytes = await FileAsync(desk, AttendeeFilter.Everybody, "priority", "organization", "name", "registered_at", "place", "answer_1");

        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal(
            "name,organization,place,registered_at,priority,answer_1\r\n"
            + "grace,,waiting,2023-03-01T17:01:00Z,0,\r\n"
            + "\"Lovelace, Ada \"\"Countess\"\"\",\"'=HYPERLINK(\"\"http://evil\"\")\",room,2023-03-01T17:00:00Z,-1,Żurek\r\n",
            Encoding.UTF8.GetString(bytes[3..]));
    }

    [Fact]
    public async Task Column_names_never_change_and_private_ones_are_not_chosen_beforehand()
    {
        await using var desk = await RegistrationDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.Test.AddAsync(new FormQuestion { ConferenceId = 1, Kind = AnswerKind.Text, Label = "Diet", Purpose = "Lunch", KeepDays = 1, IsArchived = true });

        var columns = (await Exports(desk).ColumnsAsync(RegistrationDesk.Organiser, 1, Ct)).Value;

        Assert.Equal(
            [
                "name", "email", "organization", "country", "ticket_type", "place", "registered_at", "cancelled_at", "held_until", "waiting_since", "priority", "party", "came_in",
                "privacy_statement", "answer_1",
            ],
            columns.Select(c => c.Name));
        Assert.Equal(["name", "email", "organization", "country", "ticket_type", "place"], columns.Where(c => c.IsUsual).Select(c => c.Name));
        Assert.DoesNotContain(columns, c => c.IsUsual && c.Group != ExportGroup.Plain);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_log_says_who_when_what_how_many_and_why_and_names_nobody(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider);
        await desk.Test.AddAsync(AttendeeListTests.Person("ada", Samples.Opening), AttendeeListTests.Person("grace", Samples.Opening));

        await FileAsync(desk, AttendeeFilter.Everybody, "name", "email");
        await FileAsync(desk, new AttendeeFilter(Text: "ada@b.example"), "name");

        var past = (await Exports(desk).PastAsync(RegistrationDesk.Organiser, 1, Ct)).Value;
        var now = desk.Test.Clock.GetUtcNow();
        Assert.Equal(
            [
                new PastExport(now, "Ona Organiser", "Exported 1 person, a selection. Columns: name. Purpose: Badges"),
                new PastExport(now, "Ona Organiser", "Exported 2 people, everybody. Columns: name, email. Purpose: Badges"),
            ],
            past);
    }

    [Fact]
    public async Task Without_a_purpose_or_a_column_nothing_is_taken_out_and_nothing_logged()
    {
        await using var desk = await RegistrationDesk.OpenAsync(DatabaseProvider.Sqlite);
        var conference = await AttendeeListTests.ConferenceAsync(desk);

        async Task<Refusal?> AskAsync(string? purpose, params string[] columns) =>
            (await Exports(desk).PrepareAsync(RegistrationDesk.Organiser, conference, new(AttendeeFilter.Everybody, AttendeeOrder.Newest, columns, purpose), Ct)).Refusal;

        Assert.Equal(AttendeeRefusals.PurposeMissing, await AskAsync("  ", "name"));
        Assert.Equal(AttendeeRefusals.PurposeMissing, await AskAsync(null, "name"));
        Assert.Equal(AttendeeRefusals.PurposeMissing, await AskAsync("two\nlines", "name"));
        Assert.Equal(AttendeeRefusals.PurposeTooLong, await AskAsync(new string('x', 201), "name"));
        Assert.Equal(AttendeeRefusals.NoColumn, await AskAsync("Badges"));
        Assert.Equal(AttendeeRefusals.UnknownColumn, await AskAsync("Badges", "name", "ticket_code"));
        Assert.Empty(await desk.Test.Store.ReadAsync(db => db.RegistrationLog.ToListAsync(Ct)));
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.PostgreSql)]
    public async Task Many_people_come_in_the_order_of_the_list_each_once(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider);
        await desk.Test.AddManyAsync(1234);

        var lines = Encoding.UTF8.GetString(await FileAsync(desk, AttendeeFilter.Everybody, "email")).TrimEnd().Split("\r\n")[1..];

        Assert.Equal(Enumerable.Range(1, 1234).Reverse().Select(n => $"p{n}@example.org"), lines);
    }

    [Fact]
    public async Task Even_the_longest_log_line_fits()
    {
        await using var desk = await RegistrationDesk.OpenAsync(DatabaseProvider.PostgreSql);
        await desk.Test.AddAsync([.. Enumerable.Range(1, 60).Select(n => new FormQuestion { ConferenceId = 1, Kind = AnswerKind.Text, Label = $"Question {n}", Purpose = "P", KeepDays = 1 })]);
        var columns = (await Exports(desk).ColumnsAsync(RegistrationDesk.Organiser, 1, Ct)).Value.Select(c => c.Name).ToList();

        var file = await Exports(desk).PrepareAsync(RegistrationDesk.Organiser, await AttendeeListTests.ConferenceAsync(desk), new(AttendeeFilter.Everybody, AttendeeOrder.Newest, columns, new string('x', 200)), Ct);

        Assert.Null(file.Refusal);
        Assert.Contains("answers to 60 questions", (await Exports(desk).PastAsync(RegistrationDesk.Organiser, 1, Ct)).Value.Single().Text, StringComparison.Ordinal);
    }

    private static AttendeeExports Exports(RegistrationDesk desk) => new(desk.Test.Store, desk.Test.Clock);

    internal static async Task<byte[]> FileAsync(RegistrationDesk desk, AttendeeFilter filter, params string[] columns)
    {
        var file = await Exports(desk).PrepareAsync(RegistrationDesk.Organiser, await AttendeeListTests.ConferenceAsync(desk), new(filter, AttendeeOrder.Newest, columns, " Badges "), Ct);
        Assert.Null(file.Refusal);
        using var memory = new MemoryStream();
        await file.Value.WriteAsync(memory, Ct);
        return memory.ToArray();
    }
}
