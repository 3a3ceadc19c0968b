using Bunit;
using Expo.Core.Registration;
using Expo.Testing;
using Expo.Web.Organiser;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Organiser;

public sealed class CodesConsoleTests : DeskTest
{
    private CatalogueService Service => Services.GetRequiredService<CatalogueService>();

    private CatalogueQueries Queries => Services.GetRequiredService<CatalogueQueries>();

    [Fact]
    public async Task Codes_are_made_and_the_links_to_hand_out_are_shown_once_for_each()
    {
        var desk = await OpenAsync();
        await desk.Find("#code-note").ChangeAsync("Delegation");
        await desk.Find("#code-count").ChangeAsync("3");
        await desk.Find("#code-mostuses").ChangeAsync("2");
        await desk.Find("form input[type=checkbox]").ChangeAsync(true);

        await desk.Find("form").SubmitAsync();

        var codes = (await Queries.CodesAsync(Organiser, 1, Ct)).Value;
        var made = desk.Find("#code-made");
        Assert.Equal(codes.Select(c => $"http://localhost/register?code={c.Code}").Order(), (made.GetAttribute("value") ?? made.TextContent).Split('\n').Order());
        Assert.Equal(3, desk.FindAll("tbody tr").Count);
        Assert.All(codes, c => Assert.Equal(("Delegation", 2, 2), (c.Note, c.MostUses, c.SeatsHeld)));
        Assert.Equal("", desk.Find("#code-note").GetAttribute("value") ?? "");
    }

    [Fact]
    public async Task Without_enough_seats_the_reason_is_said_and_what_was_typed_stays()
    {
        var desk = await OpenAsync(seats: 3);
        await desk.Find("#code-note").ChangeAsync("Delegation");
        await desk.Find("#code-mostuses").ChangeAsync("4");
        await desk.Find("form input[type=checkbox]").ChangeAsync(true);

        await desk.Find("form").SubmitAsync();

        Assert.Equal(CatalogueRefusals.NotEnoughToHoldBack.Message, desk.Find("form [role=alert]").TextContent.Trim());
        Assert.Equal("Delegation", desk.Find("#code-note").GetAttribute("value"));
        Assert.Empty(desk.FindAll("tbody tr"));
    }

    [Fact]
    public async Task A_code_that_is_ended_frees_its_seats_and_stays_in_the_list()
    {
        var desk = await OpenAsync();
        var code = (await Service.MakeCodesAsync(Organiser, 1, new CodeOrder { TicketTypeId = 1, MostUses = 5, HoldsSeats = true, Note = "Press" }, Ct)).Value[0];
        await desk.WaitForElement($"button[aria-label='End now: {code}']").ClickAsync();
        Assert.Contains("The 5 seats that it still holds go to whoever waits.", desk.Find("[role=alertdialog]").TextContent, StringComparison.Ordinal);

        await desk.FindAll("[role=alertdialog] button")[0].ClickAsync();

        Assert.Equal($"{code} is over. It stays in the list.", desk.WaitForElement("[role=status] .alert").TextContent.Trim());
        Assert.Equal("Over", desk.WaitForElement("tbody .chip").TextContent);
        Assert.Equal(0, (await Queries.TicketsAsync(Organiser, 1, Ct)).Value.Pools[0].Held);
    }

    private async Task<IRenderedComponent<CodesConsole>> OpenAsync(int seats = 400)
    {
        await AddAsync(Samples.Room(seats), Samples.RoomTicket());
        return Render<CodesConsole>();
    }
}
