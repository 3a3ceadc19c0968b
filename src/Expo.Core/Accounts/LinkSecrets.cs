using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Expo.Core.Accounts;

/// <summary>Secrets that stand in a letter's link or in a cookie. Only their hash is kept: whoever reads the database opens nothing with it.</summary>
public static class LinkSecrets
{
    private const int Bytes = 32;

    /// <summary>256 random bits as 43 characters that may stand in an address.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>SHA-256 as 64 lower-case hexadecimal digits.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
