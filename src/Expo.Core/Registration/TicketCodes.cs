using System.Security.Cryptography;

namespace Expo.Core.Registration;

/// <summary>
/// The secret of a ticket: 16 characters of Crockford's base 32 (no I, L, O, U), 80 random bits. At a thousand guesses a
/// second against 100,000 tickets one hit takes some 380 million years, so it stands alone without a signature.
/// </summary>
public static class TicketCodes
{
    public const int Length = 16;
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string Create() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>In groups of four, easy to read aloud: <c>7K4M-2QXR-9TBC-WJ5H</c>. Also the form in addresses.</summary>
    public static string Grouped(string code) => string.Join('-', code.Chunk(4).Select(group => new string(group)));

    /// <summary>The stored form of a code as people type it: any case, with or without spaces and dashes, O for 0, I or L for 1. Null when it cannot be one.</summary>
    public static string? Parse(string? typed)
    {
        if (typed is null || typed.Length > 3 * Length)
        {
            return null;
        }

        Span<char> code = stackalloc char[Length];
        var used = 0;
        foreach (var typedCharacter in typed)
        {
            if (typedCharacter is '-' or ' ')
            {
                continue;
            }

            var character = char.ToUpperInvariant(typedCharacter) switch { 'O' => '0', 'I' or 'L' => '1', var other => other };
            if (used == Length || !Alphabet.Contains(character, StringComparison.Ordinal))
            {
                return null;
            }

            code[used++] = character;
        }

        return used == Length ? new string(code) : null;
    }
}
