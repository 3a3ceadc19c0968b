using System.Globalization;
using System.IO.Compression;

namespace Expo.Core.Files;

/// <summary>What is packed.</summary>
internal sealed partial class PdfScan
{
    private void TakeStream(PdfDictionary about, long at)
    {
        // Which of two counts, each reader decides for itself.
        _facts.IsUnreadable |= about.HasTwice("Type", "Filter", "N", "First", "DecodeParms", "Length");
        // Readers do not ask for the type.
        if (about.Has("Type", "ObjStm") || (about.Has("N") && about.Has("First")))
        {
            Unpack(about, at);
        }
        else if (mostUnpacked is not null)
        {
            Weigh(about, at);
        }
    }

    /// <summary>Counts what a stream unpacks to, and keeps nothing of it.</summary>
    private void Weigh(PdfDictionary about, long at)
    {
        if (about.Names("Filter") is not { } filters)
        {
            // Named elsewhere: it could be any.
            _facts.IsUnreadable = true;
            return;
        }

        var packers = filters.Count(f => Packers.Contains(f));
        if (packers == 0)
        {
            return;
        }

        // One packed into another unpacks to a thousand times a thousand; other ways of packing are not counted here.
        if (packers > 1 || filters[0] is not ("FlateDecode" or "Fl"))
        {
            _facts.IsUnreadable = true;
            return;
        }

        Inflate(at, Stream.Null, true, null, _left);
    }

    private void Unpack(PdfDictionary about, long at)
    {
        var (filters, first, count) = (about.Names("Filter"), about.Number("First"), about.Number("N"));
        var isFlate = filters is ["FlateDecode" or "Fl"];
        if ((!isFlate && filters is not []) || first is null || count is null or > MostTokens / 2 || about.IsElsewhere("DecodeParms") || about.MostOf("Predictor") > 1)
        {
            _facts.IsUnreadable = true;
            return;
        }

        using var unpacked = new MemoryStream();
        if (!Inflate(at, unpacked, isFlate, about.Number("Length"), Math.Min(MostUnpackedEach, _left)))
        {
            return;
        }

        // Each object by itself, where the table in front says it begins.
        var bytes = unpacked.ToArray();
        var table = first > bytes.Length ? [] : PdfTokens.Read(bytes.AsSpan(0, first.Value), 2 * count.Value);
        if (table.Count < 2 * count)
        {
            _facts.IsUnreadable = true;
            return;
        }

        for (var i = 1; i < table.Count; i += 2)
        {
            if (Place(i) is { } from && from < bytes.Length)
            {
                var to = i + 2 < table.Count && Place(i + 2) is { } next && next > from && next <= bytes.Length ? next : bytes.Length;
                var inside = PdfTokens.Read(bytes.AsSpan((int)from, (int)(to - from)), MostTokens);
                Take(-1, inside);
                _facts.IsUnreadable |= inside.Count == MostTokens;
            }
        }

        long? Place(int at) => long.TryParse(table[at].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) && offset <= bytes.Length ? offset + first : null;
    }

    /// <summary>False when nothing could be read, or more than may be; the facts then say so.</summary>
    private bool Inflate(long at, Stream to, bool isFlate, int? length, long most)
    {
        if (!isFlate && length is null)
        {
            _facts.IsUnreadable = true;
            return false;
        }

        GoBehindLineEnd(at);
        var unpacked = 0L;
        try
        {
            // Most readers do not look at the two bytes in front.
            pdf.Position += isFlate ? 2 : 0;
            using var source = isFlate ? new DeflateStream(pdf, CompressionMode.Decompress, leaveOpen: true) : null;
            var buffer = new byte[64 * 1024];
            var toRead = isFlate ? long.MaxValue : length!.Value;
            for (int read; toRead > 0 && (read = (source ?? pdf).Read(buffer, 0, (int)Math.Min(buffer.Length, toRead))) > 0; toRead -= read)
            {
                (unpacked, _left) = (unpacked + read, _left - read);
                if (unpacked > most)
                {
                    _facts.IsBomb = true;
                    return false;
                }

                to.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            // Readers take what came before the fault, so that is looked at too. Of objects there is always something.
            _facts.IsUnreadable |= unpacked == 0 && to != Stream.Null;
        }

        return true;
    }

    /// <summary>"stream" is followed by a line's end that is not part of it.</summary>
    private void GoBehindLineEnd(long at)
    {
        pdf.Position = at;
        var (first, second) = (pdf.ReadByte(), pdf.ReadByte());
        // With anything else there, readers do not agree where the stream begins.
        _facts.IsUnreadable |= mostUnpacked is not null && (first, second) is not (('\r', '\n') or ('\n', _));
        pdf.Position = at + (first, second) switch { ('\r', '\n') => 2, ('\r' or '\n', _) => 1, _ => 0 };
    }
}
