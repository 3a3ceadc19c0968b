using System.Text;
using Expo.Core.Agenda;
using Expo.Testing;
using Ical.Net;

namespace Expo.Core.Tests.Agenda;

public sealed class AgendaCalendarTests
{
    private static readonly Uri Site = new("https://expo.example");
    private static readonly EventTime NewYork = EventTime.In("America/New_York");

    [Fact]
    public void A_talk_on_March_14_2023_starts_at_the_right_instant_two_days_after_the_clock_change()
    {
        var startsAt = NewYork.At(new DateOnly(2023, 3, 14), new TimeOnly(10, 15));

        var read = Calendar.Load(Of(Samples.Session("isotopes", startsAt)))!.Events.Single();

        Assert.Equal("America/New_York", read.Start!.TzId);
        Assert.Equal(new DateTime(2023, 3, 14, 10, 15, 0), read.Start.Value);
        Assert.Equal(new DateTime(2023, 3, 14, 14, 15, 0), read.Start.AsUtc);
        Assert.Equal(new DateTime(2023, 3, 14, 14, 40, 0), read.End!.AsUtc);
    }

    [Theory]
    [InlineData("2023-11-05T05:10Z", "2023-11-05T05:35Z")]
    [InlineData("2023-11-05T06:10Z", "2023-11-05T06:35Z")]
    [InlineData("2023-11-05T04:50Z", "2023-11-05T05:15Z")]
    [InlineData("2023-11-05T06:50Z", "2023-11-05T07:15Z")]
    public void A_time_that_the_clock_shows_twice_is_written_in_UTC_and_keeps_its_instant(string start, string end)
    {
        var (startsAt, endsAt) = (DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.Parse(end, System.Globalization.CultureInfo.InvariantCulture));

        var read = Calendar.Load(Of(Samples.Session("isotopes", startsAt)))!.Events.Single();

        Assert.Equal((startsAt.UtcDateTime, endsAt.UtcDateTime), (read.Start!.AsUtc, read.End!.AsUtc));
        Assert.Equal((ZoneOf(startsAt), ZoneOf(endsAt)), (read.Start.TzId, read.End.TzId));
        static string ZoneOf(DateTimeOffset instant) => instant.UtcDateTime.Hour is 5 or 6 ? "UTC" : "America/New_York";
    }

    [Fact]
    public void The_zone_goes_with_the_calendar_under_its_full_name_and_covers_the_days()
    {
        var text = Of(Samples.Session());

        var zone = Calendar.Load(text)!.TimeZones.Single();
        Assert.Equal("America/New_York", zone.TzId);
        Assert.Contains("BEGIN:DAYLIGHT\r\n", text);
        Assert.Contains("BEGIN:STANDARD\r\n", text);
        Assert.All(zone.TimeZoneInfos, rule => Assert.True(rule.Start!.Value < new DateTime(2023, 3, 14)));
        Assert.DoesNotContain("TZID=EST", text);
    }

    [Fact]
    public void Moving_a_talk_keeps_its_UID_and_raises_its_SEQUENCE()
    {
        var session = Samples.Session();
        var before = Calendar.Load(Of(session))!.Events.Single();
        session.StartsAt += TimeSpan.FromMinutes(30);
        session.EndsAt += TimeSpan.FromMinutes(30);
        session.Revision++;

        var after = Calendar.Load(Of(session))!.Events.Single();

        Assert.Equal(before.Uid, after.Uid);
        Assert.Equal((0, 1), (before.Sequence, after.Sequence));
        Assert.Equal("CONFIRMED", after.Status);
    }

    [Fact]
    public void Lines_end_with_CR_LF_and_have_at_most_75_octets_without_a_cut_character()
    {
        var session = Samples.Session();
        session.Title = string.Concat(Enumerable.Repeat("Überprüfung der Garnkäufe 🧵 ", 12)).Trim();

        var text = Of(session);

        Assert.DoesNotContain('\n', text.Replace("\r\n", ""));
        Assert.EndsWith("END:VCALENDAR\r\n", text);
        Assert.All(text.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.Equal(session.Title, Calendar.Load(text)!.Events.Single().Summary);
    }

    [Fact]
    public void Commas_semicolons_backslashes_and_line_breaks_survive_and_control_characters_do_not()
    {
        var session = Samples.Session();
        session.Title = "Cotton, \u0007wool; and \\ flax\u0000";
        session.Summary = "One\r\nTwo\u001b";

        var read = Calendar.Load(Of(session))!.Events.Single();

        Assert.Equal("Cotton, wool; and \\ flax", read.Summary);
        Assert.StartsWith("One\nTwo\n", read.Description!.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Breaks_are_left_out()
    {
        var lunch = Samples.Session("lunch");
        lunch.Kind = SessionKind.Break;

        var read = Calendar.Load(AgendaCalendar.Of(Samples.Conference(), [Samples.Session(), lunch], Site))!.Events;

        Assert.Equal("Talk isotopes", Assert.Single(read).Summary);
    }

    [Fact]
    public void An_empty_programme_is_a_calendar_too()
    {
        Assert.Empty(Calendar.Load(AgendaCalendar.Of(Samples.Conference(), [], Site))!.Events);
    }

    private static string Of(Session session) => AgendaCalendar.Of(Samples.Conference(), [session], Site);
}
