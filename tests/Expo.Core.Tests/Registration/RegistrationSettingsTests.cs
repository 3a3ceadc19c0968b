using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

public sealed class RegistrationSettingsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly DateTimeOffset Now = new(2023, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly SettingsDraft Nothing = new();

    private static readonly SettingsDraft Reconfirm = Nothing with { ReconfirmFrom = Now.AddDays(2), ReconfirmBy = Now.AddDays(5) };

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Settings_are_saved_and_the_log_tells_of_them_without_the_address(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        var wanted = Nothing with { OfferHours = 48, MissedOffer = MissedOffer.Out, AccommodationsBy = Now.AddDays(3), AccommodationsTo = " Access@Expo.Example ", HonourLatePayments = false };

        var saved = await EditAsync(desk, Nothing, wanted);

        Assert.Null(saved.Refusal);
        Assert.Equal(wanted with { AccommodationsTo = "Access@Expo.Example" }, (await PageAsync(desk)).Saved);
        Assert.Equal(
            ["Ona Organiser: How registration is handled was changed: hours to accept an offer from 24 to 48; after a missed offer from to the end of the line to out of the line; deadline for accommodations from nothing to 4 March 2023, 07:00 EST; address for accommodations; late payments from honored to refunded."],
            await desk.LogAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_many_who_save_the_first_settings_at_once_one_does(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => EditAsync(desk, Nothing, Nothing with { OfferHours = 100 + i })));

        Assert.Single(answers, a => !a.IsRefused);
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal("catalogue.changed-meanwhile", a.Refusal!.Code));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_its_field()
    {
        await using var desk = await OpenAsync(DatabaseProvider.Sqlite);
        (SettingsDraft Wanted, string Code)[] wrong =
        [
            (Nothing with { OfferHours = 0 }, "catalogue.offer-hours"), (Nothing with { OfferHours = 337 }, "catalogue.offer-hours"), (Nothing with { ReconfirmFrom = Now }, "catalogue.reconfirm-half"),
            (Nothing with { ReconfirmBy = Now.AddDays(1) }, "catalogue.reconfirm-half"), (Reconfirm with { ReconfirmBy = Reconfirm.ReconfirmFrom }, "catalogue.reconfirm-window"),
            (Reconfirm with { ReconfirmBy = new DateTimeOffset(2023, 3, 14, 4, 0, 0, TimeSpan.Zero) }, "catalogue.reconfirm-late"),
            (Nothing with { ReconfirmFrom = Now.AddDays(-2), ReconfirmBy = Now }, "catalogue.reconfirm-passed"),
            (Nothing with { AccommodationsBy = Now.AddDays(30) }, "catalogue.accommodations-late"), (Nothing with { AccommodationsTo = "nobody" }, "registration.email-without-at"),
        ];

        foreach (var (wanted, code) in wrong)
        {
            Assert.Equal(code, (await EditAsync(desk, Nothing, wanted)).Refusal?.Code);
        }

        Assert.Null((await EditAsync(desk, Nothing, Reconfirm with { ReconfirmBy = new DateTimeOffset(2023, 3, 14, 3, 59, 59, TimeSpan.Zero) })).Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task People_are_asked_now_and_their_deadline_is_moved_later_only(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        await desk.RegisterAsync("ada");
        await desk.RegisterAsync("grace");
        Assert.Equal(CatalogueRefusals.NothingToAsk, (await desk.Service.AskNowAsync(CatalogueDesk.Organiser, 1, Ct)).Refusal);
        await EditAsync(desk, Nothing, Reconfirm);

        var asked = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => desk.Service.AskNowAsync(CatalogueDesk.Organiser, 1, Ct)));
        await desk.Desk.Service.ReconfirmAsync(await desk.Desk.CodeAsync("ada"), Ct);
        var page = await PageAsync(desk);
        var earlier = await EditAsync(desk, page.Saved, page.Saved with { ReconfirmBy = Now.AddDays(4) });
        var later = await EditAsync(desk, page.Saved, page.Saved with { ReconfirmBy = Now.AddDays(6) });

        Assert.Single(asked, a => !a.IsRefused);
        Assert.Equal((Now, 1), (page.AskedAt, page.NotAnswered));
        Assert.Equal((CatalogueRefusals.ReconfirmAsked, null), (earlier.Refusal, later.Refusal));
        Assert.Equal([null, Now.AddDays(6)], await HeldUntilAsync(desk));
        desk.At(Now.AddDays(6));
        await desk.Desk.Service.SettleAsync(Ct);
        Assert.Equal(["ada Confirmed room", "grace Confirmed stream"], await desk.Desk.EverybodyAsync());
        await desk.EveryLedgerAddsUpAsync();
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Called_off_everybody_keeps_the_seat_and_can_be_asked_anew(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        await desk.RegisterAsync("ada");
        await EditAsync(desk, Nothing, Reconfirm);
        await desk.Service.AskNowAsync(CatalogueDesk.Organiser, 1, Ct);
        var shown = (await PageAsync(desk)).Saved;

        Assert.Null((await EditAsync(desk, shown, shown with { ReconfirmFrom = null, ReconfirmBy = null })).Refusal);
        Assert.Equal([null], await HeldUntilAsync(desk));
        Assert.Null((await PageAsync(desk)).AskedAt);
        await EditAsync(desk, Nothing, Reconfirm);
        Assert.Null((await desk.Service.AskNowAsync(CatalogueDesk.Organiser, 1, Ct)).Refusal);
        Assert.Equal([Reconfirm.ReconfirmBy], await HeldUntilAsync(desk));
    }

    private static async Task<CatalogueDesk> OpenAsync(DatabaseProvider provider)
    {
        var desk = await CatalogueDesk.OpenAsync(provider);
        desk.At(Now);
        return desk;
    }

    private static Task<Result<Done>> EditAsync(CatalogueDesk desk, SettingsDraft shown, SettingsDraft wanted) => desk.Service.EditSettingsAsync(CatalogueDesk.Organiser, 1, shown, wanted, Ct);

    private static async Task<SettingsPage> PageAsync(CatalogueDesk desk) => (await desk.Queries.SettingsAsync(CatalogueDesk.Organiser, 1, Ct)).Value;

    private static Task<List<DateTimeOffset?>> HeldUntilAsync(CatalogueDesk desk) => desk.Desk.Test.Store.ReadAsync(db => db.Attendees.OrderBy(a => a.Id).Select(a => a.HeldUntil).ToListAsync());
}
