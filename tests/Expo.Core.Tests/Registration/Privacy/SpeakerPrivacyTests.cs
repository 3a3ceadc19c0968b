using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration.Privacy;

public sealed class SpeakerPrivacyTests
{
    private const string Address = "wen@stratum.example";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Found))]
    public async Task Profile_times_consents_and_portrait_are_in_the_export(DatabaseProvider provider, bool byAccount)
    {
        await using var desk = await OpenAsync(provider, byAccount);

        var export = (await desk.Service.ExportAsync(RegistrationDesk.Organiser, Address, "Asked for by letter.", Ct)).Value;

        var all = export.Tables.Where(t => t.Name != "Accounts").ToDictionary(t => t.Name, t => string.Join("; ", t.Rows.SelectMany(r => r).Select(f => $"{f.Label}: {f.Value}")));
        Assert.Equal(["Speakers", "Times of speakers", "Consents", "Portraits", "Speakers of releases"], all.Keys);
        Assert.Contains("Reads cotton.", all["Speakers"], StringComparison.Ordinal);
        Assert.Contains("Asia/Singapore", all["Speakers"], StringComparison.Ordinal);
        Assert.Contains("2023", all["Times of speakers"], StringComparison.Ordinal);
        Assert.Contains("Session: Talk isotopes", all["Consents"], StringComparison.Ordinal);
        Assert.Contains("portrait.jpg", all["Portraits"], StringComparison.Ordinal);
        Assert.Contains("Wen Li", all["Speakers of releases"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Found))]
    public async Task Whoever_was_released_keeps_name_company_and_country_in_public_and_nothing_else(DatabaseProvider provider, bool byAccount)
    {
        await using var desk = await OpenAsync(provider, byAccount);
        var agenda = new AgendaQueries(desk.Store);
        var before = await agenda.SpeakerAsync("wen-li", Ct);

        var erased = await desk.Service.EraseAsync(RegistrationDesk.Organiser, Address, "Asked for by letter.", new ErasureScope(), Ct);

        var after = (await agenda.SpeakerAsync("wen-li", Ct))!;
        Assert.Null(erased.Refusal);
        Assert.Equal(("Reads cotton.", true), (before!.Biography, before.PortraitId is not null));
        Assert.Equal(("Wen Li", "Stratum", "Singapore", "", null), (after.Name, after.Company, after.Country, after.Biography, after.PortraitId));
        var speaker = await desk.Store.ReadAsync(db => db.Speakers.AsNoTracking().SingleAsync(Ct));
        Assert.Equal(("Wen Li", "", null, null, null, null), (speaker.Name, speaker.Biography, speaker.PortraitId, speaker.Email, speaker.AccountId, speaker.TimeZone));
        Assert.Equal((0, 0, 0, 1), await desk.Store.ReadAsync(async db => (await db.SpeakerAvailability.CountAsync(Ct), await db.SpeakerConsents.CountAsync(Ct), await db.Files.CountAsync(Ct), await db.Jobs.CountAsync(j => j.Kind == nameof(RemoveBytes), Ct))));
        Assert.DoesNotContain(await desk.DumpAsync(), line => line.Contains("Reads cotton", StringComparison.Ordinal) || (line.Contains(Address, StringComparison.Ordinal) && !line.StartsWith("Accounts.", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Whoever_was_never_released_is_gone_and_the_talk_stays(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider, byAccount: false, release: false);

        await desk.Service.EraseAsync(RegistrationDesk.Organiser, Address, "Asked for by letter.", new ErasureScope(), Ct);

        Assert.Equal((0, 1), await desk.Store.ReadAsync(async db => (await db.Speakers.CountAsync(Ct), await db.Sessions.CountAsync(Ct))));
        Assert.DoesNotContain(await desk.DumpAsync(), line => line.Contains("Wen Li", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Nobody_elses_profile_is_touched(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider, byAccount: false);
        await desk.Desk.RegisterAsync("ada");

        await desk.Service.EraseAsync(RegistrationDesk.Organiser, "ada@example.org", "Asked for by letter.", new ErasureScope(), Ct);

        Assert.Equal("Reads cotton.", (await desk.Store.ReadAsync(db => db.Speakers.AsNoTracking().SingleAsync(Ct))).Biography);
    }

    public static IEnumerable<object[]> Found() => TestDatabases.All().SelectMany(database => new[] { false, true }, (database, byAccount) => new[] { database[0], byAccount });

    private static async Task<PrivacyDesk> OpenAsync(DatabaseProvider provider, bool byAccount, bool release = true)
    {
        var desk = await PrivacyDesk.OpenAsync(provider);
        var test = desk.Desk.Test;
        var file = new StoredFile { Id = Guid.CreateVersion7(), Key = "portrait-key", Name = "portrait.jpg", ContentType = "image/jpeg", Sha256 = "00", StoredAt = Samples.Opening, State = FileState.Accepted };
        await test.AddAsync(Samples.Stage(), file);
        int? account = null;
        if (byAccount)
        {
            var own = new Account { DisplayName = "W. L.", UserName = Address, NormalizedUserName = Address.ToUpperInvariant(), Email = Address, NormalizedEmail = Address.ToUpperInvariant() };
            await test.AddAsync(own);
            account = own.Id;
        }

        var session = Samples.Session();
        session.Speakers.Add(new Speaker
        {
            ConferenceId = 1, Slug = "wen-li", Name = "Wen Li", Company = "Stratum", Country = "Singapore", Biography = "Reads cotton.", TimeZone = "Asia/Singapore", PortraitId = file.Id,
            AccountId = account, Email = byAccount ? null : "Wen@Stratum.example",
        });
        if (release)
        {
            await test.AddAsync(session);
        }
        else
        {
            await desk.Store.ChangeAsync<Done>(
                db =>
                {
                    db.Add(session);
                    return Task.FromResult<Result<Done>>(Done.It);
                },
                Ct);
        }

        await test.AddAsync(
            new SpeakerAvailability { SpeakerId = 1, From = Samples.Opening, Until = Samples.Opening.AddHours(2) },
            new SpeakerConsent { SessionId = session.Id, SpeakerId = 1, Stream = true, Record = true, Publish = false, At = Samples.Opening });
        return desk;
    }
}
