using Expo.Core.Agenda;

namespace Expo.Core.Tests.Agenda;

public sealed class EventTimeTests
{
    private static readonly EventTime Washington = EventTime.In("America/New_York");
    private static readonly EventTime Berlin = EventTime.In("Europe/Berlin");

    [Fact]
    public void On_the_day_of_the_expo_washington_is_four_hours_behind_utc_and_berlin_five_ahead_of_it()
    {
        var opening = Washington.At(new DateOnly(2023, 3, 14), new TimeOnly(9, 0));

        Assert.Equal(new DateTimeOffset(2023, 3, 14, 13, 0, 0, TimeSpan.Zero), opening);
        Assert.Equal(("09:00 EDT", "UTC−4", "14 March 2023, 09:00 EDT", "2023-03-14T09:00-04:00"), (Washington.Clock(opening), Washington.Offset(opening), Washington.Full(opening), Washington.Machine(opening)));
        Assert.Equal(("14:00 CET", "UTC+1"), (Berlin.Clock(opening), Berlin.Offset(opening)));
        Assert.Equal(TimeSpan.FromHours(5), Berlin.Local(opening).Offset - Washington.Local(opening).Offset);
    }

    [Fact]
    public void Three_days_before_and_two_weeks_after_they_are_six_hours_apart()
    {
        foreach (var day in new[] { new DateOnly(2023, 3, 11), new DateOnly(2023, 3, 27) })
        {
            var noon = Washington.At(day, new TimeOnly(12, 0));

            Assert.Equal(TimeSpan.FromHours(6), Berlin.Local(noon).Offset - Washington.Local(noon).Offset);
        }
    }

    [Fact]
    public void The_hour_that_spring_skips_is_taken_as_that_long_after_the_gap_began()
    {
        var skipped = Washington.At(new DateOnly(2023, 3, 12), new TimeOnly(2, 30));

        Assert.Equal(new DateTimeOffset(2023, 3, 12, 7, 30, 0, TimeSpan.Zero), skipped);
        Assert.Equal("12 March 2023, 03:30 EDT", Washington.Full(skipped));
    }

    [Fact]
    public void Of_the_hour_that_autumn_repeats_the_earlier_is_meant_and_the_later_can_be_told_from_it()
    {
        var earlier = Washington.At(new DateOnly(2023, 11, 5), new TimeOnly(1, 30));

        Assert.Equal(new DateTimeOffset(2023, 11, 5, 5, 30, 0, TimeSpan.Zero), earlier);
        Assert.Equal(("01:30 EDT", "01:30 EST"), (Washington.Clock(earlier), Washington.Clock(earlier.AddHours(1))));
    }

    [Fact]
    public void A_session_over_midnight_belongs_to_the_day_of_each_zone()
    {
        var late = Washington.At(new DateOnly(2023, 3, 14), new TimeOnly(23, 30));

        Assert.Equal((new DateOnly(2023, 3, 14), new DateOnly(2023, 3, 15)), (Washington.Day(late), Berlin.Day(late)));
    }

    [Fact]
    public void A_zone_without_letters_is_said_by_its_offset_and_an_unknown_one_is_refused()
    {
        var noon = new DateTimeOffset(2023, 3, 14, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal(("UTC+5:45", "UTC−3", "UTC"), (EventTime.In("Asia/Kathmandu").Abbreviation(noon), EventTime.In("America/Sao_Paulo").Abbreviation(noon), EventTime.In("Etc/UTC").Offset(noon)));
        Assert.False(EventTime.Knows("EST5 or so"));
        Assert.Throws<ArgumentException>(() => EventTime.In("EST5 or so"));
    }

    [Theory]
    [InlineData("UTC", true)]
    [InlineData("Etc/UTC", true)]
    [InlineData("Asia/Kolkata", true)]
    [InlineData("UTC+01:23:45", false)]
    [InlineData("UTC+5", false)]
    [InlineData("europe/berlin", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_names_of_the_IANA_database_are_zones(string? name, bool known)
    {
        Assert.Equal(known, EventTime.Knows(name));
        Assert.Equal(known, Record.Exception(() => EventTime.In(name!)) is null);
    }
}
