using System.Globalization;

namespace Expo.Core.Registration;

/// <summary>Prices as they are typed and said. They are kept in the smallest unit of their currency.</summary>
public static class Prices
{
    private const long HighestMinor = 99_999_999;

    /// <summary>ISO 4217, lower case.</summary>
    public static IReadOnlyList<string> Currencies { get; } = ["usd", "aud", "cad", "chf", "dkk", "eur", "gbp", "jpy", "mxn", "nok", "nzd", "sek"];

    /// <summary>For instance <c>25.00</c>; <c>0</c> when it is free.</summary>
    public static string Text(long minor, string currency) => minor == 0 ? "0" : Money.Number(minor, currency);

    /// <summary>For instance <c>25.00 USD</c>, or <c>Free</c>.</summary>
    public static string InWords(long minor, string currency) => minor == 0 ? "Free" : Money.Say(minor, currency);

    /// <summary>What was typed in the smallest unit; nothing is 0.</summary>
    public static Result<long> Read(string? typed, string currency, string field)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return 0;
        }

        var minor = decimal.TryParse(typed.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) && price <= HighestMinor ? price * Unit(currency) : -1;
        return minor is < 0 or > HighestMinor || minor != decimal.Truncate(minor) ? CatalogueRefusals.NoPrice(field) : (long)minor;
    }

    internal static bool IsPossible(long minor) => minor is >= 0 and <= HighestMinor;

    private static decimal Unit(string currency) => Money.Decimals(currency) == 0 ? 1 : 100;
}
