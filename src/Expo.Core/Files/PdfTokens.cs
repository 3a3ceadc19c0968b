using System.Globalization;
using System.Text;

namespace Expo.Core.Files;

internal enum PdfTokenKind
{
    /// <summary>Without its slash, <c>#xx</c> read.</summary>
    Name,

    /// <summary>The bytes of a string, each as one character.</summary>
    Text,

    /// <summary>A number, a keyword or a bracket.</summary>
    Word,
}

internal readonly record struct PdfToken(PdfTokenKind Kind, string Value, int End)
{
    /// <summary>Where it begins; only of strings.</summary>
    public int Start { get; init; }

    /// <summary>A string in hex digits.</summary>
    public bool IsHex { get; init; }
}

/// <summary>Cuts the bytes of one PDF object into tokens. Flat, so that no depth of nesting can exhaust the stack.</summary>
internal static class PdfTokens
{
    private const int LongestText = 8192;

    /// <summary>Up to and with <c>stream</c>, <c>endobj</c> or <c>startxref</c>, or to the end of the bytes.</summary>
    public static List<PdfToken> Read(ReadOnlySpan<byte> bytes, int most)
    {
        var tokens = new List<PdfToken>();
        for (var at = 0; at < bytes.Length && tokens.Count < most;)
        {
            var c = bytes[at];
            if (IsSpace(c))
            {
                at++;
            }
            else if (c == '%')
            {
                var line = bytes[at..].IndexOfAny((byte)'\r', (byte)'\n');
                at = line < 0 ? bytes.Length : at + line;
            }
            else if (c == '(')
            {
                tokens.Add(Text(bytes, ref at));
            }
            else if (c == '<' && at + 1 < bytes.Length && bytes[at + 1] != '<')
            {
                tokens.Add(Hex(bytes, ref at));
            }
            else if (c is (byte)'<' or (byte)'>' && at + 1 < bytes.Length && bytes[at + 1] == c)
            {
                at += 2;
                tokens.Add(new PdfToken(PdfTokenKind.Word, c == '<' ? "<<" : ">>", at));
            }
            else if (c == '/')
            {
                var end = at + 1;
                while (end < bytes.Length && IsRegular(bytes[end]))
                {
                    end++;
                }

                tokens.Add(new PdfToken(PdfTokenKind.Name, Name(bytes[(at + 1)..end]), at = end));
            }
            else if (!IsRegular(c))
            {
                tokens.Add(new PdfToken(PdfTokenKind.Word, ((char)c).ToString(), ++at));
            }
            else
            {
                var end = at;
                while (end < bytes.Length && IsRegular(bytes[end]))
                {
                    end++;
                }

                var word = Encoding.Latin1.GetString(bytes[at..end]);
                tokens.Add(new PdfToken(PdfTokenKind.Word, word, at = end));
                if (word is "stream" or "endobj" or "startxref")
                {
                    break;
                }
            }
        }

        return tokens;
    }

    /// <summary>A text string for people: UTF-16 or UTF-8 with a mark, otherwise one byte for each character.</summary>
    public static string ForPeople(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        return bytes switch
        {
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2),
            [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2),
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(bytes, 3, bytes.Length - 3),
            _ => text,
        };
    }

    private static PdfToken Text(ReadOnlySpan<byte> bytes, ref int at)
    {
        var (text, depth, start) = (new StringBuilder(), 0, at);
        for (; at < bytes.Length; at++)
        {
            var c = (char)bytes[at];
            if (c == '\\' && at + 1 < bytes.Length)
            {
                c = Escaped(bytes, ref at);
            }
            else if (c == '(' && depth++ == 0)
            {
                continue;
            }
            else if (c == ')' && --depth == 0)
            {
                at++;
                break;
            }

            if (text.Length < LongestText)
            {
                text.Append(c);
            }
        }

        return new PdfToken(PdfTokenKind.Text, text.ToString(), at) { Start = start };
    }

    private static char Escaped(ReadOnlySpan<byte> bytes, ref int at)
    {
        var c = (char)bytes[++at];
        if (c is < '0' or > '7')
        {
            return c switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', _ => c };
        }

        var value = c - '0';
        for (var i = 0; i < 2 && at + 1 < bytes.Length && bytes[at + 1] is >= (byte)'0' and <= (byte)'7'; i++)
        {
            value = value * 8 + bytes[++at] - '0';
        }

        return (char)(value & 0xFF);
    }

    private static PdfToken Hex(ReadOnlySpan<byte> bytes, ref int at)
    {
        var (end, start) = (bytes[at..].IndexOf((byte)'>'), at);
        var digits = Encoding.Latin1.GetString(end < 0 ? bytes[(at + 1)..] : bytes.Slice(at + 1, end - 1)).Where(char.IsAsciiHexDigit).Take(2 * LongestText).ToArray();
        at = end < 0 ? bytes.Length : at + end + 1;
        return new PdfToken(PdfTokenKind.Text, Encoding.Latin1.GetString(Convert.FromHexString(digits.Length % 2 == 0 ? digits : [.. digits, '0'])), at) { Start = start, IsHex = true };
    }

    private static string Name(ReadOnlySpan<byte> bytes)
    {
        var name = Encoding.Latin1.GetString(bytes);
        for (var hash = name.IndexOf('#', StringComparison.Ordinal); hash >= 0 && hash + 2 < name.Length; hash = name.IndexOf('#', hash + 1))
        {
            if (int.TryParse(name.AsSpan(hash + 1, 2), NumberStyles.AllowHexSpecifier, null, out var code))
            {
                name = name[..hash] + (char)code + name[(hash + 3)..];
            }
        }

        return name;
    }

    internal static bool IsSpace(byte c) => c is 0 or 9 or 10 or 12 or 13 or 32;

    private static bool IsRegular(byte c) => !IsSpace(c) && c is not ((byte)'(' or (byte)')' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'/' or (byte)'%');
}
