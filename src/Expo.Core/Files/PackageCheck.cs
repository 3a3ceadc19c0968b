using System.Xml;

namespace Expo.Core.Files;

/// <summary>Looks through a package (pptx, docx, odp): every entry is unpacked and counted, and every XML part is read.</summary>
internal static class PackageCheck
{
    private const long MostUnpacked = 1_500_000_000;
    private const long RatioCountsFrom = 8 * 1024 * 1024;
    private const int MostRatio = 200;
    private const int MostNested = 32 * 1024 * 1024;
    private const int DeepestNesting = 2;
    private const int SniffLength = 8;
    private const string OfficeTypes = "application/vnd.openxmlformats-officedocument.";

    public static async Task<Result<FileKind>> LookAsync(Stream content, byte[] head, IReadOnlyList<FileKind> allowed, CancellationToken ct)
    {
        // Readers take a PDF that begins anywhere in the first kilobyte.
        if (head.AsSpan().IndexOf("%PDF-"u8) >= 0)
        {
            return ContentRefusals.Hidden;
        }

        var left = new Budget { Bytes = MostUnpacked };
        return await WhyNotAsync(content, left, 0, ct) is { } refusal ? refusal : await KindAsync(content, allowed, ct);
    }

    private static async Task<Refusal?> WhyNotAsync(Stream zip, Budget left, int depth, CancellationToken ct)
    {
        var entries = await ZipDirectory.ReadAsync(zip, ct);
        if (entries.IsRefused)
        {
            return entries.Refusal;
        }

        var links = new PackageLinks();
        foreach (var entry in entries.Value.OrderByDescending(e => PackageLinks.IsRelations(e.Name)))
        {
            if (NameRefusal(entry.Name) is { } name)
            {
                return name;
            }

            if (await EntryAsync(zip, entry, links, left, depth, ct) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static Refusal? NameRefusal(string name)
    {
        var last = name[(name.LastIndexOf('/') + 1)..].ToLowerInvariant();
        var isScript = (name.StartsWith("Basic/", StringComparison.Ordinal) || name.StartsWith("Scripts/", StringComparison.Ordinal)) && last.Length > 0 && last is not ("script-lc.xml" or "script-lb.xml" or "dialog-lc.xml" or "dialog-lb.xml");
        return last.StartsWith("vbaproject", StringComparison.Ordinal) || last == "vbadata.xml" || isScript ? ContentRefusals.Macros
            : name.Contains("..", StringComparison.Ordinal) || name.StartsWith('/') || name.Contains('\\') ? ContentRefusals.Hidden
            : last.EndsWith(".exe", StringComparison.Ordinal) || last.EndsWith(".dll", StringComparison.Ordinal) || last.EndsWith(".js", StringComparison.Ordinal) || last.EndsWith(".vbs", StringComparison.Ordinal) ? ContentRefusals.Program
            : null;
    }

    private static async Task<Refusal?> EntryAsync(Stream zip, ZipEntry entry, PackageLinks links, Budget left, int depth, CancellationToken ct)
    {
        var isXml = entry.Name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || PackageLinks.IsRelations(entry.Name);
        var kept = new MemoryStream();
        var (unpacked, keep) = (0L, isXml);
        await using (var stream = ZipDirectory.Open(zip, entry))
        {
            var buffer = new byte[64 * 1024];
            for (int read; (read = await stream.ReadAtLeastAsync(buffer, SniffLength, throwOnEndOfStream: false, ct)) > 0;)
            {
                if (unpacked == 0)
                {
                    var first = buffer.AsSpan(0, read);
                    if (ContentCheck.IsProgram(first))
                    {
                        return ContentRefusals.Program;
                    }

                    keep |= first.StartsWith("PK\x03\x04"u8) || first.StartsWith(OleCheck.Magic);
                }

                unpacked += read;
                left.Bytes -= read;
                if (left.Bytes < 0 || (unpacked > RatioCountsFrom && unpacked / Math.Max(1, entry.Packed) > MostRatio) || (keep && unpacked > MostNested))
                {
                    return ContentRefusals.Bomb;
                }

                if (keep)
                {
                    kept.Write(buffer, 0, read);
                }
            }
        }

        if (unpacked != entry.Unpacked)
        {
            return ContentRefusals.Bomb;
        }

        if (!keep)
        {
            return null;
        }

        kept.Position = 0;
        if (isXml)
        {
            using var xml = Reader(kept);
            return links.WhyNot(xml, entry.Name);
        }

        if (!kept.GetBuffer().AsSpan().StartsWith("PK"u8))
        {
            return OleCheck.InPackage(kept.ToArray());
        }

        return depth + 1 > DeepestNesting ? ContentRefusals.Bomb : await WhyNotAsync(kept, left, depth + 1, ct);
    }

    private static async Task<Result<FileKind>> KindAsync(Stream content, IReadOnlyList<FileKind> allowed, CancellationToken ct)
    {
        var entries = (await ZipDirectory.ReadAsync(content, ct)).Value;
        if (entries.FirstOrDefault(e => e.Name == "[Content_Types].xml") is { } types)
        {
            await using var part = ZipDirectory.Open(content, types);
            return Office(part, allowed);
        }

        if (entries.FirstOrDefault(e => e is { Name: "mimetype", Unpacked: < 200 }) is { } type)
        {
            using var part = new StreamReader(ZipDirectory.Open(content, type));
            return (await part.ReadToEndAsync(ct)).Trim() switch
            {
                "application/vnd.oasis.opendocument.presentation" => FileKind.Odp,
                var other when other.StartsWith("application/vnd.oasis.opendocument", StringComparison.Ordinal) => ContentRefusals.NotHere("another kind of OpenDocument", allowed),
                _ => ContentRefusals.Unknown(allowed),
            };
        }

        return ContentRefusals.NotHere("a ZIP archive", allowed);
    }

    private static Result<FileKind> Office(Stream types, IReadOnlyList<FileKind> allowed)
    {
        var found = new List<string>();
        using var xml = Reader(types);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.GetAttribute("ContentType") is { } type)
            {
                found.Add(type);
            }
        }

        if (found.Any(t => t.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) || t.Contains("vbaProject", StringComparison.OrdinalIgnoreCase)))
        {
            return ContentRefusals.Macros;
        }

        var isDeck = found.Contains(OfficeTypes + "presentationml.presentation.main+xml") || found.Contains(OfficeTypes + "presentationml.slideshow.main+xml");
        var isText = found.Contains(OfficeTypes + "wordprocessingml.document.main+xml");
        return (isDeck, isText) switch
        {
            (true, false) => FileKind.Pptx,
            (false, true) => FileKind.Docx,
            (true, true) => ContentRefusals.Hidden,
            _ => ContentRefusals.NotHere("another kind of Office document, such as a spreadsheet or template", allowed),
        };
    }

    private static XmlReader Reader(Stream part) => XmlReader.Create(part, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostNested });

    private sealed class Budget
    {
        public long Bytes { get; set; }
    }
}
