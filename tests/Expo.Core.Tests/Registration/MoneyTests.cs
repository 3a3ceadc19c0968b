using Expo.Core.Registration;

namespace Expo.Core.Tests.Registration;

public sealed class MoneyTests
{
    [Theory]
    [InlineData(2500, "usd", "25.00 USD", "25.00")]
    [InlineData(5, "usd", "0.05 USD", "0.05")]
    [InlineData(123456789, "eur", "1,234,567.89 EUR", "1234567.89")]
    [InlineData(2500, "jpy", "2,500 JPY", "2500")]
    [InlineData(1500, "KRW", "1,500 KRW", "1500")]
    [InlineData(1230, "kwd", "1.230 KWD", "1.230")]
    public void An_amount_is_said_with_the_decimals_of_its_currency(long minor, string currency, string said, string number) =>
        Assert.Equal((said, number), (Money.Say(minor, currency), Money.Number(minor, currency)));

    [Fact]
    public void A_ticket_without_a_price_is_free()
    {
        Assert.Equal("Free", Money.Price(new TicketType { Code = "room", Name = "Room" }));
        Assert.Equal("25.00 USD", Money.Price(new TicketType { Code = "dinner", Name = "Dinner", PriceMinor = 2500 }));
    }

    [Theory]
    [InlineData("25", "usd", 2500L)]
    [InlineData(" 25.5 ", "usd", 2550L)]
    [InlineData("1,250.00", "usd", 125000L)]
    [InlineData("25.005", "usd", null)]
    [InlineData("2500", "jpy", 2500L)]
    [InlineData("2500.00", "jpy", 2500L)]
    [InlineData("2500.5", "jpy", null)]
    [InlineData("-5", "usd", null)]
    [InlineData("1e3", "usd", null)]
    [InlineData("99999999999999999999", "usd", null)]
    [InlineData("twenty", "usd", null)]
    [InlineData("", "usd", null)]
    [InlineData(null, "usd", null)]
    public void An_amount_is_read_as_people_type_it(string? typed, string currency, long? minor) => Assert.Equal(minor, Money.Parse(typed, currency));
}
