namespace Expo.Core.Files;

/// <summary>
/// Blanks in a PDF who wrote it and what was noted in it, byte for byte in place: the file keeps its length, so its tables, tags and
/// reading order stay right.
/// </summary>
public static class PdfCleaner
{
    private static readonly HashSet<string> People = ["Author", "Company", "Manager", "LastModifiedBy", "SourceModified"];
    private static readonly HashSet<string> Notes = ["Text", "Popup", "FreeText", "Highlight", "Underline", "StrikeOut", "Squiggly", "Ink", "Caret", "Stamp", "Line", "Square", "Circle", "Polygon", "PolyLine", "Redact"];

    /// <summary>False when something that must go is packed where it cannot be blanked. The copy is then not fit to be shown.</summary>
    /// <param name="pdf">A copy; it is read and written.</param>
    public static async Task<bool> CleanAsync(Stream pdf, CancellationToken ct)
    {
        var blanks = new List<(long At, int Length, byte With)>();
        var hides = false;
        var facts = await PdfScan.ReadAsync(pdf, ct, Look, Show);
        if (hides || facts.IsBomb || facts.IsUnreadable)
        {
            return false;
        }

        foreach (var (at, length, with) in blanks)
        {
            pdf.Position = at;
            await pdf.WriteAsync(Enumerable.Repeat(with, length).ToArray(), ct);
        }

        await pdf.FlushAsync(ct);
        return true;

        void Look(long at, IReadOnlyList<PdfToken> tokens)
        {
            var isNote = Value(tokens, "Subtype") is { } kind && Notes.Contains(kind);
            for (var i = 0; i + 1 < tokens.Count; i++)
            {
                var (key, value) = (tokens[i], tokens[i + 1]);
                if (key.Kind != PdfTokenKind.Name || !(People.Contains(key.Value) || (isNote && key.Value is "T" or "Contents" or "RC" or "Subj")))
                {
                    continue;
                }

                // A number begins a reference to an object of its own, which says nothing of what it is.
                var isTold = value.Kind == PdfTokenKind.Text && value.Value.Length > 0;
                hides |= (isTold && at < 0) || (value.Kind == PdfTokenKind.Word && char.IsAsciiDigit(value.Value[0]));
                if (isTold && at >= 0)
                {
                    blanks.Add((at + value.Start + 1, value.End - value.Start - 2, value.IsHex ? (byte)'0' : (byte)' '));
                }
            }

            // What describes the document a second time, as XML. Packed, it cannot be blanked.
            hides |= Value(tokens, "Type") == "Metadata" && tokens.Any(t => t is { Kind: PdfTokenKind.Name, Value: "Filter" });
        }

        void Show(long begin, ReadOnlyMemory<byte> window)
        {
            Between(begin, window.Span, "<x:xmpmeta"u8, "</x:xmpmeta>"u8);
            for (var at = 0; window.Span[at..].IndexOf("Exif\0\0"u8) is >= 0 and var next; at += next + 6)
            {
                var exif = at + next;
                if (exif >= 4 && window.Span[exif - 4] == 0xFF && window.Span[exif - 3] == 0xE1 && ((window.Span[exif - 2] << 8) | window.Span[exif - 1]) is var length && exif - 2 + length <= window.Length && length > 8)
                {
                    blanks.Add((begin + exif + 6, length - 8, 0));
                }
            }
        }

        void Between(long begin, ReadOnlySpan<byte> window, ReadOnlySpan<byte> open, ReadOnlySpan<byte> close)
        {
            for (var at = 0; window[at..].IndexOf(open) is >= 0 and var next;)
            {
                var from = at + next;
                var to = window[from..].IndexOf(close);
                if (to < 0)
                {
                    break;
                }

                blanks.Add((begin + from, to + close.Length, (byte)' '));
                at = from + to + close.Length;
            }
        }
    }

    private static string? Value(IReadOnlyList<PdfToken> tokens, string key)
    {
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (tokens[i].Kind == PdfTokenKind.Name && tokens[i].Value == key && tokens[i + 1].Kind == PdfTokenKind.Name)
            {
                return tokens[i + 1].Value;
            }
        }

        return null;
    }
}
