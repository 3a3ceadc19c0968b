namespace Expo.Core.Files;

/// <summary>What a file's content is.</summary>
public enum FileKind
{
    Pdf,
    Pptx,
    Odp,
    Docx,
    Png,
    Jpeg,
    Webp,
}

/// <summary>Names and types of the kinds that are taken.</summary>
public static class FileKinds
{
    public static string ContentTypeOf(FileKind kind) => kind switch
    {
        FileKind.Pdf => "application/pdf",
        FileKind.Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        FileKind.Odp => "application/vnd.oasis.opendocument.presentation",
        FileKind.Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        FileKind.Png => "image/png",
        FileKind.Jpeg => "image/jpeg",
        _ => "image/webp",
    };

    public static FileKind? KindOf(string contentType) => Enum.GetValues<FileKind>().Cast<FileKind?>().FirstOrDefault(k => ContentTypeOf(k!.Value) == contentType);

    public static IReadOnlyList<string> EndingsOf(FileKind kind) => kind switch
    {
        FileKind.Pptx => [".pptx", ".ppsx"],
        FileKind.Jpeg => [".jpg", ".jpeg", ".jpe"],
        _ => ["." + kind.ToString().ToLowerInvariant()],
    };

    public static string NameOf(FileKind kind) => kind switch
    {
        FileKind.Pdf => "PDF",
        FileKind.Pptx => "PowerPoint (.pptx)",
        FileKind.Odp => "OpenDocument presentation (.odp)",
        FileKind.Docx => "Word (.docx)",
        FileKind.Png => "PNG",
        FileKind.Jpeg => "JPEG",
        _ => "WebP",
    };

    /// <summary>As in "PDF, PowerPoint (.pptx) or PNG".</summary>
    public static string InWords(IReadOnlyList<FileKind> kinds) => kinds.Count == 1
        ? NameOf(kinds[0])
        : string.Join(", ", kinds.Take(kinds.Count - 1).Select(NameOf)) + " or " + NameOf(kinds[^1]);
}
