using System.Security.Cryptography;
using System.Text;

namespace Expo.Core.Registration;

/// <summary>
/// What a door can be shown: a ticket's code, which is a secret of its holder, or a badge, which everybody can read. So a badge
/// does not carry the code. It carries the holder's number and a mark that only who knows the code can make.
/// </summary>
public static class DoorCodes
{
    /// <summary>Characters of a mark: 80 bits, as in a ticket's code.</summary>
    public const int MarkLength = TicketCodes.Length;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int LongestTyped = 400;
    private const int LongestNumber = 9;
    private const string TicketPath = "/tickets/";

    /// <summary>For instance <c>B1042-7K4M2QXR9TBCWJ5H</c>: what the QR code of a badge says.</summary>
    public static string Badge(int attendeeId, string ticketCode) => $"B{attendeeId}-{Mark(ticketCode)}";

    /// <summary>The mark of a ticket: the first 80 bits of SHA-256 over <c>expo-badge:CODE</c> in Crockford's base 32.</summary>
    /// <param name="ticketCode">In its stored form.</param>
    public static string Mark(string ticketCode)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes("expo-badge:" + ticketCode), hash);
        return string.Create(MarkLength, hash[..10].ToArray(), static (mark, bytes) =>
        {
            for (var i = 0; i < mark.Length; i++)
            {
                var at = i * 5;
                var pair = (bytes[at / 8] << 8) | (at / 8 + 1 < bytes.Length ? bytes[at / 8 + 1] : 0);
                mark[i] = Alphabet[(pair >> (11 - (at % 8))) & 31];
            }
        });
    }

    /// <summary>
    /// By what a prepared device finds a ticket: the first 96 bits of SHA-256 over <c>SALT:MARK</c> in base 64. Neither a code nor a
    /// badge can be made from it.
    /// </summary>
    public static string ListKey(string salt, string mark)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{salt}:{mark}"), hash);
        return Convert.ToBase64String(hash[..12]);
    }

    /// <summary>Reads what was scanned or typed: a code in any form that <see cref="TicketCodes.Parse"/> takes, the address of a ticket's page, or a badge. Null when it is none of these.</summary>
    public static DoorCode? Parse(string? text)
    {
        if (text is null || text.Length > LongestTyped)
        {
            return null;
        }

        var path = text.IndexOf(TicketPath, StringComparison.OrdinalIgnoreCase);
        if (path >= 0)
        {
            text = text[(path + TicketPath.Length)..].Split('?', '#', '/', '.')[0];
        }

        if (TicketCodes.Parse(text) is { } code)
        {
            return new DoorCode(code, null, null);
        }

        var plain = text.Trim().Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return plain.Length is > MarkLength + 1 and <= MarkLength + 1 + LongestNumber && plain[0] is 'B' or 'b'
            && int.TryParse(plain.AsSpan(1, plain.Length - 1 - MarkLength), System.Globalization.NumberStyles.None, null, out var number)
            && TicketCodes.Parse(plain[^MarkLength..]) is { } mark
            ? new DoorCode(null, number, mark)
            : null;
    }
}

/// <summary>What a door was shown: a ticket's code in its stored form, or number and mark of a badge.</summary>
public readonly record struct DoorCode(string? TicketCode, int? AttendeeId, string? Mark);
