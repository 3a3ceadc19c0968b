using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Agenda;

public sealed class SpeakerServiceTests
{
    private static readonly ConsentAnswer Yes = new(true, true, true);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Only_the_speakers_own_account_and_organisers_change_or_see_anything(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);
        var profile = SpeakerProfile.Of((await desk.SheetAsync()).Speaker);
        foreach (var stranger in new[] { SpeakerStand.Other, Actor.Visitor, new Actor { Name = "Mo", AccountId = 2, IsModerator = true, IsReviewer = true, IsDoor = true, IsCaptioner = true } })
        {
            Refusal?[] answers =
            [
                (await desk.Service.SaveProfileAsync(stranger, 1, profile, profile.Stamp, Ct)).Refusal,
                (await desk.Service.ConsentAsync(stranger, 1, 1, Yes, Ct)).Refusal,
                (await desk.Service.AddTimeAsync(stranger, 1, Samples.Opening, Samples.Opening.AddHours(1), Ct)).Refusal,
                (await desk.Service.AnyTimeAsync(stranger, 1, Ct)).Refusal,
                (await desk.Service.RemoveTimeAsync(stranger, 1, 1, Ct)).Refusal,
                (await desk.BringAsync(SampleFiles.Jpeg(), by: stranger)).Refusal,
                (await desk.Service.RemovePortraitAsync(stranger, 1, Ct)).Refusal,
            ];
            Assert.All(answers, answer => Assert.Equal(SpeakerRefusals.Unknown, answer));
            Assert.Empty(await desk.Queries.MineAsync(stranger, Ct));
            Assert.Null(await desk.Queries.PortraitAsync(stranger, 1, Ct));
            Assert.Equal(SpeakerRefusals.NotOrganiser, (await desk.Queries.OneAsync(stranger, "wen-li", Ct)).Refusal);
            Assert.Equal(SpeakerRefusals.NotOrganiser, (await desk.Queries.ListAsync(stranger, 1, null, SpeakerShow.All, 0, 25, Ct)).Refusal);
        }

        Assert.Equal(SpeakerRefusals.Unknown, (await desk.Service.ConsentAsync(SpeakerStand.Wen, 2, 2, Yes, Ct)).Refusal);
        Assert.Equal(SpeakerRefusals.NotTheirs, (await desk.Service.ConsentAsync(SpeakerStand.Wen, 1, 2, Yes, Ct)).Refusal);
        Assert.Equal(["Wen Li"], (await desk.Queries.MineAsync(SpeakerStand.Wen, Ct)).Select(s => s.Speaker.Name));
        Assert.Null((await desk.Service.ConsentAsync(SpeakerStand.Organiser, 2, 2, Yes, Ct)).Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_profile_is_the_working_copy_until_the_next_release(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);
        var agenda = new AgendaQueries(desk.Test.Store);
        var before = SpeakerProfile.Of((await desk.SheetAsync()).Speaker);

        var saved = await desk.Service.SaveProfileAsync(SpeakerStand.Wen, 1, new SpeakerProfile(" Wen Li Tan ", "Stratum", "Singapore", "Reads cotton.\r\nAnd ledgers.", "Asia/Singapore"), before.Stamp, Ct);
        var (held, shown) = (await desk.SheetAsync(), await agenda.SpeakerAsync("wen-li", Ct));
        await desk.Test.Store.ReleaseAsync();

        Assert.Null(saved.Refusal);
        Assert.Equal(("Wen Li Tan", "Reads cotton.\nAnd ledgers.", "Asia/Singapore", SpeakerNews.ChangesWait), (held.Speaker.Name, held.Speaker.Biography, held.OwnTime.ZoneId, held.News));
        Assert.Equal(("Wen Li", ""), (shown!.Name, shown.Biography));
        Assert.Equal("Wen Li Tan", (await agenda.SpeakerAsync("wen-li", Ct))!.Name);
        Assert.Equal(SpeakerNews.Public, (await desk.SheetAsync()).News);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_eight_who_change_a_profile_at_once_one_wins_and_the_others_are_told(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);
        var seen = SpeakerProfile.Of((await desk.SheetAsync()).Speaker);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => desk.Service.SaveProfileAsync(SpeakerStand.Wen, 1, seen with { Company = $"Company {i}" }, seen.Stamp, Ct), Ct)));

        Assert.Single(answers, a => !a.IsRefused);
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal(SpeakerRefusals.ChangedMeanwhile, a.Refusal));
    }

    [Fact]
    public void A_wrong_profile_says_what_is_wrong_at_each_field()
    {
        var wrong = new SpeakerProfile(" ", new string('c', 161), "Ken\u0000ya", new string('b', 4001), "Mars/Olympus").Check();

        Assert.Equal(["Name", "Company", "Country", "Biography", "TimeZone"], wrong.Select(w => w.Field));
        Assert.Empty(new SpeakerProfile("Wen", "", "", "", "").Check());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Consent_is_three_answers_with_their_time_and_can_be_taken_back(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);
        var first = desk.Test.Clock.GetUtcNow();
        await desk.Service.ConsentAsync(SpeakerStand.Wen, 1, 1, Yes, Ct);
        desk.Test.Clock.Advance(TimeSpan.FromHours(1));
        var same = (await desk.Service.ConsentAsync(SpeakerStand.Wen, 1, 1, Yes, Ct)).Value.At;

        var back = (await desk.Service.ConsentAsync(SpeakerStand.Wen, 1, 1, Yes with { Publish = false }, Ct)).Value;

        Assert.Equal((first, first.AddHours(1)), (same, back.At));
        var consent = (await desk.SheetAsync()).Talks[0].Consent!;
        Assert.Equal((true, true, false), (consent.Stream, consent.Record, consent.Publish));
        Assert.Equal(1, await desk.Test.Store.ReadAsync(db => db.SpeakerConsents.CountAsync(Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Eight_first_answers_at_once_leave_one_row(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => desk.Service.ConsentAsync(SpeakerStand.Wen, 1, 1, new ConsentAnswer(i % 2 == 0, true, true), Ct), Ct)));

        Assert.DoesNotContain(answers, a => a.IsRefused);
        Assert.Equal(1, await desk.Test.Store.ReadAsync(db => db.SpeakerConsents.CountAsync(Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Stretches_that_touch_become_one_and_the_desk_and_the_program_warn_by_the_same_rule(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);
        var programme = new ProgrammeQueries(desk.Test.Store);
        await desk.Service.AddTimeAsync(SpeakerStand.Wen, 1, Samples.Opening.AddHours(2), Samples.Opening.AddHours(3), Ct);
        await desk.Service.AddTimeAsync(SpeakerStand.Wen, 1, Samples.Opening.AddHours(3), Samples.Opening.AddHours(5), Ct);
        var away = await desk.SheetAsync();
        var warned = ProgrammeWarnings.Of((await programme.ReadAsync(SpeakerStand.Organiser, 1, Ct)).Value).Count(w => w.Kind == WarningKind.SpeakerAway);

        await desk.Service.AddTimeAsync(SpeakerStand.Wen, 1, Samples.Opening, Samples.Opening.AddMinutes(25), Ct);

        Assert.Equal((1, true, 1), (away.Times.Count, away.Talks[0].IsAway, warned));
        Assert.Equal(Samples.Opening.AddHours(5), away.Times[0].Until);
        var there = await desk.SheetAsync();
        Assert.Equal((2, false), (there.Times.Count, there.Talks[0].IsAway));
        await desk.Service.AnyTimeAsync(SpeakerStand.Wen, 1, Ct);
        Assert.Equal(SpeakerTimes.Event(there.Conference).Until, (await desk.SheetAsync()).Times.Single().Until);
        await desk.Service.RemoveTimeAsync(SpeakerStand.Wen, 1, (await desk.SheetAsync()).Times[0].Id, Ct);
        Assert.Empty((await desk.SheetAsync()).Times);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Thirty_stretches_added_at_once_never_pass_the_most(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(() => desk.Service.AddTimeAsync(SpeakerStand.Wen, 1, Samples.Opening.AddMinutes(i * 20), Samples.Opening.AddMinutes((i * 20) + 10), Ct), Ct)));

        Assert.Equal(SpeakerTimes.Most, answers.Count(a => !a.IsRefused));
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal(SpeakerRefusals.TooManyTimes, a.Refusal));
        Assert.Equal(SpeakerTimes.Most, (await desk.SheetAsync()).Times.Count);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_time_outside_the_event_is_refused_with_its_days(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);

        var outside = await desk.Service.AddTimeAsync(SpeakerStand.Wen, 1, Samples.Opening.AddDays(9), Samples.Opening.AddDays(9).AddHours(1), Ct);

        Assert.Contains("Tuesday 14 March 2023 to Wednesday 15 March 2023", outside.Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_are_read_in_the_speakers_zone_over_midnight_and_over_changing_clocks()
    {
        var (berlin, new_york) = (EventTime.In("Europe/Berlin"), EventTime.In("America/New_York"));

        Assert.Equal((new DateTimeOffset(2023, 3, 14, 8, 0, 0, TimeSpan.Zero), new DateTimeOffset(2023, 3, 14, 11, 30, 0, TimeSpan.Zero)), Utc(SpeakerTimes.Read("2023-03-14", "09:00", "12:30", berlin).Value));
        Assert.Equal(new DateTimeOffset(2023, 3, 15, 0, 30, 0, TimeSpan.Zero), Utc(SpeakerTimes.Read("2023-03-14", "22:00", "01:30", berlin).Value).Until);
        // The hour from 02:00 is skipped on 12 March 2023.
        Assert.Equal(SpeakerRefusals.NoLength, SpeakerTimes.Read("2023-03-12", "02:30", "03:30", new_york).Refusal);
        // The hour from 01:00 comes twice on 5 November 2023: three hours lie between.
        Assert.Equal(TimeSpan.FromHours(3), SpeakerTimes.Read("2023-11-05", "00:30", "02:30", new_york).Value is var (from, until) ? until - from : default);
        Assert.Equal(
            [SpeakerRefusals.NoDay, SpeakerRefusals.NoFrom, SpeakerRefusals.NoUntil, SpeakerRefusals.NoLength],
            new[] { SpeakerTimes.Read("14.3.", "09:00", "10:00", berlin), SpeakerTimes.Read("2023-03-14", "9", "10:00", berlin), SpeakerTimes.Read("2023-03-14", "09:00", "25:00", berlin), SpeakerTimes.Read("2023-03-14", "09:00", "09:00", berlin) }.Select(r => r.Refusal));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Whoever_proved_the_address_gets_the_speaker_and_nobody_else(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);
        await desk.Test.Store.ReadAsync(db => db.Speakers.Where(s => s.Id == 2).ExecuteUpdateAsync(set => set.SetProperty(s => s.Email, "Other@Expo.example"), Ct));
        await desk.Test.Store.ReadAsync(db => db.Accounts.Where(a => a.Id == 2).ExecuteUpdateAsync(set => set.SetProperty(a => a.EmailConfirmed, false), Ct));
        var unproved = await desk.Service.ClaimAsync(SpeakerStand.Other, Ct);
        await desk.Test.Store.ReadAsync(db => db.Accounts.Where(a => a.Id == 2).ExecuteUpdateAsync(set => set.SetProperty(a => a.EmailConfirmed, true), Ct));

        var (strange, proved, again) = (await desk.Service.ClaimAsync(SpeakerStand.Wen, Ct), await desk.Service.ClaimAsync(SpeakerStand.Other, Ct), await desk.Service.ClaimAsync(SpeakerStand.Other, Ct));

        Assert.Equal((0, 0, 1, 0), (unproved, strange, proved, again));
        Assert.Equal(["Grace Hopper"], (await desk.Queries.MineAsync(SpeakerStand.Other, Ct)).Select(s => s.Speaker.Name));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_list_finds_by_text_and_by_what_is_missing_and_counts_each_choice(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);
        await desk.BringAsync(SampleFiles.Jpeg());
        async Task<IEnumerable<string>> ListAsync(string? text, SpeakerShow show) => (await desk.Queries.ListAsync(SpeakerStand.Organiser, 1, text, show, 0, 25, Ct)).Value.Speakers.Select(s => s.Speaker.Name);

        Assert.Equal(["Grace Hopper", "Wen Li"], await ListAsync(null, SpeakerShow.MissingSomething));
        Assert.Equal(["Grace Hopper"], await ListAsync(null, SpeakerShow.Portrait));
        Assert.Equal(["Grace Hopper"], await ListAsync(null, SpeakerShow.NoAccount));
        Assert.Equal(["Grace Hopper"], await ListAsync("LEDGERS", SpeakerShow.All));
        Assert.Equal(["Wen Li"], await ListAsync("stratum", SpeakerShow.All));
        var second = (await desk.Queries.ListAsync(SpeakerStand.Organiser, 1, null, SpeakerShow.All, 1, 1, Ct)).Value;
        Assert.Equal(("Wen Li", 2, 1), (second.Speakers.Single().Speaker.Name, second.Total, second.Counts[SpeakerShow.NoAddress]));
    }

    private static (DateTimeOffset From, DateTimeOffset Until) Utc((DateTimeOffset From, DateTimeOffset Until) time) => (time.From.ToUniversalTime(), time.Until.ToUniversalTime());
}
