using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;

namespace Expo.Web.Http;

/// <summary>Which proxies stand before this site.</summary>
public sealed class ProxyOptions : IValidatableObject
{
    public const string Section = "Proxies";

    /// <summary>
    /// Addresses and networks (<c>10.0.0.5</c>, <c>fd00::/8</c>) of the proxies whose <c>X-Forwarded-For</c> and
    /// <c>X-Forwarded-Proto</c> are believed. They decide whose rate limit counts and whether cookies are for https only.
    /// By default nobody is believed, since anybody can send these headers. As variables: <c>Proxies__Known__0=10.0.0.5</c>.
    /// </summary>
    public IReadOnlyList<string> Known { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from known in Known
        where !IsAddress(known) && !IsNetwork(known)
        select new ValidationResult($"{Section}:{nameof(Known)} holds '{known}', which is neither an IP address nor a network such as 10.0.0.0/8.", [nameof(Known)]);

    // "10" is read as 0.0.0.10 and "010.0.0.5" as 8.0.0.5. Nobody means that.
    private static bool IsAddress(string known) =>
        IPAddress.TryParse(known, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == known);

    private static bool IsNetwork(string known) =>
        IPNetwork.TryParse(known, out var network) && (network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6 || network.ToString() == known);
}
