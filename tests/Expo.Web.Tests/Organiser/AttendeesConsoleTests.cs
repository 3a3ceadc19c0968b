using Bunit;
using Expo.Core.Registration;
using Expo.Testing;
using Expo.Web.Organiser;

namespace Expo.Web.Tests.Organiser;

public sealed class AttendeesConsoleTests : DeskTest
{
    [Fact]
    public async Task A_page_shows_25_and_a_search_finds_among_all()
    {
        await SeedAsync(60);
        var desk = Render<AttendeesConsole>();
        var first = (Found(desk), desk.FindAll("tbody tr").Count, desk.Find("nav[aria-label=Pages] span").TextContent);

        await desk.Find("nav[aria-label=Pages] button:last-child").ClickAsync();
        var second = (desk.FindAll("tbody tr").Count, desk.Find("nav[aria-label=Pages] span").TextContent, desk.Find("tbody th b").TextContent);
        await desk.Find("input").InputAsync("PERSON 7");

        Assert.Equal(("60 people, the newest first", 25, "Page 1 of 3"), first);
        Assert.Equal((25, "Page 2 of 3", "Person 35"), second);
        desk.WaitForAssertion(() => Assert.Equal("1 person", Found(desk)), TimeSpan.FromSeconds(5));
        Assert.Equal("Person 7", desk.Find("tbody th b").TextContent);
    }

    [Fact]
    public async Task The_history_of_one_person_opens_below_the_row()
    {
        await SeedAsync(2);
        await AddAsync(new SeatLedgerLine { SeatPoolId = 1, AttendeeId = 1, At = Samples.Opening, Change = 1, Text = "Took a seat." });
        var desk = Render<AttendeesConsole>();

        await desk.Find("button[aria-label='Show the history of Person 1']").ClickAsync();

        Assert.Equal("14 March 2023, 09:00 EDT: Took a seat.", desk.Find("tr.more li").TextContent);
        Assert.Equal("true", desk.Find("button[aria-label='Hide the history of Person 1']").GetAttribute("aria-expanded"));
    }

    [Fact]
    public async Task While_the_database_is_away_the_desk_stays_and_says_that_the_history_could_not_be_read()
    {
        await SeedAsync(2);
        await AddAsync(new SeatLedgerLine { SeatPoolId = 1, AttendeeId = 1, At = Samples.Opening, Change = 1, Text = "Took a seat." });
        var desk = Render<AttendeesConsole>();
        await RunAsync("ALTER TABLE SeatLedger RENAME TO Away");
        await desk.Find("button[aria-label='Show the history of Person 1']").ClickAsync();
        desk.WaitForAssertion(() => Assert.Contains("could not be read", desk.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(desk.FindAll("tr.more"));
        await RunAsync("ALTER TABLE Away RENAME TO SeatLedger");

        await desk.Find("button[aria-label='Show the history of Person 1']").ClickAsync();

        Assert.Equal("14 March 2023, 09:00 EDT: Took a seat.", desk.Find("tr.more li").TextContent);
        Assert.Empty(desk.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task While_the_database_is_away_a_search_keeps_what_is_shown_and_says_that_it_may_be_old()
    {
        await SeedAsync(2);
        var desk = Render<AttendeesConsole>();
        await RunAsync("ALTER TABLE Attendees RENAME TO Away");

        await desk.Find("select").ChangeAsync(new() { Value = "room" });

        desk.WaitForAssertion(() => Assert.Contains("could not be read again", desk.Markup, StringComparison.Ordinal));
        Assert.Equal(2, desk.FindAll("tbody tr").Count);
    }

    private async Task SeedAsync(int people)
    {
        await AddAsync(Samples.Room(), Samples.RoomTicket());
        for (var i = 1; i <= people; i++)
        {
            await AddAsync(new Attendee
            {
                ConferenceId = 1, TicketTypeId = 1, TicketCode = $"C{i}", Name = $"Person {i}", Email = $"p{i}@b.example", NormalisedEmail = $"p{i}@b.example", RegisteredAt = Samples.Opening.AddMinutes(i),
            });
        }
    }

    private static string Found(IRenderedComponent<AttendeesConsole> desk) => desk.Find("p[role=status]").TextContent;
}
