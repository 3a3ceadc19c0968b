using Expo.Core.Data;
using Expo.Core.Payments;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration.Privacy;

/// <summary>What else names a person: earlier addresses, an organization, a page that is still open, a reason.</summary>
public sealed class ErasureEdgeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_address_that_was_corrected_goes_with_its_receipts_its_wishes_and_its_files(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        await desk.Desk.RegisterAsync("ada", "grace");
        var now = desk.Desk.Test.Clock.GetUtcNow();
        await desk.Desk.Test.AddAsync(
            new Payment { AttendeeId = 2, Key = "p1", AmountMinor = 5000, Currency = "usd", State = PaymentState.Paid, CreatedAt = now },
            new Payment { AttendeeId = 1, Key = "p2", AmountMinor = 5000, Currency = "usd", State = PaymentState.Paid, CreatedAt = now },
            new Core.Mail.OutboxLetter { Template = "SendReceipt", Recipient = "ada@example.org", SubjectId = 2, CreatedAt = now, DueAt = now, SentAt = now },
            new Core.Mail.OutboxLetter { Template = "SendReceipt", Recipient = "grace@example.org", SubjectId = 1, CreatedAt = now, DueAt = now, SentAt = now },
            new Core.Mail.OutboxLetter { Template = nameof(TellAccommodation), Recipient = "access@expo.example", SubjectId = 1, CreatedAt = now, DueAt = now, SentAt = now },
            new Core.Mail.MailSuppression { Recipient = "ada@example.org", Kind = "organiser" }, new Core.Mail.MailSuppression { Recipient = "access@expo.example", Kind = "organiser" });
        await desk.Desk.Service.EditAsync(RegistrationDesk.Organiser, 1, new AttendeeEdit { Name = "Ada L.", Email = "countess@example.org", Country = "GB" }, Ct);
        await File.WriteAllTextAsync(Path.Combine(desk.MailDirectory, "a.eml"), "From: a@b.example\r\nTo: ada@example.org\r\n\r\nHello\r\n", Ct);

        await desk.Service.EraseAsync(RegistrationDesk.Organiser, "countess@example.org", "Asked.", new(), Ct);

        Assert.DoesNotContain(await desk.DumpAsync(), line => line.Contains("ada@example.org", StringComparison.Ordinal) || line.Contains("countess", StringComparison.Ordinal));
        Assert.Equal(["access@expo.example"], await desk.Store.ReadAsync(db => db.MailSuppressions.Select(s => s.Recipient).ToListAsync(Ct)));
        Assert.Equal(["grace@example.org", "grace@example.org"], await desk.Store.ReadAsync(db => db.Outbox.Where(l => l.Recipient.StartsWith("grace")).Select(l => l.Recipient).ToListAsync(Ct)));
        Assert.Empty(Directory.GetFiles(desk.MailDirectory));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_pool_of_an_organization_loses_its_name_with_the_last_person_in_it(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        var pool = await desk.Desk.AddPoolAsync("Each organization", 2, eachOrganisation: true);
        await desk.Desk.AddTypeAsync("member", [pool]);
        foreach (var (who, organisation) in new[] { ("ada", "Quagga Trust"), ("grace", "Fernhollow Imports"), ("ken", "Fernhollow Imports") })
        {
            Assert.Null((await desk.Desk.Service.RegisterAsync(RegistrationDesk.Request(who, "member") with { Organisation = organisation }, Ct)).Refusal);
        }

        await desk.Service.EraseAsync(RegistrationDesk.Organiser, "ada@example.org", "Asked.", new(), Ct);
        await desk.Service.EraseAsync(RegistrationDesk.Organiser, "grace@example.org", "Asked.", new(), Ct);

        Assert.DoesNotContain(await desk.DumpAsync(), line => line.Contains("quagga", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["Each organization", "Erased organization", "Fernhollow Imports", "Room"], (await desk.Store.ReadAsync(db => db.SeatPools.Select(p => p.Name).ToListAsync(Ct))).Order(StringComparer.Ordinal));
        Assert.Null((await desk.Desk.Service.RegisterAsync(RegistrationDesk.Request("linus", "member") with { Organisation = "Quagga Trust" }, Ct)).Refusal);
        await desk.Desk.PoolsAsync();
    }

    [Fact]
    public async Task Whoever_was_erased_is_not_written_back_by_a_page_that_was_open()
    {
        await using var desk = await PrivacyDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.Desk.RegisterAsync("ada");
        await desk.Service.EraseAsync(RegistrationDesk.Organiser, "ada@example.org", "Asked.", new(), Ct);

        var saved = await desk.Desk.Service.EditAsync(RegistrationDesk.Organiser, 1, new AttendeeEdit { Name = "Ada", Email = "ada@example.org", Country = "GB" }, Ct);
        var sent = await desk.Desk.Service.ResendAsync(RegistrationDesk.Organiser, 1, Ct);

        Assert.Equal([RegistrationRefusals.UnknownTicket, RegistrationRefusals.UnknownTicket], new[] { saved.Refusal, sent.Refusal });
        Assert.True((await desk.AttendeeAsync(1)).IsErased);
    }

    [Theory]
    [InlineData("Al", "Also asked for by phone", false), InlineData("Al", "Al asked", true), InlineData("Al", "asked (al)", true), InlineData("Lovelace", "Asked by MsLovelaces", true), InlineData("Zoë", "Zoëlle asked", false)]
    public async Task A_reason_names_somebody_only_where_the_name_is_a_word_or_long_enough_to_be_no_other(string name, string reason, bool isRefused)
    {
        await using var desk = await PrivacyDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.Desk.RegisterAsync("x");
        await desk.Store.ReadAsync(db => db.Attendees.ExecuteUpdateAsync(set => set.SetProperty(a => a.Name, name), Ct));

        Assert.Equal(isRefused ? PrivacyRefusals.ReasonNamesPerson : null, (await desk.Service.EraseAsync(RegistrationDesk.Organiser, "x@example.org", reason, new(), Ct)).Refusal);
    }

    [Fact]
    public async Task A_reason_may_say_what_role_the_person_had()
    {
        await using var desk = await PrivacyDesk.OpenAsync(DatabaseProvider.Sqlite);
        await PersonEverywhere.AddAsync(desk);

        Assert.Null((await desk.Service.EraseAsync(RegistrationDesk.Organiser, PersonEverywhere.Address, "The speaker asked", new(), Ct)).Refusal);
    }
}
