using System.Globalization;
using System.Security.Cryptography;

namespace Expo.Streaming.Ingest;

/// <summary>
/// One start of the encoder, for example <c>20230314T130502123Z-7f3a</c>: when it began and a random tail. It is part of every
/// segment's address, so that no address is ever used for other bytes, and of the archive's folders, which it sorts by time.
/// </summary>
internal static class EpochName
{
    private const string Format = "yyyyMMdd'T'HHmmssfff'Z'";

    public static string At(DateTimeOffset start) =>
        $"{start.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture)}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}";

    /// <summary>When the epoch began; null when the name is not one of ours.</summary>
    public static DateTimeOffset? StartOf(string name) =>
        name.Length == 24 && name[19] == '-' && name.AsSpan(20).IndexOfAnyExcept("0123456789abcdef") < 0
        && DateTimeOffset.TryParseExact(name[..19], Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
            ? start : null;
}
