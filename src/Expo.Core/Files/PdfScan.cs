using System.Globalization;

namespace Expo.Core.Files;

/// <summary>
/// Looks at every object of a PDF, wherever one begins, without believing its tables: what a reader could be led to is looked at,
/// referenced or not. Objects packed into streams are unpacked within bounds. Holds a few megabytes.
/// </summary>
internal sealed partial class PdfScan(Stream pdf, Action<long, IReadOnlyList<PdfToken>>? tell = null, Action<long, ReadOnlyMemory<byte>>? show = null, long? mostUnpacked = null)
{
    private const int Window = 4 * 1024 * 1024;
    private const int Step = Window / 2;
    private const int MostTokens = 500_000;
    private const int MostUnpackedEach = 32 * 1024 * 1024;
    private const long MostUnpacked = 512L * 1024 * 1024;

    // Readers make room for a row of so many pixels before they look at the first.
    private const int WidestRow = 1_000_000;

    private static readonly string[] Packers = ["FlateDecode", "Fl", "LZWDecode", "LZW", "RunLengthDecode", "RL"];

    // Long enough not to occur by chance in packed bytes.
    private static readonly byte[][] Raw = ["/JavaScript"u8.ToArray(), "/Launch"u8.ToArray(), "/EmbeddedFile"u8.ToArray(), "/RichMedia"u8.ToArray()];

    private readonly PdfFacts _facts = new();
    private long _left = mostUnpacked ?? MostUnpacked;

    /// <param name="mostUnpacked">What all streams together may unpack to; with null, only those that hold objects are unpacked.</param>
    /// <param name="tell">Called for each object with where it begins in the file, or -1 for one that was packed.</param>
    /// <param name="show">Called for each window of bytes with where it begins. Windows overlap.</param>
    public static async Task<PdfFacts> ReadAsync(Stream pdf, CancellationToken ct, Action<long, IReadOnlyList<PdfToken>>? tell = null, Action<long, ReadOnlyMemory<byte>>? show = null, long? mostUnpacked = null)
    {
        var scan = new PdfScan(pdf, tell, show, mostUnpacked);
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
                Take(begin + at, tokens);
                _facts.IsUnreadable |= PdfDictionary.IsCut(tokens);
                if (tokens is [.., { Kind: PdfTokenKind.Word, Value: "stream" } last])
                {
                    TakeStream(new PdfDictionary(tokens), begin + at + last.End);
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
            if (at >= 4 && (PdfTokens.IsSpace(bytes[at - 4]) || char.IsAsciiDigit((char)bytes[at - 4])))
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

    private void Take(long at, List<PdfToken> tokens)
    {
        _facts.Take(tokens);
        tell?.Invoke(at, tokens);
        for (var i = 0; mostUnpacked is not null && i + 1 < tokens.Count; i++)
        {
            _facts.IsUnreadable |= tokens[i] is { Kind: PdfTokenKind.Name, Value: "Columns" } && long.TryParse(tokens[i + 1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var row) && row > WidestRow;
        }
    }
}
