using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Expo.Core.Mail;

/// <summary>
/// Where a Communication Services resource is and the key that signs what is asked of it (HMAC-SHA256 over method, path with
/// query, date, host and the body's hash).
/// </summary>
internal sealed class AzureConnection
{
    private readonly byte[] _key;

    private AzureConnection(Uri endpoint, byte[] key)
    {
        Endpoint = endpoint;
        _key = key;
    }

    public Uri Endpoint { get; }

    /// <summary>Null when it is not <c>endpoint=https://…;accesskey=…</c> with a key in base 64. Plain HTTP is taken for this machine only.</summary>
    public static AzureConnection? Parse(string? connectionString)
    {
        var parts = (connectionString ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .GroupBy(part => part[0].ToLowerInvariant(), part => part[1]).ToDictionary(g => g.Key, g => g.First());
        var key = new byte[(parts.GetValueOrDefault("accesskey") ?? "").Length];
        return Uri.TryCreate(parts.GetValueOrDefault("endpoint"), UriKind.Absolute, out var endpoint)
            && (endpoint.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback))
            && Convert.TryFromBase64String(parts.GetValueOrDefault("accesskey") ?? "", key, out var length) && length > 0
            ? new AzureConnection(endpoint, key[..length])
            : null;
    }

    /// <summary>Adds the three headers that prove who asks. The clock may differ from the service's by a few minutes at most.</summary>
    public void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var date = now.UtcDateTime.ToString("r", CultureInfo.InvariantCulture);
        var hash = Convert.ToBase64String(SHA256.HashData(body));
        var address = request.RequestUri!;
        var signed = $"{request.Method.Method}\n{address.PathAndQuery}\n{date};{address.Authority};{hash}";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(signed)));
        request.Headers.Add("x-ms-date", date);
        request.Headers.Add("x-ms-content-sha256", hash);
        request.Headers.TryAddWithoutValidation("Authorization", $"HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}");
    }
}
