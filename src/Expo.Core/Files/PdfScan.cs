using System.Globalization;
using System.IO.Compression;

namespace Expo.Core.Files;

/// <summary>
/// Looks at every object of a PDF, wherever one begins, without believing its tables: what a reader could be led to is looked at,
/// referenced or not. Objects packed into streams are unpacked within bounds. Holds a few megabytes.
/// </summary>
internal sealed class PdfScan(Stream pdf, Action<long, IReadOnlyList<PdfToken>>? tell = null, Action<long, ReadOnlyMemory<byte>>? show = null)
{
    private const int Window = 4 * 1024 * 1024;
    private const int Step = Window / 2;
    private const int MostTokens = 500_000;
    private const int MostUnpackedEach = 32 * 1024 * 1024;
    private const long MostUnpacked = 512L * 1024 * 1024;

    // Long enough not to occur by chance in packed bytes.
    private static readonly byte[][] Raw = ["/JavaScript"u8.ToArray(), "/Launch"u8.ToArray(), "/EmbeddedFile"u8.ToArray(), "/RichMedia"u8.ToArray()];

    private readonly PdfFacts _facts = new();
    private long _left = MostUnpacked;

    /// <param name="tell">Called for each object with where it begins in the file, or -1 for one that was packed.</param>
    /// <param name="show">Called for each window of bytes with where it begins. Windows overlap.</param>
    public static async Task<PdfFacts> ReadAsync(Stream pdf, CancellationToken ct, Action<long, IReadOnlyList<PdfToken>>? tell = null, Action<long, ReadOnlyMemory<byte>>? show = null)
    {
        var scan = new PdfScan(pdf, tell, show);
        await scan.ReadAsync(ct);
        return scan._facts;
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        var window = new byte[Window];
        for (long begin = 0; begin < pdf.Length; begin += Step)
        {
            pdf.Position = begin;
            var length = await pdf.ReadAtLeastAsync(window, Window, throwOnEndOfStream: false, ct);
            LookForNames(window.AsSpan(0, length));
            show?.Invoke(begin, window.AsMemory(0, length));
            foreach (var at in Beginnings(window, length))
            {
                var tokens = PdfTokens.Read(window.AsSpan(at, length - at), MostTokens);
                _facts.Take(tokens);
                tell?.Invoke(begin + at, tokens);
                if (tokens.Count > 0 && tokens[^1].Value == "stream" && Has(tokens, "Type", "ObjStm"))
                {
                    Unpack(tokens, begin + at + tokens[^1].End);
                }

                if (_facts.IsBomb || _facts.IsUnreadable)
                {
                    return;
                }
            }

            if (begin + length >= pdf.Length)
            {
                return;
            }
        }
    }

    private void LookForNames(ReadOnlySpan<byte> window)
    {
        foreach (var name in Raw)
        {
            if (window.IndexOf(name) >= 0)
            {
                _facts.See(System.Text.Encoding.ASCII.GetString(name, 1, name.Length - 1));
            }
        }
    }

    /// <summary>Where objects and trailers begin: behind each <c>1 0 obj</c>, in the first half of the window or, at the end of the file, all of it.</summary>
    private static List<int> Beginnings(byte[] window, int length)
    {
        var found = new List<int>();
        var until = length < Window ? length : Step;
        var bytes = window.AsSpan(0, length);
        for (var at = 0; at < until;)
        {
            var next = bytes[at..].IndexOf("obj"u8);
            if (next < 0 || at + next >= until)
            {
                break;
            }

            at += next + 3;
            if (at >= 4 && (bytes[at - 4] is (byte)'0' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' || char.IsAsciiDigit((char)bytes[at - 4])))
            {
                found.Add(at);
            }
        }

        for (var at = 0; at < until;)
        {
            var next = bytes[at..].IndexOf("trailer"u8);
            if (next < 0 || at + next >= until)
            {
                break;
            }

            at += next + 7;
            found.Add(at);
        }

        return found;
    }

    private void Unpack(List<PdfToken> tokens, long at)
    {
        var (filter, first, count) = (After(tokens, "Filter"), Number(tokens, "First"), Number(tokens, "N"));
        var isPlain = filter < 0;
        var isFlate = filter >= 0 && (tokens[filter].Value is "FlateDecode" or "Fl" || (tokens[filter].Value == "[" && tokens[filter + 1].Value is "FlateDecode" or "Fl" && tokens[filter + 2].Value == "]"));
        if ((!isPlain && !isFlate) || first is null or < 0 || count is null or < 0 || Number(tokens, "Predictor") is > 1)
        {
            _facts.IsUnreadable = true;
            return;
        }

        var bytes = Inflate(at, isFlate, Number(tokens, "Length"));
        if (bytes is null || first > bytes.Length)
        {
            _facts.IsUnreadable |= bytes is not null;
            return;
        }

        // Each object by itself, where the table in front says it begins.
        var table = PdfTokens.Read(bytes.AsSpan(0, first.Value), 2 * count.Value);
        for (var i = 1; i < table.Count; i += 2)
        {
            if (int.TryParse(table[i].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) && first + offset < bytes.Length)
            {
                var next = i + 2 < table.Count && int.TryParse(table[i + 2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > offset && first + n <= bytes.Length ? n + first.Value : bytes.Length;
                var inside = PdfTokens.Read(bytes.AsSpan((first.Value + offset)..next), MostTokens);
                _facts.Take(inside);
                tell?.Invoke(-1, inside);
            }
        }
    }

    private byte[]? Inflate(long at, bool isFlate, int? length)
    {
        pdf.Position = at;
        // "stream" is followed by a line's end that is not part of it.
        var c = pdf.ReadByte();
        pdf.Position = at + (c == '\r' ? 2 : c == '\n' ? 1 : 0);
        if (!isFlate && length is null)
        {
            _facts.IsUnreadable = true;
            return null;
        }

        var bytes = new MemoryStream();
        try
        {
            using var source = isFlate ? new ZLibStream(pdf, CompressionMode.Decompress, leaveOpen: true) : null;
            var buffer = new byte[64 * 1024];
            var toRead = isFlate ? long.MaxValue : length!.Value;
            for (int read; toRead > 0 && (read = (source ?? pdf).Read(buffer, 0, (int)Math.Min(buffer.Length, toRead))) > 0; toRead -= read)
            {
                _left -= read;
                if (_left < 0 || bytes.Length + read > MostUnpackedEach)
                {
                    _facts.IsBomb = true;
                    return null;
                }

                bytes.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException) when (bytes.Length > 0)
        {
            // Readers take what came before the fault, so that is looked at too.
        }
        catch (InvalidDataException)
        {
            return null;
        }

        return bytes.ToArray();
    }

    private static bool Has(List<PdfToken> tokens, string key, string value) => After(tokens, key) is >= 0 and var at && tokens[at] is { Kind: PdfTokenKind.Name } found && found.Value == value;

    private static int After(List<PdfToken> tokens, string key) => tokens.FindIndex(t => t.Kind == PdfTokenKind.Name && t.Value == key) is >= 0 and var at && at + 2 < tokens.Count ? at + 1 : -1;

    private static int? Number(List<PdfToken> tokens, string key) =>
        After(tokens, key) is >= 0 and var at && int.TryParse(tokens[at].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
