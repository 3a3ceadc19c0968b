using Expo.Core.Registration;

namespace Expo.Core.Tests.Registration;

public sealed class MoneyTests
{
    [Theory]
    [InlineData(125000, "usd", "$1,250.00")]
    [InlineData(5, "USD", "$0.05")]
    [InlineData(0, "usd", "$0.00")]
    [InlineData(2500, "eur", "25.00 EUR")]
    [InlineData(2500, "jpy", "2,500 JPY")]
    [InlineData(2500, "krw", "2,500 KRW")]
    [InlineData(12345, "kwd", "12.345 KWD")]
    [InlineData(50000, "ugx", "500 UGX")]
    [InlineData(-1050, "usd", "−$10.50")]
    [InlineData(long.MaxValue, "usd", "$92,233,720,368,547,758.07")]
    public void An_amount_is_said_with_the_decimals_of_its_currency(long minor, string currency, string words) => Assert.Equal(words, Money.InWords(minor, currency));

    [Fact]
    public void A_ticket_without_a_price_is_free()
    {
        Assert.Equal("Free", Money.Price(new TicketType { Code = "room", Name = "Room" }));
        Assert.Equal("$25.00", Money.Price(new TicketType { Code = "dinner", Name = "Dinner", PriceMinor = 2500 }));
    }
}
