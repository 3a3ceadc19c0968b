using System.Collections.Frozen;
using System.Globalization;

namespace Expo.Core.Registration;

/// <summary>Amounts in the smallest unit of a currency, said and read as people write them. The decimals are those that Stripe reckons with.</summary>
public static class Money
{
    // https://docs.stripe.com/currencies. ISK and UGX have no decimals any more and are still sent as if they had two.
    private static readonly FrozenSet<string> WithoutDecimals = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf");

    private static readonly FrozenSet<string> WithThree = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "bhd", "jod", "kwd", "omr", "tnd");

    public static int Decimals(string currency) => WithoutDecimals.Contains(currency) ? 0 : WithThree.Contains(currency) ? 3 : 2;

    /// <summary>For instance <c>25.00 USD</c> or <c>2,500 JPY</c>.</summary>
    public static string Say(long minor, string currency) =>
        (minor / Unit(currency)).ToString("N" + Decimals(currency), CultureInfo.InvariantCulture) + " " + currency.ToUpperInvariant();

    /// <summary>What a ticket costs: <c>Free</c>, or the amount.</summary>
    public static string Price(TicketType type) => type.IsFree ? "Free" : Say(type.PriceMinor, type.Currency);

    /// <summary>The number alone, as it stands in a field: <c>25.00</c> or <c>2500</c>.</summary>
    public static string Number(long minor, string currency) =>
        (minor / Unit(currency)).ToString("F" + Decimals(currency), CultureInfo.InvariantCulture);

    /// <summary>An amount as an organiser types it, in the smallest unit; null when it is none, or has more decimals than the currency.</summary>
    public static long? Parse(string? typed, string currency)
    {
        const NumberStyles Plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        if (!decimal.TryParse(typed, Plain, CultureInfo.InvariantCulture, out var amount) || amount > 1_000_000_000m)
        {
            return null;
        }

        var minor = amount * Unit(currency);
        return minor == decimal.Truncate(minor) ? (long)minor : null;
    }

    private static decimal Unit(string currency) => Decimals(currency) switch { 0 => 1m, 3 => 1000m, _ => 100m };
}
