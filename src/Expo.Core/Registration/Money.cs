using System.Collections.Frozen;
using System.Globalization;

namespace Expo.Core.Registration;

/// <summary>Amounts in the smallest unit that the payment provider counts in, said in words.</summary>
public static class Money
{
    /// <summary>Currencies that have no smaller unit (ISO 4217): 500 is 500 yen.</summary>
    private static readonly FrozenSet<string> WithoutCents = new[]
    {
        "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Currencies with a thousandth.</summary>
    private static readonly FrozenSet<string> WithThousandths = new[] { "bhd", "jod", "kwd", "omr", "tnd" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Sold in whole units only, yet counted in hundredths by the provider.</summary>
    private static readonly FrozenSet<string> WholeHundreds = new[] { "isk", "ugx" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>For instance <c>$1,250.00</c>, <c>25.00 EUR</c> or <c>2,500 JPY</c>.</summary>
    /// <param name="minor">In the smallest unit, below 0 for what goes back.</param>
    /// <param name="currency">ISO 4217 in any case.</param>
    public static string InWords(long minor, string currency)
    {
        var code = currency.ToLowerInvariant();
        var (divisor, digits) = WithoutCents.Contains(code) ? (1m, 0) : WithThousandths.Contains(code) ? (1000m, 3) : WholeHundreds.Contains(code) ? (100m, 0) : (100m, 2);
        var amount = Math.Abs(minor / divisor).ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return (minor < 0 ? "−" : "") + (code == "usd" ? "$" + amount : $"{amount} {code.ToUpperInvariant()}");
    }

    /// <summary>What a ticket costs: <c>Free</c>, or the amount.</summary>
    public static string Price(TicketType type) => type.IsFree ? "Free" : InWords(type.PriceMinor, type.Currency);
}
