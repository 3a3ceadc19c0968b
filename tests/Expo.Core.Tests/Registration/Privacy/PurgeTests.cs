using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Core.Registration;
using Expo.Core.Submissions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration.Privacy;

public sealed class PurgeTests
{
    // The end of the last day, 15 March 2023, in the event's zone.
    private static readonly DateTimeOffset End = new(2023, 3, 16, 4, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Registrations_are_erased_when_the_days_are_over_and_not_a_moment_before(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider, options: new() { KeepAttendeesDays = 10 });
        await desk.Desk.RegisterAsync("ada");
        await desk.Desk.AskAsync("grace", Places.Stream);
        desk.Desk.Test.Clock.SetUtcNow(End.AddDays(10).AddTicks(-1));
        var early = await desk.Service.PurgeAsync(Ct);
        desk.Desk.Test.Clock.SetUtcNow(End.AddDays(10));

        var due = await desk.Service.PurgeAsync(Ct);

        var again = await desk.Service.PurgeAsync(Ct);
        Assert.Equal((0, 2, 0), (early, due, again));
        Assert.DoesNotContain(await desk.DumpAsync(), line => line.Contains("example.org", StringComparison.OrdinalIgnoreCase) || line.Contains("Person ", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Whoever_took_part_stays_counted_nobody_is_offered_a_seat_of_a_past_event_and_the_ledger_adds_up(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider, seats: 2, options: new() { KeepAttendeesDays = 1 });
        await desk.Desk.RegisterAsync("ada", "grace");
        await desk.Desk.AskAsync("linus", Places.Waiting);
        desk.Desk.Test.Clock.SetUtcNow(End.AddDays(1));

        await desk.Service.PurgeAsync(Ct);

        Assert.Equal([" Confirmed room", " Confirmed room", " Cancelled room"], await desk.Desk.EverybodyAsync());
        Assert.Equal(new LedgerCheck(1, "Room", 2, 2, 2), await desk.Desk.RoomAsync());
        Assert.DoesNotContain(await desk.Desk.LettersAsync(), letter => letter.StartsWith(nameof(SendOffer), StringComparison.Ordinal));
        Assert.Equal(["Erased 3 registrations: kept for 1 day after the event."], (await desk.Queries.ActsAsync(RegistrationDesk.Organiser, 1, 9, Ct)).Value.Select(act => act.Text));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task What_the_same_person_has_with_the_next_event_stays(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider, options: new() { KeepAttendeesDays = 1 });
        await desk.Desk.RegisterAsync("ada");
        await desk.Desk.Test.AddAsync(
            new Conference { Slug = "next", Name = "Next", Tagline = "", TimeZone = "America/New_York", Venue = "", City = "", FirstDay = new(2024, 3, 14), LastDay = new(2024, 3, 15) },
            new TicketType { ConferenceId = 2, Code = Places.Stream, Name = "Stream", Kind = TicketKind.Online },
            new Core.Mail.MailSuppression { Recipient = "ada@example.org", Kind = "organiser" });
        await desk.Desk.AskAsync("ada", Places.Stream);
        desk.Desk.Test.Clock.SetUtcNow(End.AddDays(1));

        await desk.Service.PurgeAsync(Ct);

        Assert.Equal([" Confirmed room", "ada Confirmed stream"], await desk.Desk.EverybodyAsync());
        Assert.Equal(["", "ada@example.org"], await desk.Store.ReadAsync(db => db.Outbox.OrderBy(l => l.Id).Select(l => l.Recipient).ToListAsync(Ct)));
        Assert.Equal(1, await desk.Store.ReadAsync(db => db.MailSuppressions.CountAsync(Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task More_than_fit_into_one_transaction_are_all_erased(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider, options: new() { KeepAttendeesDays = 1 });
        await Task.WhenAll(Enumerable.Range(0, 230).Select(n => desk.Desk.AskAsync($"person{n}", Places.Stream)));
        desk.Desk.Test.Clock.SetUtcNow(End.AddDays(1));

        var purged = await desk.Service.PurgeAsync(Ct);

        Assert.Equal(230, purged);
        Assert.Equal(0, await desk.Store.ReadAsync(db => db.Attendees.CountAsync(a => a.Email != "", Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Whoever_offered_a_talk_is_erased_when_the_days_are_over_and_what_was_offered_and_decided_stays(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider, options: new() { KeepAttendeesDays = 10 });
        await PersonEverywhere.AddAsync(desk);
        var draft = new Proposal { ConferenceId = 1, Code = "DRAFT2", Title = $"Half of a {PersonEverywhere.Mark}", DraftKeyHash = "secret-draft", StartedAt = Samples.Opening, ChangedAt = Samples.Opening };
        draft.Speakers.Add(new ProposalSpeaker { IsOwner = true, Name = PersonEverywhere.Name, Email = "", NormalisedEmail = "", Phone = PersonEverywhere.Mark });
        await desk.Desk.Test.AddAsync(draft);
        desk.Desk.Test.Clock.SetUtcNow(End.AddDays(10).AddTicks(-1));
        await desk.Service.PurgeAsync(Ct);
        var early = await AboutProposalsAsync(desk);
        desk.Desk.Test.Clock.SetUtcNow(End.AddDays(10));

        await desk.Service.PurgeAsync(Ct);

        Assert.NotEmpty(early);
        Assert.Empty(await AboutProposalsAsync(desk));
        var proposal = await desk.Store.ReadAsync(db => db.Proposals.AsNoTracking().SingleAsync(p => p.Code == "K7QZ3M", Ct));
        Assert.Equal((ProposalState.Submitted, Decision.Accepted, null, 1), (proposal.State, proposal.Decision, proposal.AttachmentId, proposal.Revision));
        Assert.Contains("saved 7 weeks", proposal.Savings, StringComparison.Ordinal);
        Assert.Equal("k1", await desk.Store.ReadAsync(async db => (await db.Jobs.SingleAsync(j => j.Kind == nameof(RemoveBytes), Ct)).Read<RemoveBytes>().Key));
        await desk.Service.PurgeAsync(Ct);
        Assert.Equal(1, await desk.Store.ReadAsync(db => db.Proposals.Where(p => p.Code == "DRAFT2").Select(p => p.Revision).SingleAsync(Ct)));
    }

    [Fact]
    public async Task A_proposal_that_was_changed_lately_stays_whatever_the_events_days_say()
    {
        await using var desk = await PrivacyDesk.OpenAsync(DatabaseProvider.Sqlite, options: new() { KeepAttendeesDays = 365 });
        await PersonEverywhere.AddAsync(desk);
        await desk.Store.ReadAsync(db => db.Conferences.ExecuteUpdateAsync(set => set.SetProperty(c => c.LastDay, new DateOnly(2013, 3, 15)), Ct));

        await desk.Service.PurgeAsync(Ct);

        Assert.NotEmpty(await AboutProposalsAsync(desk));
    }

    private static async Task<List<string>> AboutProposalsAsync(PrivacyDesk desk) => (await desk.DumpAsync()).FindAll(line =>
        (line.StartsWith("Proposal", StringComparison.Ordinal) || line.StartsWith("Review", StringComparison.Ordinal)) && (PersonEverywhere.IsIn(line) || line.Contains("secret-", StringComparison.Ordinal)));

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_mistyped_year_erases_nobody_who_has_just_registered(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider, options: new() { KeepAttendeesDays = 365 });
        await desk.Desk.RegisterAsync("ada");
        await desk.Store.ReadAsync(db => db.Conferences.ExecuteUpdateAsync(set => set.SetProperty(c => c.LastDay, new DateOnly(2013, 3, 15)), Ct));

        var purged = await desk.Service.PurgeAsync(Ct);

        Assert.Equal(0, purged);
        Assert.Equal(["ada Confirmed room"], await desk.Desk.EverybodyAsync());
    }

    [Fact]
    public async Task While_a_hold_stands_nothing_is_erased_by_schedule()
    {
        await using var desk = await PrivacyDesk.OpenAsync(DatabaseProvider.Sqlite, options: new() { KeepAttendeesDays = 1, Hold = "Litigation" });
        await desk.Desk.RegisterAsync("ada");
        desk.Desk.Test.Clock.SetUtcNow(End.AddDays(100));

        var purged = await desk.Service.PurgeAsync(Ct);

        Assert.Equal(0, purged);
        Assert.Equal(["ada Confirmed room"], await desk.Desk.EverybodyAsync());
    }

    [Fact]
    public async Task Letters_in_the_folder_are_deleted_after_their_days()
    {
        await using var desk = await PrivacyDesk.OpenAsync(DatabaseProvider.Sqlite, options: new() { KeepLetterFilesDays = 30 });
        var now = desk.Desk.Test.Clock.GetUtcNow();
        foreach (var (name, age) in new[] { ("old.eml", 31), ("new.eml", 29), ("other.txt", 400) })
        {
            var path = Path.Combine(desk.MailDirectory, name);
            await File.WriteAllTextAsync(path, "To: ada@example.org\r\n\r\n", Ct);
            File.SetLastWriteTimeUtc(path, now.AddDays(-age).UtcDateTime);
        }

        await desk.Service.PurgeAsync(Ct);

        Assert.Equal(["new.eml", "other.txt"], Directory.GetFiles(desk.MailDirectory).Select(Path.GetFileName).Order());
    }
}
