using System.Text;

namespace Expo.Core.Files;

/// <summary>
/// Says what a file is by its content, and refuses what could do harm. Reads the stream from its beginning, some of it twice, and
/// never holds more than a few megabytes of it.
/// </summary>
public static class ContentCheck
{
    private const int HeadLength = 4096;

    /// <param name="content">Can seek.</param>
    /// <param name="name">Whose ending must fit what is found.</param>
    /// <param name="allowed">The kinds that are taken here.</param>
    /// <param name="ct">Ends the looking.</param>
    /// <param name="mostUnpacked">What the streams of a PDF together may unpack to, for one that is to be opened in this process; null for one that is not.</param>
    public static async Task<Result<FileKind>> LookAsync(Stream content, string name, IReadOnlyList<FileKind> allowed, CancellationToken ct, long? mostUnpacked = null)
    {
        if (content.Length == 0)
        {
            return UploadRefusals.Empty;
        }

        content.Position = 0;
        var head = new byte[Math.Min(HeadLength, content.Length)];
        await content.ReadExactlyAsync(head, ct);
        Result<FileKind> kind;
        try
        {
            kind = await KindAsync(content, head, allowed, mostUnpacked, ct);
        }
        catch (Exception fault) when (fault is EndOfStreamException or InvalidDataException or System.Xml.XmlException)
        {
            return ContentRefusals.Broken;
        }

        if (kind.IsRefused)
        {
            return kind;
        }

        if (!allowed.Contains(kind.Value))
        {
            return ContentRefusals.NotHere(FileKinds.NameOf(kind.Value), allowed);
        }

        return FileKinds.EndingsOf(kind.Value).Contains(Path.GetExtension(name).ToLowerInvariant()) ? kind : ContentRefusals.OtherName(kind.Value, name);
    }

    private static async Task<Result<FileKind>> KindAsync(Stream content, byte[] head, IReadOnlyList<FileKind> allowed, long? mostUnpacked, CancellationToken ct)
    {
        if (Starts(head, "PK\x03\x04"u8))
        {
            return await PackageCheck.LookAsync(content, head, allowed, ct);
        }

        if (Starts(head, "%PDF-"u8))
        {
            return await PdfCheck.LookAsync(content, ct, mostUnpacked) is { } pdf ? pdf : FileKind.Pdf;
        }

        if (Starts(head, OleCheck.Magic))
        {
            return await OleCheck.WhyNotAsync(content, ct);
        }

        if (Starts(head, PictureCheck.Png))
        {
            return await PictureCheck.PngAsync(content, ct) is { } png ? png : FileKind.Png;
        }

        if (Starts(head, PictureCheck.Jpeg))
        {
            return await PictureCheck.JpegAsync(content, ct) is { } jpeg ? jpeg : FileKind.Jpeg;
        }

        if (Starts(head, "RIFF"u8) && head.Length >= 16 && head.AsSpan(8, 4).SequenceEqual("WEBP"u8))
        {
            return PictureCheck.Webp(content.Length, head) is { } webp ? webp : FileKind.Webp;
        }

        return Other(head, allowed);
    }

    private static Refusal Other(byte[] head, IReadOnlyList<FileKind> allowed)
    {
        if (IsProgram(head))
        {
            return ContentRefusals.Program;
        }

        // A PDF or a package further behind is what a polyglot is: something else to one program than to another.
        if (head.AsSpan().IndexOf("%PDF-"u8) > 0 || head.AsSpan().IndexOf("PK\x03\x04"u8) > 0)
        {
            return ContentRefusals.Hidden;
        }

        var text = Encoding.UTF8.GetString(head).TrimStart('\uFEFF', ' ', '\t', '\r', '\n').ToLowerInvariant();
        if (text.StartsWith('<') && text.Contains("<svg", StringComparison.Ordinal))
        {
            return ContentRefusals.Svg;
        }

        return text.StartsWith("<!doctype", StringComparison.Ordinal) || text.StartsWith("<html", StringComparison.Ordinal) || text.Contains("<script", StringComparison.Ordinal)
            ? ContentRefusals.WebPage
            : ContentRefusals.Unknown(allowed);
    }

    internal static bool Starts(ReadOnlySpan<byte> head, ReadOnlySpan<byte> with) => head.StartsWith(with);

    /// <summary>Windows, Linux and macOS programs, Java classes, scripts with an interpreter.</summary>
    internal static bool IsProgram(ReadOnlySpan<byte> head) =>
        Starts(head, "MZ"u8) || Starts(head, "\x7f\x45LF"u8) || Starts(head, "#!"u8) || Starts(head, [0xCF, 0xFA, 0xED, 0xFE]) || Starts(head, [0xCE, 0xFA, 0xED, 0xFE]) || Starts(head, [0xCA, 0xFE, 0xBA, 0xBE]);
}
