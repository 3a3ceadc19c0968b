namespace Expo.Web.Accounts;

/// <summary>Where to go after signing in.</summary>
internal static class ReturnUrls
{
    /// <summary>
    /// The address if it is a path of this site, else null. <c>//host</c> and <c>/\host</c> lead elsewhere in browsers, and
    /// so do control characters, which they leave out while reading.
    /// </summary>
    public static string? Safe(string? address) =>
        address is ['/', ..] && address is not ['/', '/' or '\\', ..] && !address.Any(char.IsControl) ? address : null;
}
