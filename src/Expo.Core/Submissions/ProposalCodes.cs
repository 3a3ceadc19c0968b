using System.Security.Cryptography;

namespace Expo.Core.Submissions;

/// <summary>Short words to name proposals by. Whoever knows one may not do anything with it.</summary>
public static class ProposalCodes
{
    private const int Length = 6;
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string Create() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>The stored form of what stands in an address, or null when it cannot be one.</summary>
    public static string? Parse(string? typed) => typed?.Trim().ToUpperInvariant() is { Length: Length } code && code.All(c => Alphabet.Contains(c, StringComparison.Ordinal)) ? code : null;
}
