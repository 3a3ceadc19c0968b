using Bunit;
using Expo.Core.Registration;
using Expo.Testing;
using Expo.Web.Organiser;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Organiser;

public sealed class TicketsConsoleTests : DeskTest
{
    private CatalogueQueries Queries => Services.GetRequiredService<CatalogueQueries>();

    private CatalogueService Service => Services.GetRequiredService<CatalogueService>();

    [Fact]
    public async Task A_ticket_type_is_added_from_the_page_in_the_events_zone()
    {
        var desk = await OpenAsync();
        await desk.Find("section[aria-labelledby=types] .cardhead button").ClickAsync();
        await desk.Find("#type-name").ChangeAsync("Press");
        await desk.Find("#type-code").ChangeAsync("press");
        await desk.Find("#type-price").ChangeAsync("25");
        await desk.Find("#type-closesat").ChangeAsync("2023-03-01T23:59");
        var said = desk.FindAll(".fieldnote")[1].TextContent;
        await desk.FindAll("fieldset input").Last().ChangeAsync(true);

        await desk.Find("form").SubmitAsync();

        Assert.Equal("From 1 March 2023, 23:59 EST on it is over. The last moment is 23:58:59.", said);
        Assert.Equal("“Press” is saved.", desk.Find("[role=status] .alert").TextContent.Trim());
        var saved = (await TypesAsync()).Single(t => t.Code == "press").Saved;
        Assert.Equal((2500, new DateTimeOffset(2023, 3, 2, 4, 59, 0, TimeSpan.Zero)), (saved.PriceMinor, saved.ClosesAt));
        Assert.Equal([1], saved.Pools);
        Assert.Empty(desk.FindAll("form"));
    }

    [Fact]
    public async Task A_price_while_payments_are_off_is_warned_about_in_the_editor_and_at_the_type()
    {
        var desk = await OpenAsync();
        await desk.Find("section[aria-labelledby=types] .cardhead button").ClickAsync();
        var before = desk.FindAll(".alert").Count;
        var hint = desk.Find("#type-price-hint").TextContent;
        await desk.Find("#type-name").ChangeAsync("Workshop");
        await desk.Find("#type-code").ChangeAsync("workshop");
        await desk.Find("#type-price").ChangeAsync("12.50");
        await desk.Find("form").SubmitAsync();

        Assert.Equal(0, before);
        Assert.StartsWith("Payments are switched off: only what is free can be had.", hint, StringComparison.Ordinal);
        Assert.StartsWith("Payments are switched off, and a ticket costs money. Nobody can have that ticket", desk.Find(".alert.warn").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal(["Payments are off: nobody can have it"], desk.FindAll("th .chip.warn").Select(chip => chip.TextContent));
    }

    [Fact]
    public async Task A_mistake_is_said_at_its_field_and_what_was_typed_stays()
    {
        var desk = await OpenAsync();
        await desk.Find("button[aria-label='Edit: A seat in the room']").ClickAsync();
        await desk.Find("#type-name").ChangeAsync("Seat");
        await desk.Find("#type-price").ChangeAsync("a lot");

        await desk.Find("form").SubmitAsync();

        var price = desk.Find("#type-price");
        Assert.Equal(("true", "type-price-hint type-price-message"), (price.GetAttribute("aria-invalid"), price.GetAttribute("aria-describedby")));
        Assert.Equal("Seat", desk.Find("#type-name").GetAttribute("value"));
        Assert.Equal("A seat in the room", (await TypesAsync())[0].Saved.Name);
    }

    [Fact]
    public async Task Before_pools_change_the_page_says_how_many_people_move_and_which_cap_is_passed()
    {
        var desk = await OpenAsync(people: 3);
        await Service.AddPoolAsync(Organiser, 1, new PoolDraft("Small", 1), false, Ct);
        desk.WaitForElement("button[aria-label='Edit: Small']");
        await desk.Find("button[aria-label='Edit: A seat in the room']").ClickAsync();

        await desk.FindAll("fieldset").Last().QuerySelectorAll("input")[1].ChangeAsync(true);

        Assert.Equal("3 people have this ticket, and their seats move along. Nobody loses a ticket.", desk.Find("form [role=alert] b").TextContent);
        Assert.Equal("Small: 3 seats more are taken; the pool is over its cap of 1 by 2 then.", desk.Find("form [role=alert] li").TextContent);
        Assert.Equal("Save and move 3 seats", desk.Find("form > .acts button").TextContent);
    }

    [Fact]
    public async Task Whoever_saves_second_is_told_what_changed_and_can_load_it()
    {
        var desk = await OpenAsync();
        await desk.Find("button[aria-label='Edit: A seat in the room']").ClickAsync();
        var shown = (await TypesAsync())[0].Saved;
        await Service.EditTypeAsync(Organiser, 1, shown, shown with { Description = "With lunch." }, Ct);
        await desk.Find("#type-name").ChangeAsync("Mine");

        await desk.Find("form").SubmitAsync();
        Assert.Contains("description is With lunch. now", desk.Find("form [role=alert]").TextContent, StringComparison.Ordinal);
        await desk.Find("form [role=alert] button").ClickAsync();

        Assert.Equal(("A seat in the room", "With lunch."), (desk.Find("#type-name").GetAttribute("value"), desk.Find("#type-description").GetAttribute("value")));
        Assert.Empty(desk.FindAll("form [role=alert]"));
    }

    [Fact]
    public async Task A_pool_says_before_saving_by_how_many_a_lower_cap_is_over_and_after_it_too()
    {
        var desk = await OpenAsync(people: 3);
        await desk.Find("button[aria-label='Edit: Room']").ClickAsync();
        await desk.Find("#pool-capacity").InputAsync("2");
        var warned = desk.Find("form .alert").TextContent.Trim();

        await desk.Find("form").SubmitAsync();

        Assert.Equal("3 seats are taken or held. The pool will be over by 1.", warned);
        Assert.Equal("Over by 1", desk.Find("section[aria-labelledby=pools] .chip").TextContent);
    }

    [Fact]
    public async Task Archiving_and_deleting_ask_first_and_only_what_was_never_used_can_be_deleted()
    {
        var desk = await OpenAsync(people: 1);
        Assert.Empty(desk.FindAll("button[aria-label='Delete: A seat in the room']"));

        desk.Find("button[aria-label='Archive: A seat in the room']").Click();
        Assert.Contains("1 people have it and keep it.", desk.Find("[role=alertdialog]").TextContent, StringComparison.Ordinal);
        await desk.FindAll("[role=alertdialog] button")[0].ClickAsync();
        desk.Find("button[aria-label='Delete: The live stream']").Click();
        await desk.FindAll("[role=alertdialog] button")[0].ClickAsync();

        Assert.Equal([("room", true)], (await TypesAsync()).Select(t => (t.Code, t.IsArchived)));
    }

    private async Task<IRenderedComponent<TicketsConsole>> OpenAsync(int people = 0)
    {
        await AddAsync(Samples.Room(), Samples.RoomTicket(), Samples.StreamTicket());
        for (var i = 0; i < people; i++)
        {
            await Services.GetRequiredService<RegistrationService>().AddAsync(Organiser, new() { Place = "room", Name = $"Person {(char)('A' + i)}", Email = $"p{i}@example.org", Country = "US" }, null, Ct);
        }

        return Render<TicketsConsole>();
    }

    private async Task<IReadOnlyList<TypeLine>> TypesAsync() => (await Queries.TicketsAsync(Organiser, 1, Ct)).Value.Types;
}
