using System.Net.Http.Json;
using System.Text.Json;
using Expo.Core.Agenda;
using Expo.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Expo.Web.Tests.Agenda;

/// <summary>March 14, 2023: two days after the clocks changed in the United States and twelve before they did in Europe.</summary>
public sealed class AgendaPageTests(AgendaPageTests.Spring2023 site) : IClassFixture<AgendaPageTests.Spring2023>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Times_are_said_in_the_events_zone_with_its_name_in_force_on_that_day()
    {
        var page = await site.Visitor().PageAsync("/agenda");

        var time = page.QuerySelector("#isotopes time")!;
        Assert.Equal("10:15 EDT", time.TextContent);
        Assert.Equal("2023-03-14T10:15-04:00", time.GetAttribute("datetime"));
        Assert.Equal("Tuesday 14 March 2023", page.QuerySelector("h2")!.TextContent);
        Assert.Equal("Now 10:30 EDT (UTC−4)", page.QuerySelector(".head .muted")!.TextContent);
    }

    [Theory]
    [InlineData("Europe/Berlin", "15:15 CET")]
    [InlineData("Europe/Stockholm", "15:15 CET")]
    [InlineData("Asia/Kolkata", "19:45 IST")]
    [InlineData("America/Phoenix", "07:15 MST")]
    public async Task Another_zone_is_asked_for_in_the_address_and_needs_no_script(string zone, string expected)
    {
        var page = await site.Visitor().PageAsync($"/agenda?zone={Uri.EscapeDataString(zone)}");

        Assert.Equal(expected, page.QuerySelector("#isotopes time")!.TextContent);
    }

    [Fact]
    public async Task The_chosen_zone_is_remembered_until_the_events_own_is_chosen_again()
    {
        var visitor = site.Visitor();
        await visitor.PageAsync("/agenda?zone=Europe/Berlin");

        var later = await visitor.PageAsync("/agenda");
        var talk = await visitor.PageAsync("/sessions/isotopes");
        var back = await visitor.PageAsync("/agenda?zone=event");
        var after = await visitor.PageAsync("/agenda");

        Assert.Equal("15:15 CET", later.QuerySelector("#isotopes time")!.TextContent);
        Assert.Equal("Now 10:30 EDT (UTC−4), 15:30 CET (UTC+1) for you", later.QuerySelector(".head .muted")!.TextContent);
        Assert.Equal(["10:15 to 10:40 EDT (UTC−4)", "15:15 to 15:40 CET (UTC+1)"], [.. talk.QuerySelectorAll(".sum dd").Select(e => e.TextContent).Where(text => text.Contains(" to "))]);
        Assert.Equal("10:15 EDT", back.QuerySelector("#isotopes time")!.TextContent);
        Assert.Equal("10:15 EDT", after.QuerySelector("#isotopes time")!.TextContent);
    }

    [Fact]
    public async Task One_visitors_zone_is_never_served_to_another()
    {
        var berlin = site.Visitor();
        await berlin.PageAsync("/agenda?zone=Europe/Berlin");
        await berlin.PageAsync("/agenda");

        var other = await site.Visitor().PageAsync("/agenda");

        Assert.Equal("10:15 EDT", other.QuerySelector("#isotopes time")!.TextContent);
    }

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("<script>")]
    [InlineData("../../etc/passwd")]
    public async Task A_zone_that_does_not_exist_leaves_the_events_own(string zone)
    {
        var page = await site.Visitor().PageAsync($"/agenda?zone={Uri.EscapeDataString(zone)}");

        Assert.Equal("10:15 EDT", page.QuerySelector("#isotopes time")!.TextContent);
    }

    [Fact]
    public async Task A_talk_stays_in_the_events_day_and_says_when_the_readers_date_is_another()
    {
        var page = await site.Visitor().PageAsync("/agenda?zone=Asia/Tokyo");

        var row = page.QuerySelector("#late")!;
        Assert.Equal("day-1", row.Closest("section")!.GetAttribute("aria-labelledby"));
        Assert.Equal("05:00 JST", row.QuerySelector("time")!.TextContent);
        Assert.Equal("Wed 15 Mar", row.QuerySelector(".t .meta")!.TextContent);
    }

    [Fact]
    public async Task Days_are_one_section_each_and_breaks_have_no_page()
    {
        var page = await site.Visitor().PageAsync("/agenda");

        Assert.Equal(["Tuesday 14 March 2023", "Wednesday 15 March 2023"], page.QuerySelectorAll(".agenda h2").Select(h => h.TextContent));
        Assert.Null(page.QuerySelector("#lunch a"));
    }

    [Fact]
    public async Task The_topic_of_a_chip_narrows_the_agenda()
    {
        var page = await site.Visitor().PageAsync("/agenda?topic=cotton");

        Assert.Equal(["isotopes"], page.QuerySelectorAll("li.ag").Select(row => row.Id));
    }

    [Fact]
    public async Task The_same_programme_is_there_for_programs()
    {
        var visitor = site.Visitor();

        var api = await visitor.GetFromJsonAsync<JsonElement>("/api/v1/agenda", Ct);

        Assert.Equal("America/New_York", api.GetProperty("timeZone").GetString());
        var session = api.GetProperty("sessions").EnumerateArray().First(s => s.GetProperty("slug").GetString() == "isotopes");
        Assert.Equal("2023-03-14T10:15:00-04:00", session.GetProperty("startsAt").GetString());
        Assert.Equal("planned", session.GetProperty("state").GetString());
        Assert.Equal((1, "Release 1"), (api.GetProperty("release").GetProperty("number").GetInt32(), api.GetProperty("release").GetProperty("name").GetString()));
    }

    [Fact]
    public async Task The_calendar_is_served_as_one()
    {
        var answer = await site.Visitor().GetAsync("/agenda.ics", Ct);

        Assert.Equal("text/calendar; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Contains("DTSTART;TZID=America/New_York:20230314T101500\r\n", await answer.Content.ReadAsStringAsync(Ct));
    }

    /// <summary>A small programme at 10:30 EDT of its first day.</summary>
    public sealed class Spring2023 : ExpoFactory, IAsyncLifetime
    {
        public Spring2023()
        {
            Clock = new FakeTimeProvider(new DateTimeOffset(2023, 3, 14, 14, 30, 0, TimeSpan.Zero));
            WithDemo = false;
        }

        public async ValueTask InitializeAsync()
        {
            var time = EventTime.In("America/New_York");
            var first = new DateOnly(2023, 3, 14);
            var isotopes = Samples.Session("isotopes", time.At(first, new TimeOnly(10, 15)));
            isotopes.Topics.Add("Cotton");
            var lunch = Samples.Session("lunch", time.At(first, new TimeOnly(12, 0)));
            lunch.Kind = SessionKind.Break;
            object[] rows =
            [
                Samples.Conference(), Samples.Stage(), isotopes, lunch,
                Samples.Session("late", time.At(first, new TimeOnly(16, 0))), Samples.Session("second", time.At(first.AddDays(1), new TimeOnly(9, 0))),
            ];
            foreach (var row in rows)
            {
                await Store.ChangeAsync<int>(async db => { db.Add(row); return await db.SaveChangesAsync(Ct); }, Ct);
            }

            await Store.ReleaseAsync();
        }
    }
}
