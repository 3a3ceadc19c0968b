using System.Buffers.Binary;

namespace Expo.Core.Files;

/// <summary>Why a PDF is not taken.</summary>
internal static class PdfCheck
{
    private const int Tail = 64 * 1024 + 22;

    /// <param name="mostUnpacked">See <see cref="PdfScan.ReadAsync"/>.</param>
    public static async Task<Refusal?> LookAsync(Stream pdf, CancellationToken ct, long? mostUnpacked = null)
    {
        if (await EndAsync(pdf, ct) is { } end)
        {
            return end;
        }

        var facts = await PdfScan.ReadAsync(pdf, ct, mostUnpacked: mostUnpacked);
        return facts.Names("Encrypt") ? ContentRefusals.Encrypted
            : facts.Names("JavaScript", "JS") ? ContentRefusals.PdfScript
            : facts.Names("Launch", "ImportData", "SubmitForm", "XFA") ? ContentRefusals.PdfLaunch
            : facts.Names("EmbeddedFile", "EmbeddedFiles", "RichMedia", "GoToE", "FileAttachment") ? ContentRefusals.PdfFiles
            : facts.IsBomb ? ContentRefusals.Bomb
            : facts.IsUnreadable || facts.Pages == 0 ? ContentRefusals.Broken
            : null;
    }

    /// <summary>What a PDF says of itself, for reports.</summary>
    public static Task<PdfFacts> FactsAsync(Stream pdf, CancellationToken ct) => PdfScan.ReadAsync(pdf, ct);

    private static async Task<Refusal?> EndAsync(Stream pdf, CancellationToken ct)
    {
        var tail = new byte[Math.Min(Tail, pdf.Length)];
        pdf.Position = pdf.Length - tail.Length;
        await pdf.ReadExactlyAsync(tail, ct);
        var end = tail.AsSpan().LastIndexOf("%%EOF"u8);
        if (end < 0)
        {
            // Cut off, or so much behind its end that the end is out of sight.
            return ContentRefusals.Broken;
        }

        if (tail.AsSpan(end + 5).IndexOfAnyExcept([(byte)0, (byte)9, (byte)10, (byte)12, (byte)13, (byte)32, (byte)26]) >= 0)
        {
            return ContentRefusals.Hidden;
        }

        // A zip file is read from its end: one may stand inside, with the end of the PDF as its comment.
        for (var at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8); at >= 0; at = tail.AsSpan(0, at).LastIndexOf("PK\x05\x06"u8))
        {
            if (tail.Length - at >= 22 && at + 22 + BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 20)) >= tail.Length - 8)
            {
                return ContentRefusals.Hidden;
            }
        }

        return null;
    }
}
