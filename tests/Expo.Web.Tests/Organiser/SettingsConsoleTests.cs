using Bunit;
using Expo.Core.Agenda;
using Expo.Core.Registration;
using Expo.Web.Organiser;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Organiser;

public sealed class SettingsConsoleTests : DeskTest
{
    private CatalogueService Service => Services.GetRequiredService<CatalogueService>();

    [Fact]
    public async Task Settings_are_saved_and_can_be_saved_again_at_once()
    {
        var desk = Render<SettingsConsole>();
        await desk.Find("#settings-offerhours").ChangeAsync("48");
        await desk.Find("#settings-accommodationsto").ChangeAsync("access@expo.example");

        await Form(desk).SubmitAsync();
        var first = await SavedAsync();
        await desk.Find("#settings-offerhours").ChangeAsync("72");
        await Form(desk).SubmitAsync();

        Assert.Equal((48, "access@expo.example"), (first.OfferHours, first.AccommodationsTo));
        Assert.Equal(72, (await SavedAsync()).OfferHours);
        Assert.Equal("The settings are saved.", desk.Find("[role=status] .alert").TextContent.Trim());
    }

    [Fact]
    public async Task A_number_out_of_range_is_said_at_its_field()
    {
        var desk = Render<SettingsConsole>();
        await desk.Find("#settings-offerhours").ChangeAsync("forever");

        await Form(desk).SubmitAsync();

        Assert.Equal(CatalogueRefusals.OfferHoursWrong.Message, desk.Find("#settings-offerhours-message").TextContent.Trim());
        Assert.Equal(24, (await SavedAsync()).OfferHours);
    }

    [Fact]
    public async Task Registration_is_closed_at_a_minute_in_the_events_zone_and_not_over_another_organisers_head()
    {
        var desk = Render<SettingsConsole>();
        await desk.Find("#closing-closesat").ChangeAsync("2023-03-12T02:30");
        var note = desk.Find(".fieldnote.warn").TextContent;
        await desk.FindAll("form")[0].SubmitAsync();
        var closes = new DateTimeOffset(2023, 3, 12, 7, 30, 0, TimeSpan.Zero);
        var first = await ClosesAsync();
        await Service.SetRegistrationCloseAsync(Organiser, 1, closes, closes.AddDays(1), Ct);
        await desk.Find("#closing-closesat").ChangeAsync("2023-03-11T12:00");
        await desk.FindAll("form")[0].SubmitAsync();

        Assert.Equal("There is no 02:30 on 12 March 2023 in this time zone: clocks go forward then. 12 March 2023, 03:30 EDT is meant.", note);
        Assert.Equal((closes, closes.AddDays(1)), (first, await ClosesAsync()));
        Assert.Contains("registration closes 13 March 2023, 03:30 EDT now", desk.Find("form [role=alert]").TextContent, StringComparison.Ordinal);
    }

    private static AngleSharp.Dom.IElement Form(IRenderedComponent<SettingsConsole> desk) => desk.FindAll("form")[1];

    private async Task<SettingsDraft> SavedAsync() => (await Services.GetRequiredService<CatalogueQueries>().SettingsAsync(Organiser, 1, Ct)).Value.Saved;

    private async Task<DateTimeOffset?> ClosesAsync() => (await Services.GetRequiredService<AgendaQueries>().ConferenceAsync(Ct))!.RegistrationClosesAt;
}
