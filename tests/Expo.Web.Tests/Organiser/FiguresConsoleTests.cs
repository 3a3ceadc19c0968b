using Bunit;
using Expo.Core.Registration;
using Expo.Testing;
using Expo.Web.Organiser;
using Microsoft.Extensions.DependencyInjection;
using Expo.Web.Ui;

namespace Expo.Web.Tests.Organiser;

public sealed class FiguresConsoleTests : DeskTest
{
    [Fact]
    public async Task Each_chart_has_a_name_a_description_and_a_table_with_the_same_figures()
    {
        await AddAsync(Samples.Room(), Samples.RoomTicket(), Samples.StreamTicket(), Person(1, 1, "Kenya"), Person(2, 2, "Kenya"), Person(3, 2, null));

        var desk = Render<FiguresConsole>();

        var charts = desk.FindAll("figure.chart");
        Assert.Equal(["Registrations by day", "By ticket", "By place", "By country"], charts.Select(c => c.QuerySelector("h2")!.TextContent));
        Assert.All(charts, chart =>
        {
            var names = chart.QuerySelector("svg[role=img]")!.GetAttribute("aria-labelledby")!.Split(' ');
            Assert.All(names, id => Assert.NotEmpty(chart.QuerySelector("#" + id)!.TextContent));
        });
        Assert.Equal(["14 March 2023 3 0"], Rows(charts[0]));
        Assert.Equal(["A seat in the room 1", "The live stream 2"], Rows(charts[1]));
        Assert.Equal(["Kenya 2", "Not given 1"], Rows(charts[3]));
    }

    [Fact]
    public void The_longest_bar_is_the_largest_figure_and_bars_begin_at_zero()
    {
        using var browser = new BunitContext();

        var chart = browser.Render<BarChart>(p => p.Add(c => c.Title, "T").Add(c => c.Sentence, "S").Add(c => c.What, "W").Add(c => c.Bars, [new("A", 10), new("B", 5), new("None", 0)]));

        Assert.Equal(["340", "170", "0"], chart.FindAll("rect.column").Select(r => r.GetAttribute("width")));
        Assert.Equal(["10", "5", "0"], chart.FindAll("text.num").Select(t => t.TextContent));
    }

    [Fact]
    public void Many_days_are_drawn_as_weeks_and_listed_as_days()
    {
        using var browser = new BunitContext();
        var days = Enumerable.Range(0, 100).Select(i => new DayFigure(new DateOnly(2023, 1, 1).AddDays(i), 1, 0)).ToList();

        var chart = browser.Render<DayChart>(p => p.Add(c => c.Days, days));

        Assert.Equal("Registrations by week", chart.Find("h2").TextContent);
        Assert.Equal(["7", "2"], new[] { chart.FindAll("text.num")[0].TextContent, chart.FindAll("text.num")[^1].TextContent });
        Assert.Equal(100, chart.FindAll("tbody tr").Count);
    }

    [Fact]
    public async Task The_ledger_is_replayed_when_asked_and_a_pool_that_does_not_add_up_is_named()
    {
        await AddAsync(Samples.Room(5), Samples.RoomTicket(), Person(1, 1, null), new SeatLedgerLine { SeatPoolId = 1, AttendeeId = 1, At = Samples.Opening, Text = "Told." });
        var desk = Render<LedgerConsole>();
        var replay = desk.FindAll("button").First(b => b.TextContent == "Replay the whole ledger");

        await replay.ClickAsync();
        var well = desk.Find("[role=status]").TextContent;
        await RunAsync("UPDATE SeatPools SET Taken = 1");
        await desk.FindAll("button").First(b => b.TextContent == "Replay the whole ledger").ClickAsync();

        Assert.Contains("The ledger adds up.", well, StringComparison.Ordinal);
        Assert.Contains("Room does not add up.", desk.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Equal("/organiser/attendees/1", desk.Find(".ledger tbody a").GetAttribute("href"));
        Assert.Contains("Told.", desk.Find(".ledger").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_an_erased_person_leads_nowhere()
    {
        await AddAsync(Samples.Room(5), Samples.RoomTicket(), Person(1, 1, null), new SeatLedgerLine { SeatPoolId = 1, AttendeeId = 1, At = Samples.Opening, Text = "Told." });
        await RunAsync("UPDATE Attendees SET Email = '', Name = 'Erased'");

        var lines = Render<LedgerConsole>().Find(".ledger tbody");

        Assert.Empty(lines.QuerySelectorAll("a"));
        Assert.Equal("Erased", lines.QuerySelector("td:last-child")!.TextContent.Trim());
    }

    [Fact]
    public async Task A_line_about_the_cap_says_who_changed_it()
    {
        await AddAsync(Samples.Room(5), Samples.RoomTicket());
        Assert.Null((await Services.GetRequiredService<CatalogueService>().EditPoolAsync(Organiser, 1, new("Room", 5), new("Room", 6), Ct)).Refusal);

        var line = Render<LedgerConsole>().Find(".ledger tbody tr");

        Assert.Equal(["The cap was changed from 5 to 6.", "Changed by Ona Organiser"], line.QuerySelectorAll("td").TakeLast(2).Select(cell => cell.TextContent.Trim()));
    }

    private static Attendee Person(int i, int type, string? country) => new()
    {
        ConferenceId = 1, TicketTypeId = type, TicketCode = $"C{i}", Name = $"Person {i}", Email = $"p{i}@b.example", NormalisedEmail = $"p{i}@b.example", RegisteredAt = Samples.Opening, Country = country,
    };

    private static IEnumerable<string> Rows(AngleSharp.Dom.IElement chart) => chart.QuerySelectorAll("tbody tr").Select(row => string.Join(' ', row.Children.Select(cell => cell.TextContent)));
}
