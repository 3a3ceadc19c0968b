using Bunit;
using Expo.Core.Registration;
using Expo.Testing;
using Expo.Web.Organiser;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Organiser;

public sealed class AttendeesConsoleTests : DeskTest
{
    [Fact]
    public async Task A_page_shows_25_and_a_search_finds_among_all()
    {
        await SeedAsync(60);
        var desk = Render<AttendeesConsole>();
        var first = (Found(desk), desk.FindAll("tbody tr").Count, PageNumber(desk));

        await Button(desk, "Next").ClickAsync();
        var second = (desk.FindAll("tbody tr").Count, PageNumber(desk), FirstName(desk));
        await Button(desk, "Last").ClickAsync();
        var last = (desk.FindAll("tbody tr").Count, PageNumber(desk), FirstName(desk));
        await desk.Find("input").InputAsync("PERSON 7");

        Assert.Equal(("60 people", 25, "1"), first);
        Assert.Equal((25, "2", "Person 35"), second);
        Assert.Equal((10, "3", "Person 10"), last);
        desk.WaitForAssertion(() => Assert.Equal("1 person", Found(desk)), TimeSpan.FromSeconds(5));
        Assert.Equal("Person 7", FirstName(desk));
    }

    [Fact]
    public async Task Each_heading_sorts_says_so_and_turns_round_when_pressed_again()
    {
        await SeedAsync(3);
        var desk = Render<AttendeesConsole>();
        var before = Sorted(desk);

        await Button(desk, "Name").ClickAsync();
        var once = (Sorted(desk), FirstName(desk));
        await Button(desk, "Name").ClickAsync();
        var twice = (Sorted(desk), FirstName(desk));
        await Button(desk, "Waiting list").ClickAsync();

        Assert.Equal("Registered descending", before);
        Assert.Equal(("Name ascending", "Person 1"), once);
        Assert.Equal(("Name descending", "Person 3"), twice);
        Assert.Contains("Nobody is found like this", desk.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_keeps_what_is_shown_and_opening_it_shows_the_same()
    {
        await SeedAsync(60);
        var desk = Render<AttendeesConsole>();
        await Button(desk, "Name").ClickAsync();
        await Chip(desk, "In the room").ClickAsync();
        await Button(desk, "Next").ClickAsync();
        var address = (string)JSInterop.Invocations["history.replaceState"][^1].Arguments[2]!;
        var names = Names(desk);

        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var opened = Render<AttendeesConsole>();

        Assert.Equal("/organiser/attendees?place=room&sort=name&page=2", address);
        Assert.Equal(names, Names(opened));
        Assert.Equal(("true", "2"), (Chip(opened, "In the room").GetAttribute("aria-pressed"), PageNumber(opened)));
    }

    [Fact]
    public async Task Chips_count_who_stands_where_and_show_only_them()
    {
        await SeedAsync(3);
        await AddAsync(Person(4, AttendeeState.Waiting), Person(5, AttendeeState.Cancelled));
        var desk = Render<AttendeesConsole>();

        await Chip(desk, "Cancelled").ClickAsync();

        Assert.Equal(
            ["In the room 3", "On the stream 0", "Waiting 1", "Seat offered 0", "Not paid 0", "Cancelled 1", "Checked in 0", "Not checked in 3"],
            desk.FindAll(".counts button").Select(chip => chip.TextContent));
        Assert.Equal(["Person 5"], Names(desk));
        await Button(desk, "Clear all filters").ClickAsync();
        Assert.Equal(5, Names(desk).Count);
    }

    [Fact]
    public async Task A_page_past_the_end_is_the_last_one()
    {
        await SeedAsync(30);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/organiser/attendees?page=999");

        var desk = Render<AttendeesConsole>();

        Assert.Equal((5, "2"), (desk.FindAll("tbody tr").Count, PageNumber(desk)));
    }

    [Fact]
    public async Task While_the_database_is_away_a_filter_keeps_what_is_shown_and_says_that_it_may_be_old()
    {
        await SeedAsync(2);
        var desk = Render<AttendeesConsole>();
        await RunAsync("ALTER TABLE Attendees RENAME TO Away");

        await Chip(desk, "Waiting").ClickAsync();

        desk.WaitForAssertion(() => Assert.Contains("could not be read again", desk.Markup, StringComparison.Ordinal));
        Assert.Equal(2, desk.FindAll("tbody tr").Count);
    }

    [Theory]
    [InlineData("", ""), InlineData("?q=%20", ""), InlineData("?place=nowhere&sort=up&page=0", ""), InlineData("?page=-1&from=yesterday&to=2023-02-30", ""), InlineData("?page=99999999999", "")]
    [InlineData("?q=a%26b&place=not-in&ticket=room&country=C%C3%B4te%20d%E2%80%99Ivoire&priority=1&from=2023-01-02&to=2023-01-03&sort=line&down=1&page=7", null)]
    [InlineData("?sort=registered", "?sort=registered"), InlineData("?sort=registered&down=1", "")]
    public void An_address_is_read_and_written_alike_and_nonsense_is_left_out(string query, string? written) =>
        Assert.Equal(written ?? query, AttendeeView.Read("https://expo.example/organiser/attendees" + query + "#x").Query);

    private async Task SeedAsync(int people)
    {
        await AddAsync(Samples.Room(), Samples.RoomTicket());
        for (var i = 1; i <= people; i++)
        {
            await AddAsync(Person(i));
        }
    }

    private static Attendee Person(int i, AttendeeState state = AttendeeState.Confirmed) => new()
    {
        ConferenceId = 1, TicketTypeId = 1, TicketCode = $"C{i}", Name = $"Person {i}", Email = $"p{i}@b.example", NormalisedEmail = $"p{i}@b.example", RegisteredAt = Samples.Opening.AddMinutes(i), State = state,
    };

    private static string Found(IRenderedComponent<AttendeesConsole> desk) => desk.Find("p[role=status]").TextContent;

    private static string PageNumber(IRenderedComponent<AttendeesConsole> desk) => desk.Find("input.pageno").GetAttribute("value")!;

    private static string FirstName(IRenderedComponent<AttendeesConsole> desk) => Names(desk)[0];

    private static List<string> Names(IRenderedComponent<AttendeesConsole> desk) => [.. desk.FindAll("tbody th b").Select(name => name.TextContent)];

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<AttendeesConsole> desk, string words) => desk.FindAll("button").First(b => b.TextContent.TrimEnd('▲', '▼') == words);

    private static AngleSharp.Dom.IElement Chip(IRenderedComponent<AttendeesConsole> desk, string words) => desk.FindAll(".counts button").First(b => b.TextContent.StartsWith(words + " ", StringComparison.Ordinal));

    private static string Sorted(IRenderedComponent<AttendeesConsole> desk)
    {
        var heading = Assert.Single(desk.FindAll("th[aria-sort]"), th => th.GetAttribute("aria-sort") != "none");
        return $"{heading.TextContent.Trim().TrimEnd('▲', '▼')} {heading.GetAttribute("aria-sort")}";
    }
}
