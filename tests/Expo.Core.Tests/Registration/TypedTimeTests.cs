using Expo.Core.Agenda;
using Expo.Core.Registration;

namespace Expo.Core.Tests.Registration;

public sealed class TypedTimeTests
{
    private static readonly EventTime Eastern = EventTime.In("America/New_York");

    [Theory]
    [InlineData("2023-03-01T23:59", "2023-03-02T04:59:00Z")]
    [InlineData("2023-03-12T01:59", "2023-03-12T06:59:00Z")]
    [InlineData("2023-03-12T03:00", "2023-03-12T07:00:00Z")]
    [InlineData("2023-03-14 09:00", "2023-03-14T13:00:00Z")]
    public void A_time_is_read_in_the_events_zone_on_either_side_of_the_change_of_clocks(string typed, string instant)
    {
        var read = TypedTime.Read(typed, Eastern, null, "ClosesAt").Value!;

        Assert.Equal((DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture), null), (read.At.ToUniversalTime(), read.Note));
    }

    [Fact]
    public void A_time_that_spring_skips_is_moved_on_and_that_is_said()
    {
        var read = TypedTime.Read("2023-03-12T02:30", Eastern, null, "ClosesAt").Value!;

        Assert.Equal(new DateTimeOffset(2023, 3, 12, 7, 30, 0, TimeSpan.Zero), read.At.ToUniversalTime());
        Assert.Equal("There is no 02:30 on 12 March 2023 in this time zone: clocks go forward then. 12 March 2023, 03:30 EDT is meant.", read.Note);
    }

    [Fact]
    public void Of_a_time_that_autumn_repeats_the_first_is_meant_and_that_is_said()
    {
        var read = TypedTime.Read("2023-11-05T01:30", Eastern, null, "ClosesAt").Value!;

        Assert.Equal(new DateTimeOffset(2023, 11, 5, 5, 30, 0, TimeSpan.Zero), read.At.ToUniversalTime());
        Assert.Equal("Clocks show 01:30 on 5 November 2023 twice, because they go back then. The first is meant: 01:30 EDT (UTC−4).", read.Note);
    }

    [Fact]
    public void What_a_field_showed_and_still_says_stays_the_very_same_instant()
    {
        var second = new DateTimeOffset(2023, 11, 5, 6, 30, 12, TimeSpan.Zero);

        var read = TypedTime.Read(TypedTime.Text(second, Eastern), Eastern, second, "ClosesAt").Value!;

        Assert.Equal((second, null), (read.At, read.Note));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("2023-02-29T10:00")]
    [InlineData("2023-03-01T24:00")]
    [InlineData("0001-01-01T00:00")]
    public void Anything_else_is_refused_with_the_field_and_an_example(string typed)
    {
        var refusal = TypedTime.Read(typed, Eastern, null, "ClosesAt").Refusal!;

        Assert.Equal(("ClosesAt", "Enter a date and a time, for instance 2023-03-01 23:59."), (refusal.Field, refusal.Message));
    }

    [Theory]
    [InlineData("25", "usd", 2500)]
    [InlineData("25.5", "usd", 2550)]
    [InlineData("0.01", "eur", 1)]
    [InlineData("2500", "jpy", 2500)]
    [InlineData("", "usd", 0)]
    public void A_price_is_read_into_the_smallest_unit(string typed, string currency, long minor) => Assert.Equal(minor, Prices.Read(typed, currency, "Price").Value);

    [Theory]
    [InlineData("25.001", "usd")]
    [InlineData("0.5", "jpy")]
    [InlineData("-1", "usd")]
    [InlineData("1,000", "usd")]
    [InlineData("1000000", "usd")]
    [InlineData("99999999999999999999999999", "usd")]
    [InlineData("79228162514264337593543950335", "usd")]
    [InlineData("free", "usd")]
    public void A_price_that_cannot_be_one_is_refused(string typed, string currency) => Assert.Equal("catalogue.price", Prices.Read(typed, currency, "Price").Refusal?.Code);
}
